"""Everything that is kept of a person about one claim, for herself: she shows the code, her year of birth and the last digits of her number."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

from django.db import connection

from ansinh.delivery.cases.models import Claim, Decision, Determination
from ansinh.delivery.cases.models_papers import Paper, PaperOpened
from ansinh.delivery.cases.models_revisions import RevisionItem, State
from ansinh.delivery.cases.notes import own_notes
from ansinh.delivery.cases.periods import in_force
from ansinh.delivery.cases.public import behind_receipt, claim_status
from ansinh.delivery.notices.models import Notice
from ansinh.delivery.offices.scope import NATION, acting
from ansinh.delivery.registry.models import Access, Identifier, Person
from ansinh.delivery.registry.models_residences import Residence
from ansinh.policy.load import load_programme
from ansinh.policy.papers_named import papers_named

if TYPE_CHECKING:
    from datetime import datetime

LAST_DIGITS = 4
MOST = 500
PERSON = ("full_name", "sex", "date_of_birth", "birth_precision", "id_kind", "id_number", "phone", "address", "bank_name", "account_number")
CLAIM = ("receipt", "policy", "state", "state_reason", "state_article", "outcome", "amount_vnd")


def own_data(receipt: str, last_digits: str, *, at: datetime) -> dict[str, Any] | None:
    """Give what is kept of the person of a claim, as plain data to be written as JSON; nothing where the digits are not hers.

    The caller has seen code and year of birth. A claim without a usable number has no digits to show: its person asks at the office.
    """
    if behind_receipt(receipt) is None:
        return None
    with acting(NATION):  # her own data wherever it lies; only rows that name her are read
        claim = Claim.objects.select_related("dossier__office").get(receipt=receipt)
        if len(last_digits) < LAST_DIGITS or not claim.id_number or not secrets.compare_digest(claim.id_number[-LAST_DIGITS:], last_digits[-LAST_DIGITS:]):
            return None
        return {**_told(claim), "made_at": at, **_around(claim)}


def _told(claim: Claim) -> dict[str, Any]:
    dossier = claim.dossier
    told = in_force(dossier.programme)
    status = claim_status(claim.receipt, claim.date_of_birth.year if claim.date_of_birth else 0)
    decision = Decision.objects.filter(dossier=dossier).first()
    answers = Determination.objects.filter(claim=claim).order_by("made_at")[:MOST]
    return {
        "programme": dossier.programme,
        "basis": {"text": told.basis.text["vi"], "cite": told.basis.cite, "verified": told.basis.verified} if told else None,
        "kept_until": [{"kind": one.kind, "text": one.text["vi"], "until": one.over_on(told.ends_on), "cite": one.cite, "verified": one.verified} for one in told.kept] if told else [],
        "person": {name: getattr(claim, name) for name in PERSON},
        "claim": {
            **{name: getattr(claim, name) for name in CLAIM}, "dossier": dossier.number, "channel": dossier.channel, "submitted_at": dossier.submitted_at,
            "submitted_to": dossier.office.name, "now_with": status.owner if status else "", "office": status.office if status else "",
        },
        "answers_of_the_law": [
            {"as_of": row.as_of, "law_version": row.law_version, "outcome": row.outcome, "amount_vnd": row.amount_vnd, "facts": row.facts, "failed": row.failed, "missing": row.missing}
            for row in answers
        ],
        "decision": {"number": decision.number, "decided_on": decision.decided_on} if decision else None,
        "later_decisions": _later(claim), "payments": _payments(claim), "to_come_back": _to_come_back(claim),
        "to_be_given_back": _to_be_given_back(claim),
    }  # fmt: skip


def _around(claim: Claim) -> dict[str, Any]:
    """Give the papers she or others sent, who opened them, what officers noted, what she was told, other numbers known of her, and who looked at her."""
    names = {paper.id: paper.text["vi"] for paper in papers_named(load_programme(claim.dossier.programme), claim.policy, on=claim.dossier.as_of)}
    papers = Paper.objects.filter(about=claim.pk).order_by("received_at")[:MOST]
    opened = PaperOpened.objects.filter(paper__about=claim.pk).select_related("officer__office").order_by("at")[:MOST]
    person = Person.objects.filter(province=claim.province, identity=claim.identity).first()
    known = Identifier.objects.filter(person=person).order_by("since")[:MOST] if person else []
    looks = Access.objects.filter(person=person.pk).select_related("officer__office").order_by("at")[:MOST] if person else []
    notices = Notice.objects.filter(subject=claim.pk).order_by("made_at")[:MOST]
    return {
        "papers": [{"name": names.get(row.wanted, row.wanted), "state": row.state, "received_at": row.received_at, "by_herself": row.received_by_id is None} for row in papers],
        "papers_opened": [{"at": row.at, "officer": row.officer.full_name, "office": row.officer.office.name, "purpose": row.purpose} for row in opened],
        "notes": own_notes(claim),
        "told": [{"channel": row.channel, "at": row.sent_at or row.made_at, "text": row.text_vi} for row in notices],
        "numbers": [
            {"kind": row.kind, "value": row.value, "bank_name": row.bank_name, "holder_name": row.holder_name, "source": row.source, "since": row.since, "until": row.until}
            for row in known
        ],
        "residences": [
            {"kind": row.kind, "commune": row.place.name, "address": row.address, "source": row.source, "since": row.held.lower, "until": row.until}
            for row in (Residence.objects.filter(person=person).select_related("place").order_by("held")[:MOST] if person else [])
        ],
        "looked_at_by": [
            {"at": row.at, "officer": row.officer.full_name, "office": row.officer.office.name, "how": row.kind, "purpose": row.purpose, "why": row.text}
            for row in looks if row.kind != Access.Kind.SEARCH
        ],
    }  # fmt: skip


def _later(claim: Claim) -> list[dict[str, Any]]:
    """Give what later decisions in force did to her claim: amounts, and of a correction what was so before and is so by it."""
    rows = RevisionItem.objects.filter(claim=claim, state=State.SIGNED).select_related("revision").order_by("pk")[:MOST]
    return [
        {
            "number": row.revision.number, "decided_on": row.revision.decided_on, "kind": row.revision.kind, "reason": row.revision.reason, "cite": row.revision.article,
            "before_vnd": row.before_vnd, "after_vnd": row.after_vnd, "before": row.before, "after": row.after,
        }
        for row in rows
    ]  # fmt: skip


def _to_come_back(claim: Claim) -> list[dict[str, Any]]:
    """Read what of the money has to come back, and how much did; of a later room as below."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT r.amount_vnd, coalesce(sum(p.amount_vnd), 0)::bigint, r.due_on, r.outcome FROM payments_recovery r JOIN payments_instruction i ON i.id = r.instruction_id
            LEFT JOIN payments_recoverypart p ON p.recovery_id = r.id WHERE i.claim_id = %s GROUP BY r.id ORDER BY r.id""",
            [claim.pk],
        )
        return [dict(zip(("amount_vnd", "back_vnd", "due_on", "outcome"), row, strict=True)) for row in cursor.fetchall()]


def _to_be_given_back(claim: Claim) -> list[dict[str, Any]]:
    """Read what she brought back too much and is owed, until when, and when she had it again; of a later room as below."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT f.amount_vnd, f.due_on, f.given_on FROM payments_refund f JOIN payments_recovery r ON r.id = f.recovery_id
            JOIN payments_instruction i ON i.id = r.instruction_id WHERE i.claim_id = %s ORDER BY f.id""",
            [claim.pk],
        )
        return [dict(zip(("amount_vnd", "due_on", "given_on"), row, strict=True)) for row in cursor.fetchall()]


def _payments(claim: Claim) -> list[dict[str, Any]]:
    """Read how the money went. Payments are a later room, so its table is asked, not its code."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT attempt, channel, amount_vnd, bank_name, account_number, state, settled_on FROM payments_instruction WHERE claim_id = %s ORDER BY attempt",
            [claim.pk],
        )
        names = ("attempt", "channel", "amount_vnd", "bank_name", "account_number", "state", "settled_on")
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
