"""Grievances: what somebody says is wrong, who must answer it until when, what was found, and what follows from it."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from ansinh.delivery.cases.models import Claim, Dossier
from ansinh.delivery.cases.models_pace import Escalation
from ansinh.delivery.offices.keys import new_key
from ansinh.delivery.offices.models import Office, Officer
from ansinh.delivery.offices.placed import Placed


class Grievance(Placed):
    """One complaint or objection, owned by one officer who had no part in the matter. What was told never changes."""

    class Kind(models.TextChoices):
        """What it is about."""

        DECISION = "decision", "Khiếu nại quyết định"
        DELAY = "delay", "Chậm giải quyết"
        MISSING = "missing", "Bị bỏ sót"
        CONDUCT = "conduct", "Hành vi của cán bộ"
        OBJECTION = "objection", "Ý kiến về danh sách niêm yết"
        AMENDMENT = "amendment", "Đề nghị sửa thông tin"

    class Channel(models.TextChoices):
        """How it came."""

        WEB = "web", "Trên mạng"
        COUNTER = "counter", "Tại quầy"
        HOTLINE = "hotline", "Qua điện thoại"

    class State(models.TextChoices):
        """Whether it was answered, and how."""

        FILED = "filed", "Đang xem xét"
        UPHELD = "upheld", "Chấp nhận"
        DISMISSED = "dismissed", "Không chấp nhận"
        WITHDRAWN = "withdrawn", "Đã rút"

    class Remedy(models.TextChoices):
        """What follows from one that is upheld."""

        REOPENED = "reopened", "Lập hồ sơ xét lại"
        ORDERED = "ordered", "Giao việc phải làm"

    id = models.UUIDField(primary_key=True, default=new_key)
    number = models.CharField(max_length=30, unique=True, help_text="province-KN-year-counter")
    code = models.CharField(max_length=14, unique=True, help_text="on the receipt; who holds it may ask and withdraw")
    kind = models.CharField(max_length=9, choices=Kind.choices)
    channel = models.CharField(max_length=7, choices=Channel.choices)
    sensitive = models.BooleanField(help_text="seen by its owner, by who decided it and by supervisors alone")
    policy = models.CharField(max_length=20, blank=True)
    dossier = models.ForeignKey(Dossier, models.PROTECT, null=True, related_name="grievances")
    claim = models.ForeignKey(Claim, models.PROTECT, null=True, related_name="grievances")
    name = models.CharField(max_length=100, blank=True, help_text="of who complains; empty when she does not say")
    phone = models.CharField(max_length=15, blank=True)
    text = models.TextField(max_length=4000)
    filed_at = models.DateTimeField()
    filed_on = models.DateField()
    filed_by = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+", help_text="the clerk who wrote it down; empty on the web")
    office = models.ForeignKey(Office, models.PROTECT)
    owner = models.ForeignKey(Officer, models.PROTECT, related_name="grievances")
    involved = ArrayField(models.UUIDField(), default=list, help_text="officers who prepared, handled or signed the matter: none of them answers it")
    due_on = models.DateField()
    cite = models.CharField(max_length=100, help_text="the article the due day rests on")
    state = models.CharField(max_length=9, choices=State.choices, default=State.FILED)
    ended_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=1000, blank=True, help_text="what was found and why, as the person reads it")
    remedy = models.CharField(max_length=8, choices=Remedy.choices, blank=True)
    opened = models.OneToOneField(Dossier, models.PROTECT, null=True, related_name="opened_for", help_text="the dossier opened to put it right")
    ordered_to = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+", help_text="who must do what the decision orders")
    follows = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="followed", help_text="the complaint whose answer this one does not accept; answered by an office above"
    )
    carried_out_at = models.DateTimeField(null=True)
    carried_out = models.CharField(max_length=500, blank=True, help_text="what was done, in the words of who was ordered")

    class Meta:
        """Decided means by whom, when and why; upheld means something follows. That nobody involved decides is a CHECK of the migration."""

        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=Q(state="filed", ended_at__isnull=True) | ~Q(state="filed") & Q(ended_at__isnull=False), name="grievance_ended"),
            models.CheckConstraint(
                condition=Q(state__in=["upheld", "dismissed"], decided_by__isnull=False) & ~Q(reason="")
                | Q(state__in=["filed", "withdrawn"], decided_by__isnull=True),
                name="grievance_decided_whole",
            ),
            models.CheckConstraint(condition=~Q(state="upheld") & Q(remedy="") | Q(state="upheld") & ~Q(remedy=""), name="grievance_upheld_has_a_remedy"),
            models.CheckConstraint(
                condition=Q(remedy="reopened", opened__isnull=False, ordered_to__isnull=True)
                | Q(remedy="ordered", opened__isnull=True, ordered_to__isnull=False)
                | Q(remedy="", opened__isnull=True, ordered_to__isnull=True),
                name="grievance_remedy_whole",
            ),
            models.CheckConstraint(
                condition=Q(carried_out_at__isnull=True, carried_out="") | Q(remedy="ordered", carried_out_at__isnull=False) & ~Q(carried_out=""),
                name="grievance_carried_out_whole",
            ),
            models.CheckConstraint(condition=~Q(kind="objection") | Q(dossier__isnull=False), name="objection_has_a_list"),
            models.CheckConstraint(condition=~Q(kind="conduct") | Q(sensitive=True), name="conduct_is_sensitive"),
            models.CheckConstraint(condition=Q(follows__isnull=True) | ~Q(kind__in=["conduct", "objection"]), name="grievance_goes_on_from_a_complaint"),
            models.CheckConstraint(condition=Q(due_on__gte=F("filed_on")), name="grievance_due_after_filing"),
            models.CheckConstraint(
                condition=Q(channel="web", filed_by__isnull=True) | ~Q(channel="web") & Q(filed_by__isnull=False), name="grievance_written_by"
            ),
            models.CheckConstraint(condition=~Q(text=""), name="grievance_says_something"),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["owner", "due_on"], name="grievance_open_by_owner", condition=Q(state="filed")),
            models.Index(fields=["due_on", "id"], name="grievance_open_by_day", condition=Q(state="filed")),
            models.Index(fields=["province", "-id"], name="grievance_by_province"),
            models.Index(fields=["commune", "-id"], name="grievance_by_commune"),
            models.Index(fields=["ordered_to"], name="grievance_ordered", condition=Q(remedy="ordered", carried_out_at__isnull=True)),
        ]

    @property
    def anonymous(self) -> bool:
        """Whether who complains has not said who she is."""
        return not self.name


class GrievanceEscalation(Placed):
    """That somebody was told of a complaint that is nearly or already late: once for each rung, never what it says."""

    id = models.UUIDField(primary_key=True, default=new_key)
    grievance = models.ForeignKey(Grievance, models.PROTECT, related_name="escalations", db_index=False)
    rung = models.CharField(max_length=8, choices=Escalation.Rung.choices)
    told = models.ForeignKey(
        Officer,
        models.PROTECT,
        null=True,
        related_name="+",
        help_text="empty where nobody without part in the matter heads the office, which is an alarm of its own",
    )
    made_at = models.DateTimeField()

    class Meta:
        """Each rung once a complaint."""

        constraints: ClassVar[list[Any]] = [models.UniqueConstraint(fields=["grievance", "rung"], name="grievance_escalation_once")]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["told", "-made_at"], name="grievance_escalation_by_told")]
