"""Whoever is back is there again at once; leave that is not taken is called off; only work that a deputy had for another goes back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone
from psycopg.types.range import DateRange

from ansinh.delivery.cases import hand_over
from ansinh.delivery.cases.end_absence import end_absence
from ansinh.delivery.cases.responsibility import absences
from ansinh.delivery.evidence.models import Event
from ansinh.delivery.offices.models import Absence, Assignment, Officer, Role
from ansinh.delivery.offices.refusals import AlreadyDone, NotYours
from ansinh.delivery.offices.scope import NATION, acting
from delivery.casework import Town, forwarded, officer, person, submitted, task_of, town

if TYPE_CHECKING:
    from django.test import Client

    from ansinh.delivery.cases.models import Dossier

pytestmark = pytest.mark.django_db
SignIn = Callable[[Officer], "Client"]
BASIS = "Giấy yêu cầu cách ly 15/GCL"


@pytest.fixture
def here() -> Town:
    """A town whose district has a deputy without a role of her own, and a chief."""
    made = town()
    made.officers["second"] = officer("second.291", made.offices["district"])
    made.officers["head"] = officer("head.291", made.offices["district"], Role.CHIEF)
    return made


def waiting(here: Town, first: int = 1) -> Dossier:
    dossier = submitted(here, [person(first)])
    forwarded(here, dossier)
    return dossier


def away(here: Town, *, since: datetime, until: datetime | None = None) -> Absence:
    with acting(here.appraiser):
        return hand_over.record_absence(here.appraiser, here.second, since=since, until=until, basis=BASIS, by=here.appraiser, at=here.at)


def ended(here: Town, absence: Absence, *, by: Officer | None = None, at: datetime) -> Absence:
    with acting(by or here.appraiser):
        return end_absence(absence.pk, by=by or here.appraiser, at=at)


@pytest.mark.parametrize("days", [None, 9])
def test_who_is_back_has_her_work_again_the_same_minute_whether_or_not_a_day_had_been_named(here: Town, days: int | None) -> None:
    dossier = waiting(here)
    absence = away(here, since=here.at, until=here.at + timedelta(days) if days else None)
    assert task_of(dossier).owner == here.second
    back = here.later(hours=3)
    assert ended(here, absence, by=here.head, at=back).away.upper == back
    assert task_of(dossier).owner == here.appraiser
    assert task_of(waiting(here, 20)).owner == here.appraiser, "new work is hers again"
    with acting(NATION):
        assert hand_over.without_owner(at=back) == {}
        told = Event.objects.get(verb="cases.end_absence", subject=absence.pk).after or {}
        moved = Event.objects.get(verb="cases.end_absence", subject=dossier.pk).after or {}
    assert datetime.fromisoformat(told["until"]) == back
    assert "đã trở lại" in moved["reason"]
    with pytest.raises(AlreadyDone):
        ended(here, absence, at=back + timedelta(minutes=1))


def test_a_deputy_keeps_what_is_her_own(here: Town) -> None:
    Assignment.objects.create(
        officer=here.second, office=here.offices["district"], role=Role.APPRAISER, held=DateRange(date(2021, 1, 1), None), basis="Quyết định 02/QĐ-UBND"
    )
    dossier = waiting(here)
    absence = away(here, since=here.at)
    ended(here, absence, at=here.later(hours=1))
    assert task_of(dossier).owner == here.second


def test_leave_that_is_not_taken_is_called_off_and_leaves_no_trace_on_work_or_page(here: Town) -> None:
    dossier = waiting(here)
    absence = away(here, since=here.at + timedelta(days=3))
    assert ended(here, absence, at=here.later(hours=1)).away.isempty
    assert absences(here.offices["district"], at=here.at) == []
    with acting(NATION):
        assert hand_over.without_owner(at=here.at + timedelta(days=4)) == {}
    assert task_of(dossier).owner == here.appraiser
    away(here, since=here.at + timedelta(days=3))  # the same days are free again


def test_neither_the_deputy_nor_a_colleague_ends_it(here: Town) -> None:
    absence = away(here, since=here.at)
    for other in (here.second, here.lister):
        with pytest.raises(NotYours):
            ended(here, absence, by=other, at=here.later(hours=1))


def test_the_desk_says_that_one_is_away_and_for_whom_one_stands_in_and_leads_to_the_end(here: Town, signed_in: SignIn) -> None:
    now = timezone.now()
    absence = away(here, since=now - timedelta(hours=1))
    client = signed_in(here.appraiser)
    address = f"/don-vi/vang-mat/{absence.pk}/ket-thuc/"
    assert address in client.get("/ban-lam-viec/").content.decode()
    deputy = signed_in(here.second)
    assert "đang làm thay" in deputy.get("/ban-lam-viec/").content.decode()
    assert address not in deputy.get("/don-vi/").content.decode()
    assert deputy.get(address).status_code == 403
    assert address in client.get("/don-vi/").content.decode()
    assert "Đã trở lại, nhận lại việc" in client.get(address).content.decode()
    assert "có mặt" in client.post(address, follow=True).content.decode()
    assert "đã kết thúc hoặc đã bỏ" in client.get(address, follow=True).content.decode()
    assert "đang làm thay" not in deputy.get("/ban-lam-viec/").content.decode()
    assert str(here.appraiser.pk) not in client.get("/don-vi/vang-mat/").content.decode().split('name="deputy"')[1], "nobody stands in for herself"
    assert signed_in(here.lister).get(address).status_code == 404, "of another office"
