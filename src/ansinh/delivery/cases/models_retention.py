"""How long personal data is kept, as the ministry says in writing: proposed by one officer, answered by another, the newest that stands counts."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q

from ansinh.delivery.offices.keys import new_key
from ansinh.delivery.offices.models import Officer
from ansinh.delivery.offices.placed import Placed


class RetentionPeriod(Placed):
    """How long one kind of a programme's personal data is kept after its end, or which day its end is; it stands once a second officer said so."""

    id = models.UUIDField(primary_key=True, default=new_key)
    programme = models.CharField(max_length=20)
    kind = models.CharField(max_length=10, help_text="as the programme's file names it, or `ends`: the programme's last day")
    months = models.PositiveSmallIntegerField(null=True, help_text="after the programme's last day")
    ends_on = models.DateField(null=True, help_text="the programme's last day")
    basis = models.CharField(max_length=200, help_text="the written document that says so")
    proposed_by = models.ForeignKey(Officer, models.PROTECT, related_name="+", db_index=False)
    proposed_at = models.DateTimeField()
    answered_by = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+", db_index=False)
    answered_at = models.DateTimeField(null=True)
    stands = models.BooleanField(null=True, help_text="whether the second officer confirmed it")
    because = models.CharField(max_length=200, blank=True, help_text="what was looked at, or why not")

    class Meta:
        """A kind has months, the end has a day; whoever proposes never answers; one proposal of a kind waits at a time."""

        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=Q(kind="ends", months__isnull=True, ends_on__isnull=False) | ~Q(kind="ends") & Q(months__gte=1, ends_on__isnull=True),
                name="retention_period_whole",
            ),
            models.CheckConstraint(condition=~Q(basis=""), name="retention_has_a_basis"),
            models.CheckConstraint(
                condition=Q(answered_by__isnull=True, answered_at__isnull=True, stands__isnull=True, because="")
                | Q(answered_by__isnull=False, answered_at__isnull=False, stands__isnull=False) & ~Q(because=""),
                name="retention_answered_whole",
            ),
            models.CheckConstraint(condition=Q(answered_by__isnull=True) | ~Q(answered_by=F("proposed_by")), name="retention_four_eyes"),
            models.UniqueConstraint(fields=["programme", "kind"], condition=Q(answered_at__isnull=True), name="retention_proposed_once"),
        ]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["programme", "kind", "-answered_at"], name="retention_by_kind")]
