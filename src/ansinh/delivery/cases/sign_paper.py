"""The paper of a decision is signed by the key of the officer who decided: once, after it was set. A key that is away leaves an alarm, and the decision as it is."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import connection
from django.db.models import F, Window
from django.db.models.functions import RowNumber

from ansinh.delivery.cases.documents import PDF
from ansinh.delivery.cases.keep import content_of, keep
from ansinh.delivery.cases.models import Decision, StoredFile
from ansinh.delivery.cases.models_revisions import Revision
from ansinh.delivery.cases.models_signatures import PaperSignature, SigningWait
from ansinh.delivery.cases.signers import SignersFault, holder_for, is_trial, roots
from ansinh.delivery.evidence.record import act
from ansinh.delivery.offices.scope import NATION, acting, actor_of
from ansinh.papers.signatures.holders import SignerAway
from ansinh.papers.signatures.sign import Mark, sign

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterator
    from datetime import datetime

    from ansinh.delivery.offices.models import Officer
    from ansinh.papers.signatures.sign import Signed

LONGEST = 300
MOST_AT_ONCE = 200


@dataclass(frozen=True)
class _Due:
    """A paper, who must sign it, and the code it carries."""

    document: StoredFile
    officer: Officer
    code: str


def sign_paper(document_id: uuid.UUID, *, at: datetime) -> bool:
    """Sign the paper of a decision, or of a later one, and keep the signed file; give whether nothing is left to do.

    Where no key is named for the officer, nothing is signed, and what waits already goes on waiting. Where her key is away the paper waits with an alarm. No transaction
    is open while the key is asked. Of two at once for one paper one asks the key, the other asks nobody and has something left to do.
    """
    with _alone(document_id) as alone:
        return alone and _signed(document_id, at)


def _signed(document_id: uuid.UUID, at: datetime) -> bool:
    with acting(NATION):
        due = _due(document_id)
        if due is None or PaperSignature.objects.filter(document=document_id).exists():
            return True
        content = content_of(due.document)
    try:
        holder = holder_for(due.officer, at=at)
        if holder is None:
            _tried(document_id, f"không có khóa nào được khai cho {due.officer.username}", at)
            return True
        seen = Mark(due.officer.full_name, due.officer.office.name, f"{settings.PUBLIC_URL}/xac-minh/{due.code}#chu-ky", trial=is_trial(holder))
        known = roots()
        signed = sign(content, holder, at=at, mark=seen, trusted=(*known.real, *known.trial))
    except (SignerAway, SignersFault) as fault:
        _wait(due, str(fault), at)
        return False
    _keep(due, signed, trial=is_trial(holder), at=at)
    return True


@contextmanager
def _alone(document_id: uuid.UUID) -> Iterator[bool]:
    """Say whether nobody else signs this paper now, and keep it so; held by the connection, since no transaction may be open."""
    lock = [f"sign {document_id}"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtextextended(%s, 0))", lock)
        alone = bool(cursor.fetchone()[0])
    try:
        yield alone
    finally:
        if alone and not connection.needs_rollback:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(hashtextextended(%s, 0))", lock)


def waiting_papers(*, most: int = MOST_AT_ONCE) -> list[tuple[uuid.UUID, uuid.UUID]]:
    """Give the papers that wait and whose key each waits for: of every key one, then of every key a second, of each the longest untried first.

    However many wait for one key, those of the others come up.
    """
    turn = Window(RowNumber(), partition_by="officer", order_by=("tried_at", "pk"))
    with acting(NATION):
        waits = SigningWait.objects.filter(settled_at=None).annotate(turn=turn).order_by("turn", "tried_at")
        return list(waits.values_list("document", "officer")[:most])


def _due(document_id: uuid.UUID) -> _Due | None:
    decision = Decision.objects.select_related("document", "signed_by__office").filter(document=document_id).first()
    if decision and decision.document:
        return _Due(decision.document, decision.signed_by, decision.verification)
    revision = Revision.objects.select_related("document", "answered_by__office").filter(document=document_id).first()
    if revision and revision.document and revision.answered_by:
        return _Due(revision.document, revision.answered_by, revision.verification)
    return None


def _keep(due: _Due, signed: Signed, *, trial: bool, at: datetime) -> None:
    document = due.document
    with acting(NATION), act(actor_of(due.officer), "cases.sign_paper", at=at, province=document.province) as deed:
        StoredFile.objects.select_for_update().get(pk=document.pk)
        if PaperSignature.objects.filter(document=document).exists():
            return
        name = f"{document.name.removesuffix('.pdf')}-da-ky.pdf"
        file = keep(signed.pdf, kind="signed", name=name, media_type=PDF, place=document, by=due.officer, at=at)
        of, asked = signed.certificate, signed.revocation
        row = PaperSignature.objects.create(
            document=document, file=file, officer=due.officer, subject=of.subject[:LONGEST], issuer=of.issuer[:LONGEST], serial=of.serial, signed_at=at,
            timestamped=signed.timestamped, trial=trial, valid_until=of.until,
            revocation=asked.state, revocation_by=asked.by[:LONGEST], revocation_at=asked.at, province=document.province, district=document.district, commune=document.commune,
        )  # fmt: skip
        SigningWait.objects.filter(document=document, settled_at=None).update(settled_at=at)
        deed.event(
            "paper_signature",
            row,
            after={
                "document": document.sha256,
                "signed": file.sha256,
                "serial": of.serial,
                "subject": of.subject,
                "revocation": asked.state,
                "revocation_by": asked.by,
            },
        )


def _tried(document_id: uuid.UUID, why: str, at: datetime) -> bool:
    """Count one more try of a paper that waits; give whether it does."""
    with acting(NATION):
        return bool(SigningWait.objects.filter(document=document_id, settled_at=None).update(tried_at=at, tries=F("tries") + 1, why=why[:LONGEST]))


def _wait(due: _Due, why: str, at: datetime) -> None:
    """Keep that a paper waits; the first time is an event, later tries are counted."""
    document, why = due.document, why[:LONGEST]
    if _tried(document.pk, why, at):
        return
    with acting(NATION), act(actor_of(due.officer), "cases.signing_waits", at=at, province=document.province) as deed:
        row, new = SigningWait.objects.get_or_create(
            document=document,
            defaults={
                "officer": due.officer, "office": due.officer.office, "since": at, "tried_at": at, "why": why,
                "province": document.province, "district": document.district, "commune": document.commune,
            },
        )  # fmt: skip
        if new:
            deed.event("signing_wait", row, after={"document": document.sha256, "why": why})
