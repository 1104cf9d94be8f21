"""Reads of later decisions: in scope, bounded, found by their keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from ansinh.delivery.cases.models_revisions import Revision, RevisionItem, State
from ansinh.delivery.cases.queries import Page, page
from ansinh.delivery.offices.scope import within
from ansinh.policy.names import fold

if TYPE_CHECKING:
    import uuid

    from django.db.models import QuerySet

    from ansinh.delivery.cases.models import Claim, Decision
    from ansinh.delivery.offices.models import Officer

MOST = 100
NAMED = ("decision__dossier", "office", "owner__office", "proposed_by__office", "answered_by")


def revisions_matching(*, seen_by: Officer, state: str = "", kind: str = "", text: str = "", mine: bool = False) -> QuerySet[Revision]:
    """Select later decisions and proposals of the scope; `text` is part of a number, `mine` those that the officer must sign or proposed."""
    rows = within(Revision.objects.select_related(*NAMED), seen_by)
    rows = rows.filter(state=state) if state in State.values else rows
    rows = rows.filter(kind=kind) if kind in Revision.Kind.values else rows
    rows = rows.filter(Q(owner=seen_by) | Q(proposed_by=seen_by)) if mine else rows
    said = text.strip()
    return rows.filter(Q(number__contains=said) | Q(decision__number__contains=said) | Q(decision__dossier__number__contains=said)) if said else rows


def revisions(*, seen_by: Officer, state: str = "", kind: str = "", text: str = "", mine: bool = False, after: str = "", before: str = "") -> Page[Revision]:
    """Give them, the newest first."""
    return page(revisions_matching(seen_by=seen_by, state=state, kind=kind, text=text, mine=mine), ["-id"], after=after, before=before)


def revision(key: uuid.UUID, *, seen_by: Officer) -> Revision:
    """Give one; raises `DoesNotExist` out of scope."""
    return within(Revision.objects.select_related(*NAMED, "document"), seen_by).get(pk=key)


def items(of: Revision, *, seen_by: Officer, text: str = "", after: str = "", before: str = "") -> Page[RevisionItem]:
    """Give the claims of one, in the order of their list; `text` is part of a name, or a receipt code."""
    rows = within(RevisionItem.objects.filter(revision=of).select_related("claim"), seen_by)
    said = text.strip()
    rows = rows.filter(Q(claim__folded_name__contains=fold(said)) | Q(claim__receipt=said.upper())) if said else rows
    return page(rows, ["id"], after=after, before=before)


def waiting_for(*, seen_by: Officer) -> list[Revision]:
    """Give the proposals that wait for the officer's signature, the earliest due first."""
    rows = within(Revision.objects.select_related(*NAMED), seen_by).filter(owner=seen_by, state=State.PROPOSED)
    return list(rows.order_by("due_on", "pk")[:MOST])


def of_decision(of: Decision, *, seen_by: Officer) -> list[Revision]:
    """Give what later decisions and proposals concern a decision, the first first."""
    return list(within(Revision.objects.select_related(*NAMED), seen_by).filter(decision=of).order_by("pk")[:MOST])


def of_claim(of: Claim, *, seen_by: Officer) -> list[RevisionItem]:
    """Give what later decisions and proposals concern one claim, the first first."""
    return list(within(RevisionItem.objects.filter(claim=of).select_related("revision__owner"), seen_by).order_by("pk")[:MOST])
