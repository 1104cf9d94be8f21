"""The log as an inspector reads it: act by act within her scope, each checked against its seal, and where the chain of a province ends."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING

from django.db import connection
from django.db.models import Q, QuerySet

from ansinh.delivery.evidence.models import Event, Head
from ansinh.delivery.offices.scope import within
from ansinh.policy.names import spelt

if TYPE_CHECKING:
    import uuid
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from ansinh.delivery.offices.models import Officer

MOST_OF_AN_ACT = 200


@dataclass(frozen=True)
class Sealed:
    """How an act stands in its province's chain. `sound`: its seal holds; nothing where it has more events than are read again on a page."""

    province: str
    sequence: int
    events: int
    chain: str
    sound: bool | None


def acts(
    *,
    seen_by: Officer,
    since: datetime,
    until: datetime,
    verb: str = "",
    who: str = "",
    places: Collection[str] | None = None,
    officer: uuid.UUID | None = None,
) -> QuerySet[Event]:
    """Select the first event of each act of the scope between two moments.

    `who` is part of an officer's name; `places` are codes of any level, none of them meaning no act at all.
    """
    rows = within(Event.objects.filter(position=1, at__gte=since, at__lt=until), seen_by)
    if verb:
        rows = rows.filter(verb=verb)
    if who.strip():
        rows = rows.filter(officer_name__regex=spelt(who))
    if officer:
        rows = rows.filter(officer=officer)
    if places is not None:
        of_level = {2: "province", 3: "district"}
        at = [Q(**{of_level.get(len(code), "commune"): code}) for code in places]
        rows = rows.filter(reduce(or_, at)) if at else rows.none()
    return rows


def events_of(act: uuid.UUID, *, seen_by: Officer) -> list[Event]:
    """Give the events of one act within the scope, in their order, a bounded number."""
    return list(within(Event.objects.filter(act=act), seen_by).order_by("position")[:MOST_OF_AN_ACT])


def sealed(of: Sequence[uuid.UUID]) -> dict[uuid.UUID, Sealed]:
    """Read acts again as they were sealed: each event's hash, their number and digest, and the link to the seal before."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT act, province, sequence, events, chain, sound FROM evidence_check_acts(%s::uuid[])", [list(of)])
        return {row[0]: Sealed(*row[1:]) for row in cursor.fetchall()}


def head_of(province: str) -> Head | None:
    """Give where the chain of a province ends; nothing where nothing was ever done."""
    return Head.objects.filter(pk=province).first()
