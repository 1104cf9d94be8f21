"""A second clock that shares nothing with the first: it walks from day to day and asks each evening whether the day counts."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

import holidays

LONGEST = 500
SATURDAY = 5


def slow_due_on(received_on: date, working_days: int, *, asked_on: date | None, answered_on: date | None) -> date | None:
    """Give the evening on which a step's last working day is used; nothing while what was asked for is missing and days are left."""
    used, day = 0, received_on
    for _turn in range(LONGEST):
        missing = asked_on is not None and asked_on <= day and (answered_on is None or day < answered_on)
        came = day in (received_on, answered_on)
        if not missing and not came and day != asked_on and day.weekday() < SATURDAY and day not in _holidays(day.year):
            used += 1
        if used == working_days:
            return day
        day += timedelta(1)
    return None


@cache
def _holidays(year: int) -> frozenset[date]:
    """Ask the calendar of one year alone."""
    return frozenset(holidays.country_holidays("VN", years=year))
