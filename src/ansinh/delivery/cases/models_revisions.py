"""Later decisions that revoke or correct an earlier one: proposed with a reason, signed by somebody else under a number, never an edit."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q

from ansinh.delivery.cases.models import Claim, Decision, StoredFile
from ansinh.delivery.cases.models_pace import Escalation
from ansinh.delivery.offices.keys import new_key
from ansinh.delivery.offices.models import Office, Officer
from ansinh.delivery.offices.placed import Placed


class State(models.TextChoices):
    """Where a revision is, and each claim in it."""

    PROPOSED = "proposed", "Chờ ký"
    SIGNED = "signed", "Đã ban hành"
    REJECTED = "rejected", "Không chấp nhận"


class Revision(Placed):
    """That approvals of one decision are revoked, or claims of it corrected: with one named signer while it is proposed, a decision once signed."""

    class Kind(models.TextChoices):
        """What it does."""

        REVOKE = "revoke", "Thu hồi"
        CORRECT = "correct", "Đính chính"

    class Ground(models.TextChoices):
        """Why, in one word of ours; the reason says the rest."""

        ERROR = "error", "Duyệt nhầm"
        FRAUD = "fraud", "Khai không đúng sự thật"
        DIED = "died", "Người được hỗ trợ đã mất"
        DOUBLE = "double", "Hưởng trùng"
        CLERICAL = "clerical", "Sai sót khi lập hồ sơ"

    id = models.UUIDField(primary_key=True, default=new_key)
    decision = models.ForeignKey(Decision, models.PROTECT, related_name="revisions")
    kind = models.CharField(max_length=7, choices=Kind.choices)
    ground = models.CharField(max_length=8, choices=Ground.choices)
    reason = models.CharField(max_length=300, help_text="word for word as the person reads it")
    article = models.CharField(max_length=100, help_text="what it rests on")
    office = models.ForeignKey(Office, models.PROTECT, help_text="the authority that signed the decision")
    owner = models.ForeignKey(Officer, models.PROTECT, related_name="revisions", help_text="who has to sign or reject it")
    due_on = models.DateField()
    proposed_by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    claims = models.IntegerField()
    before_vnd = models.BigIntegerField(help_text="what its claims came to before")
    after_vnd = models.BigIntegerField(help_text="what they come to by it; nothing where it revokes")
    state = models.CharField(max_length=8, choices=State.choices, default=State.PROPOSED)
    answered_by = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=300, blank=True, help_text="why it was rejected")
    number = models.CharField(max_length=40, blank=True, help_text="in the same series as decisions: 13/QĐ-UBND")
    year = models.PositiveSmallIntegerField(null=True)
    decided_on = models.DateField(null=True)
    verification = models.CharField(max_length=14, blank=True, help_text="the code behind its document's QR")
    document = models.ForeignKey(StoredFile, models.PROTECT, null=True)

    class Meta:
        """Four eyes; a number only where it was signed; a rejection says why."""

        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["office", "year", "number"], name="revision_number_once", condition=~Q(number="")),
            models.UniqueConstraint(fields=["verification"], name="revision_code_once", condition=~Q(verification="")),
            models.CheckConstraint(condition=Q(answered_by__isnull=True) | ~Q(answered_by=F("proposed_by")), name="revision_of_another"),
            models.CheckConstraint(condition=~Q(owner=F("proposed_by")) | ~Q(state="proposed"), name="revision_waits_for_another"),
            models.CheckConstraint(condition=~Q(reason="") & ~Q(article="") & Q(claims__gt=0), name="revision_says_why"),
            models.CheckConstraint(
                condition=Q(kind="revoke", after_vnd=0) & ~Q(ground="clerical") | Q(kind="correct", ground="clerical"), name="revision_fits"
            ),
            models.CheckConstraint(
                condition=Q(state="proposed", answered_by__isnull=True, answered_at__isnull=True, answer="")
                | Q(state="signed", answered_by__isnull=False, answered_at__isnull=False, answer="")
                | Q(state="rejected", answered_by__isnull=False, answered_at__isnull=False) & ~Q(answer=""),
                name="revision_answered_whole",
            ),
            models.CheckConstraint(
                condition=Q(state="signed", year__isnull=False, decided_on__isnull=False) & ~Q(number="") & ~Q(verification="")
                | ~Q(state="signed") & Q(number="", year__isnull=True, decided_on__isnull=True, verification="", document__isnull=True),
                name="revision_numbered_when_signed",
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["owner", "due_on"], name="revision_open_by_owner", condition=Q(state="proposed")),
            models.Index(fields=["province", "-id"], name="revision_by_province"),
            models.Index(fields=["province", "due_on"], name="revision_open_by_province", condition=Q(state="proposed")),
        ]


class RevisionItem(Placed):
    """One claim of a revision: what was so before and what is so by it. Account numbers stand here only until it is answered."""

    id = models.UUIDField(primary_key=True, default=new_key)
    revision = models.ForeignKey(Revision, models.PROTECT, related_name="items")
    claim = models.ForeignKey(Claim, models.PROTECT, related_name="revisions", db_index=False)
    state = models.CharField(max_length=8, choices=State.choices, default=State.PROPOSED, help_text="as its revision's")
    before = models.JSONField(default=dict, help_text="the fields that a correction changes, as they were")
    after = models.JSONField(default=dict, help_text="the same as they are by it")
    before_vnd = models.BigIntegerField()
    after_vnd = models.BigIntegerField(help_text="0 where the approval is revoked")

    class Meta:
        """A claim waits in one proposal at a time, and is revoked once."""

        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["claim"], condition=Q(state="proposed"), name="revision_item_open_once"),
            models.UniqueConstraint(fields=["claim"], condition=Q(state="signed", after_vnd=0), name="revision_item_revoked_once"),
            models.UniqueConstraint(fields=["claim", "revision"], name="revision_item_once"),
            models.CheckConstraint(condition=Q(before_vnd__gt=0, after_vnd__gte=0), name="revision_item_sums"),
        ]


class RevisionEscalation(Placed):
    """That somebody was told of a proposal that is nearly or already late to be signed or rejected: once for each rung of the ladder."""

    id = models.UUIDField(primary_key=True, default=new_key)
    revision = models.ForeignKey(Revision, models.PROTECT, related_name="escalations", db_index=False)
    rung = models.CharField(max_length=8, choices=Escalation.Rung.choices)
    told = models.ForeignKey(
        Officer, models.PROTECT, null=True, related_name="+", help_text="empty where nobody but its signer heads the office, which is an alarm of its own"
    )
    made_at = models.DateTimeField()

    class Meta:
        """Each rung once a proposal."""

        constraints: ClassVar[list[Any]] = [models.UniqueConstraint(fields=["revision", "rung"], name="revision_escalation_once")]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["told", "-made_at"], name="revision_escalation_by_told")]
