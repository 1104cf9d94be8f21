"""What reading a list found out is not lost when it is submitted: rows set aside are taken along, notes reach whoever appraises."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from ansinh.delivery.cases import read
from ansinh.delivery.cases.models import Claim, Dossier, Upload, UploadRow
from ansinh.delivery.cases.submit import submit
from ansinh.delivery.offices.scope import NATION, acting
from delivery.casework import Town, town, workbook

if TYPE_CHECKING:
    from django.test import Client

    from ansinh.delivery.offices.models import Officer

pytestmark = pytest.mark.django_db
SignIn = Callable[["Officer"], "Client"]

GOOD = (1, "Nguyễn Thị Hoa", "05/03/1987", "Nữ", "030187001234", "Thôn Đoài", 1_500_000)
SHORT = (2, "Trần Văn Bình", "1990", "Nam", "03019000", "Thôn Đông", 1_500_000)
YOUNG = (3, "Lê Thị Bé", "05/03/2018", "Nữ", "030318001234", "Thôn Đoài", 1_500_000)
MEANT = ("full_name", "date_of_birth", "birth_precision", "sex", "id_number", "address", "amount")


@pytest.fixture
def here() -> Town:
    return town()


def text(response: Any) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


def sent(client: Client, here: Town, content: bytes) -> Upload:
    """Send a list by the page and let it be read."""
    address = client.post("/danh-sach/gui/", {"policy": "nq68-12", "file": SimpleUploadedFile("thon-doai.xlsx", content)})["Location"]
    return read.read(UUID(address.split("/")[-2]), by=here.lister, at=timezone.now())


def submitted(here: Town, upload: Upload) -> Dossier:
    with acting(here.lister):
        upload.refresh_from_db()
        return submit(upload, by=here.lister, at=timezone.now())


def test_rows_set_aside_are_taken_along_as_a_list_of_their_own_that_reads_the_same(here: Town, signed_in: SignIn) -> None:
    client = signed_in(here.lister)
    upload = sent(client, here, workbook((GOOD, SHORT)))
    address = f"/danh-sach/{upload.pk}/"
    with acting(here.lister):
        row = UploadRow.objects.get(upload=upload, row=5)
    assert client.post(f"{address}dong/{row.pk}/de-rieng/", {"reason": "Chờ giấy tờ"}).status_code == 302
    dossier = submitted(here, upload)
    page = text(client.get(address))
    assert f"Đã nộp 1 người thành hồ sơ {dossier.number}" in page
    assert f'href="/ho-so/{dossier.pk}/"' in page
    assert "1 người để riêng chưa được nộp" in page
    again = client.get(f"{address}de-rieng.xlsx").content
    second = sent(client, here, again)
    with acting(here.lister):
        taken = UploadRow.objects.get(upload=second)
        assert {name: value for name, value in taken.data.items() if name in MEANT} == {name: value for name, value in row.data.items() if name in MEANT}
    assert taken.data["id_number"] == "03019000"
    assert signed_in(here.appraiser).get(f"{address}de-rieng.xlsx").status_code == 403


def test_what_reading_the_list_said_of_a_person_reaches_whoever_appraises_her(here: Town, signed_in: SignIn) -> None:
    client = signed_in(here.lister)
    upload = sent(client, here, workbook((GOOD, YOUNG, SHORT)))
    with acting(here.lister):
        row = UploadRow.objects.get(upload=upload, row=6)
    edit = f"/danh-sach/{upload.pk}/dong/{row.pk}/"
    form = client.get(edit).context["form"]
    client.post(edit, {**{name: form[name].value() for name in form.fields}, "id_number": "030090004321"})
    dossier = submitted(here, upload)
    with acting(NATION):
        plain, child, mended = (Claim.objects.get(dossier=dossier, full_name=name) for name in ("Nguyễn Thị Hoa", "Lê Thị Bé", "Trần Văn Bình"))
    above = signed_in(here.appraiser)

    def page(claim: Claim) -> str:
        return text(above.get(f"/ho-so/{dossier.pk}/nguoi/{claim.pk}/"))

    assert "Khi đọc danh sách" not in page(plain)
    assert "chưa đủ 15 tuổi" in page(child)
    assert "sửa Số CCCD/CMND" in page(mended)
    assert "030090004321" not in page(mended), "numbers stay masked"
