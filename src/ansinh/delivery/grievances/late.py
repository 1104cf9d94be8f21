"""Late complaints of a province or of the country, for those who watch over them: how late and with whom; of sensitive ones the number and no word more."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import connection

from ansinh.delivery.cases.queries import PAGE, Page
from ansinh.delivery.offices.models import Level, Role
from ansinh.delivery.offices.queries import roles_of
from ansinh.delivery.offices.refusals import NotYours
from ansinh.policy.names import spelt

if TYPE_CHECKING:
    from ansinh.delivery.offices.models import Officer

WATCHING = frozenset({Role.CHIEF.value, Role.APPROVER.value, Role.ANALYST.value, Role.ADMINISTRATOR.value, Role.SUPERVISOR.value})
LEVELS = frozenset({Level.NATIONAL.value, Level.PROVINCE.value})


@dataclass(frozen=True)
class Late:
    """A late complaint: its number, about what and how far told (no kind for a sensitive one, whose page opens for few), its due day, with whom."""

    key: UUID
    number: str
    province: str
    kind: str
    due_on: date
    owner: str
    office: str
    sensitive: bool
    rung: str


@dataclass(frozen=True)
class Sought:
    """What is looked for: one province, one kind, due before a day, words of the number, the owner or the office; empty is all."""

    before_day: date
    province: str = ""
    kind: str = ""
    text: str = ""


def watches(officer: Officer, *, on: date) -> bool:
    """Say whether an officer sees the late complaints of her province, or of the country."""
    return officer.office.level in LEVELS and bool(WATCHING & roles_of(officer, on=on))


def late(sought: Sought, *, seen_by: Officer, on: date, after: str = "", before: str = "", size: int = PAGE) -> Page[Any]:
    """Give the late complaints (`Late`) of the officer's place, the longest late first. A broken cursor is the first page.

    Raises `NotYours` for whoever does not watch over them. One that is sensitive and concerns her is not there.
    """
    _demand_watching(seen_by, on)
    at = _read(after or before)
    backward = bool(before and at)
    found: list[Any] = _rows(sought, seen_by, at, backward=backward, most=size + 1)
    more, found = len(found) > size, found[:size]
    if backward:
        found.reverse()
    first, last = (_cursor(found[0]), _cursor(found[-1])) if found else ("", "")
    return Page(found, first if (more if backward else at) else "", last if (backward or more) else "")


def late_by_province(sought: Sought, *, seen_by: Officer, on: date) -> dict[str, int]:
    """Count them by province, whatever province is looked for. Raises as `late` does."""
    _demand_watching(seen_by, on)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM grievances_late_by_province(%s, %s, %s, %s)", [seen_by.pk, sought.before_day, sought.kind, spelt(sought.text)])
        return dict(cursor.fetchall())


def _rows(sought: Sought, officer: Officer, at: tuple[date, UUID] | None, *, backward: bool, most: int) -> list[Late]:
    due_on, key = at or (None, None)
    values: list[Any] = [officer.pk, sought.before_day, sought.province, sought.kind, spelt(sought.text), due_on, key, backward, most]
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM grievances_late(%s, %s, %s, %s, %s, %s, %s, %s, %s)", values)
        return [Late(*row) for row in cursor.fetchall()]


def _demand_watching(officer: Officer, on: date) -> None:
    if not watches(officer, on=on):
        raise NotYours(
            "late_complaints_watched",
            "Trang này dành cho người đứng đầu, tổng hợp, quản trị, phê duyệt và giám sát của cơ quan cấp tỉnh và trung ương.",
            "This page is for heads, analysts, administrators, approvers and supervisors of provincial and national offices.",
        )


def _cursor(row: Late) -> str:
    return json.dumps([row.due_on.isoformat(), str(row.key)])


def _read(text: str) -> tuple[date, UUID] | None:
    try:
        due_on, key = json.loads(text)
        return date.fromisoformat(due_on), UUID(key)
    except (ValueError, TypeError, AttributeError):
        return None
