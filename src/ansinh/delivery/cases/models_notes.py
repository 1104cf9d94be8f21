"""What officers tell each other about a dossier or one claim of it: added, struck out by a further note, never edited, no part of any decision."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from ansinh.delivery.cases.models import Claim, Dossier
from ansinh.delivery.offices.keys import new_key
from ansinh.delivery.offices.models import Level, Office, Officer
from ansinh.delivery.offices.placed import Placed

ERASED = "#"
"""What stands where the text was, once its time is over."""


class Note(Placed):
    """A short text of one officer about a dossier or a claim; whom it is for and what is pinned is shown first. `strikes` names the note it strikes out."""

    id = models.UUIDField(primary_key=True, default=new_key)
    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="notes", db_index=False)
    claim = models.ForeignKey(
        Claim, models.PROTECT, null=True, related_name="notes", db_index=False, help_text="empty where it is about the dossier as a whole"
    )
    officer = models.ForeignKey(Officer, models.PROTECT, related_name="+", db_index=False)
    office = models.ForeignKey(Office, models.PROTECT, related_name="+", db_index=False, help_text="hers when she wrote it")
    made_at = models.DateTimeField()
    text = models.CharField(max_length=1000)
    salt = models.CharField(max_length=32, help_text="with it the log's hash of the text can be proved; erased with the text, so that the hash tells nothing")
    for_step = models.CharField(max_length=20, blank=True, help_text="the step whose owner it is for, whoever that is by then")
    for_officer = models.ForeignKey(
        Officer, models.PROTECT, null=True, related_name="+", db_index=False, help_text="the colleague it is for; her step stands in `for_step`"
    )
    pinned = models.BooleanField(default=False)
    withheld = models.BooleanField(default=False, help_text="it speaks of somebody else or of an inquiry: its words are not handed to the person")
    inspectors_of = models.CharField(
        max_length=8, blank=True, db_default="", choices=Level.choices,
        help_text="an inspector's own: the level of her office, above which heads read it too; empty: for whoever works on the dossier",
    )  # fmt: skip
    strikes = models.OneToOneField("self", models.PROTECT, null=True, related_name="struck")

    class Meta:
        """A note says something, is struck out once, and is for an officer at her step; what inspectors keep to themselves is for no step."""

        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=~Q(text=""), name="note_says_something"),
            models.CheckConstraint(condition=Q(for_officer__isnull=True) | ~Q(for_step=""), name="note_for_an_officer_at_her_step"),
            models.CheckConstraint(condition=Q(inspectors_of="") | Q(for_step=""), name="note_of_inspectors_for_no_step"),
            models.CheckConstraint(condition=~Q(strikes=models.F("id")), name="note_strikes_another"),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["dossier", "-id"], name="note_by_dossier"),
            models.Index(fields=["claim", "-id"], name="note_by_claim", condition=Q(claim__isnull=False)),
            models.Index(fields=["dossier", "-id"], name="note_pinned", condition=Q(pinned=True)),
            models.Index(fields=["dossier", "for_step", "-id"], name="note_for_step", condition=~Q(for_step="")),
            models.Index(fields=["dossier", "for_officer", "-id"], name="note_for_officer", condition=Q(for_officer__isnull=False)),
        ]
