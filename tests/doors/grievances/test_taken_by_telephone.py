"""Who complains by telephone, or leaves one, is told in plain words that it was taken, by whom it is answered, and where the answer is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ansinh.delivery.grievances.decide import dismiss
from ansinh.delivery.grievances.models import Grievance
from ansinh.delivery.notices.length import cut, without_marks
from ansinh.delivery.notices.models import Notice
from ansinh.delivery.offices.scope import NATION, acting
from ansinh.doors.web.public.complaining import about
from delivery.casework import Town
from delivery.grievances.complaining import LONG, SAID, complained, headed_to_the_top, refused

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from ansinh.delivery.offices.models import Officer

    SignIn = Callable[[Officer], Client]

pytestmark = pytest.mark.django_db


@pytest.fixture
def here() -> Town:
    return headed_to_the_top()


def told(here: Town, **more: str) -> dict[str, str]:
    return {"channel": "hotline", "kind": "missing", "commune": here.commune, "text": LONG, "phone": "+84 912 345 678", "about": about(), **more}


def only() -> tuple[Grievance, list[Notice]]:
    with acting(NATION):
        return Grievance.objects.select_related("owner", "office").get(), list(Notice.objects.filter(kind__startswith="grievance").order_by("made_at"))


def test_who_hears_the_whole_country_names_the_province_and_finds_every_commune_of_it(here: Town, signed_in: SignIn) -> None:
    client = signed_in(here.officers["minister"])
    first = client.get("/don-thu/ghi/").content.decode()
    assert "Hải Dương" in first
    assert "Sự việc thế nào" not in first
    assert "Chọn tỉnh, thành phố." in client.get("/don-thu/ghi/?tinh=99").content.decode()
    assert "Xã An Bình" in client.get("/don-thu/ghi/?tinh=30").content.decode()
    assert "Đã nhận đơn" in client.post("/don-thu/ghi/?tinh=30", told(here)).content.decode()
    assert only()[0].commune == here.commune


def test_with_the_receipt_of_a_claim_no_province_is_asked(here: Town, signed_in: SignIn) -> None:
    claim = refused(here)
    client = signed_in(here.officers["minister"])
    assert "Ở xã, phường, thị trấn nào?" not in client.get("/don-thu/ghi/?co-ma=1").content.decode()
    lacking = client.post("/don-thu/ghi/?co-ma=1", told(here, kind="decision", code=""))
    assert (lacking.status_code, "Nhập mã biên nhận, hoặc" in lacking.content.decode()) == (422, True)
    assert LONG in lacking.content.decode()
    assert "Đã nhận đơn" in client.post("/don-thu/ghi/?co-ma=1", told(here, kind="decision", code=claim.receipt)).content.decode()
    assert only()[0].claim_id == claim.pk


def test_a_number_that_no_message_reaches_is_sent_back_with_all_that_was_typed(here: Town, signed_in: SignIn) -> None:
    client = signed_in(here.lister)
    wrong = client.post("/don-thu/ghi/", told(here, phone="091"))
    assert (wrong.status_code, "ví dụ 0912 345 678" in wrong.content.decode(), LONG in wrong.content.decode()) == (422, True, True)
    client.post("/don-thu/ghi/", told(here))
    made, (said,) = only()
    assert (made.phone, said.address) == ("0912345678", "0912345678")


def test_who_told_it_by_telephone_gets_code_person_and_day_in_one_short_message(here: Town, signed_in: SignIn) -> None:
    page = signed_in(here.lister).post("/don-thu/ghi/", told(here)).content.decode()
    made, (said,) = only()
    assert "0912345678" in page
    assert all(word in said.text_vi for word in (made.number, made.code, str(made.owner), made.office.name, f"{made.due_on:%d/%m/%Y}"))
    assert len(cut(without_marks(said.text_vi)).parts) <= 2


def test_who_has_the_code_on_the_page_is_not_sent_it(here: Town, signed_in: SignIn) -> None:
    signed_in(here.lister).post("/don-thu/ghi/", told(here, channel="counter"))
    made, (said,) = only()
    assert made.code not in said.text_vi


@pytest.mark.parametrize("more", [{"sensitive": "on"}, {"kind": "conduct"}, {"phone": ""}])
def test_nothing_is_sent_about_what_is_kept_close_or_where_no_number_was_left(here: Town, signed_in: SignIn, more: dict[str, str]) -> None:
    assert "Tin nhắn báo" not in signed_in(here.lister).post("/don-thu/ghi/", told(here, **more)).content.decode()
    with acting(NATION):
        assert not Notice.objects.filter(kind__startswith="grievance").exists()


def test_the_message_of_the_answer_says_where_it_is_read_and_whom_to_ask_without_internet(here: Town) -> None:
    made = complained(here, phone="0912 345 678")
    with acting(made.owner):
        dismiss(made.pk, by=made.owner, at=here.later(), reason=SAID)
    _made, notices = only()
    said = next(one for one in notices if one.kind == "grievance").text_vi
    assert all(word in said for word in (made.number, "/khieu-nai/tra-cuu/", "Không có mạng", made.office.name))
    assert SAID not in said
