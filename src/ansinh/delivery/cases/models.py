"""Casework: an upload is read into rows, submitted as a dossier of claims, determined by the law, moved by tasks, ended by a decision."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Least

from ansinh.delivery.offices.keys import new_key
from ansinh.delivery.offices.models import Office, Officer
from ansinh.delivery.offices.placed import Placed
from ansinh.delivery.registry.models import Named

NEVER = date(9999, 12, 31)
"""The place in the queue of a task whose clock stands."""
LAST = 100
"""Its turn: after every tier."""


class Counter(models.Model):
    """The last number given out for a series (`TT/26734/2021`); its row lock makes numbers gapless."""

    series = models.CharField(primary_key=True, max_length=60)
    last = models.IntegerField(default=0)

    def __str__(self) -> str:
        """Name it."""
        return self.series


class StoredFile(Placed):
    """A file that was received or made, kept outside the web root under its hash."""

    id = models.UUIDField(primary_key=True, default=new_key)
    kind = models.CharField(max_length=20, help_text="list, filing, faults, decision, annex, pain001, post_list, cash_list, statement")
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    sha256 = models.CharField(max_length=64)
    size_bytes = models.BigIntegerField()
    path = models.CharField(max_length=200, help_text="below the files folder")
    kept_at = models.DateTimeField()
    kept_by = models.ForeignKey(Officer, models.PROTECT, null=True, help_text="empty where no officer sent it: somebody filed it herself")

    class Meta:
        """Found by content."""

        indexes: ClassVar[list[Any]] = [models.Index(fields=["sha256"], name="file_by_hash")]


class Upload(Placed):
    """A list as it came, being read and put right before it becomes a dossier."""

    class State(models.TextChoices):
        """Where the upload is."""

        READING = "reading", "Đang đọc"
        READ = "read", "Đã đọc"
        SUBMITTING = "submitting", "Đang nộp"
        SUBMITTED = "submitted", "Đã nộp"
        REFUSED = "refused", "Không đọc được"
        DISCARDED = "discarded", "Đã bỏ"

    id = models.UUIDField(primary_key=True, default=new_key)
    office = models.ForeignKey(Office, models.PROTECT)
    officer = models.ForeignKey(Officer, models.PROTECT)
    programme = models.CharField(max_length=20)
    policy = models.CharField(max_length=20)
    channel = models.CharField(max_length=10, default="list", help_text="how its people came: list, or the channel of the filings gathered in it, several")
    file = models.ForeignKey(StoredFile, models.PROTECT)
    sha256 = models.CharField(max_length=64, help_text="of the file's content; two clicks keep two files, but one upload")
    state = models.CharField(max_length=10, choices=State.choices, default=State.READING)
    received_at = models.DateTimeField()
    filed_on = models.DateField(null=True, help_text="of filings gathered in it the earliest day: the clock of the first step runs from there")
    read_at = models.DateTimeField(null=True)
    attested = models.JSONField(default=dict, help_text="facts that the office attests for every row that does not tell them itself")
    summary = models.JSONField(default=dict, help_text="sheets, skipped lines, totals, problems of the whole file; why it was refused")

    class Meta:
        """The same file is taken once for a policy while it is in work."""

        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["office", "policy", "sha256"], name="upload_once", condition=~Q(state__in=["refused", "discarded"])),
        ]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["office", "-received_at"], name="upload_by_office")]


NOT_PLAIN = ~Q(state="ready") | ~Q(problems=[]) | Q(as_read__isnull=False)
"""Rows of an upload that somebody looked at, or must; few, and counted on every page of the list."""


class UploadRow(Placed):
    """One row of the list: as read, with its problems, and what the officer put right."""

    class State(models.TextChoices):
        """Whether a human still has to decide."""

        READY = "ready", "Sẵn sàng"
        UNDECIDED = "undecided", "Cần quyết định"
        ASIDE = "aside", "Để riêng"

    id = models.UUIDField(primary_key=True, default=new_key)
    upload = models.ForeignKey(Upload, models.PROTECT, related_name="rows", db_index=False, db_constraint=False)
    sheet = models.CharField(max_length=80)
    row = models.IntegerField()
    data = models.JSONField(help_text="the row as read, with what the officer changed since")
    as_read = models.JSONField(null=True, help_text="the row before the first change; empty when nothing was changed")
    problems = models.JSONField(default=list)
    state = models.CharField(max_length=9, choices=State.choices)
    reason = models.CharField(max_length=200, blank=True, help_text="why it was set aside")

    class Meta:
        """A row of a sheet is one row."""

        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["upload", "sheet", "row"], name="upload_row_once"),
            models.CheckConstraint(condition=~Q(state="aside") | ~Q(reason=""), name="aside_has_a_reason"),
        ]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["upload", "state"], name="upload_row_not_plain", condition=NOT_PLAIN)]


class Stop(Placed):
    """That an officer asked to stop the reading or submitting of a list; heeded once, by whoever is at work on it."""

    id = models.UUIDField(primary_key=True, default=new_key)
    upload = models.ForeignKey(Upload, models.PROTECT, related_name="stops", db_index=False, db_constraint=False)
    asked_by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    heeded_at = models.DateTimeField(null=True)

    class Meta:
        """One open wish an upload."""

        constraints: ClassVar[list[Any]] = [models.UniqueConstraint(fields=["upload"], name="stop_open_once", condition=Q(heeded_at__isnull=True))]


class ColumnMeaning(Placed):
    """What an office said that a heading of its lists means; its next lists are read so."""

    id = models.UUIDField(primary_key=True, default=new_key)
    office = models.ForeignKey(Office, models.PROTECT, db_index=False)
    words = models.CharField(max_length=200, help_text="the column's headings from top to bottom, in lower case without marks")
    meaning = models.CharField(max_length=30, help_text="a meaning of the list reader, or `unread`")
    told_by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    told_at = models.DateTimeField()

    class Meta:
        """One meaning a heading and office; the last one told holds."""

        constraints: ClassVar[list[Any]] = [models.UniqueConstraint(fields=["office", "words"], name="column_meaning_once")]


class Dossier(Placed):
    """A list submitted under one policy; it moves as a whole, step by step of the policy's procedure."""

    class State(models.TextChoices):
        """Whether work is left."""

        IN_PROGRESS = "in_progress", "Đang giải quyết"
        DECIDED = "decided", "Đã có quyết định"

    id = models.UUIDField(primary_key=True, default=new_key)
    number = models.CharField(max_length=30, unique=True, help_text="province-year-counter")
    office = models.ForeignKey(Office, models.PROTECT)
    programme = models.CharField(max_length=20)
    policy = models.CharField(max_length=20)
    law_version = models.CharField(max_length=64)
    as_of = models.DateField(help_text="the day the complete dossier arrived; picks the version of the law")
    channel = models.CharField(max_length=10, default="list")
    upload = models.OneToOneField(Upload, models.PROTECT, null=True)
    submitted_by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField()
    state = models.CharField(max_length=11, choices=State.choices, default=State.IN_PROGRESS)
    step = models.CharField(max_length=20, help_text="the step of the procedure it stands at; the last one once decided")
    claims = models.IntegerField(help_text="how many were submitted")
    amount_vnd = models.BigIntegerField(help_text="what they came to when submitted")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        """Decided means a day."""

        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=Q(state="decided", decided_at__isnull=False) | Q(state="in_progress", decided_at__isnull=True), name="dossier_decided_has_a_time"
            ),
            models.CheckConstraint(condition=Q(claims__gt=0, amount_vnd__gte=0), name="dossier_holds_claims"),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["province", "-submitted_at"], name="dossier_by_province"),
            models.Index(fields=["commune", "-submitted_at"], name="dossier_by_commune"),
        ]


class Outcome(models.TextChoices):
    """What the law says."""

    ELIGIBLE = "eligible", "Đủ điều kiện"
    INELIGIBLE = "ineligible", "Chưa đủ điều kiện"
    UNDETERMINED = "undetermined", "Chưa xác định được"


class Claim(Named):
    """One beneficiary under one policy, as filed; in exactly one state."""

    class State(models.TextChoices):
        """Where the claim is."""

        IN_REVIEW = "in_review", "Đang xét"
        EXCLUDED = "excluded", "Đề nghị loại"
        APPROVED = "approved", "Đã duyệt"
        REFUSED = "refused", "Không duyệt"
        REVOKED = "revoked", "Đã thu hồi"

    id = models.UUIDField(primary_key=True, default=new_key)
    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="claim_rows", db_index=False, db_constraint=False)
    order = models.IntegerField(help_text="its place in the list, from 1")
    identity = models.CharField(max_length=140, help_text="who it is for: with the province, the person of the registry")
    receipt = models.CharField(max_length=14, help_text="the code the person holds")
    policy = models.CharField(max_length=20)
    exclusive_group = models.CharField(max_length=20, blank=True)
    bank_name = models.CharField(max_length=100, blank=True)
    account_number = models.CharField(max_length=34, blank=True)
    outcome = models.CharField(max_length=12, choices=Outcome.choices)
    amount_vnd = models.BigIntegerField()
    draw_held = models.BooleanField(help_text="that the register of draws holds this claim as the identity's one")
    state = models.CharField(max_length=9, choices=State.choices, default=State.IN_REVIEW)
    state_reason = models.CharField(max_length=300, blank=True)
    state_article = models.CharField(max_length=100, blank=True)

    class Meta:
        """Only what the law allows, once, can be approved; an exclusion says why.

        No index, not even a partial one, may rest on `state`: approval then rewrites every claim without touching an index.
        """

        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["dossier", "order"], name="claim_order_once"),
            models.UniqueConstraint(fields=["receipt"], name="claim_receipt_once"),
            models.CheckConstraint(
                condition=~Q(state="approved") | Q(outcome="eligible", draw_held=True, amount_vnd__gt=0), name="approved_is_eligible_and_drawn"
            ),
            models.CheckConstraint(condition=~Q(state__in=["excluded", "refused", "revoked"]) | ~Q(state_reason=""), name="exclusion_has_a_reason"),
            models.CheckConstraint(condition=Q(amount_vnd__gte=0), name="claim_amount_not_negative"),
        ]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["identity"], name="claim_by_identity")]


class Determination(Placed):
    """What the law said of one claim's facts on a day: frozen facts, version, outcome. Never the authority's act."""

    id = models.UUIDField(primary_key=True, default=new_key)
    claim = models.ForeignKey(Claim, models.PROTECT, related_name="determinations", db_constraint=False)
    law_version = models.CharField(max_length=64)
    as_of = models.DateField()
    facts = models.JSONField()
    outcome = models.CharField(max_length=12, choices=Outcome.choices)
    amount_vnd = models.BigIntegerField()
    failed = ArrayField(models.CharField(max_length=60), default=list)
    missing = ArrayField(models.CharField(max_length=60), default=list)
    vouched = models.JSONField(default=dict, db_default=Value({}, models.JSONField()), help_text="facts that a register told: which, from whom, of which day")
    made_at = models.DateTimeField()

    class Meta:
        """An amount only where the law gives one."""

        constraints: ClassVar[list[Any]] = [models.CheckConstraint(condition=Q(outcome="eligible") | Q(amount_vnd=0), name="amount_only_when_eligible")]


class Task(Placed):
    """One step to be done by one named officer by one day."""

    class Outcome(models.TextChoices):
        """How it ended."""

        FORWARDED = "forwarded", "Đã chuyển bước sau"
        RETURNED = "returned", "Đã trả lại"
        APPROVED = "approved", "Đã phê duyệt"

    id = models.UUIDField(primary_key=True, default=new_key)
    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="tasks")
    step = models.CharField(max_length=20)
    action = models.CharField(max_length=10)
    office = models.ForeignKey(Office, models.PROTECT)
    owner = models.ForeignKey(Officer, models.PROTECT, related_name="tasks")
    received_on = models.DateField()
    working_days = models.PositiveSmallIntegerField()
    due_on = models.DateField(null=True, help_text="the last day in time; empty while what was asked for is missing and days are left")
    behind = models.SmallIntegerField(default=2, db_default=2, help_text="its place among work due on one day: 0 for those hit hardest")
    tier = models.SmallIntegerField(default=0, db_default=0, help_text="the place of its policy in the order of its province's group, 0 first")
    aim_on = models.DateField(null=True, help_text="the ministry's day for its province's group; it never moves the law's day")
    turn = models.GeneratedField(
        expression=Case(When(due_on=None, then=LAST), default="tier", output_field=models.SmallIntegerField()),
        output_field=models.SmallIntegerField(),
        db_persist=True,
    )
    queue_on = models.GeneratedField(
        expression=Case(When(due_on=None, then=Value(NEVER)), default=Least("due_on", "aim_on"), output_field=models.DateField()),
        output_field=models.DateField(),
        db_persist=True,
    )
    opened_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+")
    outcome = models.CharField(max_length=9, choices=Outcome.choices, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    posted_on = models.DateField(null=True, help_text="when the list was posted at the commune, where the step posts")
    posted_until = models.DateTimeField(null=True, help_text="when the days of posting are over; before that the step does not end")
    goes_on_by = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+", help_text="who let the list go on by itself after its days")
    asked_on = models.DateField(null=True, help_text="when something missing was asked for, once and in writing; the clock stands from that day")
    asked = models.CharField(max_length=500, blank=True, help_text="what is missing, word for word as the submitter reads it")
    answered_on = models.DateField(null=True, help_text="when it came; the clock goes on the working day after")
    answer = models.CharField(max_length=500, blank=True)
    answered_by = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+")
    tried_at = models.DateTimeField(null=True, help_text="when it was last seen that the step does not complete by itself")

    @property
    def waiting(self) -> bool:
        """Whether something asked for is missing."""
        return self.asked_on is not None and self.answered_on is None and self.done_at is None

    @property
    def goes_on(self) -> bool:
        """Whether its list goes on by itself after its days, as its present owner said."""
        return self.goes_on_by_id is not None and self.goes_on_by_id == self.owner_id

    @property
    def earlier_aim(self) -> date | None:
        """The ministry's day where it comes before the law's and the clock runs: then it is the day of the queue."""
        return self.aim_on if self.aim_on and self.due_on and self.aim_on < self.due_on else None

    class Meta:
        """At most one open task a dossier (a trigger sees to at least one); done means by whom and how."""

        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["dossier"], condition=Q(done_at__isnull=True), name="task_one_open_a_dossier"),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True, done_by__isnull=True, outcome="") | Q(done_at__isnull=False, done_by__isnull=False) & ~Q(outcome=""),
                name="task_done_whole",
            ),
            models.CheckConstraint(condition=~Q(outcome="returned") | ~Q(reason=""), name="return_has_a_reason"),
            models.CheckConstraint(condition=Q(due_on__gte=F("received_on")), name="task_due_after_arrival"),
            models.CheckConstraint(condition=Q(aim_on__gte=F("received_on")), name="task_aim_after_arrival"),
            models.CheckConstraint(condition=Q(tier__gte=0, tier__lt=LAST), name="task_tier_known"),
            models.CheckConstraint(
                condition=Q(asked_on__isnull=True, asked="", answered_on__isnull=True)
                | Q(asked_on__isnull=False, asked_on__gte=F("received_on")) & ~Q(asked=""),
                name="task_asked_whole",
            ),
            models.CheckConstraint(condition=Q(answered_on__isnull=True) | Q(answered_on__gte=F("asked_on")), name="task_answered_after_asking"),
            models.CheckConstraint(condition=Q(posted_until__isnull=True) | Q(posted_on__isnull=False), name="task_posted_until_is_posted"),
            models.CheckConstraint(condition=Q(goes_on_by__isnull=True) | Q(posted_until__isnull=False), name="task_goes_on_is_posted"),
            models.CheckConstraint(
                condition=Q(due_on__isnull=False) | Q(asked_on__isnull=False, answered_on__isnull=True, done_at__isnull=True), name="task_without_due_day_waits"
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["owner", "queue_on", "turn", "behind", "id"], name="task_inbox_pressing", condition=Q(done_at__isnull=True)),
            models.Index(fields=["owner", "turn", "queue_on", "behind", "id"], name="task_inbox", condition=Q(done_at__isnull=True)),
            models.Index(fields=["owner", "office", "action"], name="task_open_by_kind", condition=Q(done_at__isnull=True)),
            models.Index(fields=["province", "commune", "posted_on"], name="task_posted", condition=Q(done_at__isnull=True, posted_on__isnull=False)),
            models.Index(fields=["asked_on", "id"], name="task_waiting", condition=Q(done_at__isnull=True, asked_on__isnull=False, answered_on__isnull=True)),
            models.Index(fields=["queue_on", "id"], name="task_open_by_day", condition=Q(done_at__isnull=True)),
            models.Index(fields=["province", "due_on"], name="task_open_by_province", condition=Q(done_at__isnull=True)),
            models.Index(fields=["province", "queue_on", "id"], name="task_open_by_province_day", condition=Q(done_at__isnull=True)),
            models.Index(fields=["posted_until", "id"], name="task_goes_on", condition=Q(done_at__isnull=True, goes_on_by__isnull=False)),
        ]


class Decision(Placed):
    """The authority's act on a dossier: numbered, signed by one who prepared nothing of it."""

    id = models.UUIDField(primary_key=True, default=new_key)
    number = models.CharField(max_length=40, help_text="12/QĐ-UBND")
    year = models.PositiveSmallIntegerField()
    office = models.ForeignKey(Office, models.PROTECT)
    dossier = models.OneToOneField(Dossier, models.PROTECT, related_name="decision")
    signed_by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    prepared_by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    appraised_by = models.ForeignKey(Officer, models.PROTECT, related_name="+", null=True)
    signed_at = models.DateTimeField()
    decided_on = models.DateField()
    approved = models.IntegerField()
    refused = models.IntegerField()
    amount_vnd = models.BigIntegerField()
    verification = models.CharField(max_length=14, unique=True, help_text="the code behind the document's QR")
    document = models.ForeignKey(StoredFile, models.PROTECT, null=True)

    class Meta:
        """Numbers once an office and year; four eyes."""

        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["office", "year", "number"], name="decision_number_once"),
            models.CheckConstraint(condition=~Q(signed_by=F("prepared_by")), name="signer_prepared_nothing"),
            models.CheckConstraint(condition=Q(appraised_by__isnull=True) | ~Q(signed_by=F("appraised_by")), name="signer_appraised_nothing"),
            models.CheckConstraint(condition=Q(approved__gte=0, refused__gte=0, amount_vnd__gte=0), name="decision_sums_not_negative"),
        ]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["province", "-signed_at"], name="decision_by_province")]
