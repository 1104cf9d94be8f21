"""Papers on pages: sent from the claim, checked, opened under headers that let nothing run; sent by the person by her receipt code."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from ansinh.delivery.cases import take_step
from ansinh.delivery.cases.ask import ask
from ansinh.delivery.cases.check_paper import check_paper
from ansinh.delivery.cases.models import Claim
from ansinh.delivery.cases.models_papers import Paper, PaperOpened
from ansinh.delivery.offices.scope import NATION, acting
from delivery.casework import Town, person, submitted, task_of, town
from papers.scans.photographs import document, file_of, picture, with_words

if TYPE_CHECKING:
    from ansinh.delivery.offices.models import Officer

pytestmark = pytest.mark.django_db
SignIn = Callable[["Officer"], "Client"]
PHOTOGRAPH = file_of(picture(), "JPEG", exif=with_words())


@pytest.fixture
def here() -> Town:
    return town()


@pytest.fixture
def claim(here: Town) -> Claim:
    patient = person(1, group="F0", period_start="2021-07-05", period_end="2021-07-18", period_days=14)
    dossier = submitted(here, [patient], policy="nq68-08")
    with acting(NATION):
        return Claim.objects.select_related("dossier").get(dossier=dossier)


def sent(client: Client, claim: Claim, content: bytes, name: str, **more: Any) -> Any:
    file = SimpleUploadedFile(name, content, content_type="text/html")
    return client.post(f"/ho-so/{claim.dossier_id}/nguoi/{claim.pk}/giay-to/", {"wanted": "f0_start", "file": file, **more})


def checked(here: Town) -> Paper:
    with acting(NATION):
        paper = Paper.objects.get(state="waiting")
    return check_paper(paper.pk, scanner=None, at=here.later())


def test_a_paper_goes_from_the_page_to_the_page_under_headers_that_let_nothing_run(here: Town, claim: Claim, signed_in: SignIn) -> None:
    client = signed_in(here.lister)
    page = f"/ho-so/{claim.dossier_id}/nguoi/{claim.pk}/"
    assert sent(client, claim, PHOTOGRAPH, "Nguyễn Thị Hoa 030187000001.html").headers["Location"] == page
    assert "Đang kiểm tra" in client.get(page).content.decode()
    paper = checked(here)
    shown = client.get(page).content.decode()
    assert f"{page}giay-to/{paper.pk}/" in shown
    assert "030187000001.html" not in shown
    opened = client.get(f"{page}giay-to/{paper.pk}/")
    assert opened.content.startswith(b"\xff\xd8\xff")
    assert opened["Content-Type"] == "image/jpeg"
    assert "sandbox" in opened["Content-Security-Policy"]
    assert "default-src 'none'" in opened["Content-Security-Policy"]
    assert opened["X-Content-Type-Options"] == "nosniff"
    assert opened["Cache-Control"] == "private, no-store"
    assert "Hoa" not in opened["Content-Disposition"]
    with acting(NATION):
        assert [(row.officer, row.purpose) for row in PaperOpened.objects.select_related("officer")] == [(here.lister, "intake")]
    assert "Ai đã mở giấy tờ" in client.get(page).content.decode()


def test_a_document_is_only_ever_handed_out_to_be_kept(here: Town, claim: Claim, signed_in: SignIn) -> None:
    client = signed_in(here.lister)
    sent(client, claim, document(2), "a.pdf")
    opened = client.get(f"/ho-so/{claim.dossier_id}/nguoi/{claim.pk}/giay-to/{checked(here).pk}/")
    assert opened["Content-Disposition"].startswith("attachment;")
    assert opened["Content-Type"] == "application/pdf"


def test_what_is_no_paper_comes_back_with_its_reason_and_is_not_kept(here: Town, claim: Claim, signed_in: SignIn) -> None:
    answer = sent(signed_in(here.lister), claim, b"<script>alert(1)</script>", "anh.jpg")
    assert answer.status_code == 422
    assert "không phải ảnh hay bản quét" in answer.content.decode()
    with acting(NATION):
        assert not Paper.objects.exists()


def test_a_policy_whose_law_names_no_paper_has_no_page_to_send_one(here: Town, signed_in: SignIn) -> None:
    dossier = submitted(here, [person(2)])
    with acting(NATION):
        free_worker = Claim.objects.get(dossier=dossier)
    client = signed_in(here.lister)
    address = f"/ho-so/{dossier.pk}/nguoi/{free_worker.pk}/"
    assert client.get(f"{address}giay-to/").status_code == 404
    assert "Thêm giấy tờ" not in client.get(address).content.decode()


def test_the_person_answers_with_a_paper_by_her_code_and_sees_what_became_of_it(here: Town, claim: Claim) -> None:
    visitor, told = Client(), {"code": claim.receipt, "birth_year": "1987"}
    page = visitor.post("/tra-cuu/", told)
    assert "Còn thiếu giấy tờ" not in page.content.decode()
    early = visitor.post("/tra-cuu/giay-to/", {"about": page.context["about"], "wanted": "f0_start", "file": SimpleUploadedFile("a.jpg", PHOTOGRAPH)})
    assert early.status_code == 422
    with acting(here.lister):
        take_step.forward(task_of(claim.dossier).pk, by=here.lister, at=here.later())
    with acting(here.appraiser):
        ask(task_of(claim.dossier).pk, by=here.appraiser, at=here.later(), what="Thiếu giấy ra viện của người bệnh")
    page = visitor.post("/tra-cuu/", told)
    assert "Thiếu giấy ra viện của người bệnh" in page.content.decode()
    answer = visitor.post("/tra-cuu/giay-to/", {"about": page.context["about"], "wanted": "f0_start", "file": SimpleUploadedFile("a.jpg", PHOTOGRAPH)})
    assert (answer.status_code, "Đã nhận giấy tờ" in answer.content.decode()) == (200, True)
    paper = checked(here)
    assert paper.received_by is None
    assert "Giấy tờ đã gửi" in visitor.post("/tra-cuu/", told).content.decode()
    for token in ("", "forged:token:here"):
        assert visitor.post("/tra-cuu/giay-to/", {"about": token, "wanted": "f0_start"}).status_code == 302
    bad = visitor.post("/tra-cuu/giay-to/", {"about": page.context["about"], "wanted": "f0_start", "file": SimpleUploadedFile("a.jpg", b"MZ" + bytes(9))})
    assert (bad.status_code, "không phải ảnh" in bad.content.decode()) == (422, True)
