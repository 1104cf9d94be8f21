"""Who does not accept an answer goes on once: to somebody else, of an office above, within the days of the law."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from ansinh.delivery.cases.procedure import local_day
from ansinh.delivery.evidence.models import Event
from ansinh.delivery.grievances.appeal import appeal, last_day
from ansinh.delivery.grievances.decide import dismiss, uphold
from ansinh.delivery.grievances.hand_over import hand_over
from ansinh.delivery.grievances.models import Grievance
from ansinh.delivery.notices.models import Notice
from ansinh.delivery.offices.keys import new_key
from ansinh.delivery.offices.models import Officer, Role
from ansinh.delivery.offices.refusals import AlreadyDone, Refused
from ansinh.delivery.offices.scope import NATION, acting
from ansinh.policy.calendar import vietnam_calendar
from delivery.casework import Town, officer
from delivery.grievances.complaining import SAID, claim_of, complained, headed_to_the_top, posted, refused

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from django.test import Client

pytestmark = pytest.mark.django_db
WHY = "Thôn chưa ai đến hỏi tôi."


@pytest.fixture
def here() -> Town:
    return headed_to_the_top()


def dismissed(here: Town, made: Grievance | None = None, **more: str) -> Grievance:
    made = made or complained(here, name="Nguyễn Thị Hoa", phone="0912345678", **more)
    with acting(made.owner):
        return dismiss(made.pk, by=made.owner, at=here.later(), reason=SAID)


def after(first: Grievance, at: datetime) -> Grievance:
    return appeal(first.pk, WHY, key=new_key(), at=at)


def test_somebody_else_of_an_office_above_answers_and_is_told_what_was_answered_first(here: Town, signed_in: Callable[[Officer], Client]) -> None:
    first = dismissed(here)
    second = after(first, here.later())
    assert (first.office.level, second.office.level) == ("commune", "district")
    assert second.owner == here.officers["district_chief"]
    assert first.owner_id in second.involved
    assert (second.follows, second.name, second.phone, second.kind, second.commune) == (first, first.name, first.phone, first.kind, first.commune)
    assert second.cite.endswith("Đ.37")
    assert vietnam_calendar().is_working_day(second.due_on)
    assert second.filed_on < second.due_on <= second.filed_on + timedelta(45)
    page = signed_in(second.owner).get(f"/don-thu/{second.pk}/").content.decode()
    assert all(word in page for word in (first.number, SAID, WHY, "Khiếu nại lần hai"))
    assert second.number in signed_in(first.owner).get(f"/don-thu/{first.pk}/").content.decode()
    with acting(NATION):
        assert Event.objects.get(verb="grievances.appeal").after["follows"] == first.number  # type: ignore[index] # it told something
        assert Notice.objects.get(kind="grievance_taken", subject=second.pk).address == "0912345678"


def test_against_the_province_the_ministry_answers_and_after_the_second_answer_there_is_the_court_alone(here: Town) -> None:
    first = dismissed(here, complained(here, refused(here)))
    second = after(first, here.later())
    assert (first.office.level, second.owner) == ("province", here.officers["minister"])
    with acting(second.owner):
        last = dismiss(second.pk, by=second.owner, at=here.later(), reason=SAID)
    with pytest.raises(Refused, match="tòa án"):
        after(last, here.later())


def test_the_same_key_sends_once_and_another_is_told_of_the_first(here: Town) -> None:
    first, key = dismissed(here), new_key()
    second = appeal(first.pk, WHY, key=key, at=here.later())
    assert appeal(first.pk, WHY, key=key, at=here.later()).pk == second.pk
    with pytest.raises(AlreadyDone, match=second.number):
        after(first, here.later())


def test_nobody_goes_on_from_what_is_open_upheld_an_objection_or_of_an_officer_or_without_a_word(here: Town) -> None:
    open_, won = complained(here), complained(here)
    with acting(won.owner):
        won = uphold(won.pk, by=won.owner, at=here.later(), reason=SAID, remedy="ordered")
    objected = dismissed(here, complained(here, kind="objection", dossier=claim_of(posted(here)).dossier_id))
    for held in (open_, won, objected, dismissed(here, kind="conduct")):
        assert last_day(held) is None
        with pytest.raises(Refused, match="không khiếu nại tiếp được"):
            after(held, here.later())
    with pytest.raises(Refused, match="ít nhất 10"):
        appeal(dismissed(here).pk, "  không  ", key=new_key(), at=here.later())


def test_the_thirtieth_day_is_in_time_and_the_next_is_not(here: Town) -> None:
    first, other = dismissed(here), dismissed(here)
    last = last_day(first)
    assert last is not None
    assert first.ended_at is not None
    assert last == local_day(first.ended_at) + timedelta(30)
    assert after(first, first.ended_at + timedelta(30)).follows == first
    with pytest.raises(Refused, match="hết hạn khiếu nại tiếp"):
        after(other, first.ended_at + timedelta(31))


def test_it_is_never_handed_down_again_when_the_one_above_leaves(here: Town) -> None:
    second = after(dismissed(here), here.later())
    officer("deputy.10630", here.offices["commune"], Role.CHIEF)
    with acting(NATION):
        Officer.objects.filter(pk=second.owner_id).update(is_active=False)
    hand_over(second.pk, at=here.later())
    with acting(NATION):
        held = Grievance.objects.select_related("office").get(pk=second.pk)
    assert held.owner != second.owner
    assert held.office.level in ("district", "province")


def test_who_holds_the_code_goes_on_from_the_page_of_the_answer(here: Town, client: Client) -> None:
    first = dismissed(here)
    here.at = timezone.now()
    now = dismissed(here)
    page = client.post("/khieu-nai/tra-cuu/", {"code": now.code}).content.decode()
    assert "Khiếu nại tiếp lên cấp trên" in page
    form = client.post("/khieu-nai/tiep/", {"code": now.code}).content.decode()
    assert SAID in form
    token = form.split('name="about" value="')[1].split('"')[0]
    lacking = client.post("/khieu-nai/tiep/", {"about": token, "text": ""}).content.decode()
    assert "Kể rõ sự việc." in lacking
    receipt = client.post("/khieu-nai/tiep/", {"about": token, "text": WHY}).content.decode()
    assert all(word in receipt for word in ("Đã nhận đơn", "Khiếu nại lần hai của đơn", now.number, str(here.officers["district_chief"])))
    again = client.post("/khieu-nai/tra-cuu/", {"code": now.code}).content.decode()
    assert ("Đã khiếu nại tiếp bằng đơn" in again, "/khieu-nai/tiep/" in again) == (True, False)
    assert "Hạn khiếu nại tiếp đã hết" in client.post("/khieu-nai/tra-cuu/", {"code": first.code}).content.decode()
    assert client.post("/khieu-nai/tiep/", {"code": "0000-0000-000"}).status_code == 302
    assert client.post("/khieu-nai/tiep/", {"about": "x"}).status_code == 302
    assert client.get("/khieu-nai/tiep/").status_code == 405
