"""The simulated world while it runs: its moment, its people, what they mean to do, and what was counted."""

from __future__ import annotations

from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from ansinh.delivery.offices.refusals import Refused
from ansinh.policy.calendar import vietnam_calendar

if TYPE_CHECKING:
    import random
    import uuid
    from collections.abc import Callable, Iterator

    from ansinh.doors.cli.year.asked import Asked
    from ansinh.doors.cli.year.filed import Filed
    from ansinh.doors.cli.year.staff import Staff


def moment(day: date, hour: int, minute: int = 0, second: int = 0) -> datetime:
    """Give a moment of a day in the country's time."""
    return timezone.make_aware(datetime.combine(day, time(hour, minute, second)))


@dataclass
class World:
    """Everything that is not in the database: chance by name, the staff, filings to come by day, when each open step is meant to be done.

    `counted` are deeds and refusals by their codes; `submitted` what was handed in, by dossier, to be compared with what the database holds.
    """

    asked: Asked
    named: Callable[[str], random.Random]
    staff: Staff
    to_come: dict[date, list[Filed]] = field(default_factory=dict)
    meant: dict[uuid.UUID, date] = field(default_factory=dict)
    counted: Counter[str] = field(default_factory=Counter)
    submitted: dict[uuid.UUID, int] = field(default_factory=dict)
    decided: list[tuple[date, uuid.UUID]] = field(default_factory=list)
    complaints: list[tuple[date, str]] = field(default_factory=list)
    day: date = date.min

    def is_working(self) -> bool:
        """Say whether offices work today."""
        return vietnam_calendar().is_working_day(self.day)

    def later(self, working_days: int) -> date:
        """Give the day so many working days after today."""
        return vietnam_calendar().due_on(self.day, working_days)

    @contextmanager
    def trying(self, deed: str) -> Iterator[None]:
        """Count a deed that is done, or the code with which it is refused: a refusal leaves nothing behind and is an answer."""
        try:
            with transaction.atomic():
                yield
        except Refused as refusal:
            self.counted[f"{deed} refused: {refusal.code}"] += 1
        else:
            self.counted[deed] += 1


def working_day_on_or_after(day: date) -> date:
    """Give the day itself where offices work on it, else the next one."""
    while not vietnam_calendar().is_working_day(day):
        day += timedelta(1)
    return day
