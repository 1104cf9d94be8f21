"""What is known of the signatures on papers: on a decision's page, on an officer's desk, to everybody by the code or the file itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import connection
from django.db.models import Q

from ansinh.delivery.cases.models import Decision, StoredFile
from ansinh.delivery.cases.models_revisions import Revision
from ansinh.delivery.cases.models_signatures import PaperSignature, SigningWait
from ansinh.delivery.cases.numbers import behind
from ansinh.delivery.offices.scope import within

if TYPE_CHECKING:
    import uuid
    from datetime import datetime

    from ansinh.delivery.offices.models import Officer

MOST_WAITING = 20


@dataclass(frozen=True)
class Waiting:
    """A decision whose paper waits to be signed: its number, its dossier, since when, and what the key said."""

    number: str
    dossier: uuid.UUID
    officer: str
    since: datetime
    why: str


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
    return [Waiting(number, dossier, str(wait.officer), wait.since, wait.why) for wait, number, dossier in sorted(found, key=lambda one: one[0].since)]


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
