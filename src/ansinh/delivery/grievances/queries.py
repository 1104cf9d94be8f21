"""Every read of grievances by officers: within their scope, and of the sensitive ones only what each may see."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING

from django.db.models import Q

from ansinh.delivery.cases.numbers import read_code
from ansinh.delivery.cases.queries import PAGE, Page, page
from ansinh.delivery.grievances.looking import look_as
from ansinh.delivery.grievances.models import Grievance
from ansinh.delivery.offices.scope import within
from ansinh.papers.lists.values import read_phone
from ansinh.policy.names import spelt

if TYPE_CHECKING:
    import uuid
    from datetime import date

    from django.db.models import QuerySet

    from ansinh.delivery.cases.models import Claim, Dossier
    from ansinh.delivery.offices.models import Officer

MOST = 100
LISTED = ("owner", "office", "dossier", "decided_by")
BESIDE = ("owner", "office", "dossier", "claim", "decided_by", "opened", "ordered_to", "filed_by", "follows__decided_by")


def seen(*, seen_by: Officer, on: date) -> QuerySet[Grievance]:
    """Select the grievances an officer may see on a day."""
    watches = look_as(seen_by, on=on)
    rows = within(Grievance.objects.select_related(*BESIDE), seen_by)
    if watches:
        return rows
    return rows.filter(Q(sensitive=False) | Q(owner=seen_by) | Q(decided_by=seen_by))


def waiting_for(*, seen_by: Officer, on: date) -> tuple[list[Grievance], list[Grievance]]:
    """Give the open grievances the officer must answer, and the upheld ones that ordered something of her not done yet; the most urgent first."""
    to_answer, to_do = Q(owner=seen_by, state=Grievance.State.FILED), Q(ordered_to=seen_by, remedy=Grievance.Remedy.ORDERED, carried_out_at=None)
    rows = list(seen(seen_by=seen_by, on=on).filter(to_answer | to_do).select_related(None).select_related(*LISTED).order_by("due_on", "pk")[: 2 * MOST])
    return [row for row in rows if row.state == Grievance.State.FILED], [row for row in rows if row.state != Grievance.State.FILED]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for: a state, a kind, and a text (`_found_by`); empty is all."""

    state: str = ""
    kind: str = ""
    text: str = ""


def grievances(wanted: Wanted, *, seen_by: Officer, on: date, after: str = "", before: str = "", size: int = PAGE) -> Page[Grievance]:
    """Give the grievances of the officer's scope, the newest first."""
    rows = seen(seen_by=seen_by, on=on)
    if wanted.state in Grievance.State.values:
        rows = rows.filter(state=wanted.state)
    if wanted.kind in Grievance.Kind.values:
        rows = rows.filter(kind=wanted.kind)
    if wanted.text:
        rows = rows.filter(_found_by(wanted.text))
    return page(rows, ["-id"], after=after, before=before, size=size)


def _found_by(text: str) -> Q:
    """Give what finds a complaint: its code or telephone as a whole, else words of its number, its dossier, who answers it, her office, or who complains."""
    if code := read_code(text):
        return Q(code=code)
    number, possible = read_phone(text)
    if possible and number:
        return Q(phone=number)
    names = ("number", "dossier__number", "owner__full_name", "office__name", "name")
    return reduce(or_, (Q(**{f"{name}__regex": spelt(text)}) for name in names))


def grievance(key: uuid.UUID, *, seen_by: Officer, on: date) -> Grievance:
    """Give one grievance; raises `DoesNotExist` out of scope and for a sensitive one that is not the officer's."""
    return seen(seen_by=seen_by, on=on).get(pk=key)


def after(of: Grievance, *, seen_by: Officer, on: date) -> Grievance | None:
    """Give the complaint by which who complained went on, where the answer was not accepted."""
    return seen(seen_by=seen_by, on=on).filter(follows=of).first() if of.state == Grievance.State.DISMISSED else None


def of_claim(claim: Claim, *, seen_by: Officer, on: date) -> list[Grievance]:
    """Give the grievances about a claim, the newest first."""
    return _beside(seen(seen_by=seen_by, on=on).filter(claim=claim))


def of_dossier(dossier: Dossier, *, seen_by: Officer, on: date) -> list[Grievance]:
    """Give the grievances about a dossier as a whole or a list, and the one it was opened for, the newest first."""
    return _beside(seen(seen_by=seen_by, on=on).filter(Q(dossier=dossier) | Q(opened=dossier)))


def _beside(rows: QuerySet[Grievance]) -> list[Grievance]:
    """Read what stands beside a dossier or claim: number, state, owner and days. Almost always none, so nothing more is joined."""
    return list(rows.select_related(None).select_related("owner").order_by("-id")[:MOST])
