"""An office sees who does what and who is away; what is missing is asked for and answered by clicks; late steps stand on the desk of whoever was told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.utils import timezone
from psycopg.types.range import DateRange

from ansinh.delivery.cases import escalate
from ansinh.delivery.cases.models import Dossier, Task
from ansinh.delivery.offices.scope import NATION, acting
from delivery.casework import Town, forwarded, headed_district, person, submitted, task_of, town

if TYPE_CHECKING:
    from ansinh.delivery.offices.models import Officer

pytestmark = pytest.mark.django_db
SignIn = Callable[["Officer"], Client]
WHAT = "Thiếu căn cước của bà Nguyễn Thị Hoa 1, nộp tại UBND xã"


@pytest.fixture
def here() -> Town:
    return headed_district()


@pytest.fixture
def dossier(here: Town) -> Dossier:
    made = submitted(here, [person(1), person(2)])
    forwarded(here, made)
    return made


def test_the_appraiser_asks_the_commune_answers_and_everybody_sees_whose_turn_it_is(here: Town, dossier: Dossier, signed_in: SignIn) -> None:
    appraiser, lister = signed_in(here.appraiser), signed_in(here.lister)
    address = f"/ho-so/{dossier.pk}/"
    assert "Yêu cầu bổ sung, dừng thời hạn" in appraiser.get(address).content.decode()
    task = str(task_of(dossier).pk)
    assert appraiser.post(f"{address}yeu-cau/", {"task": task, "what": "ngắn"}).status_code == 409
    said = appraiser.post(f"{address}yeu-cau/", {"task": task, "what": WHAT}, follow=True).content.decode()
    assert WHAT in said
    assert "thời hạn đang dừng" in said
    desk = lister.get("/ban-lam-viec/").content.decode()
    assert "Cấp trên yêu cầu bổ sung" in desk
    assert WHAT in desk
    assert "Báo đã bổ sung" in lister.get(address).content.decode()
    said = lister.post(f"{address}bo-sung/", {"task": task, "words": "Đã nộp bản chụp căn cước hôm nay"}, follow=True).content.decode()
    assert "Đã báo bổ sung" in said
    assert (
        "không còn chờ trả lời" in lister.post(f"{address}bo-sung/", {"task": task, "words": "Đã nộp bản chụp căn cước hôm nay"}, follow=True).content.decode()
    )
    assert "Cấp trên yêu cầu bổ sung" not in lister.get("/ban-lam-viec/").content.decode()
    assert "Yêu cầu bổ sung, dừng thời hạn" not in appraiser.get(address).content.decode()


def test_only_the_submitting_office_finds_the_page_to_answer(here: Town, dossier: Dossier, signed_in: SignIn) -> None:
    signed_in(here.appraiser).post(f"/ho-so/{dossier.pk}/yeu-cau/", {"task": str(task_of(dossier).pk), "what": WHAT})
    assert signed_in(here.appraiser).get(f"/ho-so/{dossier.pk}/bo-sung/").status_code == 302
    assert signed_in(here.lister).get(f"/ho-so/{dossier.pk}/bo-sung/").status_code == 200
    answer = {"task": str(task_of(dossier).pk), "words": "Tự trả lời cho mình thì không được"}
    assert signed_in(here.appraiser).post(f"/ho-so/{dossier.pk}/bo-sung/", answer).status_code == 403


def test_the_chief_sees_load_and_gaps_and_records_an_absence_that_moves_the_work(here: Town, dossier: Dossier, signed_in: SignIn) -> None:
    head = signed_in(here.head)
    page = head.get("/don-vi/").content.decode()
    assert "Lê Văn Hai" in page
    assert "Chưa có ai chịu trách nhiệm" not in page
    told = {"officer": str(here.appraiser.pk), "deputy": str(here.second.pk), "since": "00:00 01/11/2026", "basis": "Giấy cách ly số 15"}
    now = timezone.localtime()
    told["since"] = f"{now:%H:%M %d/%m/%Y}"
    assert head.post("/don-vi/vang-mat/", {**told, "deputy": str(here.appraiser.pk)}).status_code == 409
    assert "làm thay" in head.post("/don-vi/vang-mat/", told, follow=True).content.decode()
    assert task_of(dossier).owner == here.second
    assert "Thẩm định" in signed_in(here.second).get("/ban-lam-viec/").content.decode()


def test_an_officer_records_only_her_own_absence(here: Town, dossier: Dossier, signed_in: SignIn) -> None:
    told = {"officer": str(here.appraiser.pk), "deputy": str(here.head.pk), "since": f"{timezone.localtime():%H:%M %d/%m/%Y}", "basis": "Giấy cách ly số 15"}
    assert signed_in(here.second).post("/don-vi/vang-mat/", told).status_code == 422
    assert task_of(dossier).owner == here.appraiser


def test_an_office_that_has_named_nobody_says_so_on_its_page(signed_in: SignIn) -> None:
    made = town("10633")
    made.officers["appraiser"].assignments.update(held=DateRange(date(2021, 1, 1), date(2021, 6, 1)))
    page = signed_in(made.appraiser).get("/don-vi/").content.decode()
    assert "Chưa có ai chịu trách nhiệm" in page
    assert "Người đứng đầu" in page
    assert "Thẩm định" in page
    english = signed_in(made.appraiser)
    english.post("/i18n/setlang/", {"language": "en"})
    page = english.get("/don-vi/").content.decode()
    assert "Head of the office" in page
    assert "Người đứng đầu" not in page


def test_a_late_step_stands_on_the_desk_of_the_chief_until_it_is_done(here: Town, dossier: Dossier, signed_in: SignIn) -> None:
    with acting(NATION):
        Task.objects.filter(dossier=dossier, done_at=None).update(received_on=timezone.localdate() - timedelta(20), due_on=timezone.localdate() - timedelta(14))
        escalate.escalate("30", at=timezone.now())
    desk = signed_in(here.head).get("/ban-lam-viec/").content.decode()
    assert "Việc chậm báo tới ông/bà" in desk
    assert dossier.number in desk
    assert "Việc chậm báo tới ông/bà" not in signed_in(here.second).get("/ban-lam-viec/").content.decode()
    forwarded(here, dossier)
    assert "Việc chậm báo tới ông/bà" not in signed_in(here.head).get("/ban-lam-viec/").content.decode()


def test_what_was_left_empty_is_named_field_by_field(here: Town, signed_in: SignIn) -> None:
    page = signed_in(here.appraiser).post("/don-vi/vang-mat/", {"officer": str(here.appraiser.pk), "since": "12:00 10/08/2021"}).content.decode()
    assert page.count("Chưa chọn “Ai làm thay?”.") == page.count("Chưa ghi “Căn cứ”.") == 2, "in the summary and at the field"
    assert "Trường này là bắt buộc" not in page
