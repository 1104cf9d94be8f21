"""Who was told that money is late to come back, or to be given back."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from ansinh.delivery.cases.models_pace import Escalation
from ansinh.delivery.offices.keys import new_key
from ansinh.delivery.offices.models import Officer
from ansinh.delivery.offices.placed import Placed
from ansinh.delivery.payments.models import Recovery, Refund


class MoneyEscalation(Placed):
    """That somebody was told of money that is late: on which rung, who, when."""

    id = models.UUIDField(primary_key=True, default=new_key)
    rung = models.CharField(max_length=8, choices=Escalation.Rung.choices)
    told = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+", help_text="empty where nobody but its owner heads the office")
    made_at = models.DateTimeField()

    class Meta:
        """No table of its own."""

        abstract = True


class RecoveryEscalation(MoneyEscalation):
    """That somebody was told of money that has to come back and that is nearly or already late: once for each rung of the ladder."""

    recovery = models.ForeignKey(Recovery, models.PROTECT, related_name="escalations", db_index=False)

    class Meta:
        """Each rung once a recovery."""

        constraints: ClassVar[list[Any]] = [models.UniqueConstraint(fields=["recovery", "rung"], name="recovery_escalation_once")]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["told", "-made_at"], name="recovery_escalation_by_told")]


class RefundEscalation(MoneyEscalation):
    """That somebody was told of money that has to be given back and that is nearly or already late: once for each rung of the ladder."""

    refund = models.ForeignKey(Refund, models.PROTECT, related_name="escalations", db_index=False)

    class Meta:
        """Each rung once a refund."""

        constraints: ClassVar[list[Any]] = [models.UniqueConstraint(fields=["refund", "rung"], name="refund_escalation_once")]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["told", "-made_at"], name="refund_escalation_by_told")]
