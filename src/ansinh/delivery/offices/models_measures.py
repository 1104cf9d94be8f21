"""What a place is told to do against the epidemic from a day on, and which group the ministry sets a province in itself."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from ansinh.delivery.offices.keys import new_key
from ansinh.delivery.offices.models import Office, Officer


class Measure(models.Model):
    """That a directive holds in a place from a day on, until the next measure of the same place. Corrected by a later entry, never changed."""

    class Directive(models.TextChoices):
        """Which."""

        LIFTED = "lifted", "Bãi bỏ giãn cách"
        D19 = "19", "Chỉ thị 19"
        D15 = "15", "Chỉ thị 15"
        D16 = "16", "Chỉ thị 16"

    id = models.UUIDField(primary_key=True, default=new_key)
    province = models.CharField(max_length=2)
    district = models.CharField(max_length=3, blank=True)
    commune = models.CharField(max_length=5, blank=True)
    directive = models.CharField(max_length=6, choices=Directive.choices)
    begins = models.DateField(help_text="the first day it holds")
    document = models.CharField(max_length=120, help_text="number and day of the act")
    office = models.ForeignKey(Office, models.PROTECT, related_name="+", help_text="who entered it")
    entered_by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        """Sought by place, the latest first."""

        constraints: ClassVar[list[Any]] = [models.CheckConstraint(condition=~Q(document=""), name="measure_has_a_document")]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["province", "district", "commune", "-begins", "-entered_at"], name="measure_by_place")]

    def __str__(self) -> str:
        """Name it."""
        return f"{self.commune or self.district or self.province} {self.directive} {self.begins}"


class GroupSet(models.Model):
    """That the ministry sets a province in a group from a day on, whatever its measures say; an empty group leaves it to them again."""

    id = models.UUIDField(primary_key=True, default=new_key)
    province = models.CharField(max_length=2)
    group = models.CharField(max_length=1, blank=True, choices=[("a", "A"), ("b", "B"), ("c", "C")])
    begins = models.DateField()
    reason = models.CharField(max_length=200)
    entered_by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        """Each says why."""

        constraints: ClassVar[list[Any]] = [models.CheckConstraint(condition=~Q(reason=""), name="group_set_says_why")]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["province", "-begins", "-entered_at"], name="group_set_by_province")]

    def __str__(self) -> str:
        """Name it."""
        return f"{self.province} {self.group} {self.begins}"
