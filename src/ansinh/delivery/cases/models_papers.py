"""Photographs and scans of papers that the law asks for, and who opened them."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from ansinh.delivery.offices.keys import new_key
from ansinh.delivery.offices.models import Officer
from ansinh.delivery.offices.placed import Placed
from ansinh.delivery.registry.models import Access


class Paper(Placed):
    """A paper sent for a claim, or for whatever `about_kind` names. Its sender's file is never served, only what was written anew from it."""

    class State(models.TextChoices):
        """Whether it may be looked at."""

        WAITING = "waiting", "Đang kiểm tra"
        CLEAN = "clean", "Đã nhận"
        REFUSED = "refused", "Không nhận"

    id = models.UUIDField(primary_key=True, default=new_key)
    about_kind = models.CharField(max_length=10, help_text="claim, filing, or draft: what somebody is about to file")
    about = models.UUIDField(help_text="the key of that row")
    programme = models.CharField(max_length=20)
    policy = models.CharField(max_length=20)
    wanted = models.CharField(max_length=40, help_text="which of the papers the law names: a place in the procedure, or the fact it proves")
    state = models.CharField(max_length=7, choices=State.choices, default=State.WAITING)
    refused_code = models.CharField(max_length=20, blank=True)
    refused_what = models.CharField(max_length=100, blank=True)
    received_at = models.DateTimeField()
    received_by = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+", help_text="empty when the person concerned sent it herself")
    sent_sha256 = models.CharField(max_length=64, help_text="of the file as it came, which is not kept once checked")
    sha256 = models.CharField(max_length=64, blank=True, help_text="of what is kept; its place in the store")
    media_type = models.CharField(max_length=30, blank=True)
    size_bytes = models.IntegerField(null=True)
    pages = models.SmallIntegerField(null=True)
    checked_at = models.DateTimeField(null=True)
    erased_at = models.DateTimeField(null=True, help_text="when its time was over and its content was removed")

    class Meta:
        """The same file is taken once; a clean one is somewhere, a refused one says why, one that waits has nothing yet."""

        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["about", "wanted", "sent_sha256"], condition=~Q(state="refused") & Q(erased_at__isnull=True), name="paper_once"),
            models.CheckConstraint(
                condition=Q(state="waiting", sha256="", checked_at__isnull=True)
                | Q(state="clean", checked_at__isnull=False) & ~Q(sha256="")
                | Q(state="refused", sha256="", checked_at__isnull=False) & ~Q(refused_code=""),
                name="paper_state_whole",
            ),
            models.CheckConstraint(condition=Q(about_kind__in=["claim", "filing", "draft"]), name="paper_about_known"),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["about", "received_at"], name="paper_by_about"),
            models.Index(fields=["received_at"], condition=Q(state="waiting"), name="paper_waiting"),
            models.Index(fields=["sha256"], condition=~Q(sha256=""), name="paper_by_content"),
            models.Index(fields=["received_at"], condition=Q(about_kind="draft", erased_at__isnull=True), name="paper_of_draft"),
        ]


class PaperOpened(Placed):
    """That an officer opened a paper, when and what for. Only ever added; placed where the paper is."""

    id = models.UUIDField(primary_key=True, default=new_key)
    paper = models.ForeignKey(Paper, models.PROTECT, related_name="openings")
    officer = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=9, choices=Access.Purpose.choices)
    at = models.DateTimeField()

    class Meta:
        """Read by officer, and by time in a province."""

        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["officer", "-at"], name="paper_opened_by_officer"),
            models.Index(fields=["province", "-at"], name="paper_opened_by_province"),
        ]


class Erasure(Placed):
    """That one kind of personal data was removed from a list, a dossier or the people of a province, since its time was over. Only ever added."""

    id = models.UUIDField(primary_key=True, default=new_key)
    programme = models.CharField(max_length=20)
    kind = models.CharField(max_length=10, help_text="drafts, lists, contacts, accounts, notes or corrected; papers carry their own day")
    subject = models.UUIDField(help_text="the list or dossier")
    rows = models.IntegerField(help_text="how many rows lost something")
    at = models.DateTimeField()

    class Meta:
        """Once a kind and subject."""

        constraints: ClassVar[list[Any]] = [models.UniqueConstraint(fields=["subject", "kind"], name="erasure_once")]
