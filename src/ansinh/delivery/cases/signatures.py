"""What is known of the signatures on papers: on a decision's page, on an officer's desk, to everybody by the code or the file itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import connection
from django.db.models import OuterRef, Q, Subquery

from ansinh.delivery.cases.models import Decision, StoredFile
from ansinh.delivery.cases.models_revisions import Revision
from ansinh.delivery.cases.models_signatures import PaperSignature, SigningWait
from ansinh.delivery.cases.numbers import behind
from ansinh.delivery.offices.models import Officer
from ansinh.delivery.offices.scope import within

if TYPE_CHECKING:
    import uuid
    from datetime import datetime

MOST_WAITING = 20
SOON = timedelta(days=30)
"""Long enough to have a certificate renewed; ours, no law says it."""


@dataclass(frozen=True)
class Waiting:
    """A decision whose paper waits to be signed: its number, its dossier, and the wait, with what the key said."""

    number: str
    dossier: uuid.UUID
    wait: SigningWait


@dataclass(frozen=True)
class Ending:
    """A certificate that ends soon or has ended: by whom the last paper was signed with it, and until when it is in force."""

    officer: Officer
    serial: str
    until: datetime
    over: bool


@dataclass(frozen=True)
class SignatureShown:
    """What a code or a file leads to: the paper's verification code, where its signed file lies, and what was kept of the signature."""

    code: str
    path: str
    sha256: str
    subject: str
    issuer: str
    serial: str
    signed_at: datetime
    timestamped: bool
    trial: bool


def signed_file(document: StoredFile) -> StoredFile:
    """Give a paper as it is handed out: signed where it is."""
    found = PaperSignature.objects.select_related("file").filter(document=document).first()
    return found.file if found else document


def signature_on(document: StoredFile | None) -> PaperSignature | SigningWait | None:
    """Give the signature on a paper, or that it waits for one; nothing where neither is."""
    if document is None:
        return None
    return PaperSignature.objects.filter(document=document).first() or SigningWait.objects.filter(document=document, settled_at=None).first()


def waiting_for_key(*, seen_by: Officer, heads: bool) -> list[Waiting]:
    """Give the decisions that wait for an officer's key, or, where she heads the office, for anybody's there; the oldest first, some at most."""
    told = Q(officer=seen_by) | Q(office=seen_by.office_id) if heads else Q(office=seen_by.office_id, officer=seen_by)
    waits = within(SigningWait.objects.filter(told, settled_at=None), seen_by).select_related("officer").order_by("since")[:MOST_WAITING]
    by_document = {wait.document_id: wait for wait in waits}
    if not by_document:
        return []
    decided = within(Decision.objects.filter(document__in=by_document), seen_by).values_list("document", "number", "dossier")
    revised = within(Revision.objects.filter(document__in=by_document), seen_by).values_list("document", "number", "decision__dossier")
    found = [(by_document[document], number, dossier) for document, number, dossier in (*decided, *revised)]
    return [Waiting(number, dossier, wait) for wait, number, dossier in sorted(found, key=lambda one: one[0].since)]


def certificates_ending(*, seen_by: Officer, heads: bool, at: datetime) -> list[Ending]:
    """Give the certificates that end within `SOON` or are over, the first to end first: the officer's own, where she heads the office everybody's there.

    Known from the last paper each of them signed; of a key that signed nothing yet nothing is known.
    """
    who = Officer.objects.filter(office=seen_by.office_id, is_active=True) if heads else Officer.objects.filter(pk=seen_by.pk)
    last = PaperSignature.objects.filter(officer=OuterRef("pk")).order_by("-signed_at").values("pk")[:1]
    rows = within(PaperSignature.objects.filter(pk__in=who.annotate(last=Subquery(last)).values("last"), valid_until__lte=at + SOON), seen_by)
    return [
        Ending(row.officer, row.serial, row.valid_until, row.valid_until < at)
        for row in rows.select_related("officer").order_by("valid_until")
        if row.valid_until
    ]


def page_of(document_id: uuid.UUID, *, seen_by: Officer) -> tuple[str, uuid.UUID] | None:
    """Give where a paper is shown: `decision` with its dossier, or `revision` with its own key; nothing out of sight."""
    dossier = within(Decision.objects.filter(document=document_id), seen_by).values_list("dossier", flat=True).first()
    if dossier:
        return "decision", dossier
    revision = within(Revision.objects.filter(document=document_id), seen_by).values_list("pk", flat=True).first()
    return ("revision", revision) if revision else None


def signature_behind(code: str) -> SignatureShown | None:
    """Give the signature on the paper that carries a verification code; nothing for any other code."""
    found = behind(code, "cases_signature_by_verification")
    return SignatureShown(*found) if found else None


def code_of_file(sha256: str) -> tuple[str, bool] | None:
    """Give the verification code of the decision whose paper or list has this hash, and whether that file is the signed one; nothing for any other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT code, signed FROM cases_paper_by_hash(%s)", [sha256])
        found = cursor.fetchone()
    return (found[0], found[1]) if found else None
