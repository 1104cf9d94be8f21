"""A complaint that is late climbs: each rung once, to a named person without part in it, without a word of what it says, until it is answered."""

from __future__ import annotations

import json
from datetime import date, datetime, time
from typing import TYPE_CHECKING

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from ansinh.delivery.evidence.models import Event
from ansinh.delivery.grievances.decide import dismiss
from ansinh.delivery.grievances.escalate import escalate, late_complaints, provinces_with_open_complaints
from ansinh.delivery.grievances.looking import seeing_all
from ansinh.delivery.grievances.models import GrievanceEscalation
from ansinh.delivery.grievances.queries import seen
from ansinh.delivery.offices.scope import NATION, acting
from ansinh.policy.calendar import vietnam_calendar
from delivery.casework import Town, submitted
from delivery.casework import person as row
from delivery.grievances.complaining import LONG, SAID, claim_of, complained, headed_to_the_top

if TYPE_CHECKING:
    from ansinh.delivery.grievances.models import Grievance

pytestmark = pytest.mark.django_db


@pytest.fixture
def here() -> Town:
    return headed_to_the_top()


def after(due: date, working_days: int) -> datetime:
    """Give ten o'clock of so many working days after a day."""
    return timezone.make_aware(datetime.combine(vietnam_calendar().due_on(due, working_days) if working_days else due, time(10)))


def told(of: Grievance) -> list[tuple[str, str]]:
    with seeing_all(NATION):
        return [
            (one.rung, one.told.username if one.told else "")
            for one in GrievanceEscalation.objects.filter(grievance=of).order_by("made_at", "id").select_related("told")
        ]


def test_the_owner_is_reminded_then_ever_higher_people_are_told_each_once_and_nobody_of_herself(here: Town) -> None:
    made = complained(here, claim_of(submitted(here, [row(1)])), kind="delay")
    assert provinces_with_open_complaints() == ["30"]
    assert escalate("30", at=after(made.filed_on, 1)) == 0
    for days, told_now in ((0, 1), (0, 0), (1, 1), (2, 0), (3, 1), (4, 0), (5, 1), (9, 0)):
        assert escalate("30", at=after(made.due_on, days)) == told_now, days
    rungs = told(made)
    assert [rung for rung, _who in rungs] == ["reminder", "chief", "province", "ministry"]
    assert rungs[0][1] == made.owner.username
    assert made.owner.username not in {who for _rung, who in rungs[1:]}
    assert all(who for _rung, who in rungs)
    assert rungs[2:] == [("province", here.province_chief.username), ("ministry", here.minister.username)]
    with acting(here.minister):
        (late,) = late_complaints(told=here.minister)
    assert (late.number, late.rung, late.due_on, late.owner) == (made.number, "ministry", made.due_on, made.owner.full_name)


def test_it_stops_when_it_was_answered(here: Town) -> None:
    made = complained(here, claim_of(submitted(here, [row(1)])), kind="delay")
    escalate("30", at=after(made.due_on, 3))
    with acting(here.province_chief):
        assert [one.number for one in late_complaints(told=here.province_chief)] == [made.number]
    with acting(made.owner):
        dismiss(made.pk, by=made.owner, at=after(made.due_on, 4), reason=SAID)
    with acting(here.province_chief):
        assert late_complaints(told=here.province_chief) == []
    assert escalate("30", at=after(made.due_on, 5)) == 0


def test_of_a_sensitive_one_everybody_who_is_told_learns_the_number_and_no_word_more(here: Town) -> None:
    made = complained(here, kind="conduct", policy="nq68-12")
    assert made.sensitive
    escalate("30", at=after(made.due_on, 5))
    assert len(told(made)) == 4
    with acting(here.minister):
        (late,) = late_complaints(told=here.minister)
        assert late.sensitive
        assert LONG not in repr(late)
        if here.minister != made.owner:
            assert not seen(seen_by=here.minister, on=made.due_on).filter(pk=made.pk).exists()
    with acting(NATION):
        said = [json.dumps(event.after, ensure_ascii=False) for event in Event.objects.filter(verb="grievances.escalate")]
    assert len(said) == 4
    assert not any(LONG in one or made.number in one for one in said)


def test_what_was_told_stands(here: Town) -> None:
    made = complained(here, claim_of(submitted(here, [row(1)])), kind="delay")
    escalate("30", at=after(made.due_on, 0))
    with acting(NATION), pytest.raises(IntegrityError, match="only ever added"), transaction.atomic():
        GrievanceEscalation.objects.update(told=here.minister)
