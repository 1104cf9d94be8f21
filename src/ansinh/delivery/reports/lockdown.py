"""How hard a period was for a place: its province's group on most days, and the days under Directives 16 and 15."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date, timedelta
from itertools import pairwise
from typing import NamedTuple

from ansinh.delivery.offices.groups import groups_under
from ansinh.delivery.offices.measures import standing
from ansinh.delivery.offices.models_measures import GroupSet, Measure

HARDEST_FIRST = ("c", "b", "a")
PlaceKey = tuple[str, str, str]


class Days(NamedTuple):
    """Of a period: the group of each province on most of its days, and by place (province, district, commune) the days under Directive 16 and 15.

    A place that is not named has the days of the nearest one above it that is.
    """

    groups: dict[str, str]
    locked: dict[PlaceKey, tuple[int, int]]


def days_of(since: date, until: date) -> Days:
    """Give the groups and the days under each directive from one day to another, both included.

    A province counts as under Directive 16 on every day it is in group C, which is what group C means: so it does before any measure
    was entered. Where a day falls under both, it is one of Directive 16. Of two groups that held equally long the harder one is given.
    """
    held: dict[str, Counter[str]] = defaultdict(Counter)
    sixteen: dict[PlaceKey, int] = defaultdict(int)
    for first, last in _spans(since, until):
        for province, group in groups_under(standing(first)).items():
            held[province][group] += (last - first).days + 1
            sixteen[province, "", ""] |= _bits(first, last, since) if group == "c" else 0
    fifteen: dict[PlaceKey, int] = defaultdict(int)
    for place, entered in _entered(until).items():
        _ = sixteen[place], fifteen[place]
        for (begins, directive), (ends, _next) in pairwise([*entered.items(), (until + timedelta(1), "")]):
            if directive in (Measure.Directive.D16, Measure.Directive.D15) and ends > since:
                (sixteen if directive == Measure.Directive.D16 else fifteen)[place] |= _bits(max(begins, since), ends - timedelta(1), since)
    locked = {}
    for place in sixteen.keys() | fifteen.keys():
        hard, less = (_with_above(place, days) for days in (sixteen, fifteen))
        locked[place] = (hard.bit_count(), (less & ~hard).bit_count())
    most = {province: max(HARDEST_FIRST, key=lambda group, days=days: days[group]) for province, days in held.items()}  # type: ignore[misc] # the days of this one
    return Days(most, locked)


def _spans(since: date, until: date) -> list[tuple[date, date]]:
    """Cut a period where a measure or a setting begins: between two cuts no group changes."""
    begins = {on for rows in (Measure, GroupSet) for on in rows.objects.filter(begins__gt=since, begins__lte=until).values_list("begins", flat=True)}
    cuts = sorted({since, *begins})
    return [(first, following - timedelta(1)) for first, following in pairwise([*cuts, until + timedelta(1)])]


def _entered(until: date) -> dict[PlaceKey, dict[date, str]]:
    """Give what was entered of each place by the day it begins; of one day the last entered."""
    found: dict[PlaceKey, dict[date, str]] = defaultdict(dict)
    rows = Measure.objects.filter(begins__lte=until).order_by("begins", "entered_at")
    for province, district, commune, begins, directive in rows.values_list("province", "district", "commune", "begins", "directive"):
        found[province, district, commune][begins] = directive
    return found


def _bits(first: date, last: date, since: date) -> int:
    """Give a day of the period as one bit each."""
    return ((1 << ((last - first).days + 1)) - 1) << (first - since).days


def _with_above(place: PlaceKey, days: dict[PlaceKey, int]) -> int:
    province, district, _commune = place
    return days.get(place, 0) | days.get((province, district, ""), 0) | days.get((province, "", ""), 0)
