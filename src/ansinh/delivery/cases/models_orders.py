"""What the ministry orders provinces to do, whom it told there by name, what they answered and what it said to that."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from ansinh.delivery.cases.models import StoredFile
from ansinh.delivery.offices.keys import new_key
from ansinh.delivery.offices.models import Office, Officer
from ansinh.delivery.offices.placed import Placed


class MinistryOrder(Placed):
    """A written order of the ministry to provinces, to be answered by a working day. It lies in no province itself."""

    id = models.UUIDField(primary_key=True, default=new_key)
    programme = models.CharField(max_length=20)
    policy = models.CharField(max_length=20, blank=True, help_text="what it is about; empty for all")
    number = models.CharField(max_length=60, help_text="of the document: 2622/LĐTBXH-VP")
    title = models.CharField(max_length=200)
    text = models.CharField(max_length=2000)
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+", db_index=False)
    working_days = models.PositiveSmallIntegerField()
    due_on = models.DateField()
    office = models.ForeignKey(Office, models.PROTECT, related_name="+", db_index=False)
    issued_by = models.ForeignKey(Officer, models.PROTECT, related_name="+", db_index=False)
    issued_at = models.DateTimeField()

    class Meta:
        """An order says what, under which number, and leaves a day at least."""

        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=~Q(number="") & ~Q(title="") & ~Q(text="") & Q(working_days__gt=0), name="order_is_whole"),
        ]

    def __str__(self) -> str:
        """Name it."""
        return f"{self.number} {self.title}"


class OrderedProvince(Placed):
    """That a province must answer an order: whom it was told to, until when, and how it stands."""

    class State(models.TextChoices):
        """Where the answer is."""

        OPEN = "open", "Chờ tỉnh trả lời"
        ANSWERED = "answered", "Chờ Bộ xem"
        AGAIN = "again", "Bộ yêu cầu trả lời lại"
        ACCEPTED = "accepted", "Bộ đã nhận"

    id = models.UUIDField(primary_key=True, default=new_key)
    order = models.ForeignKey(MinistryOrder, models.PROTECT, related_name="provinces", db_index=False)
    owner = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+", db_index=False, help_text="who heads the province; empty where nobody does")
    due_on = models.DateField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)

    class Meta:
        """A province once an order; those not accepted are sought by day."""

        constraints: ClassVar[list[Any]] = [models.UniqueConstraint(fields=["order", "province"], name="order_once_a_province")]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["province", "due_on", "id"], name="order_unsettled", condition=~Q(state="accepted")),
            models.Index(fields=["province", "-id"], name="order_by_province"),
        ]

    def __str__(self) -> str:
        """Name it."""
        return f"{self.order_id} {self.province} {self.state}"


class OrderAnswer(Placed):
    """What a province answered, and once the ministry has read it, whether that will do."""

    class Finding(models.TextChoices):
        """What the ministry said."""

        ACCEPTED = "accepted", "Nhận"
        AGAIN = "again", "Trả lời lại"

    id = models.UUIDField(primary_key=True, default=new_key)
    of = models.ForeignKey(OrderedProvince, models.PROTECT, related_name="answers")
    text = models.CharField(max_length=4000)
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+", db_index=False)
    due_on = models.DateField(help_text="the day it was due when it came")
    answered_by = models.ForeignKey(Officer, models.PROTECT, related_name="+", db_index=False)
    answered_at = models.DateTimeField()
    finding = models.CharField(max_length=8, choices=Finding.choices, blank=True)
    remark = models.CharField(max_length=500, blank=True)
    found_by = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+", db_index=False)
    found_at = models.DateTimeField(null=True)

    class Meta:
        """One at a time waits for the ministry; what is to be answered again says why."""

        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["of"], name="order_answer_waits_once", condition=Q(finding="")),
            models.CheckConstraint(
                condition=Q(finding="", found_at__isnull=True, found_by__isnull=True) | ~Q(finding="") & Q(found_at__isnull=False, found_by__isnull=False),
                name="order_answer_found_whole",
            ),
            models.CheckConstraint(condition=~Q(finding="again") | ~Q(remark=""), name="order_answer_again_says_why"),
        ]

    def __str__(self) -> str:
        """Name it."""
        return f"{self.of_id} {self.answered_at}"


class OrderReminder(Placed):
    """That somebody was told an order's answer is nearly due or late; each rung once for each day it is due."""

    class Rung(models.TextChoices):
        """How high."""

        REMINDER = "reminder", "Nhắc trước hạn"
        CHIEF = "chief", "Báo quá hạn"
        MINISTRY = "ministry", "Báo Bộ"

    id = models.UUIDField(primary_key=True, default=new_key)
    of = models.ForeignKey(OrderedProvince, models.PROTECT, related_name="reminders", db_index=False)
    due_on = models.DateField()
    rung = models.CharField(max_length=8, choices=Rung.choices)
    told = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        """Once."""

        constraints: ClassVar[list[Any]] = [models.UniqueConstraint(fields=["of", "due_on", "rung"], name="order_reminded_once")]

    def __str__(self) -> str:
        """Name it."""
        return f"{self.of_id} {self.rung} {self.due_on}"
