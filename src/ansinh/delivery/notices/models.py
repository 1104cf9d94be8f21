"""The outbox: what is said to whom, by which channel, kept until it has left; who took it, what came back, and who sees to what could not be said."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q, Value

from ansinh.delivery.offices.keys import new_key
from ansinh.delivery.offices.models import Office, Officer
from ansinh.delivery.offices.placed import Placed


class Notice(Placed):
    """One message to one person about one subject; the same message is never made twice."""

    class Channel(models.TextChoices):
        """How it travels."""

        SMS = "sms", "Tin nhắn"
        ZALO = "zalo", "Zalo"
        EMAIL = "email", "Thư điện tử"
        LETTER = "letter", "Thư giấy"

    class State(models.TextChoices):
        """Where it is."""

        QUEUED = "queued", "Chờ gửi"
        SENT = "sent", "Đã gửi"
        DELIVERED = "delivered", "Đã đến máy"
        FAILED = "failed", "Không gửi được"
        BOUNCED = "bounced", "Không có người nhận"

    class Lane(models.TextChoices):
        """In which queue it waits: what comes by the hundred never stands before what comes alone."""

        SINGLE = "single", "Tin riêng"
        BULK = "bulk", "Tin hàng loạt"

    id = models.UUIDField(primary_key=True, default=new_key)
    subject = models.UUIDField(help_text="the claim it speaks of")
    kind = models.CharField(max_length=20, help_text="approved, refused, paid, payment_failed")
    occasion = models.UUIDField(help_text="the decision or instruction that causes it")
    channel = models.CharField(max_length=6, choices=Channel.choices)
    address = models.CharField(max_length=200, blank=True)
    name = models.CharField(max_length=100)
    text_vi = models.TextField()
    text_en = models.TextField()
    state = models.CharField(max_length=9, choices=State.choices, default=State.QUEUED)
    made_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    printed_in = models.UUIDField(null=True, help_text="the file of slips or letters that it was printed in")
    lane = models.CharField(max_length=6, choices=Lane.choices, db_default=Lane.SINGLE)
    next_at = models.DateTimeField(null=True, help_text="not before; while it is being sent, when that is given up as lost; empty: at once")
    attempts = models.PositiveSmallIntegerField(db_default=0, help_text="rounds through all providers that failed")
    provider = models.CharField(max_length=40, db_default=Value(""), blank=True, help_text="who has it, or had it last")
    unsure_since = models.DateTimeField(null=True, help_text="since when that provider may have it: only it is asked again")
    passed = ArrayField(models.CharField(max_length=40), db_default=[], help_text="providers that failed in this round")
    parts = models.PositiveSmallIntegerField(null=True, help_text="how many parts of a text message were handed over")
    fault = models.CharField(max_length=200, db_default=Value(""), blank=True)
    ended_at = models.DateTimeField(null=True, help_text="when it arrived or was found undeliverable")

    class Meta:
        """Once for each occasion; a letter needs no telephone, a message does; what waits is found lane by lane."""

        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["occasion", "channel", "state"], name="notice_by_occasion"),
            models.Index(fields=["province", "district", "commune", "id"], name="letter_waiting", condition=Q(channel="letter", state="queued")),
            models.Index(
                models.F("lane"), models.F("channel"), models.F("next_at").asc(nulls_first=True), models.F("id"), name="notice_due", condition=Q(state="queued")
            ),
            models.Index(fields=["address"], name="notice_unreachable", condition=Q(state="bounced")),
            models.Index(fields=["address"], name="notice_waiting_at", condition=Q(state="queued")),
            models.Index(fields=["ended_at", "id"], name="notice_ended_badly", condition=Q(state__in=["failed", "bounced"])),
        ]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["subject", "kind", "occasion"], name="notice_once"),
            models.CheckConstraint(condition=Q(channel="letter") | ~Q(address=""), name="message_has_an_address"),
            models.CheckConstraint(condition=~Q(state__in=["sent", "delivered"]) | Q(sent_at__isnull=False), name="sent_has_a_time"),
            models.CheckConstraint(condition=Q(unsure_since__isnull=True) | ~Q(provider=""), name="unsure_of_somebody"),
        ]


class Handover(Placed):
    """That a provider took a message, or a part of it, under a reference of its own. Only ever added."""

    id = models.UUIDField(primary_key=True, default=new_key)
    notice = models.ForeignKey(Notice, models.PROTECT, related_name="handovers")
    provider = models.CharField(max_length=40)
    reference = models.CharField(max_length=120)
    at = models.DateTimeField()

    class Meta:
        """By its reference a receipt finds the message."""

        constraints: ClassVar[list[Any]] = [models.UniqueConstraint(fields=["provider", "reference", "notice"], name="handover_once")]


class ProviderState(models.Model):
    """What is known of one provider by everybody who sends: how much it may be given, whether it works, how far its receipts were read."""

    name = models.CharField(primary_key=True, max_length=40)
    tokens = models.FloatField(default=0, help_text="messages it may be given at once")
    filled_at = models.DateTimeField(help_text="when the tokens were reckoned last")
    failures = models.PositiveIntegerField(default=0, help_text="failures in a row")
    opened = models.PositiveSmallIntegerField(default=0, help_text="how often in a row it was found out of order")
    open_until = models.DateTimeField(null=True, help_text="nothing is given to it before")
    last_fault = models.CharField(max_length=200, blank=True)
    failed_at = models.DateTimeField(null=True)
    worked_at = models.DateTimeField(null=True)
    cursor = models.CharField(max_length=200, blank=True, help_text="up to where its receipts were read")
    held_since = models.DateTimeField(null=True, help_text="since when that place waits for a message that is not known yet")

    def __str__(self) -> str:
        """Name it."""
        return self.name


class Undelivered(Placed):
    """That a person could not be told something: open before one named officer until she says what she did about it."""

    class Outcome(models.TextChoices):
        """How it ended."""

        TOLD = "told", "Đã báo trực tiếp"
        REACHABLE = "reachable", "Số đã dùng lại được"
        NOWHERE = "nowhere", "Không tìm được người nhận"

    id = models.UUIDField(primary_key=True, default=new_key)
    notice = models.OneToOneField(Notice, models.PROTECT, related_name="undelivered")
    office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    owner = models.ForeignKey(Officer, models.PROTECT, related_name="undelivered")
    opened_at = models.DateTimeField()
    due_on = models.DateField()
    permanent = models.BooleanField(help_text="nobody receives at that address: nothing more goes there")
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+")
    outcome = models.CharField(max_length=9, choices=Outcome.choices, blank=True)

    class Meta:
        """Settled means by whom and how; found by owner."""

        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True, settled_by__isnull=True, outcome="")
                | Q(settled_at__isnull=False, settled_by__isnull=False) & ~Q(outcome=""),
                name="undelivered_settled_whole",
            )
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["owner", "due_on", "id"], name="undelivered_by_owner", condition=Q(settled_at__isnull=True)),
            models.Index(fields=["province", "due_on", "id"], name="undelivered_by_place", condition=Q(settled_at__isnull=True)),
        ]
