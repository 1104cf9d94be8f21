"""Money that is late to come back, or to be given back to a person, is told to ever higher people, each rung once, until it is done."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from django.db import IntegrityError, transaction
from psycopg.types.range import DateRange

from ansinh.delivery.evidence.models import Event
from ansinh.delivery.offices.models import Assignment, Office, Role
from ansinh.delivery.offices.scope import NATION, acting
from ansinh.delivery.payments.escalate import escalate, late_money, provinces_with_open_money
from ansinh.delivery.payments.models_pace import RecoveryEscalation, RefundEscalation
from delivery.cases.test_later_decisions import after
from delivery.casework import officer
from delivery.payments.paying import instructions, told
from delivery.payments.test_later_decisions import part, recovered
from delivery.payments.test_refunds import given_back, refunds, to_come_back
from simulation.truth import demand_evidence

if TYPE_CHECKING:
    from datetime import datetime

    from delivery.casework import Town

pytestmark = pytest.mark.django_db
CLIMB = ((-1, 0), (0, 1), (0, 0), (1, 1), (2, 0), (3, 1), (4, 0), (5, 1), (9, 0))
"""For each working day after the due one, how many are told."""


def climbed(due: date, here: Town) -> None:
    for days, count in CLIMB:
        at: datetime = after(due, days) if days >= 0 else here.at
        with acting(NATION):
            assert escalate("30", at=at) == count, days


def test_a_recovery_that_is_late_climbs_each_rung_once_and_stops_when_it_is_back() -> None:
    here, _decision, recovery = to_come_back()
    head = officer("chu.tich", here.offices["province"], Role.CHIEF)
    minister = officer("vu.truong", Office.objects.get(kind="ministry"), Role.CHIEF)
    with acting(NATION):
        assert provinces_with_open_money() == ["30"]
    climbed(recovery.due_on, here)
    with acting(NATION):
        rungs = [(row.rung, row.told) for row in RecoveryEscalation.objects.order_by("pk").select_related("told")]
        assert rungs == [("reminder", here.payer), ("chief", head), ("province", head), ("ministry", minister)]
        assert Event.objects.filter(verb="payments.escalate", subject=recovery.pk).count() == 4
        with pytest.raises(IntegrityError), transaction.atomic():
            RecoveryEscalation.objects.update(rung="chief")
    for by, rung in ((head, "province"), (minister, "ministry")):
        with acting(by):
            (late,) = late_money(told=by)
            assert (late.key, late.rung, late.refund, late.owner, late.amount_vnd) == (recovery.pk, rung, False, here.payer, 1_500_000)
    with acting(here.payer):
        assert late_money(told=here.payer) == []
    recovered(here, recovery)
    with acting(head):
        assert late_money(told=head) == []
    with acting(NATION):
        assert (provinces_with_open_money(), escalate("30", at=after(recovery.due_on, 20))) == ([], 0)
    demand_evidence()


def test_a_refund_that_is_late_climbs_too_and_stops_when_she_has_it_again() -> None:
    here, decision, recovery = to_come_back()
    head = officer("chu.tich", here.offices["province"], Role.CHIEF)
    part(here, recovery, 400_000, "PT 15")
    told(here, (instructions(decision)[0], "AC04"), title="KQ-2")
    (refund,) = refunds()
    climbed(refund.due_on, here)
    with acting(NATION):
        assert [row.rung for row in RefundEscalation.objects.order_by("pk")] == ["reminder", "chief", "province", "ministry"]
        assert not RecoveryEscalation.objects.exists(), "what the bank took back has not to come back"
    with acting(head):
        assert [(late.key, late.refund, late.rung) for late in late_money(told=head)] == [(refund.pk, True, "province")]
    given_back(here, refund)
    with acting(head):
        assert late_money(told=head) == []
    with acting(NATION):
        assert provinces_with_open_money() == []
    demand_evidence()


def test_of_late_money_its_owner_is_not_told_though_she_heads_the_office_by_now() -> None:
    here, _decision, recovery = to_come_back()
    today = here.at.date()
    with acting(NATION):
        Assignment.objects.filter(officer=here.payer).update(held=DateRange(date(2021, 1, 1), today))
        Assignment.objects.create(officer=here.payer, office=here.payer.office, role=Role.CHIEF, held=DateRange(today, None), basis="QĐ 12/QĐ-UBND")
        assert escalate("30", at=after(recovery.due_on, 1)) == 2
        assert [(row.rung, row.told) for row in RecoveryEscalation.objects.order_by("pk")] == [("reminder", here.payer), ("chief", None)]
