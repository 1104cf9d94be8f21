"""Minutes of hand-overs: one paper for one absence, numbered, with a code that proves it."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from ansinh.delivery.cases.models import StoredFile
from ansinh.delivery.offices.keys import new_key
from ansinh.delivery.offices.models import Absence, Office, Officer
from ansinh.delivery.offices.placed import Placed


class HandOverMinutes(Placed):
    """What changed hands when an officer went away, as it stood when the paper was made; once, and never changed."""

    id = models.UUIDField(primary_key=True, default=new_key)
    absence = models.OneToOneField(Absence, models.PROTECT, related_name="minutes")
    office = models.ForeignKey(Office, models.PROTECT, related_name="+", db_index=False)
    year = models.PositiveSmallIntegerField()
    counted = models.IntegerField(help_text="its number among the minutes of the office and year")
    tasks = models.IntegerField(help_text="open tasks that had changed hands")
    verification = models.CharField(max_length=14, unique=True, help_text="the code behind its QR")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", db_index=False)
    made_by = models.ForeignKey(Officer, models.PROTECT, related_name="+", db_index=False)
    made_at = models.DateTimeField()

    @property
    def number(self) -> str:
        """The number people read: `3/BB-UBND`."""
        return f"{self.counted}/BB-{self.office.symbol}"

    class Meta:
        """Numbers once an office and year."""

        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["office", "year", "counted"], name="minutes_number_once"),
            models.CheckConstraint(condition=Q(tasks__gte=0), name="minutes_tasks_not_negative"),
        ]
