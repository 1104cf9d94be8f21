"""Working days: Saturdays, Sundays and public holidays do not count; the clock starts on the working day after arrival."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache, cached_property

import holidays

FIRST_YEAR, LAST_YEAR = 2020, 2035
FRIDAY = 4
LONGEST = 2_000


@dataclass(frozen=True)
class WorkingCalendar:
    """Knows the public holidays, substitutes included."""

    holidays: frozenset[date] = field(default_factory=frozenset)

    def is_working_day(self, day: date) -> bool:
        """Say whether offices work on a day."""
        return day.weekday() <= FRIDAY and day not in self.holidays

    def due_on(self, received_on: date, working_days: int) -> date:
        """Give the last day for a step that allows `working_days` after arrival; at least one is allowed.

        The day of arrival never counts, whether a working day or not. Raises `ValueError` for fewer than one.
        """
        if not 0 < working_days <= LONGEST:
            message = f"a step takes 1 to {LONGEST} working days, not {working_days}"
            raise ValueError(message)
        day = received_on
        while working_days:
            day += timedelta(1)
            working_days -= self.is_working_day(day)
        return day

    def working_days_between(self, start: date, end: date) -> int:
        """Count the working days after `start` up to and including `end`; negative when `end` lies before."""
        if end < start:
            return -self.working_days_between(end, start)
        weeks, rest = divmod((end - start).days, 7)
        days = weeks * 5 + sum((start + timedelta(weeks * 7 + ahead)).weekday() <= FRIDAY for ahead in range(1, rest + 1))
        return days - (bisect_right(self._on_weekdays, end) - bisect_right(self._on_weekdays, start))

    @cached_property
    def _on_weekdays(self) -> list[date]:
        """The holidays that would else be working days, in order."""
        return sorted(day for day in self.holidays if day.weekday() <= FRIDAY)


def calendar_of(days: Collection[date]) -> WorkingCalendar:
    """Make a calendar with the given holidays."""
    return WorkingCalendar(frozenset(days))


@cache
def vietnam_calendar() -> WorkingCalendar:
    """Give Vietnam's calendar of the years 2020 to 2035, from the `holidays` library."""
    known = holidays.country_holidays("VN", years=range(FIRST_YEAR, LAST_YEAR + 1))
    return calendar_of(known.keys())
