"""Reads of who holds which role where: of an office, of the offices below it, and what no office has given to anybody although its steps need it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import connection
from django.db.models import BooleanField, F, Q
from django.db.models.expressions import RawSQL
from psycopg.types.range import DateRange

from ansinh.delivery.cases.procedure import local_day
from ansinh.delivery.cases.queries import Page, page
from ansinh.delivery.evidence.models import Event
from ansinh.delivery.offices.models import Assignment, Level, Office, Officer, Role
from ansinh.delivery.offices.queries import CHIEF_STANDS_IN, assignments_on, roles_of
from ansinh.delivery.offices.scope import within
from ansinh.policy.load import load_programme, programme_names
from ansinh.policy.names import spelt

if TYPE_CHECKING:
    import uuid
    from collections.abc import Collection, Sequence
    from datetime import date, datetime
    from typing import Any

    from django.db.models import QuerySet

    from ansinh.policy.programme import Policy

MOST_WITHOUT = 200
ABOVE_ALL = (Office.Kind.PEOPLE_COMMITTEE, Office.Kind.MINISTRY)
"""Whose head sees every office below; the head of any other kind sees those of her own kind."""
DEPTH = [Level.NATIONAL.value, Level.PROVINCE.value, Level.DISTRICT.value, Level.COMMUNE.value]

ANSWERED = """EXISTS (SELECT FROM offices_assignment g JOIN offices_officer o ON o.id = g.officer_id AND o.is_active
    LEFT JOIN offices_absence a ON a.officer_id = o.id AND a.away @> %(at)s::timestamptz LEFT JOIN offices_officer d ON d.id = a.deputy_id
    WHERE g.office_id = {office} AND g.held @> %(on)s::date AND g.role = {role} AND g.policy IN ('', w.policy) AND (a.id IS NULL
        OR d.is_active AND NOT EXISTS (SELECT FROM offices_absence b WHERE b.officer_id = d.id AND b.away @> %(at)s::timestamptz)))"""
"""Whether somebody who is there, or whose deputy is, answers for a role under a policy."""
WANTED = "unnest(%(kinds)s::text[], %(levels)s::text[], %(roles)s::text[], %(policies)s::text[]) AS w (kind, level, role, policy)"

_NAMES = re.compile(r"%\((\w+)\)s")


@dataclass(frozen=True)
class Unheld:
    """A role that steps of an office need and nobody holds, for these policies (none: a head is missing); whether its head does the work meanwhile."""

    role: str
    policies: tuple[Policy, ...]
    head_does: bool = False


@dataclass(frozen=True)
class Given:
    """An assignment with who gave it and who ended it, as the log has it; empty where the reader's log does not."""

    row: Assignment
    given: Event | None
    ended: Event | None


def unheld(offices: Collection[Office], *, at: datetime) -> dict[uuid.UUID, list[Unheld]]:
    """Give for each office the roles that its steps need and nobody holds, those that nobody does at all first. One question for all offices."""
    by_id = {policy.id: policy for policy in _policies()}
    values = {**_wanted({(office.kind, office.level) for office in offices}), "ids": [office.pk for office in offices], "at": at, "on": local_day(at)}
    chief = ANSWERED.format(office="f.id", role="'chief'")
    with connection.cursor() as cursor:
        cursor.execute(
            f"""SELECT f.id, w.role, w.policy, w.role = ANY (%(stands_in)s) AND {chief} FROM offices_office f JOIN {WANTED} ON w.kind = f.kind AND w.level = f.level
                WHERE f.id = ANY (%(ids)s) AND NOT {ANSWERED.format(office="f.id", role="w.role")}""",  # noqa: S608 - our own words
            values,
        )
        rows = cursor.fetchall()
    lacking: dict[tuple[uuid.UUID, str, bool], list[str]] = {}
    for office, role, policy, head_does in rows:
        lacking.setdefault((office, role, head_does), []).append(policy)
    found: dict[uuid.UUID, list[Unheld]] = {}
    turn = [Role.CHIEF.value, *(role for role in Role.values if role != Role.CHIEF)]
    for office, role, head_does in sorted(lacking, key=lambda key: (key[2], turn.index(key[1]))):
        of = set(lacking[office, role, head_does])
        found.setdefault(office, []).append(Unheld(role, tuple(policy for key, policy in by_id.items() if key in of), head_does))
    return found


def offices_seen(*, seen_by: Officer, on: date) -> QuerySet[Office]:
    """Select the other offices of which an officer sees who does what: all of her place where she supervises or analyses, those below where she is the head."""
    roles, own = roles_of(seen_by, on=on), seen_by.office
    rows = within(Office.objects.exclude(pk=own.pk), seen_by)
    if {Role.SUPERVISOR.value, Role.ANALYST.value} & roles:
        return rows
    if Role.CHIEF not in roles:
        return rows.none()
    rows = rows.filter(level__in=DEPTH[DEPTH.index(own.level) + 1 :])
    return rows if own.kind in ABOVE_ALL else rows.filter(kind=own.kind)


def offices_lacking(*, seen_by: Officer, at: datetime, text: str = "", level: str = "", after: str = "", before: str = "", size: int = 50) -> Page[Office]:
    """Give the offices an officer sees, her own not, in which a step has nobody at all, or nobody is the head; by province and name."""
    rows = offices_seen(seen_by=seen_by, on=local_day(at)).filter(_nobody_at_all(at))
    rows = rows.filter(name__regex=spelt(text)) if text else rows
    rows = rows.filter(level=level) if level in DEPTH else rows
    return page(rows, ["province", "name", "pk"], after=after, before=before, size=size)


def roles_seen(
    *, seen_by: Officer, on: date, of: Office | None = None, text: str = "", role: str = "", policy: str = "", past: bool = False
) -> QuerySet[Assignment]:
    """Select who holds what in one office, or with none in every office the officer sees, her own included; `past` keeps what has ended."""
    rows = Assignment.objects.select_related("officer", "office").annotate(name=F("officer__full_name"))
    rows = rows.filter(office=of) if of else rows.filter(Q(office=seen_by.office_id) | Q(office__in=offices_seen(seen_by=seen_by, on=on)))
    if not past:
        rows = rows.filter(officer__is_active=True).exclude(held__isempty=True).exclude(held__fully_lt=DateRange(on, None))
    if text:
        rows = rows.filter(Q(officer__full_name__regex=spelt(text)) | Q(office__name__regex=spelt(text)))
    rows = rows.filter(role=role) if role in Role.values else rows
    return rows.filter(policy__in=["", policy]) if policy else rows


def with_acts(rows: Sequence[Assignment]) -> list[Given]:
    """Give assignments with who gave and who ended each; one question for all."""
    acts: dict[tuple[Any, str], Event] = {}
    for event in Event.objects.filter(subject__in=[row.pk for row in rows], subject_kind="assignment").order_by("at"):
        acts[event.subject, event.verb] = event
    return [Given(row, acts.get((row.pk, "cases.assign")), acts.get((row.pk, "cases.end_assignment"))) for row in rows]


def without_role(office: Office, *, on: date) -> list[Officer]:
    """Give the officers of an office who hold nothing on a day, by name; some at most."""
    held = assignments_on(on).filter(office=office).values("officer")
    return list(Officer.objects.filter(office=office, is_active=True).exclude(pk__in=held).order_by("full_name", "pk")[:MOST_WITHOUT])


def policies_here(office: Office) -> list[Policy]:
    """Give the policies of which an office does a step."""
    return [policy for policy in _policies() if any((step.office_kind, step.level) == (office.kind, office.level) for step in policy.procedures[-1].steps)]


def _nobody_at_all(at: datetime) -> RawSQL:
    """Say of an office whether nobody at all does one of its steps, its head not either."""
    values = {**_wanted(), "at": at, "on": local_day(at)}
    named = ANSWERED.format(office="offices_office.id", role="w.role")
    chief = ANSWERED.format(office="offices_office.id", role="'chief'")
    sql = f"""EXISTS (SELECT FROM {WANTED} WHERE w.kind = offices_office.kind AND w.level = offices_office.level AND NOT {named}
        AND NOT (w.role = ANY (%(stands_in)s) AND {chief}))"""
    names = list(_NAMES.findall(sql))
    return RawSQL(_NAMES.sub("%s", sql), [values[name] for name in names], output_field=BooleanField())  # noqa: S611 - values are parameters


def _wanted(offices: Collection[tuple[str, str]] = ()) -> dict[str, Any]:
    """Give the roles that steps need, by kind and level of office, as columns; and of each such kind, and of `offices`, that it has a head."""
    rows = {(step.office_kind, step.level, step.role, policy.id): None for policy in _policies() for step in policy.procedures[-1].steps}
    rows |= {(kind, level, Role.CHIEF.value, ""): None for kind, level in {*offices, *((kind, level) for kind, level, _role, _policy in rows)}}
    kinds, levels, roles, policies = (list(column) for column in zip(*rows, strict=True))
    return {"kinds": kinds, "levels": levels, "roles": roles, "policies": policies, "stands_in": sorted(CHIEF_STANDS_IN)}


def _policies() -> list[Policy]:
    return [policy for name in programme_names() for policy in load_programme(name).policies]
