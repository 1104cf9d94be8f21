"""What happened, by whom, when: rows that are only ever added, sealed act by act into one chain of hashes a province."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from ansinh.delivery.offices.keys import new_key


class Event(models.Model):
    """One change of one subject. Many events of one act (a batch approval) are sealed together."""

    id = models.UUIDField(primary_key=True, default=new_key)
    act = models.UUIDField(help_text="the transaction's act; sealed by one `Seal`")
    position = models.IntegerField(help_text="within the act, from 1")
    province = models.CharField(max_length=2, help_text="'00' for national acts")
    district = models.CharField(max_length=3, blank=True)
    commune = models.CharField(max_length=5, blank=True)
    at = models.DateTimeField()
    officer = models.UUIDField(null=True, help_text="empty when the system acts for nobody")
    officer_name = models.CharField(max_length=100)
    office = models.UUIDField(null=True)
    verb = models.CharField(max_length=40)
    subject_kind = models.CharField(max_length=20)
    subject = models.UUIDField()
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    row_hash = models.BinaryField()

    class Meta:
        """Each position of an act once; read by subject, and act by act by time."""

        constraints: ClassVar[list[Any]] = [models.UniqueConstraint(fields=["act", "position"], name="event_position_once")]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["subject"], name="event_by_subject"),
            models.Index(fields=["-at", "-id"], include=["province", "district", "commune"], condition=models.Q(position=1), name="event_acts_by_time"),
        ]

    def __str__(self) -> str:
        """Name it."""
        return f"{self.verb} {self.subject_kind} {self.subject}"


class Seal(models.Model):
    """One link of a province's chain: how many events an act holds, the digest of their hashes, and the hash before."""

    id = models.UUIDField(primary_key=True, default=new_key)
    province = models.CharField(max_length=2)
    sequence = models.BigIntegerField(help_text="without gaps, from 1")
    act = models.UUIDField(unique=True)
    sealed_at = models.DateTimeField()
    events = models.IntegerField()
    digest = models.BinaryField()
    previous = models.BinaryField()
    chain = models.BinaryField()

    class Meta:
        """No gap can hide and no link forks."""

        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["province", "sequence"], name="seal_sequence_once"),
            models.CheckConstraint(condition=models.Q(events__gt=0, sequence__gt=0), name="seal_holds_events"),
        ]

    def __str__(self) -> str:
        """Name it."""
        return f"{self.province}/{self.sequence}"


class Head(models.Model):
    """The end of a province's chain; the row that serialises sealing."""

    province = models.CharField(max_length=2, primary_key=True)
    sequence = models.BigIntegerField()
    chain = models.BinaryField()

    def __str__(self) -> str:
        """Name it."""
        return f"{self.province}/{self.sequence}"
