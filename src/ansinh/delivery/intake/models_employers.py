"""Employers who file for their workers: the accounts they file with, and what each worker named was told and said, and who confirmed her."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from ansinh.delivery.intake.models import FilingRow
from ansinh.delivery.offices.keys import new_key
from ansinh.delivery.offices.models import Officer
from ansinh.delivery.offices.placed import Placed
from ansinh.delivery.registry.models_bodies import Employer


class Accountant(Placed):
    """A named person who files for an employer once the insurance agency has confirmed that she may. No officer: she sees what she filed, no place."""

    class State(models.TextChoices):
        """Whether she may file."""

        WAITING = "waiting", "Chờ xác nhận"
        CONFIRMED = "confirmed", "Đã xác nhận"
        REFUSED = "refused", "Không xác nhận"

    id = models.UUIDField(primary_key=True, default=new_key)
    tax_code = models.CharField(max_length=13)
    employer = models.ForeignKey(Employer, models.PROTECT, null=True, related_name="accountants", help_text="once confirmed")
    body_name = models.CharField(max_length=200, help_text="the employer's name as she gave it")
    si_unit = models.CharField(max_length=20, help_text="the employer's code at the insurance agency as she gave it")
    address = models.CharField(max_length=200, blank=True)
    full_name = models.CharField(max_length=100)
    phone = models.CharField(max_length=15)
    password = models.CharField(max_length=128, help_text="hashed")
    state = models.CharField(max_length=9, choices=State.choices, default=State.WAITING)
    owner = models.ForeignKey(Officer, models.PROTECT, related_name="+", help_text="who answers whether she may")
    due_on = models.DateField()
    registered_at = models.DateTimeField()
    answered_by = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    answered_because = models.CharField(max_length=200, blank=True, help_text="what was looked at, or why not")

    class Meta:
        """A telephone number is one account of an employer; who answered, when and why is whole."""

        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["tax_code", "phone"], condition=~Q(state="refused"), name="accountant_once"),
            models.CheckConstraint(
                condition=Q(state="waiting", answered_by__isnull=True, answered_at__isnull=True)
                | ~Q(state="waiting") & Q(answered_by__isnull=False, answered_at__isnull=False) & ~Q(answered_because=""),
                name="accountant_answered_whole",
            ),
            models.CheckConstraint(condition=~Q(state="confirmed") | Q(employer__isnull=False), name="accountant_of_an_employer"),
        ]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["owner", "due_on"], name="accountant_waiting", condition=Q(state="waiting"))]

    def __str__(self) -> str:
        """Name her."""
        return self.full_name


class NamedWorker(Placed):
    """A worker whom an employer named: the code she was told, what she said to it, and who at the insurance agency confirmed her, or by which register."""

    class How(models.TextChoices):
        """What the confirmation rests on."""

        OFFICER = "officer", "Cán bộ xác nhận"
        REGISTER = "register", "Khớp dữ liệu BHXH"

    id = models.UUIDField(primary_key=True, default=new_key)
    row = models.OneToOneField(FilingRow, models.PROTECT, related_name="named")
    code = models.CharField(max_length=14, unique=True, help_text="with which she may say that it is not true")
    denied_at = models.DateTimeField(null=True)
    denied_because = models.CharField(max_length=500, blank=True, help_text="in her words")
    owner = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="denials", help_text="who must settle what she said")
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+")
    settled_because = models.CharField(max_length=200, blank=True)
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+", help_text="who holds the role; in her name where a register says so")
    confirmed_how = models.CharField(max_length=8, choices=How.choices, blank=True)
    snapshot = models.UUIDField(null=True, help_text="the version of the register that confirmed")

    class Meta:
        """Confirmed by whom and how; denied has an owner; settled has a reason."""

        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True, confirmed_by__isnull=True, confirmed_how="")
                | Q(confirmed_at__isnull=False, confirmed_by__isnull=False) & ~Q(confirmed_how=""),
                name="worker_confirmed_whole",
            ),
            models.CheckConstraint(condition=~Q(confirmed_how="register") | Q(snapshot__isnull=False), name="worker_confirmed_by_which"),
            models.CheckConstraint(condition=Q(denied_at__isnull=True) | Q(owner__isnull=False), name="denial_has_an_owner"),
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True, settled_by__isnull=True)
                | Q(settled_at__isnull=False, settled_by__isnull=False, denied_at__isnull=False) & ~Q(settled_because=""),
                name="denial_settled_whole",
            ),
        ]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["owner"], name="denial_open", condition=Q(denied_at__isnull=False, settled_at__isnull=True))]

    @property
    def began(self) -> date | None:
        """The first day of what was filed for her."""
        told = self.row.data.get("period_start")
        return date.fromisoformat(told) if told else None

    @property
    def disputed(self) -> bool:
        """Whether she said "not true" and nobody has settled it."""
        return self.denied_at is not None and self.settled_at is None
