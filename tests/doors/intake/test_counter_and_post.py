"""Paper at the counter and by post: scanned or typed, taken as it says, nothing lost between the post and the office."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from ansinh.delivery.intake import batches
from ansinh.delivery.intake.hand_over import batches_without_owner, hand_over_batch
from ansinh.delivery.intake.models import Batch, Filing, FilingRow
from ansinh.delivery.offices.models import Office, Officer, Role
from ansinh.delivery.offices.refusals import AlreadyDone, NotYours, Refused
from ansinh.delivery.offices.scope import NATION, acting
from ansinh.papers.letters.form import form_mark, read_mark
from delivery.casework import Town, officer, town
from delivery.intake.filing import filed

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

pytestmark = pytest.mark.django_db

PAPER = "7K3M-9QXW-2F4"
SCANNED = "/quay/?mau=ANSINH:nq68-12:{}"
WRITTEN = {
    "full_name": "TRẦN VĂN AN", "date_of_birth": "05031980", "id_number": "030080000009", "address": "Thôn Bắc", "phone": "", "fact_informal_worker": "yes",
    "bank_name": "", "account_number": "", "filer_name": "", "filer_relation": "", "filer_phone": "",
}  # fmt: skip


@pytest.fixture
def here() -> Town:
    return town()


@pytest.fixture
def form_id() -> str:
    from ansinh.delivery.cases.numbers import new_code

    return new_code()


def only() -> Filing:
    with acting(NATION):
        return Filing.objects.select_related("batch").get()


def test_a_scan_says_policy_and_form_and_a_typed_id_the_form_alone() -> None:
    assert read_mark(form_mark("nq68-12", PAPER)) == ("nq68-12", PAPER)
    assert read_mark(f"ansinh:NQ68-12:{PAPER}\n") == ("nq68-12", PAPER)
    assert read_mark(PAPER) == ("", PAPER)


def test_a_clerk_scans_types_and_has_a_receipt(here: Town, signed_in: Callable[[Officer], Client], form_id: str) -> None:
    clerk = signed_in(here.lister)
    assert "autofocus" in clerk.get("/quay/").content.decode()
    entry = clerk.get(SCANNED.format(form_id)).content.decode()
    assert form_id in entry
    assert re.search(r'name="full_name"[^>]*autofocus', entry)
    done = clerk.post(SCANNED.format(form_id), WRITTEN)
    assert done.status_code == 302, re.findall(r"govuk-error-message.*?</p>", done.content.decode())
    made = only()
    assert (made.channel, made.filed_by, made.form, made.filer_name) == ("counter", here.lister, form_id, "Trần Văn An")
    assert made.code in clerk.get(done["Location"]).content.decode()
    assert clerk.get(f"/quay/da-nhap/{made.code}/giay-tiep-nhan.pdf").content.startswith(b"%PDF")
    with acting(NATION):
        data = FilingRow.objects.get().data
    assert (data["date_of_birth"], data["facts"]) == ("1980-03-05", {"informal_worker": True})


def test_what_looks_wrong_is_said_once_and_taken_when_it_stands_on_the_paper(here: Town, signed_in: Callable[[Officer], Client], form_id: str) -> None:
    clerk, wrong = signed_in(here.lister), {**WRITTEN, "id_number": "12345"}
    page = clerk.post(SCANNED.format(form_id), wrong)
    assert page.status_code == 422
    assert "không đúng 12 chữ số" in page.content.decode()
    assert clerk.post(SCANNED.format(form_id), {**wrong, "as_written": "on"}).status_code == 302
    copied = clerk.post(SCANNED.format(form_id), WRITTEN)  # the same blank form, photocopied
    assert "đã được nhập" in copied.content.decode()
    assert clerk.post(SCANNED.format(form_id), {**WRITTEN, "as_written": "on"}).status_code == 302


def test_a_code_that_cannot_be_and_a_policy_not_named_are_asked_again(here: Town, signed_in: Callable[[Officer], Client], form_id: str) -> None:
    clerk = signed_in(here.lister)
    assert "Không đọc được mã này" in clerk.get("/quay/?mau=7K3M-9QXW-2F5X").content.decode()
    assert "Chọn chính sách" in clerk.get(f"/quay/?mau={form_id}").content.decode()
    assert form_id in clerk.get(f"/quay/?mau={form_id}&chinh_sach=nq68-12").content.decode()
    nobody = officer("guest.10630", here.offices["commune"])
    assert signed_in(nobody).get("/quay/").status_code == 403


def announced(here: Town, count: int = 3, **more: object) -> Batch:
    asked = {"sender": "Bưu điện Nam Sách", "announced": count, "handed_on": date(2021, 8, 6), "by": here.lister, "at": here.later(), **more}
    return batches.announce(here.offices["commune"], **asked)


def test_a_batch_shows_what_was_announced_found_and_entered_and_closes_with_words_alone(
    here: Town, signed_in: Callable[[Officer], Client], form_id: str
) -> None:
    clerk = signed_in(here.lister)
    told = {"sender": "Bưu điện Nam Sách", "announced": "3", "handed_on": f"{timezone.localdate():%d/%m/%Y}"}
    at = clerk.post("/quay/lo/", told)["Location"]
    with acting(NATION):
        batch = Batch.objects.get()
    assert "Chưa đếm" in clerk.get(at).content.decode()
    assert "1 lô đơn bưu điện chưa khép" in clerk.get("/ban-lam-viec/").content.decode()
    assert "Đếm số tờ nhận được trước" in clerk.post(f"{at}khep/", {"note": ""}, follow=True).content.decode()
    clerk.post(f"{at}dem/", {"counted": "2"})
    assert "lệch 1 tờ" in clerk.get(at).content.decode()
    assert clerk.post(f"{SCANNED.format(form_id)}&lo={batch.pk}", WRITTEN).status_code == 302
    made = only()
    assert (made.channel, made.batch_id) == ("post", batch.pk)
    page = clerk.get(at).content.decode()
    assert "còn 1 tờ" in page
    assert made.code in page
    assert "ghi rõ các tờ lệch" in clerk.post(f"{at}khep/", {"note": ""}, follow=True).content.decode()
    clerk.post(f"{at}khep/", {"note": "Một tờ bưu điện báo rơi, một tờ trả người gửi."})
    assert "Đã khép" in clerk.get("/quay/lo/").content.decode()
    with acting(NATION), pytest.raises(DatabaseError, match="stands"), transaction.atomic():
        Batch.objects.update(announced=2)


def test_counts_that_agree_close_without_a_word_and_only_once(here: Town) -> None:
    batch = announced(here, 1)
    batches.count(batch.pk, counted=1, by=here.lister, at=here.later())
    with pytest.raises(AlreadyDone):
        batches.count(batch.pk, counted=2, by=here.lister, at=here.later())
    from ansinh.delivery.intake.file import Filer

    filed(here, 1, channel="post", filer=Filer("self", batch=batch))
    assert batches.settle(batch.pk, note="", by=here.lister, at=here.later()).settled_by == here.lister
    with pytest.raises(AlreadyDone):
        batches.settle(batch.pk, note="", by=here.lister, at=here.later())


def test_the_post_announces_and_sees_its_own_and_nobody_else_may(here: Town) -> None:
    office = Office.objects.create(
        kind="post", level="district", name="Bưu điện Nam Sách thử", symbol="BD", place=None, province=here.province, district=here.district
    )
    postman = officer("post.291", office, Role.PAYER)
    batch = announced(here, by=postman)
    assert batch.owner == here.lister
    with acting(postman):
        assert [one.pk for one in batches.batches(seen_by=postman).rows] == [batch.pk]
    with pytest.raises(NotYours):
        batches.count(batch.pk, counted=3, by=postman, at=here.later())
    with pytest.raises(NotYours):
        announced(here, by=town("10633").lister)
    for more in ({"announced": 0}, {"sender": " "}, {"handed_on": date(2031, 1, 1)}):
        with pytest.raises(Refused):
            announced(here, **more)


def test_an_open_batch_goes_to_whoever_answers_when_its_owner_leaves(here: Town) -> None:
    batch, chief = announced(here), officer("chief.10630", here.offices["commune"], Role.CHIEF)
    assert batches_without_owner(at=here.at) == []
    Officer.objects.filter(pk=here.lister.pk).update(is_active=False)
    assert batches_without_owner(at=here.later()) == [batch.pk]
    assert hand_over_batch(batch.pk, at=here.at + timedelta(minutes=1)) is True
    with acting(NATION):
        assert Batch.objects.select_related("owner").get().owner == chief
    assert hand_over_batch(batch.pk, at=here.later()) is False
