"""How fast work is to go: the order that the open tasks of a province stand in, and whom was told of what is nearly or already late."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from ansinh.delivery.cases.models import Task
from ansinh.delivery.offices.keys import new_key
from ansinh.delivery.offices.models import Officer
from ansinh.delivery.offices.placed import Placed


class Pace(Placed):
    """The order that the open tasks of a province stand in: the group that set it and the day of the province's plan, so that a night that was missed is seen."""

    id = models.UUIDField(primary_key=True, default=new_key)
    programme = models.CharField(max_length=20)
    group = models.CharField(max_length=1)
    plan_on = models.DateField(null=True, help_text="from when the ministry's days are counted")
    set_at = models.DateTimeField(help_text="when the order last became another")
    settled = models.BooleanField(default=False, db_default=False, help_text="that an hour after it no task was found out of it")

    class Meta:
        """One a province and programme."""

        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["province", "programme"], name="pace_once"),
            models.CheckConstraint(condition=Q(group__in=["a", "b", "c"]), name="pace_group_known"),
        ]


class Escalation(Placed):
    """That somebody was told of a step that is nearly or already late: once for each rung of the ladder."""

    class Rung(models.TextChoices):
        """How far up it went."""

        AIM = "aim", "Nhắc theo ngày Bộ yêu cầu"
        REMINDER = "reminder", "Nhắc người giữ việc"
        CHIEF = "chief", "Người đứng đầu đơn vị"
        PROVINCE = "province", "Cấp tỉnh"
        MINISTRY = "ministry", "Bộ"

    id = models.UUIDField(primary_key=True, default=new_key)
    task = models.ForeignKey(Task, models.PROTECT, related_name="escalations", db_index=False)
    rung = models.CharField(max_length=8, choices=Rung.choices)
    told = models.ForeignKey(
        Officer, models.PROTECT, null=True, related_name="+", help_text="empty where nobody heads the office, which is an alarm of its own"
    )
    made_at = models.DateTimeField()

    class Meta:
        """Each rung once a step."""

        constraints: ClassVar[list[Any]] = [models.UniqueConstraint(fields=["task", "rung"], name="escalation_once")]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["told", "-made_at"], name="escalation_by_told")]
