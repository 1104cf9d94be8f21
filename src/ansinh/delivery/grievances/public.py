"""What who complained may learn with the code of her receipt: who answers, until when, what was found and what follows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ansinh.delivery.cases import numbers
from ansinh.delivery.cases.models import Claim
from ansinh.delivery.grievances.appeal import last_day
from ansinh.delivery.grievances.looking import seeing_all
from ansinh.delivery.grievances.models import Grievance
from ansinh.delivery.offices.scope import NATION

if TYPE_CHECKING:
    import uuid
    from datetime import date, datetime


@dataclass(frozen=True)
class GrievanceStatus:
    """One grievance for who holds its code. `opened` is the receipt code of the claim opened anew, where there is one.

    `appeal_until`: the last day for going on, where that is possible at all; `appealed` and `follows`: the numbers of the one after and the one before.
    """

    code: str
    number: str
    kind: str
    state: str
    filed_at: datetime
    owner: str
    owner_title: str
    owner_phone: str
    office: str
    due_on: date
    cite: str
    ended_at: datetime | None
    reason: str
    remedy: str
    opened: str
    ordered_to: str
    carried_out: str
    appeal_until: date | None
    appealed: str
    follows: str


def key_behind(code: str) -> uuid.UUID | None:
    """Give the grievance that carries a code; nothing for any other code."""
    return numbers.key_behind(code, "grievances_by_code")


def grievance_status(code: str) -> GrievanceStatus | None:
    """Give the grievance behind a code; nothing otherwise, whatever was wrong."""
    key = key_behind(code)
    if key is None:
        return None
    with seeing_all(NATION):
        return status_of(Grievance.objects.select_related("owner", "office", "ordered_to", "follows").get(pk=key))


def status_of(of: Grievance) -> GrievanceStatus:
    """Give what the person may know of a grievance."""
    opened = Claim.objects.filter(dossier=of.opened_id).values_list("receipt", flat=True).first() if of.opened_id else None
    after = Grievance.objects.filter(follows=of).values_list("number", flat=True).first() if of.state == Grievance.State.DISMISSED else ""
    return GrievanceStatus(
        code=of.code, number=of.number, kind=of.kind, state=of.state, filed_at=of.filed_at, owner=str(of.owner), owner_title=of.owner.title,
        owner_phone=of.owner.phone, office=of.office.name, due_on=of.due_on, cite=of.cite, ended_at=of.ended_at, reason=of.reason, remedy=of.remedy,
        opened=opened or "", ordered_to=str(of.ordered_to) if of.ordered_to else "", carried_out=of.carried_out,
        appeal_until=last_day(of), appealed=after or "", follows=of.follows.number if of.follows else "",
    )  # fmt: skip
