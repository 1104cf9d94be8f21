"""Intake: what somebody filed through whatever channel, who must take it until when, and the dossier's list it went into."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q

from ansinh.delivery.cases.models import StoredFile, Upload, UploadRow
from ansinh.delivery.offices.keys import new_key
from ansinh.delivery.offices.models import Office, Officer
from ansinh.delivery.offices.placed import Placed


class Batch(Placed):
    """Paper forms that came together by post: announced, counted on arrival, entered one by one; a difference is somebody's until it is explained."""

    id = models.UUIDField(primary_key=True, default=new_key)
    number = models.CharField(max_length=30, unique=True, help_text="province-BD-year-counter")
    office = models.ForeignKey(Office, models.PROTECT, help_text="that receives it")
    owner = models.ForeignKey(Officer, models.PROTECT, related_name="batches", help_text="who answers for every form of it")
    sender = models.CharField(max_length=160, help_text="the post office that handed it over")
    handed_on = models.DateField()
    announced = models.IntegerField(help_text="forms on the hand-over list")
    announced_by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    announced_at = models.DateTimeField()
    counted = models.IntegerField(null=True, help_text="forms found on arrival")
    counted_by = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+")
    counted_at = models.DateTimeField(null=True)
    note = models.CharField(max_length=500, blank=True, help_text="where the forms are that differ")
    settled_by = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True)

    class Meta:
        """Counted and settled mean by whom and when; nothing is settled uncounted, no difference between the lists without a word."""

        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=Q(announced__gt=0), name="batch_announces_forms"),
            models.CheckConstraint(
                condition=Q(counted__isnull=True, counted_by__isnull=True, counted_at__isnull=True)
                | Q(counted__gte=0, counted_by__isnull=False, counted_at__isnull=False),
                name="batch_counted_whole",
            ),
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True, settled_by__isnull=True, note="")
                | Q(settled_at__isnull=False, settled_by__isnull=False, counted__isnull=False) & (Q(announced=F("counted")) | ~Q(note="")),
                name="batch_settled_whole",
            ),
        ]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["office", "-id"], name="batch_by_office")]


class Filing(Placed):
    """One request for support, as filed; it belongs to the office that does the first step and to one officer of it. What was filed never changes."""

    class Channel(models.TextChoices):
        """How it came."""

        WEB = "web", "Trên mạng"
        EMPLOYER = "employer", "Người sử dụng lao động"
        POST = "post", "Qua bưu điện"
        COUNTER = "counter", "Tại quầy"
        API = "api", "Hệ thống khác"
        REGISTER = "register", "Từ dữ liệu nhà nước"

    class FilerKind(models.TextChoices):
        """Who filed."""

        SELF = "self", "Chính người đề nghị"
        ANOTHER = "another", "Người nộp thay"
        EMPLOYER = "employer", "Người sử dụng lao động"
        FACILITY = "facility", "Cơ sở, đơn vị"
        SYSTEM = "system", "Hệ thống"

    class State(models.TextChoices):
        """Where it is."""

        FILED = "filed", "Chờ tiếp nhận"
        TAKEN = "taken", "Đã tiếp nhận"
        WITHDRAWN = "withdrawn", "Đã rút"
        REFUSED = "refused", "Không tiếp nhận"

    id = models.UUIDField(primary_key=True, default=new_key)
    code = models.CharField(max_length=14, unique=True, help_text="what the filer keeps; who holds it may ask and withdraw")
    channel = models.CharField(max_length=8, choices=Channel.choices)
    programme = models.CharField(max_length=20)
    policy = models.CharField(max_length=20)
    home = models.CharField(max_length=5, help_text="code of the place it was filed for, which may lie within the office's")
    office = models.ForeignKey(Office, models.PROTECT)
    owner = models.ForeignKey(Officer, models.PROTECT, related_name="filings")
    filer_kind = models.CharField(max_length=8, choices=FilerKind.choices)
    filer_name = models.CharField(max_length=160)
    filer_phone = models.CharField(max_length=15, blank=True)
    filer_relation = models.CharField(max_length=100, blank=True, help_text="of who files for another to that person")
    filer_reference = models.CharField(max_length=60, blank=True, help_text="tax code of an employer, name of a system")
    file = models.ForeignKey(StoredFile, models.PROTECT, help_text="exactly what was filed")
    content_sha256 = models.CharField(max_length=64, help_text="of what was filed, by whom and for which policy and place: the same again is the same filing")
    row_count = models.IntegerField()
    filed_at = models.DateTimeField()
    filed_on = models.DateField()
    filed_by = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+", help_text="who wrote it down or signed in for it; empty on the web")
    last_filing_on = models.DateField(null=True, help_text="the law's last day for filing that held; empty where the law names none")
    due_on = models.DateField()
    cite = models.CharField(max_length=100, help_text="the article the due day rests on")
    state = models.CharField(max_length=9, choices=State.choices, default=State.FILED)
    ended_at = models.DateTimeField(null=True, help_text="when it was taken, withdrawn or refused")
    ended_by = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=500, blank=True, help_text="why it was refused, as the filer reads it")
    upload = models.ForeignKey(Upload, models.PROTECT, null=True, related_name="filings")
    erased_at = models.DateTimeField(null=True, help_text="when what it told of people was removed, its time being over")
    form = models.CharField(max_length=14, blank=True, help_text="id printed on the paper form it was entered from")
    batch = models.ForeignKey(Batch, models.PROTECT, null=True, related_name="filings", help_text="with which it came by post")

    class Meta:
        """Each state whole; the same thing filed twice by the same is one filing while it stands."""

        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["content_sha256"], condition=Q(state__in=["filed", "taken"]), name="filing_once"),
            models.CheckConstraint(
                condition=Q(state="filed", ended_at__isnull=True, ended_by__isnull=True, upload__isnull=True, reason="")
                | Q(state="taken", ended_at__isnull=False, ended_by__isnull=False, upload__isnull=False, reason="")
                | Q(state="withdrawn", ended_at__isnull=False, upload__isnull=True)
                | Q(state="refused", ended_at__isnull=False, ended_by__isnull=False, upload__isnull=True) & ~Q(reason=""),
                name="filing_state_whole",
            ),
            models.CheckConstraint(condition=~Q(filer_kind="another") | ~Q(filer_relation=""), name="filer_for_another_says_how"),
            models.CheckConstraint(condition=~Q(filer_name=""), name="filer_is_named"),
            models.CheckConstraint(condition=Q(due_on__gt=F("filed_on")), name="filing_due_after_arrival"),
            models.CheckConstraint(condition=Q(last_filing_on__isnull=True) | Q(filed_on__lte=F("last_filing_on")), name="filing_in_time"),
            models.CheckConstraint(condition=Q(row_count__gt=0), name="filing_holds_people"),
            models.CheckConstraint(condition=~Q(channel__in=["counter", "post"]) | Q(filed_by__isnull=False), name="filing_written_by"),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["office", "due_on", "id"], name="filing_waiting_by_office", condition=Q(state="filed")),
            models.Index(fields=["owner", "due_on"], name="filing_waiting_by_owner", condition=Q(state="filed")),
            models.Index(fields=["office", "-id"], name="filing_by_office"),
            models.Index(fields=["form"], name="filing_by_form", condition=~Q(form="")),
        ]


class FilingRow(Placed):
    """One person of a filing: the row of a list it becomes, in that very shape, with what no list has a column for under `facts`."""

    id = models.UUIDField(primary_key=True, default=new_key)
    filing = models.ForeignKey(Filing, models.PROTECT, related_name="rows", db_index=False)
    order = models.IntegerField(help_text="its place in the filing, from 1")
    data = models.JSONField()
    listed = models.BooleanField(default=False, help_text="a worker named beside a request of her employer: told of it, without a claim of her own")
    told_at = models.DateTimeField(null=True, help_text="when the person was told that this was filed for her; empty where she filed herself")
    row = models.OneToOneField(UploadRow, models.PROTECT, null=True, related_name="filed", help_text="the row of the list it was taken into")

    class Meta:
        """A place in a filing is one row."""

        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["filing", "order"], name="filing_row_once"),
            models.CheckConstraint(condition=Q(order__gt=0), name="filing_row_from_one"),
            models.CheckConstraint(condition=Q(listed=False) | Q(row__isnull=True), name="listed_worker_has_no_claim"),
        ]


class Draft(models.Model):
    """Answers of somebody who has not filed yet, found by her code alone; emptied when she files and when its time is over."""

    id = models.UUIDField(primary_key=True, default=new_key)
    code_sha256 = models.CharField(max_length=64, unique=True, help_text="of the code she holds; the code itself is kept nowhere")
    body = models.JSONField(default=dict)
    changed_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        """Those whose time is over are found to be emptied."""

        indexes: ClassVar[list[Any]] = [models.Index(fields=["expires_at"], name="draft_to_empty", condition=~Q(body={}))]

    def __str__(self) -> str:
        """Name it."""
        return str(self.pk)
