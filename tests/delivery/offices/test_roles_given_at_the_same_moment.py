"""Roles that do not go together: of two given at one moment one is refused, and what was held before the rule is told. Real commits."""

from __future__ import annotations

from typing import Any

import psycopg
from psycopg.types.range import DateRange

from ansinh.delivery.cases.assign import assign, end_assignment
from ansinh.delivery.offices.incompatible import held_together
from ansinh.delivery.offices.models import Assignment, Role
from ansinh.delivery.offices.scope import NATION, acting
from delivery.casework import MORNING, officer, town
from simulation.together import at_once

TODAY, BASIS = MORNING.date(), "Quyết định 12/QĐ-UBND ngày 05/8/2021"


def test_what_was_held_before_the_rule_is_told_and_can_be_ended(own_db: str, owner_connection: psycopg.Connection[Any]) -> None:
    assert own_db
    with acting(NATION):
        there = town()
        other = officer("other.30", there.offices["province"], Role.APPROVER)
    assert held_together(on=TODAY) == []
    owner_connection.execute("ALTER TABLE offices_assignment DISABLE TRIGGER hold_apart")
    made = Assignment.objects.create(officer=other, office=other.office, role=Role.PAYER, held=DateRange(TODAY, None), basis=BASIS)
    owner_connection.execute("ALTER TABLE offices_assignment ENABLE TRIGGER hold_apart")
    assert [(one.who, one.asked, one.held) for one in held_together(on=TODAY)] == [(other, "approver", "payer")]
    assert end_assignment(made.pk, by=None, at=MORNING).held.upper == TODAY
    assert held_together(on=TODAY) == []


def test_of_two_roles_given_at_the_same_moment_one_is_refused(own_db: str) -> None:
    assert own_db
    with acting(NATION):
        there = town()
        other = officer("other.30", there.offices["province"])

    def give(role: str) -> Assignment:
        with acting(other):
            return assign(other, role, policy="", since=TODAY, until=None, basis=BASIS, by=None, at=MORNING)

    found = at_once(*[lambda role=role: give(role) for role in (Role.APPROVER, Role.PAYER)])
    assert sum(isinstance(one, Assignment) for one in found) == 1
    with acting(NATION):
        assert Assignment.objects.filter(officer=other).count() == 1
