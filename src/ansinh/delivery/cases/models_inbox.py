"""What an officer asked her inbox to show, and what she did with many dossiers at once."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q

from ansinh.delivery.cases.models import Task
from ansinh.delivery.offices.keys import new_key
from ansinh.delivery.offices.models import Officer
from ansinh.delivery.offices.placed import Placed


class InboxFilter(models.Model):
    """What an officer's inbox shows: of which days, which act, which policy; and whether single keys act."""

    class When(models.TextChoices):
        """Which days."""

        ALL = "", "Tất cả"
        LATE = "late", "Quá hạn"
        TODAY = "today", "Quá hạn và hạn hôm nay"
        WAITING = "waiting", "Chờ bổ sung"

    officer = models.OneToOneField(Officer, models.PROTECT, primary_key=True, related_name="+")
    when = models.CharField(max_length=7, choices=When.choices, blank=True)
    action = models.CharField(max_length=10, blank=True)
    policy = models.CharField(max_length=20, blank=True)
    keys = models.BooleanField(default=True, help_text="that single letters act; some readers of screens need them off")

    class Meta:
        """One an officer, of words that are known."""

        constraints: ClassVar[list[Any]] = [models.CheckConstraint(condition=Q(when__in=["", "late", "today", "waiting"]), name="inbox_filter_when_known")]

    def __str__(self) -> str:
        """Name it."""
        return f"{self.officer_id} {self.when} {self.action} {self.policy}"


class BulkAct(Placed):
    """That an officer approved, handed on or returned dossiers, many at once or one whole; nothing of it leaves the office before `leaves_at`, and until then it can be undone."""

    class Action(models.TextChoices):
        """What is done with the dossiers."""

        APPROVE = "approve", "Phê duyệt"
        RETURN = "return", "Trả lại"
        FORWARD = "forward", "Chuyển bước sau"

    id = models.UUIDField(primary_key=True, default=new_key)
    action = models.CharField(max_length=7, choices=Action.choices)
    reason = models.CharField(max_length=500, blank=True)
    officer = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    leaves_at = models.DateTimeField()
    dossiers = models.IntegerField()
    claims = models.IntegerField(help_text="people in them who are approved, go on or go back")
    amount_vnd = models.BigIntegerField(help_text="what theirs came to in the preview")
    undone_at = models.DateTimeField(null=True)
    left_at = models.DateTimeField(null=True)

    class Meta:
        """It leaves or is undone, never both; what goes back says why."""

        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=Q(undone_at__isnull=True) | Q(left_at__isnull=True), name="bulk_act_ends_once"),
            models.CheckConstraint(condition=Q(leaves_at__gt=F("made_at")), name="bulk_act_waits"),
            models.CheckConstraint(condition=Q(left_at__isnull=True) | Q(left_at__gte=F("leaves_at")), name="bulk_act_leaves_after_its_wait"),
            models.CheckConstraint(condition=Q(undone_at__isnull=True) | Q(undone_at__lt=F("leaves_at")), name="bulk_act_undone_in_time"),
            models.CheckConstraint(condition=~Q(action="return") | ~Q(reason=""), name="bulk_return_has_a_reason"),
            models.CheckConstraint(condition=Q(dossiers__gt=0, claims__gte=0, amount_vnd__gte=0), name="bulk_act_holds_dossiers"),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["leaves_at"], name="bulk_act_held", condition=Q(undone_at__isnull=True, left_at__isnull=True)),
            models.Index(fields=["officer", "-made_at"], name="bulk_act_by_officer"),
        ]


class BulkItem(Placed):
    """One dossier of a bulk act: held until the act leaves or is undone; `refusal` says why it did not leave."""

    id = models.UUIDField(primary_key=True, default=new_key)
    bulk = models.ForeignKey(BulkAct, models.PROTECT, related_name="items")
    task = models.ForeignKey(Task, models.PROTECT, related_name="held", db_index=False)
    claims = models.IntegerField()
    amount_vnd = models.BigIntegerField()
    held = models.BooleanField(default=True)
    refusal = models.JSONField(default=dict, help_text="code and words, where the dossier had changed meanwhile; its task stays with its owner")

    class Meta:
        """A task is held once at a time."""

        constraints: ClassVar[list[Any]] = [models.UniqueConstraint(fields=["task"], condition=Q(held=True), name="bulk_item_held_once")]
