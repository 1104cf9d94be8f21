"""Reads of who answers for what: alarms told to an officer, requests her office must answer, the load and the gaps of an office."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Q

from ansinh.delivery.cases.models import Task
from ansinh.delivery.cases.models_pace import Escalation
from ansinh.delivery.cases.procedure import local_day
from ansinh.delivery.cases.queries import MOST_LATE, MOST_TASKS
from ansinh.delivery.cases.roles import unheld
from ansinh.delivery.offices.models import Absence, Office, Officer
from ansinh.delivery.offices.queries import assignments_on, away_at
from ansinh.delivery.offices.scope import within

if TYPE_CHECKING:
    import uuid
    from datetime import datetime

    from django.db.models import QuerySet

    from ansinh.policy.programme import Policy

MOST_ABSENCES = 50
BEFORE_LATE = (Escalation.Rung.AIM, Escalation.Rung.REMINDER)


@dataclass(frozen=True)
class Colleague:
    """An officer of an office: what she is assigned to, role and policy (empty: all), how many steps wait for her, how many of them are late, and who stands in for her now."""

    officer: Officer
    roles: tuple[tuple[str, str], ...]
    open: int
    late: int
    away: Absence | None


@dataclass(frozen=True)
class Gap:
    """A role of an office that nobody answers for, with the policies whose steps need it."""

    role: str
    policies: tuple[Policy, ...]


def alarms(*, seen_by: Officer) -> list[Escalation]:
    """Give the late steps of others that were told to the officer and are still open, the oldest first; each step once, by its highest rung.

    `MOST_LATE` and one, which tells that there are more.
    """
    rows = within(told_of_late(seen_by).filter(task__done_at=None), seen_by)
    first = list(rows.order_by("task__due_on", "task_id", "-made_at").distinct("task__due_on", "task_id").values_list("pk", flat=True)[: MOST_LATE + 1])
    shown = Escalation.objects.filter(pk__in=first).select_related("task__dossier", "task__office", "task__owner").in_bulk()
    return [shown[key] for key in first if key in shown]


def told_of_late(officer: Officer) -> QuerySet[Escalation]:
    """Give what an officer was told of steps of others whose legal day had passed."""
    return Escalation.objects.filter(told=officer).exclude(rung__in=BEFORE_LATE)


def requests_waiting(*, seen_by: Officer) -> list[Task]:
    """Give the steps that wait for something the officer's office was asked for, the longest waiting first."""
    rows = within(Task.objects.filter(dossier__office=seen_by.office_id, done_at=None, asked_on__isnull=False, answered_on=None), seen_by)
    return list(rows.select_related("dossier", "owner", "office").order_by("asked_on", "pk")[:MOST_TASKS])


def colleagues(office: Office, *, at: datetime) -> list[Colleague]:
    """Give the officers of an office in the order of their given names, with what waits for each."""
    on = local_day(at)
    waiting = Task.objects.filter(owner__office=office, done_at=None).values_list("owner").annotate(open=Count("pk"), late=Count("pk", filter=Q(due_on__lt=on)))
    load = {owner: (open_, late) for owner, open_, late in waiting}
    away = {absence.officer_id: absence for absence in Absence.objects.filter(officer__office=office, away__contains=at).select_related("deputy")}
    held: dict[object, list[tuple[str, str]]] = {}
    for row in assignments_on(on).filter(office=office).order_by("role"):
        held.setdefault(row.officer_id, []).append((row.role, row.policy))
    found = [
        Colleague(officer, tuple(held.get(officer.pk, ())), *load.get(officer.pk, (0, 0)), away.get(officer.pk))
        for officer in office.officers.filter(is_active=True)
    ]
    return sorted(found, key=lambda one: (one.officer.full_name.split()[-1:], one.officer.full_name))


def absences(office: Office, *, at: datetime) -> list[Absence]:
    """Give the absences of an office that have not ended, the next first."""
    rows = Absence.objects.filter(officer__office=office).exclude(Q(away__fully_lt=(at, None)) | Q(away__isempty=True))
    return list(rows.select_related("officer", "deputy").order_by("away")[:MOST_ABSENCES])


def absence(key: uuid.UUID, *, seen_by: Officer) -> Absence:
    """Give an absence of the officer's own office; raises `DoesNotExist` for others."""
    return Absence.objects.select_related("officer", "deputy").get(pk=key, officer__office=seen_by.office_id)


def standing_in(officer: Officer, *, at: datetime) -> list[Absence]:
    """Give who is away now and whom it concerns: the officer herself, or others for whom she stands in."""
    rows = away_at(at).filter(Q(officer=officer) | Q(deputy=officer), officer__office=officer.office_id)
    return list(rows.select_related("officer", "deputy").order_by("away", "pk")[:MOST_ABSENCES])


def gaps(office: Office, *, at: datetime) -> list[Gap]:
    """Give the roles that steps of this office need and nobody answers for, and the missing chief: alarms of its chief's page."""
    return [Gap(lack.role, lack.policies) for lack in unheld([office], at=at).get(office.pk, ()) if not lack.head_does]
