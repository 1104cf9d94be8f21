"""Whoever holds a paper learns whether it is ours, whether it was changed, and who signed it; nothing of the file is kept."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings as configured
from django.core.files.uploadedfile import SimpleUploadedFile

from ansinh.delivery.cases.documents import make_document
from ansinh.delivery.cases.keep import content_of, path_of
from ansinh.delivery.cases.models import StoredFile
from ansinh.delivery.cases.models_signatures import PaperSignature
from ansinh.delivery.cases.sign_paper import sign_paper
from ansinh.delivery.offices.scope import NATION, acting
from ansinh.doors.web.public import signed
from delivery.casework import approved, person, town

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.fixture
def decided(settings: Any, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, StoredFile, StoredFile]:
    """The code of a signed decision, its paper as it was set, and signed."""
    folder = tmp_path_factory.getbasetemp() / "signers"
    folder.mkdir(exist_ok=True)
    (folder / "signers.toml").write_text('[[signer]]\nkind = "trial"\n')
    settings.SIGNERS, settings.SIGNING_TRIAL = folder / "signers.toml", folder / "trial"
    here = town()
    decision = approved(here, [person(1)])
    with acting(NATION):
        paper = make_document(decision.pk, at=here.later())
    sign_paper(paper.pk, at=here.later())
    with acting(NATION):
        return decision.verification, paper, PaperSignature.objects.select_related("file").get(document=paper).file


def asked(client: Client, content: bytes, name: str = "x.pdf") -> str:
    return client.post("/xac-minh/", {"file": SimpleUploadedFile(name, content)}).content.decode()


def test_the_page_of_a_code_tells_of_its_signature_and_no_name_of_the_people(client: Client, decided: tuple[str, StoredFile, StoredFile]) -> None:
    page = client.get(f"/xac-minh/{decided[0]}").content.decode()
    for part in ("Chữ ký thử nghiệm", "văn bản không bị sửa", "THỬ NGHIỆM - TEST", "có dấu thời gian", "Số chứng thư"):
        assert part in page
    assert "Nguyễn Thị Hoa" not in page


def test_a_kept_file_that_was_spoiled_is_said_to_be_wrong_at_once(client: Client, decided: tuple[str, StoredFile, StoredFile]) -> None:
    code, _paper, file = decided
    client.get(f"/xac-minh/{code}")
    path = path_of(file)
    assert path.is_relative_to(Path(configured.MEDIA_ROOT))
    kept = path.read_bytes()
    try:
        path.write_bytes(kept[:-1] + b"X")
        assert "Chữ ký không đúng" in client.get(f"/xac-minh/{code}").content.decode()
        path.unlink()
        assert "Tệp đã ký không còn ở nơi lưu" in client.get(f"/xac-minh/{code}").content.decode()
    finally:
        path.write_bytes(kept)


def test_while_the_file_of_signers_is_at_fault_pages_say_that_they_cannot_tell(
    client: Client, decided: tuple[str, StoredFile, StoredFile], settings: Any
) -> None:
    code, _paper, file = decided
    signed = content_of(file)
    settings.SIGNERS.write_text("this is no TOML")
    for page in (client.get(f"/xac-minh/{code}").content.decode(), asked(client, signed + b"%")):
        assert "Lúc này hệ thống chưa biết tổ chức cấp chứng thư nào được tin cậy" in page


def test_a_file_is_ours_changed_or_unknown_and_nothing_of_it_is_kept(client: Client, decided: tuple[str, StoredFile, StoredFile]) -> None:
    code, paper, file = decided
    before = StoredFile.objects.count()
    assert "trùng từng ký tự với bản đã ký số" in (page := asked(client, content_of(file)))
    assert f"/xac-minh/{code}" in page
    assert "Bản này chưa có chữ ký số" in asked(client, content_of(paper))
    changed = asked(client, content_of(file) + b"\n% more", '<b>"x".pdf')
    assert "Văn bản đã bị sửa sau khi ký" in changed
    assert "<b>" not in changed
    assert "Không đọc được tệp này" in asked(client, b"GIF89a")
    assert StoredFile.objects.count() == before


def test_no_file_too_large_a_file_and_too_many_files_are_refused(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    assert client.get("/xac-minh/").status_code == 200
    assert client.post("/xac-minh/").status_code == 422
    monkeypatch.setattr(signed, "MOST_BYTES", 10)
    assert "Tệp lớn hơn 10 MB" in asked(client, b"GIF89a" * 4)
    monkeypatch.setattr(signed, "PER_CALLER", (1, 600))
    assert client.post("/xac-minh/").status_code == 429
