"""What an officer asked her inbox to show; kept until she asks for something else."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from ansinh.delivery.offices.models import Officer


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

        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=models.Q(when__in=["", "late", "today", "waiting"]), name="inbox_filter_when_known")
        ]

    def __str__(self) -> str:
        """Name it."""
        return f"{self.officer_id} {self.when} {self.action} {self.policy}"
