"""Money that is late to come back, or to be given back to a person, is told to its owner, then to ever higher people, by the ladder of the steps.

Its days are ours, as the resolution names none: who is told is told of our day, not of a breach of the law.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ansinh.delivery.cases.escalate import PROVINCE, Ladder, climb, told_of
from ansinh.delivery.cases.models_pace import Escalation
from ansinh.delivery.evidence.record import act
from ansinh.delivery.offices.scope import SYSTEM, within
from ansinh.delivery.payments.models import Recovery, Refund
from ansinh.delivery.payments.models_pace import RecoveryEscalation, RefundEscalation

if TYPE_CHECKING:
    import uuid
    from datetime import date, datetime

    from ansinh.delivery.offices.models import Officer

APART = "o.id <> r.owner_id AND coalesce(b.deputy_id <> r.owner_id, true)"
"""Nobody is told of her own delay."""
TOLD = told_of(PROVINCE, apart=APART)
"""For each rung, who is told; where the head of the office sees to it herself, the head of the province in her place."""
MOST = 100
RECOVERIES = Ladder("payments_recovery", "r.outcome = ''", "payments_recoveryescalation", "recovery_id", "recovery")
REFUNDS = Ladder("payments_refund", "r.done_at IS NULL", "payments_refundescalation", "refund_id", "refund")


@dataclass(frozen=True)
class LateMoney:
    """Money that is late: a recovery, or a refund; whose it is, how much in đồng, how far it climbed, its due day, before whom."""

    key: uuid.UUID
    refund: bool
    payee: str
    amount_vnd: int
    rung: str
    due_on: date
    owner: Officer


def escalate(province: str, *, at: datetime) -> int:
    """Tell of every open recovery and refund of a province what its rung demands and nobody has told yet; give how many were told."""
    with act(SYSTEM, "payments.escalate", at=at, province=province) as deed:
        return sum(climb(deed, ladder, TOLD) for ladder in (RECOVERIES, REFUNDS))


def provinces_with_open_money() -> list[str]:
    """Name the provinces where money has to come back or to be given back."""
    back, owed = Recovery.objects.filter(outcome="").order_by(), Refund.objects.filter(done_at=None).order_by()
    return sorted({*back.values_list("province", flat=True).distinct(), *owed.values_list("province", flat=True).distinct()})


def late_money(*, told: Officer) -> list[LateMoney]:
    """Give of what an officer was told of and is still open, each once by its highest rung, the longest late first."""
    high = {"told": told, "rung__in": [rung for rung in TOLD if rung != Escalation.Rung.REMINDER]}
    back = within(RecoveryEscalation.objects.filter(**high, recovery__outcome=""), told).select_related("recovery__instruction", "recovery__owner__office")
    owed = within(RefundEscalation.objects.filter(**high, refund__done_at=None), told).select_related("refund__recovery__instruction", "refund__owner__office")
    highest: dict[uuid.UUID, LateMoney] = {}
    for row in back.order_by("-made_at", "-pk")[: MOST * len(TOLD)]:
        highest.setdefault(row.recovery_id, _late(row.recovery, row.recovery, row.rung))
    for one in owed.order_by("-made_at", "-pk")[: MOST * len(TOLD)]:
        highest.setdefault(one.refund_id, _late(one.refund, one.refund.recovery, one.rung))
    return sorted(highest.values(), key=lambda late: (late.due_on, str(late.key)))[:MOST]


def _late(row: Recovery | Refund, recovery: Recovery, rung: str) -> LateMoney:
    return LateMoney(row.pk, isinstance(row, Refund), recovery.instruction.payee, row.amount_vnd, rung, row.due_on, row.owner)
