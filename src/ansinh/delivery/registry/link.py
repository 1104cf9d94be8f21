"""Two identities turn out to be one human being: from then on they draw once, over the whole country, until the link is undone.

Draws that both hold: the one whose claim is decided, or lies outside the officer's scope, stands; among others the earlier.
The other one is released, so that its claim cannot be approved. Where neither may be taken, both are named as contested.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import connection

from ansinh.delivery.offices.refusals import AlreadyDone, Refused
from ansinh.delivery.offices.scope import within
from ansinh.delivery.registry.keeping import demand_keeper, demand_words
from ansinh.delivery.registry.models import Draw, IdentityLink, Person

if TYPE_CHECKING:
    import uuid
    from collections.abc import Collection, Iterable
    from datetime import datetime

    from ansinh.delivery.evidence.record import Act
    from ansinh.delivery.offices.models import Officer

STRENGTH = ("cccd", "cmnd", "name")
"""Whose identity speaks for both: a card of the register before one of old, a number before a name."""


@dataclass(frozen=True, slots=True)
class Held:
    """A live draw as far as linking needs it: keys and order, of whatever place; `seen` says whether the officer's scope holds it."""

    claim: uuid.UUID
    holder: str
    programme: str
    slot: str
    held_at: datetime
    seen: bool


def link(deed: Act, person: Person, identity: str, *, evidence: str, reason: str, decided: Collection[uuid.UUID], by: Officer) -> IdentityLink:
    """Let `identity` and the person's own count as one, and settle the draws of both; give the link with what it changed.

    `decided` are claims that nothing can be taken from any more. To be called within an act whose scope sees the person.
    Raises `AlreadyDone` where they are one already, `Refused` where both already speak for others, or without grounds.
    """
    demand_keeper(by, at=deed.at)
    demand_words(evidence, "evidence")
    demand_words(reason, "reason")
    holder, other = _who_speaks(person.identity, identity)
    moves = _settle(held_by([holder, other]), holder, decided)
    made = IdentityLink(
        province=person.province, district=person.district, commune=person.commune, identity=other, holder=holder, evidence=evidence.strip()[:200],
        reason=reason.strip()[:200], linked_by=by, linked_at=deed.at, yielded=moves.yielded, contested=moves.contested,
    )  # fmt: skip
    made.save(force_insert=True)
    Draw.objects.filter(claim__in=moves.yielded, released_at=None).update(released_at=deed.at)
    move(moves.moved, holder)
    _join_rows(person.province, holder, other, by=by)
    told = {"identity": other, "holder": holder, "evidence": made.evidence, "reason": made.reason, "yielded": moves.yielded, "contested": moves.contested}
    deed.event("person", person, after={name: list(map(str, value)) if isinstance(value, list) else value for name, value in told.items()})
    return made


def unlink(deed: Act, made: IdentityLink, *, reason: str, by: Officer) -> IdentityLink:
    """Let the two count as two again; each keeps the draws its own claims hold. Raises `AlreadyDone` for a link undone before."""
    demand_keeper(by, at=deed.at)
    demand_words(reason, "reason")
    if made.undone_at:
        raise AlreadyDone("link_undone", "Việc nối này đã được hủy trước đó.", "This link was undone before.")
    made.undone_at, made.undone_by, made.undone_because = deed.at, by, reason.strip()[:200]
    made.save(update_fields=["undone_at", "undone_by", "undone_because"])
    with connection.cursor() as cursor:
        cursor.execute("SELECT registry_part_draws(%s, %s)", [made.holder, made.identity])
    rows = within(Person.objects.all(), by).filter(province=made.province, identity=made.identity)
    rows.update(same_as=None)
    deed.event("link", made, before={"identity": made.identity, "holder": made.holder}, after={"undone": made.undone_because})
    return made


def holder_of(identity: str) -> str:
    """Give the identity that this one counts as; itself where nothing links it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT holder FROM registry_holders_of(%s::text[])", [[identity]])
        row = cursor.fetchone()
    return str(row[0]) if row else identity


def held_by(holders: Iterable[str]) -> list[Held]:
    """Give the live draws of these, in the whole country, the earliest first."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT claim, holder, programme, slot, held_at, seen FROM registry_draws_of(%s::text[]) ORDER BY held_at, claim", [list(holders)])
        return [Held(*row) for row in cursor.fetchall()]


def move(claims: Collection[uuid.UUID], holder: str) -> None:
    """Let the live draws of these claims count for `holder`, wherever they are."""
    if claims:
        with connection.cursor() as cursor:
            cursor.execute("SELECT registry_move_draws(%s::uuid[], %s::text)", [list(claims), holder])


def _who_speaks(own: str, identity: str) -> tuple[str, str]:
    mine, theirs = holder_of(own), holder_of(identity)
    if mine == theirs:
        raise AlreadyDone("linked_already", "Hai số này đã được ghi nhận là của một người.", "These two already count as one person.")
    speaking = {who for who in (mine, theirs) if _speaks(who)}
    if len(speaking) > 1:
        raise Refused(
            "both_speak",
            "Cả hai người này đều đã được nối với người khác. Hủy một lần nối trước, rồi nối lại.",
            "Both are already linked with others. Undo one of those links first, then link again.",
        )
    first, second = sorted((mine, theirs), key=lambda who: (who not in speaking, STRENGTH.index(who.split(":")[0]), who != mine))
    return first, second


def _speaks(identity: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT registry_speaks(%s::text)", [identity])
        return bool(cursor.fetchone()[0])


@dataclass(frozen=True, slots=True)
class Moves:
    """What linking does to live draws, by their claims."""

    moved: list[uuid.UUID]
    yielded: list[uuid.UUID]
    contested: list[uuid.UUID]


def _settle(draws: Iterable[Held], holder: str, decided: Collection[uuid.UUID]) -> Moves:
    """Decide for each slot which draw stands: the one nobody may take, then the earlier."""
    moves = Moves([], [], [])
    by_slot: dict[tuple[str, str], list[Held]] = defaultdict(list)
    for draw in draws:
        by_slot[draw.programme, draw.slot].append(draw)
    for rivals in by_slot.values():
        first, *rest = sorted(rivals, key=lambda draw: (draw.seen and draw.claim not in decided, draw.held_at))
        fixed = [draw.claim for draw in rest if not draw.seen or draw.claim in decided]
        moves.yielded.extend(draw.claim for draw in rest if draw.claim not in fixed)
        if fixed:
            moves.contested.extend([first.claim, *fixed])
        elif first.holder != holder:
            moves.moved.append(first.claim)
    return moves


def _join_rows(province: str, holder: str, other: str, *, by: Officer) -> None:
    """Where the province knows both as persons, the holder's row speaks for the other's."""
    rows = within(Person.objects.filter(province=province), by)
    speaker = rows.filter(identity=holder).first()
    if speaker is not None:
        rows.filter(identity=other).update(same_as=speaker)
