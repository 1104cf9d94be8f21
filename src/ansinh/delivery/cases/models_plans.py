"""What a province planned and told its offices to do: the documents themselves, to which is only added."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from ansinh.delivery.cases.models import StoredFile
from ansinh.delivery.offices.keys import new_key
from ansinh.delivery.offices.models import Office, Officer
from ansinh.delivery.offices.placed import Placed


class PlanDocument(Placed):
    """A plan, decision, dispatch or guidance of a province for the programme, as it was issued. What was entered wrong is replaced by a later entry."""

    class Kind(models.TextChoices):
        """What it is."""

        PLAN = "plan", "Kế hoạch"
        DECISION = "decision", "Quyết định"
        DISPATCH = "dispatch", "Công văn"
        GUIDANCE = "guidance", "Hướng dẫn"

    id = models.UUIDField(primary_key=True, default=new_key)
    programme = models.CharField(max_length=20)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    number = models.CharField(max_length=60, help_text="as it stands on the document: 2434/KH-UBND")
    issued_on = models.DateField(help_text="the day on the document; the plan's is the one from which days are counted")
    issued_by = models.CharField(max_length=160, help_text="the office that issued it")
    signed_by = models.CharField(max_length=100, help_text="who signed it, by name and title")
    title = models.CharField(max_length=300)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", help_text="as it came, its own signatures in it")
    published = models.BooleanField(help_text="that everybody may read it, without signing in")
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaced_by")
    office = models.ForeignKey(Office, models.PROTECT, related_name="+", db_index=False, help_text="who entered it")
    entered_by = models.ForeignKey(Officer, models.PROTECT, related_name="+", db_index=False)
    entered_at = models.DateTimeField()

    class Meta:
        """One plan of a province to begin with: each further one replaces another, so exactly one is in force."""

        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["programme", "province"], name="plan_once", condition=Q(kind="plan", replaces__isnull=True)),
            models.CheckConstraint(condition=~Q(number="") & ~Q(title="") & ~Q(issued_by="") & ~Q(signed_by=""), name="plan_document_is_whole"),
        ]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["province", "-issued_on", "-id"], name="plan_document_by_province")]

    def __str__(self) -> str:
        """Name it as people cite it."""
        return f"{self.get_kind_display()} {self.number}"


class PlanTarget(Placed):
    """What of a policy a province, or a district, is to reach by a day, and who answers for it; the latest entry of a place and policy holds."""

    id = models.UUIDField(primary_key=True, default=new_key)
    programme = models.CharField(max_length=20)
    policy = models.CharField(max_length=20)
    people = models.PositiveIntegerField(help_text="how many are to have their support, from the document")
    due_on = models.DateField()
    document = models.ForeignKey(PlanDocument, models.PROTECT, related_name="targets", db_index=False)
    owner = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+", db_index=False, help_text="empty where nobody was named yet")
    since = models.DateField(help_text="the day from which the person answers")
    basis = models.CharField(max_length=160, help_text="the written act that names the person; the document itself where it does")
    entered_by = models.ForeignKey(Officer, models.PROTECT, related_name="+", db_index=False)
    entered_at = models.DateTimeField()

    class Meta:
        """Sought by place and policy, the latest first."""

        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=Q(people__gt=0), name="plan_target_counts_people"),
            models.CheckConstraint(condition=Q(owner__isnull=True) | ~Q(basis=""), name="plan_target_names_by_an_act"),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["programme", "province", "district", "policy", "-entered_at", "-id"], name="plan_target_by_place"),
        ]

    def __str__(self) -> str:
        """Name it."""
        return f"{self.district or self.province} {self.policy} {self.people}"
