"""Every read of money for officers: in scope and bounded."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

from django.db.models import BigIntegerField, Count, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce

from ansinh.delivery.cases.models import Decision
from ansinh.delivery.cases.models_revisions import RevisionItem
from ansinh.delivery.cases.queries import Page, page
from ansinh.delivery.offices.scope import within
from ansinh.delivery.payments.models import Instruction, PaymentFile, Recovery, RecoveryPart, Refund, Repair, Statement, StatementLine
from ansinh.policy.names import spelt

if TYPE_CHECKING:
    import uuid

    from ansinh.delivery.cases.models import Claim
    from ansinh.delivery.cases.models_revisions import Revision
    from ansinh.delivery.offices.models import Officer

PAGE = 50
SHOWN = 200
ODD = "odd"


class StateSum(TypedDict):
    """How many instructions stand in a state, and what they come to in đồng."""

    state: str
    count: int
    vnd: int


def decision(key: uuid.UUID, *, seen_by: Officer) -> Decision:
    """Give one decision in scope; raises `Decision.DoesNotExist` outside it."""
    return within(Decision.objects.select_related("dossier", "office", "signed_by"), seen_by).get(pk=key)


def state_sums(of: Decision) -> list[StateSum]:
    """Add the instructions of a decision up by state."""
    rows = Instruction.objects.filter(decision=of).values("state").annotate(count=Count("pk"), vnd=Sum("amount_vnd")).order_by("state")
    return [{"state": row["state"], "count": row["count"], "vnd": row["vnd"] or 0} for row in rows]


def files_of(of: Decision) -> list[PaymentFile]:
    """Give the files made for a decision, the first first."""
    return list(PaymentFile.objects.filter(decision=of).select_related("file", "sheet", "made_by").order_by("made_at")[:SHOWN])


def payment_file(key: uuid.UUID, *, seen_by: Officer) -> PaymentFile:
    """Give one payment file in scope."""
    return within(PaymentFile.objects.select_related("file", "sheet", "decision"), seen_by).get(pk=key)


def instructions_of(of: Decision, *, state: str = "", words: str = "", after: str = "", before: str = "") -> Page[Instruction]:
    """Give instructions of a decision in the order of its list, those sent again last; narrowed by state and name."""
    rows = Instruction.objects.filter(decision=of).select_related("claim")
    rows = rows.filter(state=state) if state in Instruction.State.values else rows
    rows = rows.filter(Q(payee__regex=spelt(words)) | Q(account_number=words)) if words else rows
    return page(rows, ["id"], after=after, before=before)


def statement(key: uuid.UUID, *, seen_by: Officer) -> Statement:
    """Give one statement in scope."""
    return within(Statement.objects.select_related("file", "imported_by"), seen_by).get(pk=key)


def statements(*, seen_by: Officer) -> list[Statement]:
    """Give the latest statements in scope."""
    return list(within(Statement.objects.select_related("file", "imported_by"), seen_by).order_by("-pk")[:PAGE])


def lines_of(of: Statement, *, match: str = "", after: str = "", before: str = "") -> Page[StatementLine]:
    """Give the lines of a statement; `match` is what became of them, or `odd` for all that were not simply paid."""
    rows = StatementLine.objects.filter(statement=of).select_related("instruction")
    if match == ODD:
        rows = rows.exclude(match=StatementLine.Match.PAID)
    elif match in StatementLine.Match.values:
        rows = rows.filter(match=match)
    return page(rows, ["id"], after=after, before=before)


def line_sums(of: Statement) -> dict[str, int]:
    """Count the lines of a statement by what became of them."""
    return {row["match"]: row["count"] for row in StatementLine.objects.filter(statement=of).values("match").annotate(count=Count("pk"))}


def repairs(*, seen_by: Officer) -> list[Repair]:
    """Give payments that came back and are open, the earliest due first."""
    rows = within(Repair.objects.filter(done_at=None), seen_by).select_related(
        "instruction", "instruction__claim", "instruction__decision", "owner", "owner__office"
    )
    return list(rows.order_by("due_on", "pk")[:SHOWN])


def repair(key: uuid.UUID, *, seen_by: Officer) -> Repair:
    """Give one such payment."""
    return within(Repair.objects.select_related("instruction", "instruction__claim", "owner"), seen_by).get(pk=key)


def standing_of(of: Revision) -> dict[str, StateSum]:
    """Add the instructions of the claims of a proposal up by state: what signing it would withdraw or bring back."""
    claims = RevisionItem.objects.filter(revision=of).values("claim")
    rows = Instruction.objects.filter(claim__in=claims).values("state").annotate(count=Count("pk"), vnd=Sum("amount_vnd")).order_by("state")
    return {row["state"]: {"state": row["state"], "count": row["count"], "vnd": row["vnd"] or 0} for row in rows}


def recoveries_of(of: Revision, *, seen_by: Officer) -> list[Recovery]:
    """Give what has to come back by a later decision, open ones first; `back_vnd` of each came back. At most `SHOWN`."""
    rows = within(Recovery.objects.filter(revision=of), seen_by).select_related("instruction", "owner__office").annotate(back_vnd=_back())
    return list(rows.order_by("outcome", "due_on", "pk")[:SHOWN])


def recoveries(*, seen_by: Officer, mine: bool = False) -> list[Recovery]:
    """Give what has to come back and has not, the earliest due first; `back_vnd` of each did. `mine`: of the officer alone."""
    rows = within(Recovery.objects.filter(outcome=""), seen_by).select_related("instruction", "revision", "owner__office").annotate(back_vnd=_back())
    return list((rows.filter(owner=seen_by) if mine else rows).order_by("due_on", "pk")[:SHOWN])


def recovery(key: uuid.UUID, *, seen_by: Officer) -> Recovery:
    """Give one such amount."""
    return within(Recovery.objects.select_related("instruction__claim", "revision", "owner__office", "done_by"), seen_by).get(pk=key)


def parts_of(of: Recovery, *, seen_by: Officer) -> list[RecoveryPart]:
    """Give the parts of it that came back, the first first; at most `SHOWN`."""
    return list(within(RecoveryPart.objects.filter(recovery=of), seen_by).select_related("entered_by").order_by("pk")[:SHOWN])


def refunds(*, seen_by: Officer, mine: bool = False) -> list[Refund]:
    """Give what is owed to people because it came back beyond what was paid, the earliest due first. `mine`: of the officer alone."""
    rows = within(Refund.objects.filter(done_at=None), seen_by).select_related("recovery__instruction", "owner__office")
    return list((rows.filter(owner=seen_by) if mine else rows).order_by("due_on", "pk")[:SHOWN])


def refund(key: uuid.UUID, *, seen_by: Officer) -> Refund:
    """Give one such amount."""
    return within(Refund.objects.select_related("recovery__instruction__claim", "recovery__revision", "owner__office", "done_by"), seen_by).get(pk=key)


def refunds_of(of: Recovery, *, seen_by: Officer) -> list[Refund]:
    """Give what of a recovery is owed to the person or was given back, the first first; at most `SHOWN`."""
    return list(within(Refund.objects.filter(recovery=of), seen_by).select_related("owner__office", "done_by").order_by("pk")[:SHOWN])


def both_ways(claim: Claim, *, seen_by: Officer) -> tuple[list[Recovery], list[Refund]]:
    """Give of a claim what has or had to come back, and what is or was owed to the person because too much did; each at most `SHOWN`."""
    back = within(Recovery.objects.filter(instruction__claim=claim), seen_by).select_related("owner__office").annotate(back_vnd=_back())
    owed = within(Refund.objects.filter(recovery__instruction__claim=claim), seen_by).select_related("owner__office", "done_by")
    return list(back.order_by("pk")[:SHOWN]), list(owed.order_by("pk")[:SHOWN])


def _back() -> Coalesce:
    """Of a recovery: what came back of it so far."""
    parts = RecoveryPart.objects.filter(recovery=OuterRef("pk")).order_by().values("recovery").annotate(vnd=Sum("amount_vnd")).values("vnd")
    return Coalesce(Subquery(parts), 0, output_field=BigIntegerField())


def reason_of(instruction: Instruction) -> str:
    """Give in words why a payment came back."""
    line = StatementLine.objects.filter(instruction=instruction, match=StatementLine.Match.FAILED).order_by("-pk").first()
    return f"{line.reason_code} {line.reason}".strip() if line else ""
