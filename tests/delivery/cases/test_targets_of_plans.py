"""A target has a person who answers, is counted from the claims, and stands on the list once that person is missing or has left."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction
from psycopg.types.range import DateRange

from ansinh.delivery.cases.gaps import Lack, gaps
from ansinh.delivery.cases.models_plans import PlanDocument, PlanTarget
from ansinh.delivery.cases.procedure import local_day
from ansinh.delivery.cases.register_plan import register_plan
from ansinh.delivery.cases.targets import Aim, history_of, may_own, name_owner, set_target, targets
from ansinh.delivery.offices.models import Assignment, Officer, Role
from ansinh.delivery.offices.refusals import NotYours, Refused
from ansinh.delivery.offices.scope import acting
from ansinh.delivery.reports.plans import Aimed, progress
from ansinh.delivery.reports.summarise import summarise
from delivery.casework import Town, approved, officer, person, submitted, town
from delivery.planning import PDF, PLAN, planners

pytestmark = pytest.mark.django_db
AIM = Aim("30", "", "nq68-12", 1_000, date(2021, 8, 31))
BASIS = "Quyết định 12/QĐ-UBND ngày 6/8/2021"


def planned(here: Town, by: Officer) -> PlanDocument:
    """Register the plan of the town's province."""
    return register_plan(here.province, PLAN, PDF, "kh.pdf", by=by, at=here.later())


def test_a_target_names_a_person_of_its_place_and_keeps_its_history() -> None:
    here = town()
    by, ministry = planners(here)
    with acting(by):
        plan = planned(here, by)
        first = set_target(AIM, plan, here.chair, by=by, at=here.later())
        assert (first.owner, first.basis) == (here.chair, "Kế hoạch 2434/KH-UBND")
        for stranger in (here.lister, ministry, here.appraiser):
            with pytest.raises(NotYours):
                name_owner(first, stranger, since=local_day(here.at), basis=BASIS, by=by, at=here.later())
        with pytest.raises(Refused):
            name_owner(first, by, since=local_day(here.at), basis=" ", by=by, at=here.later())
        with pytest.raises(Refused):
            name_owner(first, by, since=local_day(here.at) + timedelta(1), basis=BASIS, by=by, at=here.later())
        second = name_owner(first, by, since=local_day(here.at), basis=BASIS, by=by, at=here.later())
        of_district = set_target(replace(AIM, district="291", people=50), plan, here.appraiser, by=by, at=here.later())
        assert targets(province="30") == [second, of_district]
        assert history_of(first) == [second, first]
        assert targets() == [second], "of the country the provinces only"
        assert PlanTarget.objects.update(people=1) == 0, "what was entered stands"
    assert set(may_own("30", "291", on=local_day(here.at))) == {here.appraiser}


@pytest.mark.parametrize("wrong", [{"district": "760"}, {"policy": "nq68-99"}, {"people": 0}, {"due_on": date(2021, 8, 1)}, {"province": "79"}])
def test_a_target_without_sense_is_refused(wrong: dict[str, str]) -> None:
    here = town()
    by, ministry = planners(here)
    town("26734", "760", "79")
    with acting(by):
        plan = planned(here, by)
        with pytest.raises((Refused, NotYours)):
            set_target(replace(AIM, **wrong), plan, None, by=by, at=here.later())  # type: ignore[arg-type] # words, figures and days
    with acting(ministry), pytest.raises(Refused):
        set_target(replace(AIM, **wrong), plan, None, by=ministry, at=here.later())  # type: ignore[arg-type] # the same for the ministry
    assert targets() == []


def test_another_province_and_its_officers_set_nothing() -> None:
    here, far = town(), town("26734", "760", "79")
    by, _ministry = planners(here)
    elsewhere, _same = planners(far)
    with acting(by):
        plan = planned(here, by)
    for who in (elsewhere, here.lister, here.chair):
        with acting(who), pytest.raises(NotYours):
            set_target(AIM, plan, None, by=who, at=here.later())
    with acting(elsewhere), pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        PlanTarget.objects.create(
            province="30", programme="nq68", policy="nq68-12", people=1, due_on=AIM.due_on, document=plan, since=AIM.due_on, entered_by=by, entered_at=here.at
        )


def test_who_has_no_plan_no_target_and_no_person_is_listed_until_mended() -> None:
    here = town()
    town("26734", "760", "79")
    by, _ministry = planners(here)
    on = local_day(here.at)
    assert {(gap.lack, gap.province) for gap in gaps(on=on)} >= {(Lack.PLAN, "30"), (Lack.PLAN, "79")}
    leaving = officer("leaving.30", here.offices["province"], Role.APPRAISER)
    with acting(by):
        plan = planned(here, by)
        assert [gap.lack for gap in gaps(province="30", on=on)] == [Lack.TARGET]
        assert len(gaps(province="30", on=on)[0].policies) == 12
        unowned = set_target(AIM, plan, None, by=by, at=here.later())
        owned = set_target(replace(AIM, policy="nq68-04"), plan, leaving, by=by, at=here.later())
    found = gaps(province="30", on=on)
    assert [(gap.lack, gap.target) for gap in found[1:]] == [(Lack.OWNER, unowned)]
    assert len(found[0].policies) == 10
    Assignment.objects.filter(officer=leaving).update(held=DateRange(date(2021, 1, 1), on))
    assert [(gap.lack, gap.target) for gap in gaps(province="30", on=on)[1:]] == [(Lack.OWNER, unowned), (Lack.LEFT, owned)], "a role that ended"
    Assignment.objects.filter(officer=leaving).update(held=DateRange(date(2021, 1, 1), None))
    Officer.objects.filter(pk=leaving.pk).update(office=here.offices["district"])
    assert gaps(province="30", on=on)[-1].lack == Lack.LEFT, "transferred"
    Officer.objects.filter(pk=leaving.pk).update(office=here.offices["province"], is_active=False)
    assert gaps(province="30", on=on)[-1].lack == Lack.LEFT, "gone"
    assert [gap.target for gap in gaps(lacks=[Lack.LEFT], on=on)] == [owned]
    with acting(by):
        for target in (unowned, owned):
            name_owner(target, here.chair, since=on, basis=BASIS, by=by, at=here.later())
    assert [gap.lack for gap in gaps(province="30", on=on)] == [Lack.TARGET]


def test_progress_is_counted_from_the_claims_and_few_people_are_told_to_nobody_outside() -> None:
    here, far = town(), town("26734", "760", "79")
    approved(here, [person(number) for number in range(3)])
    submitted(here, [person(number) for number in range(10, 14)])
    summarise("30", at=here.later())
    counted = progress(seen_by=here.chair, province="30")
    assert (counted[Aimed("30", "", "nq68-12")].claims, counted[Aimed("30", "", "nq68-12")].approved) == (7, 3)
    assert counted[Aimed("30", "291", "nq68-12")].claims == 7
    outside = progress(seen_by=far.chair)[Aimed("30", "", "nq68-12")]
    assert (outside.claims, outside.approved) == (7, 0)
    assert "approved" in outside.few
    assert Aimed("30", "291", "nq68-12") not in progress(seen_by=None, province="30")
