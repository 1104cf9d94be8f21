"""Reads of scorecards, each told by whom they are seen: a card, lists of them, its like, its days, what was said of it, who stands out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q, Sum

from ansinh.delivery.cases.queries import Page, page
from ansinh.delivery.offices.scope import scope_of
from ansinh.delivery.reports.models_cards import Card, CardComment, CardCount, PeerGroup, Slot, UnitLevel, WorkDay
from ansinh.policy.names import fold

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from django.db.models import QuerySet

    from ansinh.delivery.reports.cards_wall import Reader

MOST_COMMENTS = 20
MOST_STANDING_OUT = 50
MOST_EXPORTED = 12_000
"""More than there are communes."""
CHART_DAYS = 60
SORTS = {
    "ten": "folded_name", "nhan": "-received", "xong": "-done", "dung-han": "-punctual", "cham": "punctual", "qua-han": "-overdue", "bi-tra": "-sent_back", "khieu-nai": "-upheld",
    "buoc": "-step_median", "tien": "-money_median",
}  # fmt: skip
"""By what a list is ordered, as addresses say it."""
EASY, HARD = "a", "c"
"""The groups in which work is easiest and hardest."""


@dataclass(frozen=True)
class Listed:
    """Which cards a list shows: a level, a period, a policy (empty: all), a place, part of a name, an order."""

    level: str
    period: int = 30
    policy: str = ""
    province: str = ""
    district: str = ""
    kind: str = ""
    group: str = ""
    search: str = ""
    sort: str = "ten"


def cards(listed: Listed, *, seen_by: Reader, after: str = "", before: str = "") -> Page[Card]:
    """Give a page of cards of a level, in the asked order; of persons only those of the office the reader heads."""
    sort = SORTS.get(listed.sort, "folded_name")
    falling = "-" if sort.startswith("-") else ""
    return page(_listed(listed, seen_by), [sort, f"{falling}id"], after=after, before=before)


def all_cards(listed: Listed, *, seen_by: Reader) -> list[Card]:
    """Give the cards of a list, whole, to take away."""
    return list(_listed(listed, seen_by).order_by(SORTS.get(listed.sort, "folded_name"), "id")[:MOST_EXPORTED])


def card(level: str, unit: str, *, period: int, policy: str, seen_by: Reader) -> Card:
    """Give one card, the newest version to its subject, the opened one to everybody else entitled; raises `DoesNotExist` where she may not see it."""
    rows = list(_seen(seen_by).filter(slot__in=Slot.values, level=level, unit=unit, period=period, policy=policy).order_by("-received", "id"))
    own = [row for row in rows if is_subject(row, seen_by)]
    chosen = [row for row in own if row.slot == Slot.FRESH] or own or [row for row in rows if row.slot == Slot.OPEN]
    at_hand = [row for row in chosen if row.office == str(seen_by.officer.office_id)] or chosen
    if not at_hand:
        raise Card.DoesNotExist
    return at_hand[0]


def first_cards(*, seen_by: Reader, period: int, policy: str = "") -> list[Card]:
    """Give the reader's own newest card, and that of what she speaks for: her office, the place of its people's committee."""
    fresh = Card.objects.filter(slot=Slot.FRESH, period=period, policy=policy)
    spoken = fresh.filter(speaker=seen_by.headed).exclude(speaker="") if seen_by.heads else Card.objects.none()
    order = [level.value for level in UnitLevel]
    return sorted([*fresh.filter(level=UnitLevel.PERSON, unit=seen_by.own), *spoken], key=lambda row: (order.index(row.level), row.pk))


def is_subject(of: Card, reader: Reader) -> bool:
    """Say whether a card is the reader's own, or of what she speaks for."""
    return of.unit == reader.own if of.level == UnitLevel.PERSON else bool(of.speaker) and of.speaker == reader.headed


def counts() -> dict[str, CardCount]:
    """Give when each version was counted, and through which day."""
    return {count.slot: count for count in CardCount.objects.all()}


def peers_of(of: Card) -> PeerGroup | None:
    """Give what a card is compared with; nothing for one without rank."""
    if not of.position:
        return None
    return PeerGroup.objects.filter(slot=of.slot, period=of.period, policy=of.policy, level=of.level, kind=of.kind, group=of.group, size=of.size).first()


def days_of_card(of: Card, *, until: date) -> Mapping[date, tuple[int, int]]:
    """Give how many steps a unit did and how many of them in time, on each day of the card on which it did any; the last `CHART_DAYS` of them.

    A person's days are her own to see: for whoever else looks there are none.
    """
    rows = WorkDay.objects.filter(level=of.level, unit=of.unit, office=of.office, day__lte=until, done__gt=0)
    rows = rows.filter(policy=of.policy) if of.policy else rows
    found = rows.values_list("day").annotate(Sum("done"), Sum("in_time")).order_by("-day")[: of.period or CHART_DAYS]
    return {day: (done, in_time) for day, done, in_time in reversed(list(found))}


def comments_of(of: Card) -> list[CardComment]:
    """Give what was said of a unit's cards, the newest first."""
    return list(CardComment.objects.filter(level=of.level, unit=of.unit, office=of.office).select_related("by").order_by("-id")[:MOST_COMMENTS])


def latest_comments(of: Sequence[Card]) -> dict[tuple[str, str, str], CardComment]:
    """Give the newest comment on each of the cards that has one, by level, unit and office. One query."""
    if not of:
        return {}
    rows = CardComment.objects.filter(level__in={card.level for card in of}, unit__in={card.unit for card in of})
    newest = rows.order_by("level", "unit", "office", "-id").distinct("level", "unit", "office")
    return {(row.level, row.unit, row.office): row for row in newest}


def standing_out(*, seen_by: Reader, period: int, policy: str = "") -> dict[str, list[Card]]:
    """Give who is slow where it is easy (group A, lower quarter of its like) and fast where it is hard (group C, upper quarter); never persons."""
    levels = [level for level in UnitLevel if level is not UnitLevel.PERSON]
    rows = _seen(seen_by).filter(slot=Slot.OPEN, level__in=levels, period=period, policy=policy)
    slow, fast = rows.filter(group=EASY, position="lower"), rows.filter(group=HARD, position="upper")
    return {
        "slow": list(slow.order_by("punctual", "id")[:MOST_STANDING_OUT]),
        "fast": list(fast.order_by("-punctual", "id")[:MOST_STANDING_OUT]),
    }


def _listed(listed: Listed, reader: Reader) -> QuerySet[Card]:
    rows = _seen(reader).filter(slot=Slot.OPEN, level=listed.level, period=listed.period, policy=listed.policy)
    chosen = {"province": listed.province, "district": listed.district, "kind": listed.kind, "group": listed.group}
    rows = rows.filter(**{name: value for name, value in chosen.items() if value})
    return rows.filter(folded_name__contains=fold(listed.search)) if listed.search else rows


def _seen(reader: Reader) -> QuerySet[Card]:
    """Keep what the reader may see: persons she heads and herself; offices and places of her scope if she watches them; what she speaks for."""
    persons = Q(level=UnitLevel.PERSON) & (Q(unit=reader.own) | (Q(office=reader.headed) & ~Q(office="")))
    spoken = Q(speaker=reader.headed) if reader.heads else Q(pk__in=[])
    places = ~Q(level=UnitLevel.PERSON) & Q(**scope_of(reader.officer).filters()) if reader.watches else Q(pk__in=[])
    return Card.objects.filter(persons | spoken | places)
