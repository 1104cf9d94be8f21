"""How long until a day, in working days and in words; lateness is said, never shown by colour alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext, ngettext

from ansinh.delivery.cases.pacing import orders_on
from ansinh.doors.web.templatetags.page import number
from ansinh.policy.calendar import vietnam_calendar
from ansinh.policy.playbook import playbook

if TYPE_CHECKING:
    from datetime import date

    from ansinh.delivery.cases.models import Dossier, Task
    from ansinh.policy.playbook import Aim


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
        return Left(ngettext("quá hạn %(days)s ngày làm việc", "quá hạn %(days)s ngày làm việc", over) % {"days": number(over)}, late=True, soon=False)
    if due_on == today or not days:
        return Left(gettext("hạn hôm nay"), late=False, soon=True)
    return Left(ngettext("còn %(days)s ngày làm việc", "còn %(days)s ngày làm việc", days) % {"days": number(days)}, late=False, soon=days == 1)


@dataclass(frozen=True)
class Asked:
    """The ministry's day of a task where it comes before the law's: how long until then, for which group, counted from which plan, by which rule."""

    day: date
    left: Left
    group: str
    plan_on: date
    aim: Aim


def asked_by_ministry(task: Task, dossier: Dossier, today: date) -> Asked | None:
    """Give the ministry's day of a task and what it rests on; nothing where the law's day comes first, or where the group no longer has one."""
    day, book, programme = task.earlier_aim, playbook(dossier.programme), dossier.programme
    order = orders_on(today, programme=programme, province=task.province).get(task.province) if day else None
    aim = book.aim_of(order.group, dossier.policy) if book and order else None
    return Asked(day, left(day, today), order.group.upper(), order.plan_on, aim) if day and order and order.plan_on and aim else None
