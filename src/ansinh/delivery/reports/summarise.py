"""The sums of a province: followed place by place as its log tells, and counted whole from its rows each night; only what differs is written."""

from __future__ import annotations

from time import monotonic, sleep
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import connection

from ansinh.delivery.evidence.models import Head
from ansinh.delivery.offices.keys import new_key
from ansinh.delivery.offices.models import Level
from ansinh.delivery.offices.scope import NATION, Scope, acting
from ansinh.delivery.reports.models import Counting
from ansinh.delivery.reports.sums import KINDS, TOUCHED, WHOLE
from ansinh.policy.calendar import vietnam_calendar

if TYPE_CHECKING:
    from datetime import datetime

LONGEST_PAUSE = 0.5
"""Seconds: 63 of them still end within the minute."""


def summarise(province: str, *, at: datetime) -> int:
    """Count a province again from all its rows; give how many sums changed (none when nothing happened since).

    Two at once follow one another. What happens while it counts is counted by the next run: the log's end is read first.
    """
    return _count(province, WHOLE, at=at)


def summarise_changed(*, at: datetime) -> list[str]:
    """Count the places in which something was written into the log since their province's last count; give the provinces.

    A minute of casework costs what it touched, however much the province holds. A province never counted before is counted whole.
    After each the database rests for as long as it took: at 63 provinces officers' pages would otherwise stand behind the figures for seconds.
    """
    with acting(NATION):
        counted = dict(Counting.objects.values_list("province", "sequence"))
        changed = sorted(head.province for head in Head.objects.exclude(province="00") if counted.get(head.province) != head.sequence)
    for province in changed:
        started = monotonic()
        _count(province, TOUCHED if province in counted else WHOLE, at=at)
        sleep(min(monotonic() - started, LONGEST_PAUSE))
    return changed


def _count(province: str, statements: tuple[str, ...], *, at: datetime) -> int:
    with acting(Scope(Level.PROVINCE, province)), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = '120s'")
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('reports' || %s, 0))", [province])
        since = Counting.objects.filter(pk=province).values_list("sequence", flat=True).first() or 0
        sequence = Head.objects.filter(pk=province).values_list("sequence", flat=True).first() or 0
        values: dict[str, Any] = {"province": province, "zone": settings.TIME_ZONE, "kinds": list(KINDS), "since": since, "sequence": sequence}
        changed = 0
        for statement in statements:
            cursor.execute(statement, values)
            if statement.startswith("SELECT"):
                values |= _lengths(cursor.fetchall())
            changed += cursor.rowcount if statement.startswith("MERGE") else 0
        Counting.objects.update_or_create(province=province, defaults={"sequence": sequence, "counted_at": at, "revision": new_key()})
        return changed


def _lengths(pairs: list[Any]) -> dict[str, Any]:
    """Give the working days between each pair of days that occurs: the calendar knows them, the database does not."""
    calendar = vietnam_calendar()
    return {
        "starts": [start for start, _ in pairs],
        "ends": [end for _, end in pairs],
        "lengths": [calendar.working_days_between(start, end) for start, end in pairs],
    }
