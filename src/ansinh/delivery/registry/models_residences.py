"""Where a person is registered and where she lives, each from a day to a day."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Q

from ansinh.delivery.offices.keys import new_key
from ansinh.delivery.offices.models import Officer, Place
from ansinh.delivery.offices.placed import Placed
from ansinh.delivery.registry.models import Identifier, Person


class Residence(Placed):
    """A commune where a person is registered, or lives, for a span of days; a move ends one and begins another."""

    class Kind(models.TextChoices):
        """Registered with the police, or where she can be found."""

        REGISTERED = "registered", "Nơi đăng ký thường trú, tạm trú"
        ACTUAL = "actual", "Nơi đang ở"

    id = models.UUIDField(primary_key=True, default=new_key)
    person = models.ForeignKey(Person, models.PROTECT, related_name="residences")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    place = models.ForeignKey(
        Place, models.PROTECT, related_name="+", db_index=False, help_text="the commune on the map of its first day; mergers are followed from there"
    )
    address = models.CharField(max_length=200, blank=True, help_text="house, hamlet")
    held = DateRangeField(help_text="from, inclusive; to, exclusive or open")
    source = models.CharField(max_length=8, choices=Identifier.Source.choices)
    evidence = models.CharField(max_length=200, help_text="which paper, list or register was looked at")
    recorded_by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    @property
    def until(self) -> date | None:
        """The last day; nothing while it holds."""
        return self.held.upper - timedelta(1) if self.held.upper else None

    class Meta:
        """One of each kind at a time; each rests on something."""

        constraints: ClassVar[list[Any]] = [
            ExclusionConstraint(
                name="residence_one_at_a_time",
                expressions=[("person", RangeOperators.EQUAL), ("kind", RangeOperators.EQUAL), ("held", RangeOperators.OVERLAPS)],
            ),
            models.CheckConstraint(condition=~Q(evidence=""), name="residence_has_evidence"),
            models.CheckConstraint(condition=Q(held__isempty=False), name="residence_holds_some_day"),
        ]
