"""Every open task has somebody who is there: absences, departures and transfers hand the work over, to one named person, never to nobody."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from psycopg.types.range import DateRange

from ansinh.delivery.cases import decide, hand_over, public, take_step
from ansinh.delivery.cases.models import Dossier, Task
from ansinh.delivery.evidence.models import Event
from ansinh.delivery.offices.models import Absence, Assignment, Officer, Role
from ansinh.delivery.offices.queries import holds, roles_of, who_answers
from ansinh.delivery.offices.refusals import NobodyAnswers, NotYours, Refused
from ansinh.delivery.offices.scope import NATION, acting
from delivery.casework import Town, officer, person, posted_long_enough, submitted, task_of, town

NOON = datetime(2021, 8, 10, 5, 0, tzinfo=UTC)
BASIS = "Giấy yêu cầu cách ly 15/GCL"

pytestmark = pytest.mark.django_db


@pytest.fixture
def here() -> Town:
    """A town whose district has a second appraiser and a chief."""
    made = town()
    made.officers["second"] = officer("second.291", made.offices["district"])
    made.officers["head"] = officer("head.291", made.offices["district"], Role.CHIEF)
    return made


def appraised(here: Town, first: int = 1) -> Dossier:
    """A dossier that waits for the district's appraiser."""
    dossier = submitted(here, [person(first), person(first + 1)])
    with acting(here.lister):
        take_step.post_list(task_of(dossier).pk, by=here.lister, at=here.later(), posted_on=date(2021, 8, 6))
        posted_long_enough(task_of(dossier), at=here.at)
        take_step.forward(task_of(dossier).pk, by=here.lister, at=here.later())
    return dossier


def away(here: Town, who: Officer, deputy: Officer, *, since: datetime = NOON, by: Officer | None = None) -> Absence:
    with acting(here.appraiser):
        return hand_over.record_absence(who, deputy, since=since, until=None, basis=BASIS, by=by or who, at=since)


def kept(at: datetime) -> int:
    """What the minute's upkeep does; give how many officers it found missing."""
    with acting(NATION):
        missing = hand_over.without_owner(at=at)
        for key, why in missing.items():
            hand_over.hand_over(key, at=at, reason=hand_over.words_of(why, at))
    return len(missing)


def test_who_disappears_at_noon_has_a_deputy_for_every_task_at_once_and_the_persons_page_says_so(here: Town) -> None:
    dossiers = [appraised(here, 10 * number) for number in range(1, 4)]
    away(here, here.appraiser, here.second)
    assert {task_of(dossier).owner.username for dossier in dossiers} == {"second.291"}
    with acting(NATION):
        claim = dossiers[0].claim_rows.first()
    assert claim is not None
    found = public.claim_status(claim.receipt, 1987)
    assert found is not None
    assert found.owner == str(here.second)
    with acting(here.second):
        take_step.forward(task_of(dossiers[0]).pk, by=here.second, at=NOON + timedelta(minutes=1))


def test_an_absence_that_begins_later_moves_the_work_in_the_minute_it_begins(here: Town) -> None:
    dossier = appraised(here)
    with acting(here.appraiser):
        hand_over.record_absence(here.appraiser, here.second, since=NOON, until=None, basis=BASIS, by=here.appraiser, at=NOON - timedelta(hours=3))
    assert kept(NOON - timedelta(minutes=1)) == 0
    assert task_of(dossier).owner == here.appraiser
    assert kept(NOON) == 1
    assert task_of(dossier).owner == here.second
    assert kept(NOON + timedelta(minutes=1)) == 0
    with acting(NATION):
        event = Event.objects.filter(subject=dossier.pk, verb="cases.hand_over").get()
    assert event.after["owner"] == here.second.full_name
    assert "vắng" in event.after["reason"]


def test_new_work_goes_to_the_deputy_until_the_absent_one_is_back(here: Town) -> None:
    with acting(here.appraiser):
        hand_over.record_absence(here.appraiser, here.second, since=here.at, until=here.at + timedelta(hours=2), basis=BASIS, by=here.appraiser, at=here.at)
    assert task_of(appraised(here)).owner == here.second
    here.later(hours=3)
    assert task_of(appraised(here, 20)).owner == here.appraiser


def test_a_deputy_may_do_what_the_absent_one_may_and_no_more_once_she_is_back(here: Town) -> None:
    day, after = NOON.date(), NOON.date() + timedelta(2)
    assert not holds(here.second, [Role.APPRAISER], policy="nq68-12", on=day)
    with acting(here.appraiser):
        hand_over.record_absence(here.appraiser, here.second, since=NOON, until=NOON + timedelta(days=1), basis=BASIS, by=here.appraiser, at=NOON)
    assert holds(here.second, [Role.APPRAISER], policy="nq68-12", on=day)
    assert Role.APPRAISER in roles_of(here.second, on=day)
    assert not holds(here.second, [Role.APPRAISER], policy="nq68-12", on=after)
    assert not holds(here.second, [Role.APPROVER], policy="nq68-12", on=day)


def test_where_everybody_named_is_away_the_chief_answers_but_never_for_money(here: Town) -> None:
    dossier = appraised(here)
    away(here, here.appraiser, here.second)
    away(here, here.second, here.appraiser)
    assert kept(NOON + timedelta(minutes=1)) == 0
    assert task_of(dossier).owner == here.head
    with acting(here.head):
        take_step.forward(task_of(dossier).pk, by=here.head, at=NOON + timedelta(minutes=2))
    with pytest.raises(NobodyAnswers):
        who_answers(here.offices["district"], role=Role.PAYER, policy="nq68-12", at=NOON)


@pytest.mark.parametrize("how", ["left", "moved", "unassigned"])
def test_who_leaves_moves_or_loses_her_assignment_hands_her_work_over(here: Town, how: str) -> None:
    dossier = appraised(here)
    Assignment.objects.create(
        officer=here.second, office=here.offices["district"], role=Role.APPRAISER, held=DateRange(date(2021, 1, 1), None), basis="Quyết định 02/QĐ-UBND"
    )
    if how == "left":
        Officer.objects.filter(pk=here.appraiser.pk).update(is_active=False)
    elif how == "moved":
        Officer.objects.filter(pk=here.appraiser.pk).update(office=here.offices["province"])
    else:
        Assignment.objects.filter(officer=here.appraiser).update(held=DateRange(date(2021, 1, 1), NOON.date()))
    assert kept(NOON) == 1
    assert task_of(dossier).owner == here.second


def test_nobody_decides_what_she_prepared_even_as_a_deputy(here: Town) -> None:
    other = officer("other.30", here.offices["province"], Role.APPROVER)
    mine, theirs = appraised(here), appraised(here, 20)
    for dossier in (mine, theirs):
        with acting(here.appraiser):
            take_step.forward(task_of(dossier).pk, by=here.appraiser, at=here.later())
    with acting(NATION):
        Task.objects.filter(dossier=mine, done_at__isnull=False, action="appraise").update(done_by=other)
        Task.objects.filter(owner=other, done_at=None).update(owner=here.chair)
    third = officer("third.30", here.offices["province"], Role.CHIEF)
    away(here, here.chair, other, by=here.chair)
    assert task_of(theirs).owner == other
    assert task_of(mine).owner == third
    with acting(third):
        assert decide.approve(task_of(mine).pk, by=third, at=NOON + timedelta(minutes=1)).approved == 2


def test_where_nobody_is_left_the_work_stays_with_a_name_and_is_found_again_each_minute(here: Town) -> None:
    dossier = appraised(here)
    Officer.objects.filter(pk__in=[here.appraiser.pk, here.head.pk]).update(is_active=False)
    assert kept(NOON) == 1
    assert kept(NOON) == 1
    assert task_of(dossier).owner == here.appraiser


def test_only_herself_her_chief_or_the_administrator_records_an_absence(here: Town) -> None:
    with pytest.raises(NotYours):
        away(here, here.appraiser, here.second, by=here.lister)
    with pytest.raises(NotYours):
        away(here, here.appraiser, here.second, by=here.second)
    away(here, here.appraiser, here.second, by=here.head)


@pytest.mark.parametrize(
    ("deputy", "until", "basis", "code"),
    [
        ("appraiser", None, BASIS, "deputy_elsewhere"),
        ("chair", None, BASIS, "deputy_elsewhere"),
        ("second", NOON - timedelta(hours=1), BASIS, "absence_backwards"),
        ("second", None, "  x", "absence_basis"),
    ],
)
def test_an_absence_that_cannot_be_is_refused_in_words(here: Town, deputy: str, until: datetime | None, basis: str, code: str) -> None:
    with acting(here.appraiser), pytest.raises(Refused) as refusal:
        hand_over.record_absence(here.appraiser, here.officers[deputy], since=NOON, until=until, basis=basis, by=here.appraiser, at=NOON)
    assert refusal.value.code == code


def test_nobody_is_away_twice_at_once(here: Town) -> None:
    away(here, here.appraiser, here.second)
    with pytest.raises(Refused) as refusal:
        away(here, here.appraiser, here.head, since=NOON + timedelta(days=1))
    assert refusal.value.code == "absence_twice"
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE offices_absence SET deputy_id = officer_id")
