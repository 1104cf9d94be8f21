"""Two persons who may be one, for a named human to decide; and the sweeps that found them, or stopped to ask."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q

from ansinh.delivery.offices.keys import new_key
from ansinh.delivery.offices.models import Officer
from ansinh.delivery.offices.placed import Placed
from ansinh.delivery.registry.models import IdentityLink, Person


class Resemblance(Placed):
    """That two persons of a province may be one. It refuses nobody anything: an officer says same, or different and why, and can undo it.

    Placed in the smallest place that holds both, with one owner there.
    """

    class State(models.TextChoices):
        """What the human said."""

        OPEN = "open", "Chờ xem"
        SAME = "same", "Cùng một người"
        DIFFERENT = "different", "Hai người khác nhau"

    id = models.UUIDField(primary_key=True, default=new_key)
    one = models.ForeignKey(Person, models.PROTECT, related_name="+")
    other = models.ForeignKey(Person, models.PROTECT, related_name="+")
    likely_permille = models.PositiveSmallIntegerField(help_text="how probably they are one, in thousandths")
    owner = models.ForeignKey(Officer, models.PROTECT, related_name="resemblances")
    found_at = models.DateTimeField()
    state = models.CharField(max_length=9, choices=State.choices, default=State.OPEN)
    reason = models.CharField(max_length=200, blank=True)
    decided_by = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    link = models.ForeignKey(IdentityLink, models.PROTECT, null=True, related_name="+", help_text="what the decision that they are one made")

    class Meta:
        """A pair once; decided by somebody for a reason; the owner's open ones found at once, the likeliest first."""

        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["one", "other"], name="resemblance_once"),
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="resemblance_in_order"),
            models.CheckConstraint(condition=Q(likely_permille__lte=1000), name="resemblance_in_thousandths"),
            models.CheckConstraint(
                condition=Q(state="open", decided_by__isnull=True, decided_at__isnull=True)
                | ~Q(state="open") & Q(decided_by__isnull=False, decided_at__isnull=False) & ~Q(reason=""),
                name="resemblance_decided_whole",
            ),
        ]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["owner", "-likely_permille"], name="resemblance_open", condition=Q(state="open"))]


class Sweep(Placed):
    """The people who came new to a commune between two looks, and how many of them resemble somebody; too many, and it stops and asks."""

    class State(models.TextChoices):
        """How it went."""

        DONE = "done", "Đã xem"
        STOPPED = "stopped", "Dừng lại, chờ trả lời"
        CONTINUED = "continued", "Làm tiếp"
        DROPPED = "dropped", "Cột sai, bỏ"

    id = models.UUIDField(primary_key=True, default=new_key)
    after = models.DateTimeField(null=True, help_text="the look before; empty for the first")
    at = models.DateTimeField()
    people = models.IntegerField()
    alike = models.IntegerField()
    state = models.CharField(max_length=9, choices=State.choices)
    owner = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=200, blank=True)
    answered_by = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        """One look of a commune at a moment; one that stopped has somebody who answers, an answer has a reason."""

        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["commune", "at"], name="sweep_once"),
            models.CheckConstraint(condition=Q(alike__gte=0, people__gte=F("alike")), name="sweep_counts_people"),
            models.CheckConstraint(condition=~Q(state="stopped") | Q(owner__isnull=False), name="sweep_stopped_has_an_owner"),
            models.CheckConstraint(
                condition=Q(state__in=["done", "stopped"], answered_by__isnull=True)
                | Q(state__in=["continued", "dropped"], answered_by__isnull=False, answered_at__isnull=False) & ~Q(reason=""),
                name="sweep_answered_whole",
            ),
        ]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["province", "-at"], name="sweep_by_province")]
