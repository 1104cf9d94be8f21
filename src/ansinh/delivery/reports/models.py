"""Summaries of what happened each day and of how long money took: kept beside the rows they count, always countable again from them.

Sums of provinces and districts hold no personal data and are public; those of communes are read in scope.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from ansinh.delivery.offices.keys import new_key
from ansinh.delivery.offices.models import Level
from ansinh.delivery.offices.placed import Placed

LEVELS = [(Level.PROVINCE.value, "tỉnh"), (Level.DISTRICT.value, "huyện"), (Level.COMMUNE.value, "xã")]
MEASURES = ("dossiers", "claims", "approved", "refused", "paid", "returned", "claimed_vnd", "approved_vnd", "paid_vnd", "returned_vnd")


class Daily(Placed):
    """What happened in a place under a policy on a day: submitted, decided, and (by channel) paid or come back."""

    id = models.BigAutoField(primary_key=True)
    level = models.CharField(max_length=8, choices=LEVELS)
    policy = models.CharField(max_length=20)
    day = models.DateField()
    channel = models.CharField(max_length=4, blank=True, help_text="of payments; empty for everything before them")
    dossiers = models.IntegerField(default=0)
    claims = models.IntegerField(default=0, help_text="submitted")
    approved = models.IntegerField(default=0)
    refused = models.IntegerField(default=0)
    paid = models.IntegerField(default=0, help_text="people who have their money: instructions paid")
    returned = models.IntegerField(default=0, help_text="payments that came back")
    claimed_vnd = models.BigIntegerField(default=0)
    approved_vnd = models.BigIntegerField(default=0)
    paid_vnd = models.BigIntegerField(default=0)
    returned_vnd = models.BigIntegerField(default=0)

    class Meta:
        """A sum of a place, policy, day and channel once."""

        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["province", "level", "district", "commune", "policy", "day", "channel"], name="daily_once"),
            models.CheckConstraint(condition=Q(**{f"{name}__gte": 0 for name in MEASURES}), name="daily_not_negative"),
        ]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["day", "policy"], name="daily_of_provinces", condition=Q(level="province"))]


class Duration(Placed):
    """How many people had their money after so many working days, by the day it arrived: exact medians of any cut come from these."""

    id = models.BigAutoField(primary_key=True)
    level = models.CharField(max_length=8, choices=LEVELS)
    policy = models.CharField(max_length=20)
    day = models.DateField()
    working_days = models.IntegerField()
    people = models.IntegerField()

    class Meta:
        """A sum of a place, policy, day and length once."""

        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["province", "level", "district", "commune", "policy", "day", "working_days"], name="duration_once"),
            models.CheckConstraint(condition=Q(people__gte=0), name="duration_not_negative"),
        ]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["day", "policy"], name="duration_of_provinces", condition=Q(level="province"))]


class Counting(models.Model):
    """How far a province has been counted: the link of its log that was the last one before the count."""

    province = models.CharField(max_length=2, primary_key=True)
    sequence = models.BigIntegerField()
    counted_at = models.DateTimeField()
    revision = models.UUIDField(default=new_key, help_text="another one with each count, later ones larger")

    def __str__(self) -> str:
        """Name it."""
        return f"{self.province}/{self.sequence}"
