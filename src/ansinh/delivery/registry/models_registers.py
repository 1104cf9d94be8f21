"""Snapshots of the state's registers, each version beside the last, and their entries: what they say of whom."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import Q

from ansinh.delivery.offices.keys import new_key
from ansinh.delivery.offices.models import Officer
from ansinh.delivery.offices.placed import Placed


class RegisterSnapshot(Placed):
    """A register as it stood on a day, given by somebody; the newest that was taken over vouches for facts, those before stay.

    Its place is whom it speaks of: the nation, a province, a district or a commune.
    """

    class State(models.TextChoices):
        """Where it is."""

        LOADING = "loading", "Đang nạp"
        ASKING = "asking", "Dừng lại, chờ trả lời"
        CURRENT = "current", "Đang dùng"
        SUPERSEDED = "superseded", "Đã có bản mới hơn"
        REFUSED = "refused", "Không dùng"

    id = models.UUIDField(primary_key=True, default=new_key)
    programme = models.CharField(max_length=20)
    register = models.CharField(max_length=20, help_text="as the programme names it: si_register")
    source = models.CharField(max_length=200, help_text="who gave it, by which letter")
    dated = models.DateField(help_text="the day it tells of")
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    size_bytes = models.BigIntegerField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.LOADING)
    columns = models.JSONField(default=dict, help_text="which heading was read as what, and which nobody knew")
    lines = models.BigIntegerField(default=0, help_text="lines of the file dealt with so far: loading goes on after them")
    entries = models.BigIntegerField(default=0)
    faulty = models.BigIntegerField(default=0, help_text="lines that made no entry")
    faults = models.JSONField(default=dict, help_text="faults by code, and the first of them with line, column and what stands there")
    before = models.ForeignKey("self", models.PROTECT, null=True, related_name="+", help_text="the version it is compared with")
    asks = models.JSONField(default=list, help_text="why it stopped and asks")
    loaded_by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    loaded_at = models.DateTimeField()
    answered_by = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    answered_because = models.CharField(max_length=200, blank=True)
    taken_over_at = models.DateTimeField(null=True)
    followed_at = models.DateTimeField(null=True, help_text="when the claims that waited for it had been answered again")
    removed = models.BigIntegerField(default=0, db_default=0, help_text="entries removed since")
    emptied_at = models.DateTimeField(null=True, help_text="when the last of its entries was removed")

    class Meta:
        """One version of a register counts for a place; what asked was answered with a reason."""

        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["programme", "register", "province", "district", "commune"], condition=Q(state="current"), name="snapshot_current_once"
            ),
            models.CheckConstraint(condition=~Q(source=""), name="snapshot_has_a_source"),
            models.CheckConstraint(condition=~Q(state="current") | Q(taken_over_at__isnull=False), name="snapshot_current_since"),
            models.CheckConstraint(
                condition=Q(answered_by__isnull=True, answered_because="") | Q(answered_by__isnull=False, answered_at__isnull=False) & ~Q(answered_because=""),
                name="snapshot_answered_whole",
            ),
            models.CheckConstraint(condition=Q(removed=0, emptied_at__isnull=True) | Q(state__in=["superseded", "refused"]), name="snapshot_removed_unused"),
        ]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["programme", "register", "-dated"], name="snapshot_by_register")]


class RegisterEntry(Placed):
    """One line of a snapshot: of whom it speaks and what it tells. Never changed: the next snapshot has its own. Removed once nobody needs it."""

    id = models.UUIDField(primary_key=True, default=new_key)
    snapshot = models.ForeignKey(RegisterSnapshot, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    line = models.BigIntegerField(help_text="in the file")
    subject = models.CharField(max_length=20, help_text="an identity of the registry: cccd:…, cmnd:…, tax:…")
    full_name = models.CharField(max_length=100, blank=True)
    told = models.JSONField(help_text="facts, spans and numbers of the line")

    class Meta:
        """Found by whom it speaks of; those of one version lie together, so an index of blocks is enough to remove them."""

        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["subject", "snapshot"], name="register_entry_by_subject"),
            BrinIndex(fields=["snapshot"], name="register_entry_by_snapshot", pages_per_range=16),
        ]
