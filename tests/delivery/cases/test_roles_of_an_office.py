"""Who holds what is read by sets; what nobody holds is what nobody answers for; ending a role moves just the work that it was for."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from psycopg.types.range import DateRange, TimestamptzRange

from ansinh.delivery.cases.assign import assign, end_assignment, preview_end
from ansinh.delivery.cases.models import Dossier
from ansinh.delivery.cases.roles import offices_lacking, offices_seen, policies_here, unheld
from ansinh.delivery.cases.take_step import forward, post_list
from ansinh.delivery.evidence.models import Event
from ansinh.delivery.offices.models import Absence, Assignment, Office, Officer, Role
from ansinh.delivery.offices.queries import who_answers
from ansinh.delivery.offices.refusals import NobodyAnswers, NotYours
from ansinh.delivery.offices.scope import NATION, acting
from delivery.casework import MORNING, Town, officer, person, posted_long_enough, submitted, task_of, town

pytestmark = pytest.mark.django_db
TODAY, BASIS = MORNING.date(), "Quyết định 12/QĐ-UBND ngày 05/8/2021"


@pytest.fixture
def here() -> Town:
    made = town()
    made.officers["second"] = officer("second.291", made.offices["district"], Role.APPRAISER, name="Lê Văn Hai")
    made.officers["head"] = officer("head.291", made.offices["district"], Role.CHIEF)
    return made


def appraised(here: Town, first: int = 1) -> Dossier:
    dossier = submitted(here, [person(first)])
    with acting(here.lister):
        post_list(task_of(dossier).pk, by=here.lister, at=here.later(), posted_on=TODAY)
        posted_long_enough(task_of(dossier), at=here.at)
        forward(task_of(dossier).pk, by=here.lister, at=here.later())
    return dossier


def of(who: Officer, role: str) -> Assignment:
    return Assignment.objects.get(officer=who, role=role)


def by_asking(office: Office) -> set[tuple[str, str]]:
    """What nobody answers for, asked one by one: the slow and certain way."""
    missing = set()
    for policy in policies_here(office):
        for step in policy.procedures[-1].steps:
            if (step.office_kind, step.level) == (office.kind, office.level):
                try:
                    who_answers(office, role=step.role, policy=policy.id, at=MORNING)
                except NobodyAnswers:
                    missing.add((step.role, policy.id))
    return missing


def test_what_nobody_holds_is_what_nobody_answers_for_however_people_come_and_go(here: Town) -> None:
    district = here.offices["district"]
    chief = of(here.head, Role.CHIEF)
    away = TimestamptzRange(MORNING - timedelta(1), None)

    def agree() -> set[tuple[str, str]]:
        found = {(lack.role, policy.id) for lack in unheld([district], at=MORNING).get(district.pk, []) if not lack.head_does for policy in lack.policies}
        assert found == by_asking(district)
        return found

    assert agree() == set()
    Assignment.objects.filter(office=district, role=Role.APPRAISER).update(policy="nq68-12")
    assert agree() == set(), "the head stands in for what is not held"
    assert any(lack.head_does and lack.role == Role.APPRAISER for lack in unheld([district], at=MORNING)[district.pk])
    chief.held = DateRange(date(2021, 1, 1), TODAY)
    chief.save()
    others = agree()
    assert others
    assert (Role.APPRAISER, "nq68-12") not in others
    Absence.objects.create(officer=here.appraiser, deputy=here.second, away=away, basis=BASIS, recorded_by=here.head, recorded_at=MORNING)
    assert agree() == others, "the deputy is there"
    Absence.objects.create(officer=here.second, deputy=here.head, away=away, basis=BASIS, recorded_by=here.head, recorded_at=MORNING)
    assert agree() == others, "her own deputy is there"
    Officer.objects.filter(pk=here.head.pk).update(is_active=False)
    assert (Role.APPRAISER, "nq68-12") in agree()


def test_offices_are_asked_all_at_once(here: Town) -> None:
    offices = list(Office.objects.all()[:200])
    with CaptureQueriesContext(connection) as asked:
        unheld(offices, at=MORNING)
    assert len(asked) == 1


def test_ending_a_role_moves_its_open_work_and_leaves_what_she_still_holds(here: Town) -> None:
    assert here.appraiser.office == here.head.office
    dossiers = [appraised(here, 10 * number) for number in (1, 2)]
    mine = officer("third.291", here.offices["district"], name="Phạm Thị Ba")
    with acting(here.head):
        assign(mine, Role.APPRAISER, policy="nq68-12", since=TODAY, until=None, basis=BASIS, by=here.head, at=MORNING)
        assign(mine, Role.LISTER, policy="", since=TODAY, until=None, basis=BASIS, by=here.head, at=MORNING)
    third = appraised(here, 50)
    assert task_of(third).owner == mine
    with acting(here.head):
        seen = preview_end(of(mine, Role.LISTER).pk, by=here.head, at=here.at)
        assert (seen.handed.moved, seen.handed.stuck) == (0, 0)
        end_assignment(of(mine, Role.LISTER).pk, by=here.head, at=here.at)
    assert task_of(third).owner == mine, "another role ended, this work is still hers"
    with acting(here.head):
        seen = preview_end(of(mine, Role.APPRAISER).pk, by=here.head, at=here.at)
        told = [(to.pk, tasks) for to, tasks in seen.handed.to]
        assert of(mine, Role.APPRAISER).held.upper is None, "a preview ends nothing"
        assert task_of(third).owner == mine, "and moves nothing"
        end_assignment(of(mine, Role.APPRAISER).pk, by=here.head, at=here.at)
    assert told == [(task_of(third).owner_id, 1)]
    assert task_of(third).owner != mine
    assert {task_of(one).owner for one in dossiers} == {here.appraiser}
    with acting(NATION):
        told_why = Event.objects.get(subject=third.pk, verb="cases.hand_over").after
    assert told_why
    assert "thôi nhiệm vụ “Thẩm định”" in told_why["reason"]


def test_a_preview_tells_what_finds_nobody_and_what_nobody_holds_afterwards(here: Town) -> None:
    appraised(here)
    Assignment.objects.filter(officer=here.second).update(held=DateRange(date(2021, 1, 1), TODAY))
    administrator = officer("admin.291", here.offices["district"], Role.ADMINISTRATOR)
    Assignment.objects.filter(officer=here.head).update(held=DateRange(date(2021, 1, 1), TODAY))
    with acting(administrator):
        seen = preview_end(of(here.appraiser, Role.APPRAISER).pk, by=administrator, at=here.at)
    assert (seen.handed.moved, seen.handed.stuck) == (0, 1)
    assert Role.APPRAISER in {lack.role for lack in seen.then}
    assert Role.CHIEF not in {lack.role for lack in seen.then}, "nobody was the head before"
    with acting(here.second), pytest.raises(NotYours):
        preview_end(of(here.appraiser, Role.APPRAISER).pk, by=here.second, at=here.at)


def test_heads_see_offices_below_inspectors_and_analysts_all_of_their_place(here: Town) -> None:
    province = here.offices["province"]
    chair = officer("head.30", province, Role.CHIEF)
    insurance = officer("sihead.30", Office.objects.get(kind="social_insurance", level="province", province="30"), Role.CHIEF)
    front = officer("mttq.30", Office.objects.get(kind="fatherland_front", level="province", province="30"), Role.SUPERVISOR)
    assert not offices_seen(seen_by=here.appraiser, on=TODAY).exists()
    below = offices_seen(seen_by=chair, on=TODAY)
    assert set(below.values_list("province", "level").distinct().order_by()) == {("30", "district"), ("30", "commune")}
    assert set(offices_seen(seen_by=insurance, on=TODAY).values_list("kind", flat=True).distinct().order_by()) == {"social_insurance"}
    analyst = officer("analyst.00", Office.objects.get(kind="ministry"), Role.ANALYST)
    assert province in offices_seen(seen_by=front, on=TODAY)
    assert province in offices_seen(seen_by=analyst, on=TODAY)
    lacking = offices_lacking(seen_by=chair, at=MORNING, text="UBND")
    assert here.offices["district"] not in lacking.rows
    Assignment.objects.filter(officer=here.head).update(held=DateRange(date(2021, 1, 1), TODAY))
    names = [office.name for office in offices_lacking(seen_by=chair, at=MORNING, text=here.offices["district"].name).rows]
    assert here.offices["district"].name in names
