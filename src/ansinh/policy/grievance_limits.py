"""In how long a complaint or an objection must be answered: read from the law's files, reckoned in working days, capped by the law's own days."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from ansinh.policy.calendar import WorkingCalendar
from ansinh.policy.load_marks import cited, text, verified
from ansinh.policy.yaml_files import Entry, read_entry

FILE = Path(__file__).resolve().parents[1] / "programmes" / "grievances.yaml"


@dataclass(frozen=True)
class GrievanceLimit:
    """How long one kind of grievance may take: `working_days` promised, `most_days` of the calendar allowed by the law that is cited."""

    text: Mapping[str, str]
    working_days: int
    most_days: int
    cite: str
    verified: bool
    note: Mapping[str, str]
    within_days: int = 0
    """In how many days of the calendar it must be filed; 0 where the law sets none."""

    def due_on(self, filed_on: date, calendar: WorkingCalendar) -> date:
        """Give the last day in time: the promised one, or the last working day within the law's calendar days where that comes first."""
        promised, last = calendar.due_on(filed_on, self.working_days), filed_on + timedelta(self.most_days)
        while last > filed_on and not calendar.is_working_day(last):
            last -= timedelta(1)
        return min(promised, last)


@cache
def grievance_limits() -> Mapping[str, GrievanceLimit]:
    """Give the limit of each kind of grievance. Raises `LawFault` with file and line for an entry that is at fault."""
    return limits_in(read_entry(FILE))


def limits_in(file: Entry) -> Mapping[str, GrievanceLimit]:
    """Read the limits of a file already parsed; raises `LawFault` for the first entry at fault."""
    return {kind: _limit(file.need(kind, Entry)) for kind in file}


def _limit(entry: Entry) -> GrievanceLimit:
    entry.only("text", "working_days", "most_days", "within_days", "cite", "verified", "note")
    mark, note = verified(entry)
    working_days, most_days = entry.need("working_days", int), entry.need("most_days", int)
    within_days = entry.need("within_days", int) if "within_days" in entry else 0
    for key, days in (("working_days", working_days), ("most_days", most_days), *([("within_days", within_days)] if "within_days" in entry else [])):
        if not 1 <= days <= 365:  # noqa: PLR2004 - a year
            raise entry.fault(f"“{key}” is 1 to 365, not {days}", key)
    return GrievanceLimit(text(entry, "text"), working_days, most_days, cited(entry), mark, note, within_days)
