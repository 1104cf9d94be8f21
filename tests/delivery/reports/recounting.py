"""Scorecards counted a second time: row by row, in Python, with the clock of the law, and by nothing that the first count uses."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from ansinh.delivery.cases.models import Dossier, Task
from ansinh.delivery.cases.models_mandates import Completion
from ansinh.delivery.cases.procedure import clock_of
from ansinh.delivery.grievances.looking import seeing_all
from ansinh.delivery.grievances.models import Grievance
from ansinh.delivery.offices.models import Office, Role
from ansinh.delivery.offices.scope import NATION
from ansinh.delivery.payments.models import Instruction
from ansinh.delivery.reports.cards_wall import Reader, counting, reader_of
from ansinh.delivery.reports.models_cards import Card, WorkDay
from ansinh.policy.calendar import vietnam_calendar
from delivery.casework import officer, person

if TYPE_CHECKING:
    from ansinh.delivery.offices.models import Officer

ALL = date(2020, 1, 1)
"""Before everything."""
A = ("02", "04", "06", "08", "10", "11", "12", "14", "15", "17", "19", "20")
C = ("48", "54", "56", "58", "60", "66", "70", "72", "74", "75", "77", "79")
"""Twelve provinces of group A and twelve of group C, as the programme begins with them."""
Key = tuple[str, str, str]
Told = dict[str, Any]
COUNTS = ("received", "done", "by_itself", "in_time", "forwarded", "sent_back", "upheld", "overdue", "claims", "infected")


def local(at: datetime) -> date:
    """The day in the country."""
    return timezone.localtime(at).date()


class Recount:
    """All cards of one period and policy, counted slowly."""

    def __init__(self, since: date, until: date, policy: str = "") -> None:
        """Count."""
        self.since, self.until, self.policy = since, until, policy
        self.told: dict[Key, Told] = defaultdict(lambda: {**dict.fromkeys(COUNTS, 0), "step": [], "share": [], "money": []})
        with seeing_all(NATION):
            self._tasks()
            self._dossiers()
            self._grievances()

    def lengths(self, key: Key, sort: str) -> tuple[int, int]:
        """Median and ninth tenth of the lengths as sorted lists show them; -1 where there are none."""
        took = sorted(self.told[key][sort])
        return (took[-(-len(took) // 2) - 1], took[-(-len(took) * 9 // 10) - 1]) if took else (-1, -1)

    def _units(self, of: Any, office: Any, person: Any) -> list[Key]:
        units = [("commune", of.commune, ""), ("district", of.district, ""), ("province", of.province, "")]
        if office:
            units.append(("office", str(office), str(office)))
            units += [("person", str(person), str(office))] if person else []
        return [unit for unit in units if unit[1]]

    def _add(self, units: list[Key], name: str, day: date, count: int = 1, *, whole: bool = False) -> None:
        if (whole or self.since <= day) and day <= self.until:
            for unit in units:
                self.told[unit][name] += count

    def _tasks(self) -> None:
        by_itself = set(Completion.objects.values_list("task_id", flat=True))
        for dossier in Dossier.objects.all():
            tasks = list(Task.objects.filter(dossier=dossier).order_by("opened_at"))
            for task, following in zip(tasks, [*tasks[1:], None], strict=True):
                if not self.policy or dossier.policy == self.policy:
                    self._task(task, following, alone=task.pk in by_itself)

    def _task(self, task: Task, following: Task | None, *, alone: bool) -> None:
        units = self._units(task, task.office_id, None if alone else task.done_by_id or task.owner_id)
        self._add(units, "received", task.received_on)
        if task.done_at is None:
            if task.due_on:
                self._add(units, "overdue", task.due_on, whole=True)
            return
        done_on, used = local(task.done_at), clock_of(task).used(local(task.done_at), vietnam_calendar())
        self._add(units, "done", done_on)
        self._add(units, "by_itself", done_on, int(alone))
        self._add(units, "in_time", done_on, int(used <= task.working_days))
        self._add(units, "forwarded", done_on, int(task.outcome == "forwarded"))
        self._add(units, "sent_back", done_on, int(task.outcome == "forwarded" and following is not None and following.outcome == "returned"))
        if self.since <= done_on <= self.until:
            for unit in units:
                self.told[unit]["step"].append(used)
                self.told[unit]["share"].append(int(used * 100 / task.working_days + 0.5))

    def _dossiers(self) -> None:
        for dossier in Dossier.objects.all():
            if self.policy and dossier.policy != self.policy:
                continue
            units = self._units(dossier, dossier.office_id, dossier.submitted_by_id)
            self._add(units, "claims", local(dossier.submitted_at), dossier.claims)
            self._add(units, "infected", local(dossier.submitted_at), dossier.claims if dossier.policy == "nq68-08" else 0)
            for paid in Instruction.objects.filter(decision__dossier=dossier, state="paid"):
                if paid.settled_on and self.since <= paid.settled_on <= self.until:
                    for unit in units:
                        self.told[unit]["money"].append(vietnam_calendar().working_days_between(dossier.as_of, paid.settled_on))

    def _grievances(self) -> None:
        for held in Grievance.objects.filter(state="upheld", sensitive=False).exclude(kind="amendment").select_related("dossier__decision"):
            policy = held.policy or (held.dossier.policy if held.dossier else "")
            if held.ended_at is None or (self.policy and policy != self.policy):
                continue
            office, person = (held.dossier.office_id, held.dossier.submitted_by_id) if held.dossier else (None, None)
            if held.kind == "decision" and held.dossier:
                office, person = held.dossier.decision.office_id, held.dossier.decision.signed_by_id
            if held.kind == "delay" and held.dossier:
                late = [task for task in held.dossier.tasks.all() if task.opened_at <= held.filed_at and (task.done_at is None or task.done_at > held.filed_at)]
                office, person = (late[-1].office_id, late[-1].owner_id) if late else (None, None)
            self._add(self._units(held, office, person), "upheld", local(held.ended_at))


def window(period: int, until: date, first: date) -> date:
    """The first day of a period."""
    return until - timedelta(period - 1) if period else first


def at(day: int, month: int = 8, hour: int = 20) -> datetime:
    """An hour of UTC; by itself three in the morning of the day after in Việt Nam."""
    return datetime(2021, month, day, hour, 0, tzinfo=UTC)


def all_rows() -> list[Card]:
    with counting(NATION):
        return list(Card.objects.filter(slot="fresh"))


def minister() -> Officer:
    return officer("bo.truong", Office.objects.get(kind="ministry"), Role.CHIEF)


def seen(who: Officer, on: date = date(2021, 9, 1)) -> Reader:
    return reader_of(who, on=on)


def people(first: int, count: int) -> list[dict[str, Any]]:
    return [person(first + place) for place in range(count)]


def worked(level: str, unit: str, province: str, *, received: int, done: int, in_time: int, day: date = date(2021, 8, 10)) -> WorkDay:
    return WorkDay(level=level, unit=unit, province=province, district="", commune="", policy="nq68-12", day=day, received=received, done=done, in_time=in_time)


def known_nation() -> None:
    """Twelve quiet provinces that are quick, twelve under Directive 16 that are slow; in each the later ones by code do better. One more did too little."""
    rows = [worked("province", code, code, received=50, done=40, in_time=29 + place) for place, code in enumerate(A)]
    rows += [worked("province", code, code, received=50, done=40, in_time=9 + place) for place, code in enumerate(C)]
    rows.append(worked("province", "22", "22", received=9, done=9, in_time=1))
    with counting(NATION):
        WorkDay.objects.bulk_create(rows)
