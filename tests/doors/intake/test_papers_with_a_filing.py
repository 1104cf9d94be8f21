"""A paper the law asks for is photographed with the form on the web, seen by the officers on the filing and on its claim, or brought later."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from ansinh.delivery.cases.check_paper import check_paper
from ansinh.delivery.cases.models import Claim
from ansinh.delivery.cases.models_papers import Paper, PaperOpened
from ansinh.delivery.cases.open_paper import open_paper
from ansinh.delivery.evidence import verify
from ansinh.delivery.intake.models import Draft, Filing
from ansinh.delivery.intake.papers import remove_left
from ansinh.delivery.intake.take import take
from ansinh.delivery.offices.scope import NATION, acting
from ansinh.doors.web.filing import steps
from doors.intake.answering import OPEN, PAGES, receiving
from papers.scans.photographs import file_of, picture, with_words

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from ansinh.delivery.offices.models import Officer

pytestmark = pytest.mark.django_db
PAGE, CHECK = "/nop/giay-to-kem/", "/nop/kiem-tra/"
PHOTOGRAPH = file_of(picture(), "JPEG", exif=with_words())
ANSWERS = {"guide_contract_or_member": {"answer": "yes"}}


@pytest.fixture
def at_the_papers(client: Client, monkeypatch: pytest.MonkeyPatch) -> Client:
    """Give a visitor who has told all a tour guide is asked and is now asked for papers."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: OPEN)
    receiving("nq68-09b")
    address = client.post("/nop/nq68-09b/")["Location"]
    while address not in {PAGE, CHECK}:
        name = address.rstrip("/").split("/")[-1]
        address = client.post(address, PAGES.get(name) or ANSWERS.get(name) or {"answer": "yes"})["Location"]
    assert address == PAGE
    return client


def sent(client: Client, content: bytes = PHOTOGRAPH, box: str = "photograph", wanted: str = "guide_contract_or_member") -> Any:
    return client.post(PAGE, {"wanted": wanted, box: SimpleUploadedFile("Nguyễn Thị Hoa 030187000001.jpg", content)})


def only() -> Paper:
    with acting(NATION):
        return Paper.objects.get()


def filed(client: Client) -> Filing:
    client.post(PAGE, {"onward": "1"})
    assert client.post(CHECK)["Location"] == "/nop/xong/"
    with acting(NATION):
        return Filing.objects.select_related("owner__office").get()


def test_a_photograph_comes_with_the_filing_and_is_opened_on_it_and_on_the_claim(at_the_papers: Client, signed_in: Callable[[Officer], Client]) -> None:
    page = at_the_papers.get(PAGE).content.decode()
    assert 'capture="environment"' in page
    assert "image/heic" in page
    assert "Mẫu số 10" not in page  # the request on the law's form is what these pages are
    assert sent(at_the_papers)["Location"] == PAGE
    assert "Đang kiểm tra" in at_the_papers.get(PAGE).content.decode()
    check_paper(only().pk, scanner=None, at=OPEN)
    at_the_papers.post(PAGE, {"onward": "1"})
    shown = at_the_papers.get(CHECK).content.decode()
    assert "Hợp đồng lao động hoặc thẻ hội viên" in shown
    assert "030187000001.jpg" not in shown
    filing = filed(at_the_papers)
    paper = only()
    assert (paper.about_kind, paper.about, paper.received_by) == ("filing", filing.pk, None)
    assert (paper.province, paper.district, paper.commune) == (filing.province, filing.district, filing.commune)
    assert "Giấy tờ đã gửi" in at_the_papers.post("/tra-cuu/", {"code": filing.code}).content.decode()
    officer = signed_in(filing.owner)
    opened = f"/tiep-nhan/{filing.pk}/giay-to/{paper.pk}/"
    assert opened in officer.get(f"/tiep-nhan/{filing.pk}/").content.decode()
    assert officer.get(opened).content.startswith(b"\xff\xd8\xff")
    dossier = take([filing.pk], by=filing.owner, at=OPEN)
    with acting(NATION):
        claim = Claim.objects.get(dossier=dossier)
    page = f"/ho-so/{dossier.pk}/nguoi/{claim.pk}/"
    assert f"{page}giay-to/{paper.pk}/" in officer.get(page).content.decode()
    assert officer.get(f"{page}giay-to/{paper.pk}/").status_code == 200
    with acting(NATION):
        assert [row.officer_id for row in PaperOpened.objects.all()] == [filing.owner_id] * 2
        assert verify.check(verify.records()).faults == []


def test_papers_may_come_later_unless_the_law_says_at_once(at_the_papers: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "Tôi mang đến sau" in at_the_papers.get(PAGE).content.decode()
    as_it_is = steps.procedure_of
    monkeypatch.setattr(steps, "procedure_of", lambda draft: replace(as_it_is(draft), papers_at_once=True))
    refused = at_the_papers.post(PAGE, {"onward": "1"})
    assert (refused.status_code, "Còn thiếu" in refused.content.decode()) == (422, True)
    monkeypatch.setattr(steps, "procedure_of", as_it_is)
    assert at_the_papers.post(PAGE, {"onward": "1"})["Location"] == CHECK
    assert "Mang đến hoặc gửi sau" in at_the_papers.get(CHECK).content.decode()
    monkeypatch.setattr(steps, "procedure_of", lambda draft: replace(as_it_is(draft), papers_at_once=True))
    assert at_the_papers.post(CHECK).status_code == 409


@pytest.mark.parametrize(
    ("content", "wanted", "said"),
    [
        (b"MZ" + bytes(9), "guide_contract_or_member", "không phải ảnh hay bản quét"),
        (b"\xff\xd8\xff" + bytes(10 * 2**20), "guide_contract_or_member", "10 MB"),
        (PHOTOGRAPH, "pregnant", "Lỗi"),
        (b"", "guide_contract_or_member", "Tệp rỗng"),
    ],
)
def test_what_is_wrong_with_a_file_is_said_and_nothing_is_kept(at_the_papers: Client, content: bytes, wanted: str, said: str) -> None:
    answer = sent(at_the_papers, content, wanted=wanted)
    assert (answer.status_code, said in answer.content.decode()) == (422, True)
    with acting(NATION):
        assert not Paper.objects.exists()


def test_a_paper_is_taken_out_by_its_sender_and_by_nobody_elses_draft(at_the_papers: Client, django_capture_on_commit_callbacks: Any) -> None:
    sent(at_the_papers, box="file")
    paper = only()
    from django.test import Client as Other

    assert Other().post(f"{PAGE}{paper.pk}/bo/")["Location"] == "/nop/"
    assert only().erased_at is None
    with django_capture_on_commit_callbacks(execute=True):
        at_the_papers.post(f"{PAGE}{paper.pk}/bo/")
    assert not storages["papers"].exists(f"waiting/{paper.pk}")
    filing = filed(at_the_papers)
    assert (only().about_kind, only().erased_at is not None) == ("draft", True)
    assert "Giấy tờ đã gửi" not in at_the_papers.post("/tra-cuu/", {"code": filing.code}).content.decode()


def test_nobody_opens_a_paper_before_it_is_filed_and_one_filed_moves_no_more(at_the_papers: Client) -> None:
    sent(at_the_papers)
    paper = only()
    check_paper(paper.pk, scanner=None, at=OPEN)
    with acting(NATION):
        owner = receiving("nq68-09b").officers.first()
    with acting(owner), pytest.raises(Paper.DoesNotExist):
        open_paper(paper.pk, purpose="intake", by=owner, at=OPEN)
    filed(at_the_papers)
    with acting(NATION), pytest.raises(IntegrityError), transaction.atomic():
        Paper.objects.filter(pk=paper.pk).update(about=paper.pk)


def test_what_was_never_filed_is_removed_with_its_draft(at_the_papers: Client) -> None:
    sent(at_the_papers)
    assert remove_left(at=OPEN + timedelta(days=13)) == 0
    with acting(NATION):
        assert not Draft.objects.exists()
    # the wall of drafts goes by the database's own clock: a draft of 2021 is long over
    assert remove_left(at=datetime.now(UTC)) == 1
    assert only().erased_at is not None
    assert remove_left(at=datetime.now(UTC)) == 0
