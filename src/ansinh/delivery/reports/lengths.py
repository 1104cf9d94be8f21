"""Medians and other shares of lengths of time, exact, from how many people took how many working days."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


def within_days(people: Mapping[int, int], percent: int) -> int | None:
    """Give the least number of working days within which `percent` of the people had their money; nothing where there are none.

    The same as PostgreSQL's `percentile_disc`: always a length that somebody really had, never a mean of two.
    """
    whole, before = sum(people.values()), 0
    for days in sorted(people):
        before += people[days]
        if people[days] and before * 100 >= whole * percent:
            return days
    return None
