"""What a person may learn with the code she holds and her birth year: the state of her own claim, and who has it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.db import connection

from ansinh.delivery.cases.models import Claim, Decision, Task
from ansinh.delivery.cases.models_papers import Paper
from ansinh.delivery.cases.models_revisions import RevisionItem, State
from ansinh.delivery.cases.numbers import behind, read_code
from ansinh.delivery.offices.scope import Scope, acting

if TYPE_CHECKING:
    from datetime import date, datetime

MOST_PAPERS = 20
MOST_LATER = 20


@dataclass(frozen=True)
class Later:
    """A later decision that concerns a claim, as the person herself may know it; `after_vnd` is 0 where it revokes."""

    number: str
    decided_on: date
    kind: str
    reason: str
    article: str
    before_vnd: int
    after_vnd: int


@dataclass(frozen=True)
class Owed:
    """Money that the person has to give back (`hers` is false), or that is given back to her; who sees to it, until when, and how much is left.

    `ended_on` is the day on which the last of it was handed over.
    """

    hers: bool
    amount_vnd: int
    left_vnd: int
    owner: str
    owner_phone: str
    office: str
    due_on: date
    ended_on: date | None

    @property
    def back_vnd(self) -> int:
        """How much was handed over so far."""
        return self.amount_vnd - self.left_vnd


@dataclass(frozen=True)
class ClaimStatus:
    """One claim for the person it concerns. Names no other person of the dossier.

    `asks` says whether something asked for in writing is missing; `asked` are its words, told only where the dossier is hers alone, since
    a list's may name others. `sent` are the papers she sent herself.
    """

    receipt: str
    name: str
    policy: str
    state: str
    outcome: str
    amount_vnd: int
    reason: str
    article: str
    commune: str
    submitted_at: datetime
    step: str
    owner: str
    owner_title: str
    owner_phone: str
    office: str
    due_on: date | None
    decision: str
    decided_on: date | None
    payment: str
    paid_on: date | None
    past: tuple[tuple[str, datetime], ...]
    asks: bool
    asked: str
    programme: str
    as_of: date
    sent: tuple[Paper, ...]
    later: tuple[Later, ...] = ()
    owed: tuple[Owed, ...] = ()


@dataclass(frozen=True)
class Behind:
    """The claim behind a receipt: when its person was born, and the scope in which it is seen."""

    born: date | None
    scope: Scope


@dataclass(frozen=True)
class DecisionShown:
    """What the code on a decision's paper proves: that it was signed, where, when, for how many and how much.

    `revised` are later decisions on it: number, day, kind, how many people.
    """

    number: str
    office: str
    decided_on: date
    approved: int
    amount_vnd: int
    policy: str
    revised: tuple[tuple[str, date, str, int], ...] = ()


@dataclass(frozen=True)
class RevisionShown:
    """What the code on a later decision's paper proves: what it does to which earlier one, for how many and how much. Names no person."""

    number: str
    office: str
    decided_on: date
    kind: str
    claims: int
    before_vnd: int
    after_vnd: int
    policy: str
    earlier: str
    earlier_on: date


@dataclass(frozen=True)
class MinutesShown:
    """What the code on the minutes of a hand-over proves: that they were made, where, when, for how many tasks."""

    number: str
    office: str
    made_on: date
    tasks: int


@dataclass(frozen=True)
class LetterShown:
    """What the code on a letter of refusal proves: that it was written, where, when, after which decision. Names no person."""

    number: str
    office: str
    decided_on: date
    policy: str
    decision: str


def minutes_behind(code: str) -> MinutesShown | None:
    """Give the minutes of a hand-over that carry a verification code; nothing for any other code. Names no person."""
    found = behind(code, "cases_minutes_by_verification", "number, office, made_on, tasks")
    return MinutesShown(*found) if found else None


def letter_behind(code: str) -> LetterShown | None:
    """Give the letter of refusal that carries a verification code; nothing for any other code."""
    found = behind(code, "cases_letter_by_verification", "number, office, decided_on, policy, decision")
    return LetterShown(*found) if found else None


def decision_behind(code: str) -> DecisionShown | None:
    """Give the decision that carries a verification code; nothing for any other code. Names no person."""
    found = behind(code, "cases_by_verification", "number, office, decided_on, approved, amount_vnd, policy")
    if found is None:
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT number, decided_on, kind, claims FROM cases_revisions_behind(%s)", [read_code(code)])
        return replace(DecisionShown(*found), revised=tuple(cursor.fetchall()))


def revision_behind(code: str) -> RevisionShown | None:
    """Give the later decision that carries a verification code; nothing for any other code. Names no person."""
    columns = "number, office, decided_on, kind, claims, before_vnd, after_vnd, policy, earlier, earlier_on"
    found = behind(code, "cases_revision_by_verification", columns)
    return RevisionShown(*found) if found else None


def claim_status(code: str, birth_year: int) -> ClaimStatus | None:
    """Give the claim behind a receipt code when the birth year fits; nothing otherwise, whatever was wrong.

    A claim without a known birth date answers to the code alone with year 0, since there is nothing to ask for.
    """
    receipt = read_code(code)
    found = behind_receipt(receipt) if receipt else None
    if found is None or (found.born.year if found.born else 0) != birth_year:
        return None
    with acting(found.scope):
        return _status(Claim.objects.select_related("dossier").get(receipt=receipt))


def behind_receipt(receipt: str) -> Behind | None:
    """Give where the claim of a receipt lies; nothing for a code that nobody holds. Whether who asks may know is for the caller to find out."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT date_of_birth, commune, district, province FROM cases_by_receipt(%s)", [receipt])
        found = cursor.fetchone()
    if found is None:
        return None
    born, commune, district, province = found
    return Behind(born, Scope("commune", commune) if commune else Scope("district", district) if district else Scope("province", province))


def _status(claim: Claim) -> ClaimStatus:
    dossier = claim.dossier
    tasks = list(Task.objects.filter(dossier=dossier).select_related("owner", "office").order_by("opened_at"))
    task = next((task for task in tasks if task.done_at is None), None)
    decision = Decision.objects.filter(dossier=dossier).first()
    payment, paid_on = _payment(claim)
    later = _later(claim) if decision else ()
    asks = bool(task and task.waiting and claim.state == Claim.State.IN_REVIEW)
    sent = tuple(Paper.objects.filter(about=claim.pk, received_by=None).order_by("received_at")[:MOST_PAPERS])
    past = [("submitted", dossier.submitted_at), *((_what_ended(task), task.done_at) for task in tasks if task.done_at)]
    return ClaimStatus(
        receipt=claim.receipt, name=claim.full_name, policy=claim.policy, state=claim.state, outcome=claim.outcome, amount_vnd=claim.amount_vnd, reason=claim.state_reason,
        article=claim.state_article, commune=claim.commune, submitted_at=dossier.submitted_at, step=dossier.step, owner=str(task.owner) if task else "",
        owner_title=task.owner.title if task else "", owner_phone=task.owner.phone if task else "", office=task.office.name if task else "", due_on=task.due_on if task else None,
        decision=decision.number if decision else "", decided_on=decision.decided_on if decision else None, payment=payment, paid_on=paid_on, past=tuple(past),
        asks=asks, asked=task.asked if task and asks and dossier.claims == 1 else "", programme=dossier.programme, as_of=dossier.as_of, sent=sent,
        later=later, owed=_owed(claim) if later else (),
    )  # fmt: skip


def _what_ended(task: Task) -> str:
    """Name a step that ended by its act and how; a list that was posted and handed on has a name of its own."""
    return "list:posted" if task.posted_on and task.outcome == Task.Outcome.FORWARDED else f"{task.action}:{task.outcome}"


def _later(claim: Claim) -> tuple[Later, ...]:
    found = RevisionItem.objects.filter(claim=claim, state=State.SIGNED).select_related("revision").order_by("revision__answered_at")[:MOST_LATER]
    return tuple(
        Later(item.revision.number, item.revision.decided_on, item.revision.kind, item.revision.reason, item.revision.article, item.before_vnd, item.after_vnd)
        for item in found
        if item.revision.decided_on
    )


def _payment(claim: Claim) -> tuple[str, date | None]:
    """Read how far the money is. Payments are a later room, so its table is asked, not its code."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT state, settled_on FROM payments_instruction WHERE claim_id = %s AND state <> 'withdrawn' ORDER BY attempt DESC LIMIT 1", [claim.pk]
        )
        row = cursor.fetchone()
    return (row[0], row[1]) if row else ("", None)


# Nothing is to come back of money that never arrived; what was handed in of it is a refund.
OWED = """
    SELECT false, r.amount_vnd, r.amount_vnd - p.back, trim(o.salutation || ' ' || o.full_name), o.phone, b.name, r.due_on, r.returned_on, r.opened_at, r.id
    FROM payments_instruction i JOIN payments_recovery r ON r.instruction_id = i.id AND r.outcome <> 'came_back'
    JOIN offices_officer o ON o.id = r.owner_id JOIN offices_office b ON b.id = r.office_id
    CROSS JOIN LATERAL (SELECT coalesce(sum(q.amount_vnd), 0)::bigint AS back FROM payments_recoverypart q WHERE q.recovery_id = r.id) p
    WHERE i.claim_id = %(claim)s AND i.state = 'paid'
    UNION ALL
    SELECT true, f.amount_vnd, CASE WHEN f.done_at IS NULL THEN f.amount_vnd ELSE 0 END, trim(o.salutation || ' ' || o.full_name), o.phone, b.name, f.due_on, f.given_on, f.opened_at, f.id
    FROM payments_instruction i JOIN payments_recovery r ON r.instruction_id = i.id JOIN payments_refund f ON f.recovery_id = r.id
    JOIN offices_officer o ON o.id = f.owner_id JOIN offices_office b ON b.id = f.office_id
    WHERE i.claim_id = %(claim)s
    ORDER BY 9, 10 LIMIT %(most)s"""


def _owed(claim: Claim) -> tuple[Owed, ...]:
    """Read what is to be given back, by either. Only later decisions cause it; its tables are a later room's too."""
    with connection.cursor() as cursor:
        cursor.execute(OWED, {"claim": claim.pk, "most": MOST_LATER})
        return tuple(Owed(*row[:8]) for row in cursor.fetchall())
