"""Reads of the summaries: sums of a place by what lies below it, policy, day and channel; lengths of time; who is late.

The national page costs a few queries of small tables, however many claims there are.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.db.models import Exists, OuterRef, Q

from ansinh.delivery.cases.models import Claim, Dossier, Task
from ansinh.delivery.cases.queries import Page, late_tasks, page
from ansinh.delivery.cases.responsibility import told_of_late
from ansinh.delivery.offices.models import Level, Place
from ansinh.delivery.offices.queries import MAP_2021
from ansinh.delivery.offices.scope import scope_of, within
from ansinh.delivery.payments.models import Instruction
from ansinh.delivery.reports.lengths import within_days
from ansinh.delivery.reports.models import MEASURES, Counting

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from django.db.models import QuerySet

    from ansinh.delivery.offices.models import Officer

MOST_LATE_TAKEN = 5000
FEWEST = 5
"""Fewer people than this are not told to the public: a figure of a small place must not point at a person."""
BELOW = {"": "province", "province": "district", "district": "commune", "commune": "commune"}
MIDDLE, NEARLY_ALL = 50, 90
WHOLE, OF_PLACES, OF_POLICIES, OF_DAYS, OF_CHANNELS = 15, 7, 11, 13, 14
"""What `grouping(place, policy, day, channel)` says of a sum."""
MONEY_OF = {"claims": "claimed_vnd", "approved": "approved_vnd", "refused": "", "paid": "paid_vnd", "returned": "returned_vnd"}
"""The counts of people, each with the money that is told or withheld with it."""
BEHIND = ("dossiers", "claims", "approved", "refused", "paid", "returned")
"""The measures whose rows can be shown."""


@dataclass(frozen=True)
class Cut:
    """Which part of the work is counted: a place by its codes (none: the country), a policy, days, a choice of provinces."""

    province: str = ""
    district: str = ""
    commune: str = ""
    policy: str = ""
    since: date | None = None
    until: date | None = None
    provinces: Collection[str] | None = None

    @property
    def level(self) -> str:
        """How far the place reaches; empty for the country."""
        return "commune" if self.commune else "district" if self.district else "province" if self.province else ""

    @property
    def codes(self) -> dict[str, str]:
        """The codes of the place, as columns."""
        return {name: code for name, code in (("province", self.province), ("district", self.district), ("commune", self.commune)) if code}


@dataclass(frozen=True)
class Sums:
    """What happened in one part: counts of people and whole đồng.

    A measure in `few` has too few people to be told to the public; one in `beside` would tell such a one by subtraction. Both are nought here.
    """

    dossiers: int = 0
    claims: int = 0
    approved: int = 0
    refused: int = 0
    paid: int = 0
    returned: int = 0
    claimed_vnd: int = 0
    approved_vnd: int = 0
    paid_vnd: int = 0
    returned_vnd: int = 0
    few: frozenset[str] = frozenset()
    beside: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Summary:
    """A cut counted: its whole, and its parts by code of the place below, policy, day and channel."""

    total: Sums
    below: dict[str, Sums] = field(default_factory=dict)
    policies: dict[str, Sums] = field(default_factory=dict)
    days: dict[date, Sums] = field(default_factory=dict)
    channels: dict[str, Sums] = field(default_factory=dict)
    groups: dict[str, Sums] = field(default_factory=dict)


@dataclass(frozen=True)
class Lengths:
    """Working days from list to money: of half the people, of nine in ten, and of how many."""

    median: int | None
    nine_in_ten: int | None
    people: int


def may_see(cut: Cut, officer: Officer | None) -> bool:
    """Say whether a cut lies in an officer's scope, so that she may see every figure of it and the rows behind them."""
    if officer is None:
        return False
    scope = scope_of(officer)
    known = (Level.NATIONAL, Level.PROVINCE, Level.DISTRICT, Level.COMMUNE)
    return scope.level in known and all(getattr(cut, name) == code for name, code in scope.filters().items())


def summary(cut: Cut, *, seen_by: Officer | None, groups: Mapping[str, str] | None = None) -> Summary:
    """Count a cut, everything at once, in one query; `groups` names the group of each place below.

    Parts with too few people are withheld from whoever may not see the rows.
    """
    full = may_see(cut, seen_by)
    parts = _parts(cut, _told_below(cut, full=full))
    whole = parts[WHOLE].get("", Sums())
    joined: dict[str, Sums] = {}
    for code, sums in parts[OF_PLACES].items():
        if groups and code in groups:
            joined[groups[code]] = _sum(joined.get(groups[code], Sums()), sums)
    channels = {channel: sums for channel, sums in parts[OF_CHANNELS].items() if channel}
    told: list[dict[Any, Sums]] = [
        found if full else guarded(found) for found in (parts[OF_PLACES], parts[OF_POLICIES], dict(sorted(parts[OF_DAYS].items())), channels, joined)
    ]
    below, policies, days, by_channel, by_group = told
    return Summary(whole if full else guarded({"": whole})[""], below, policies, days, by_channel, by_group)


def guarded(parts: Mapping[Any, Sums]) -> dict[Any, Sums]:
    """Withhold, measure by measure, what counts too few people; where it would be one part alone, the next smallest too, else the sum would tell it."""
    few: dict[Any, set[str]] = defaultdict(set)
    beside: dict[Any, set[str]] = defaultdict(set)
    for measure in MONEY_OF:
        counts = {key: getattr(sums, measure) for key, sums in parts.items() if getattr(sums, measure)}
        hidden = [key for key, count in counts.items() if count < FEWEST]
        for key in hidden:
            few[key].add(measure)
        if len(hidden) == 1 and len(counts) > 1:
            beside[min((key for key in counts if key not in hidden), key=lambda key: (counts[key], str(key)))].add(measure)
    return {key: _without(sums, few[key], beside[key]) if few[key] or beside[key] else sums for key, sums in parts.items()}


def _without(sums: Sums, few: set[str], beside: set[str]) -> Sums:
    nought = {name: 0 for measure in few | beside for name in (measure, MONEY_OF[measure]) if name}
    return replace(sums, **nought, few=frozenset(few), beside=frozenset(beside))


def lengths(cut: Cut, by: str, *, seen_by: Officer | None, groups: Mapping[str, str] | None = None) -> tuple[Lengths, dict[str, Lengths]]:
    """Give the lengths of a cut and of its parts by `policy`, or by the place below it (`province`, `district`, `commune`).

    `groups` names the group of each part: then the parts are those of the groups as well, counted from the people, never from other medians.
    """
    full = may_see(cut, seen_by)
    where, values = _where(cut, _told_below(cut, full=full))
    column = by if by in ("policy", *BELOW.values()) else "policy"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column}, working_days, sum(people) FROM reports_duration WHERE {where} GROUP BY 1, 2", values)  # noqa: S608 - names of ours
        rows = cursor.fetchall()
    parts: dict[str, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for key, days, people in rows:
        for part in ("", key, *([groups[key]] if groups and key in groups else [])):
            parts[part][days] += int(people)
    fewest = 1 if full else FEWEST
    whole = _lengths(parts.pop("", {}), fewest)
    return whole, {key: _lengths(people, fewest) for key, people in parts.items()}


def counted(cut: Cut) -> Counting | None:
    """Give the last count of the cut's province, for the country the latest of any: what is read under one revision does not change."""
    rows = Counting.objects.filter(pk=cut.province) if cut.province else Counting.objects.all()
    return rows.order_by("-revision").first()


def places_of(cut: Cut) -> dict[str, Place]:
    """Give the places a cut names, by level; raises `DoesNotExist` for a code that is none or lies elsewhere."""
    found = {}
    for level, code in cut.codes.items():
        above = {name: other for name, other in cut.codes.items() if name in ("province", "district") and level != "province"}
        found[level] = Place.objects.get(map_year=MAP_2021, level=level, code=code, **above)
    return found


def names_below(cut: Cut) -> dict[str, str]:
    """Name the places right below a province or district, by code, in the order of their names."""
    rows = Place.objects.filter(map_year=MAP_2021, level=BELOW[cut.level], **cut.codes).order_by("folded_name")
    return dict(rows.values_list("code", "name"))


@dataclass(frozen=True)
class Late:
    """Which late steps: of a province, under a policy, also those late by the ministry's day alone, only those the reader was told of."""

    province: str = ""
    policy: str = ""
    aims: bool = False
    told: bool = False


def overdue(late: Late, *, seen_by: Officer, on: date, after: str = "", before: str = "") -> Page[Task]:
    """Give the open tasks of the officer's scope whose day has passed, the oldest first, with office and officer."""
    return page(_late(late, seen_by=seen_by, on=on), [_day_of(late), "id"], after=after, before=before)


def overdue_whole(late: Late, *, seen_by: Officer, on: date) -> list[Task]:
    """Give the same to be taken away, `MOST_LATE_TAKEN` at most."""
    return list(_late(late, seen_by=seen_by, on=on).order_by(_day_of(late), "id")[:MOST_LATE_TAKEN])


def _day_of(late: Late) -> str:
    return "queue_on" if late.aims else "due_on"


def _late(late: Late, *, seen_by: Officer, on: date) -> QuerySet[Task]:
    rows = late_tasks(seen_by=seen_by, on=on, day=_day_of(late)).select_related("dossier", "office", "owner")
    if late.province:
        rows = rows.filter(province=late.province)
    if late.policy:
        rows = rows.filter(dossier__policy=late.policy)
    return rows.filter(Exists(told_of_late(seen_by).filter(task=OuterRef("pk")))) if late.told else rows


def rows_behind(measure: str, cut: Cut, *, seen_by: Officer, after: str = "", before: str = "") -> Page[Any]:
    """Give the very rows a measure of a cut counts, in scope: dossiers, claims, or payments (`paid`, `returned`)."""
    policy = Q(policy=cut.policy) if cut.policy else Q()
    if measure in ("paid", "returned"):
        state = Instruction.State.PAID if measure == "paid" else Instruction.State.FAILED
        rows = Instruction.objects.filter(_days("settled_on", cut), state=state, settled_on__isnull=False, **cut.codes).select_related(
            "claim", "claim__dossier"
        )
        rows = _first_in_force(rows) if measure == "paid" else rows
        return page(within(rows.filter(claim__policy=cut.policy) if cut.policy else rows, seen_by), ["-id"], after=after, before=before)
    if measure == "dossiers":
        dossiers = Dossier.objects.filter(policy, _days("submitted_at__date", cut), **cut.codes).select_related("office")
        return page(within(dossiers, seen_by), ["-id"], after=after, before=before)
    claims = Claim.objects.filter(policy, **cut.codes).select_related("dossier")
    day = "dossier__decision__decided_on" if measure in ("approved", "refused") else "dossier__submitted_at__date"
    decided = Q(state=measure) if measure in ("approved", "refused") else Q()
    return page(within(claims.filter(_days(day, cut), decided), seen_by), ["-id"], after=after, before=before)


def _first_in_force(rows: QuerySet[Instruction]) -> QuerySet[Instruction]:
    """Keep payments of claims that no later decision revoked, of each person the first, as they are counted."""
    earlier = Instruction.objects.filter(claim=OuterRef("claim"), attempt__lt=OuterRef("attempt"), state=Instruction.State.PAID)
    return rows.filter(Q(revision=None) | ~Exists(earlier), claim__state=Claim.State.APPROVED)


def _parts(cut: Cut, below: str) -> dict[int, dict[Any, Sums]]:
    where, values = _where(cut, below)
    sums = ", ".join(f"sum({name})" for name in MEASURES)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT grouping({below}, policy, day, channel), {below}, policy, day, channel, {sums} FROM reports_daily WHERE {where}"  # noqa: S608 - names of ours
            f" GROUP BY GROUPING SETS ((), ({below}), (policy), (day), (channel))",
            values,
        )
        rows = cursor.fetchall()
    parts: dict[int, dict[Any, Sums]] = defaultdict(dict)
    for kind, place, policy, day, channel, *counts in rows:
        if any(counts):
            key = {OF_PLACES: place, OF_POLICIES: policy, OF_DAYS: day, OF_CHANNELS: channel}.get(kind, "")
            measured: dict[str, Any] = {name: int(count) for name, count in zip(MEASURES, counts, strict=True)}
            parts[kind][key] = Sums(**measured)
    return parts


def _sum(one: Sums, other: Sums) -> Sums:
    added: dict[str, Any] = {name: getattr(one, name) + getattr(other, name) for name in MEASURES}
    return Sums(**added)


def _told_below(cut: Cut, *, full: bool) -> str:
    """Give the level whose sums make up a cut: the one below it; the sums of communes are for those who see their rows."""
    return "district" if cut.level == "district" and not full else BELOW[cut.level]


def _where(cut: Cut, level: str) -> tuple[str, dict[str, Any]]:
    """Say which sums belong to a cut: all of one level, so that the parts and the whole come from the same rows."""
    said, values = ["level = %(level)s", *(f"{name} = %({name})s" for name in cut.codes)], {"level": level, **cut.codes}
    more: tuple[tuple[str, Any, str], ...] = (
        ("policy", cut.policy or None, "policy = %(policy)s"),
        ("since", cut.since, "day >= %(since)s"),
        ("until", cut.until, "day <= %(until)s"),
        ("provinces", None if cut.provinces is None else list(cut.provinces), "province = ANY (%(provinces)s)"),
    )
    for name, value, form in more:
        if value is not None:
            said.append(form)
            values[name] = value
    return " AND ".join(said), values


def _lengths(people: Mapping[int, int], fewest: int) -> Lengths:
    count = sum(people.values())
    return Lengths(within_days(people, MIDDLE), within_days(people, NEARLY_ALL), count) if count >= fewest else Lengths(None, None, 0)


def _days(column: str, cut: Cut) -> Q:
    since, until = {f"{column}__gte": cut.since} if cut.since else {}, {f"{column}__lte": cut.until} if cut.until else {}
    return Q(**since, **until)
