"""What passes between us and other systems: what one filed, what it searched, where it is told what, and each message to it until it arrived."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from ansinh.delivery.intake.models import Filing
from ansinh.delivery.offices.keys import new_key
from ansinh.delivery.offices.models import Officer
from ansinh.delivery.offices.placed import Placed
from ansinh.delivery.systems.models import ApiClient


class Occasion(models.TextChoices):
    """What a system may be told; each is one deed of ours."""

    FILING = "filing.state", "Hồ sơ nộp được tiếp nhận, từ chối, rút"
    MOVED = "dossier.moved", "Hồ sơ sang bước khác"
    DECIDED = "dossier.decided", "Đã có quyết định"
    PAID = "filing.paid", "Đã chi trả, hoặc chi trả không thành"
    ON_SEARCH = "registry.on-search", "Kết quả tra cứu"


class ClientFiling(Placed):
    """That a system filed something: it alone may ask what became of it, and is told."""

    id = models.UUIDField(primary_key=True, default=new_key)
    client = models.ForeignKey(ApiClient, models.PROTECT, related_name="filings", db_index=False)
    filing = models.OneToOneField(Filing, models.PROTECT, related_name="by_client")
    reference = models.CharField(max_length=60, blank=True, help_text="the system's own number")
    filed_at = models.DateTimeField()

    class Meta:
        """Listed by client, the newest last."""

        indexes: ClassVar[list[Any]] = [models.Index(fields=["client", "id"], name="client_filing_by_client")]


class SystemSearch(Placed):
    """That a system asked the registry for people, whom and what for. Only ever added; placed where the system's office is."""

    id = models.UUIDField(primary_key=True, default=new_key)
    client = models.ForeignKey(ApiClient, models.PROTECT, related_name="searches", db_index=False)
    at = models.DateTimeField()
    message_id = models.CharField(max_length=99)
    purposes = ArrayField(models.CharField(max_length=200), help_text="code and words, as the system gave them, one a request")
    request = models.JSONField(help_text="the message as it came")
    later = models.BooleanField(help_text="answered by a call to the system, not at once")
    people = ArrayField(models.UUIDField(), default=list, help_text="who was answered with")

    class Meta:
        """A message that is answered later is taken once."""

        constraints: ClassVar[list[Any]] = [models.UniqueConstraint(fields=["client", "message_id"], condition=Q(later=True), name="search_once_a_message")]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["client", "-at"], name="search_by_client")]


class SystemLook(Placed):
    """That a system was answered with somebody, and what for. Only ever added; placed where she is known, so that whoever keeps her sees it."""

    id = models.UUIDField(primary_key=True, default=new_key)
    client = models.ForeignKey(ApiClient, models.PROTECT, related_name="+", db_index=False)
    search = models.UUIDField(help_text="the search, which stands where the system's office is")
    person = models.UUIDField()
    at = models.DateTimeField()
    purpose = models.CharField(max_length=200)

    class Meta:
        """Read by person."""

        indexes: ClassVar[list[Any]] = [models.Index(fields=["person", "-at"], name="system_look_by_person")]


class Subscription(models.Model):
    """Where a system is told of what; its signing secret follows from our own key, its own and the turn, and is kept nowhere."""

    id = models.UUIDField(primary_key=True, default=new_key)
    client = models.ForeignKey(ApiClient, models.PROTECT, related_name="subscriptions")
    url = models.CharField(max_length=500)
    occasions = ArrayField(models.CharField(max_length=20, choices=Occasion.choices))
    turn = models.PositiveSmallIntegerField(default=1, help_text="which secret it is")
    made_by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+")

    class Meta:
        """One address once; ended by somebody."""

        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["client", "url"], condition=Q(ended_at__isnull=True), name="subscription_once"),
            models.CheckConstraint(condition=~Q(occasions=[]), name="subscription_tells_something"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True) | Q(ended_at__isnull=False, ended_by__isnull=False), name="subscription_ended_whole"
            ),
        ]

    def __str__(self) -> str:
        """Name it."""
        return self.url


class Webhook(Placed):
    """One message to one system, written in the transaction of the deed it tells of, kept until it arrived or a human must look."""

    class State(models.TextChoices):
        """Where it is."""

        QUEUED = "queued", "Chờ gửi"
        SENT = "sent", "Đã nhận"
        DEAD = "dead", "Không gửi được"

    id = models.UUIDField(primary_key=True, default=new_key)
    subscription = models.ForeignKey(Subscription, models.PROTECT, related_name="webhooks", db_index=False)
    occasion = models.CharField(max_length=20, choices=Occasion.choices)
    filing = models.ForeignKey(Filing, models.PROTECT, null=True, related_name="+")
    search = models.OneToOneField(SystemSearch, models.PROTECT, null=True, related_name="answer")
    told_state = models.CharField(max_length=20, blank=True, help_text="where the filing came to; with its code all that is told")
    made_at = models.DateTimeField()
    state = models.CharField(max_length=6, choices=State.choices, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(help_text="not before; while it is being sent, when it is given up as lost")
    last_status = models.PositiveSmallIntegerField(null=True, help_text="what the system answered last")
    last_fault = models.CharField(max_length=200, blank=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        """It speaks of a filing or of a search; what is due and what is dead are found at once."""

        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=Q(occasion="registry.on-search", search__isnull=False, filing__isnull=True, told_state="")
                | ~Q(occasion="registry.on-search") & Q(filing__isnull=False, search__isnull=True) & ~Q(told_state=""),
                name="webhook_speaks_of_one",
            ),
            models.CheckConstraint(
                condition=Q(state="queued", ended_at__isnull=True) | ~Q(state="queued") & Q(ended_at__isnull=False), name="webhook_ended_whole"
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["next_at"], name="webhook_due", condition=Q(state="queued")),
            models.Index(fields=["-ended_at", "id"], name="webhook_dead", condition=Q(state="dead")),
            models.Index(fields=["subscription", "-id"], name="webhook_by_subscription"),
        ]
