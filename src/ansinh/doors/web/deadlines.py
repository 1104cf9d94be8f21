"""How long until a day, in working days and in words; lateness is said, never shown by colour alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext, ngettext

from ansinh.policy.calendar import vietnam_calendar

if TYPE_CHECKING:
    from datetime import date


@dataclass(frozen=True)
class Left:
    """What is left of the time: in words, and whether it has run out."""

    words: str
    late: bool
    soon: bool


def left(due_on: date | None, today: date) -> Left:
    """Say how many working days are left until `due_on`, or how many it is late; without a day the clock stands."""
    if due_on is None:
        return Left(gettext("chờ bổ sung, thời hạn đang dừng"), late=False, soon=False)
    days = vietnam_calendar().working_days_between(today, due_on)
    if due_on < today:
        over = max(1, -days)
        return Left(ngettext("quá hạn %(days)s ngày làm việc", "quá hạn %(days)s ngày làm việc", over) % {"days": over}, late=True, soon=False)
    if due_on == today or not days:
        return Left(gettext("hạn hôm nay"), late=False, soon=True)
    return Left(ngettext("còn %(days)s ngày làm việc", "còn %(days)s ngày làm việc", days) % {"days": days}, late=False, soon=days == 1)
