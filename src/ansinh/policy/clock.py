"""The clock of one step: which working days it has used, whose turn it is, when it is due, and who must be told that it is late.

A working day counts against the office when, at its end, complete papers had arrived on an earlier day and nothing that was asked for
was missing. So the day of arrival never counts, the day of asking does not, the day the missing papers come does not, and the day on
which the step is done does.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ansinh.policy.calendar import WorkingCalendar


class Turn(StrEnum):
    """Whose move it is."""

    OFFICE = "office"
    APPLICANT = "applicant"
    NOBODY = "nobody"


class Rung(StrEnum):
    """How far up a delay is told: nobody, the owner, the chief of the office, the province, the ministry."""

    NONE = "none"
    REMINDER = "reminder"
    CHIEF = "chief"
    PROVINCE = "province"
    MINISTRY = "ministry"


LADDER = ((5, Rung.MINISTRY), (3, Rung.PROVINCE), (1, Rung.CHIEF))
"""Working days after the due day from which a rung is reached, the highest first."""


@dataclass(frozen=True, slots=True)
class Pause:
    """That something was asked for in writing on a day, and the day it came; none while it is missing."""

    asked_on: date
    answered_on: date | None = None


@dataclass(frozen=True, slots=True)
class StepClock:
    """One step: when complete papers arrived, the working days the law allows, its pauses in order, and the day it was done.

    Raises `ValueError` for what cannot be: a limit under one day, a pause before arrival or before the one before it ended, an end
    while papers are missing or before arrival.
    """

    received_on: date
    working_days: int
    pauses: tuple[Pause, ...] = ()
    done_on: date | None = None

    def __post_init__(self) -> None:
        """Refuse what cannot be."""
        if self.working_days < 1:
            raise ValueError(f"a step takes at least one working day, not {self.working_days}")
        earliest: date | None = self.received_on
        for pause in self.pauses:
            if earliest is None or pause.asked_on < earliest or (pause.answered_on and pause.answered_on < pause.asked_on):
                raise ValueError(f"the pause of {pause.asked_on.isoformat()} begins before the papers had come, or ends before it began")
            earliest = pause.answered_on
        if self.done_on and (earliest is None or self.done_on < earliest):
            raise ValueError(f"the step cannot be done on {self.done_on.isoformat()}: papers were missing")

    def turn(self, on: date) -> Turn:
        """Say whose move it is at the end of a day."""
        if on < self.received_on or (self.done_on and self.done_on <= on):
            return Turn.NOBODY
        waiting = any(pause.asked_on <= on and not (pause.answered_on and pause.answered_on <= on) for pause in self.pauses)
        return Turn.APPLICANT if waiting else Turn.OFFICE

    def used(self, on: date, calendar: WorkingCalendar) -> int:
        """Count the working days the office has used by the end of a day."""
        until = min(on, self.done_on) if self.done_on else on
        return sum(calendar.working_days_between(start, min(end, until)) for start, end in self._spans() if start < min(end, until))

    def due_on(self, calendar: WorkingCalendar) -> date | None:
        """Give the last day in time, supposing that nothing more is asked for; none while papers are missing and days are left."""
        left = self.working_days
        for start, end in self._spans():
            days = max(0, calendar.working_days_between(start, end)) if end < date.max else left
            if days >= left:
                return calendar.due_on(start, left)
            left -= days
        return None

    def late_days(self, on: date, calendar: WorkingCalendar) -> int:
        """Count the working days used beyond the limit by the end of a day; 0 while in time."""
        return max(0, self.used(on, calendar) - self.working_days)

    def rung(self, on: date, calendar: WorkingCalendar) -> Rung:
        """Say who is to be told of the step on a day: its owner from the working day before it is due, then ever higher; nobody once it is done.

        Asking for papers stops the clock of a step in time; it hides nothing of one that is late already.
        """
        due = self.due_on(calendar)
        if due is None or (self.done_on and self.done_on <= on):
            return Rung.NONE
        late = calendar.working_days_between(due, on) if on > due else 0
        reached = next((rung for days, rung in LADDER if late >= days), Rung.NONE)
        if reached is Rung.NONE and on <= due and calendar.working_days_between(on, due) <= 1 and self.received_on < on:
            return Rung.REMINDER
        return reached

    def _spans(self) -> Sequence[tuple[date, date]]:
        """Give the spans in which the office's days count: after the first day, up to and including the last."""
        starts = [self.received_on, *(pause.answered_on for pause in self.pauses if pause.answered_on)]
        ends = [*(pause.asked_on - timedelta(1) for pause in self.pauses), date.max]
        return list(zip(starts, ends, strict=False))
