"""The outbox: what is said to whom, by which channel, kept until it has left."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from ansinh.delivery.offices.keys import new_key
from ansinh.delivery.offices.placed import Placed


class Notice(Placed):
    """One message to one person about one subject; the same message is never made twice."""

    class Channel(models.TextChoices):
        """How it travels."""

        SMS = "sms", "Tin nhắn"
        LETTER = "letter", "Thư giấy"

    class State(models.TextChoices):
        """Where it is."""

        QUEUED = "queued", "Chờ gửi"
        SENT = "sent", "Đã gửi"
        FAILED = "failed", "Không gửi được"

    id = models.UUIDField(primary_key=True, default=new_key)
    subject = models.UUIDField(help_text="the claim it speaks of")
    kind = models.CharField(max_length=20, help_text="approved, refused, paid, payment_failed")
    occasion = models.UUIDField(help_text="the decision or instruction that causes it")
    channel = models.CharField(max_length=6, choices=Channel.choices)
    address = models.CharField(max_length=200, blank=True)
    name = models.CharField(max_length=100)
    text_vi = models.TextField()
    text_en = models.TextField()
    state = models.CharField(max_length=6, choices=State.choices, default=State.QUEUED)
    made_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    printed_in = models.UUIDField(null=True, help_text="the file of slips or letters that it was printed in")

    class Meta:
        """Once for each occasion; a letter needs no telephone, a message does."""

        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["occasion", "channel", "state"], name="notice_by_occasion"),
            models.Index(fields=["province", "district", "commune", "id"], name="letter_waiting", condition=models.Q(channel="letter", state="queued")),
        ]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["subject", "kind", "occasion"], name="notice_once"),
            models.CheckConstraint(condition=~models.Q(channel="sms") | ~models.Q(address=""), name="sms_has_a_number"),
            models.CheckConstraint(condition=~models.Q(state="sent") | models.Q(sent_at__isnull=False), name="sent_has_a_time"),
        ]
