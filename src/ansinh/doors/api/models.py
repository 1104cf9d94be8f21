"""Answers already given, so that a call repeated with the same key has one effect."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models


class Reply(models.Model):
    """What a key of an officer or of another system was answered; written in the transaction of the deed itself."""

    caller = models.UUIDField()
    key = models.CharField(max_length=100)
    request_sha256 = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(null=True)
    body = models.JSONField(null=True)
    at = models.DateTimeField()

    class Meta:
        """A key once a caller."""

        constraints: ClassVar[list[Any]] = [models.UniqueConstraint(fields=["caller", "key"], name="reply_once")]

    def __str__(self) -> str:
        """Name it."""
        return self.key
