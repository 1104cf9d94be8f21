"""The work of a province is counted from its rows, whole, by unit, policy and day; only sums that differ are written.

Every day is counted anew each night, so whatever came late (a return, a complaint upheld, a payment) stands on the day it belongs to by the next morning.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from typing import Any

from django.conf import settings
from django.db import connection

from ansinh.delivery.offices.models import Level
from ansinh.delivery.offices.scope import Scope
from ansinh.delivery.reports.cards_wall import counting
from ansinh.delivery.reports.models_cards import WORKED
from ansinh.delivery.reports.sums import FIRST as FIRST_IN_FORCE
from ansinh.policy.calendar import FIRST_YEAR, LAST_YEAR, vietnam_calendar
from ansinh.policy.groups import infected
from ansinh.policy.load import programme_names

FIRST = date(FIRST_YEAR, 1, 1)


def count_province(province: str) -> int:
    """Count the work of everybody in a province again from its rows; give how many sums changed. Two at once follow one another."""
    with counting(Scope(Level.PROVINCE, province)), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = '300s'")
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('cards' || %s, 0))", [province])
        values: dict[str, Any] = {
            "province": province, "zone": settings.TIME_ZONE, "first": FIRST, "passed": passed(),
            "infected": [policy for programme in programme_names() if (policy := infected(programme))],
        }  # fmt: skip
        changed = 0
        for statement in (STEPPED, WORKED_OUT, "ANALYZE worked", KEEP, CLEAR, LASTED, "ANALYZE lasted_long", KEEP_LASTED, CLEAR_LASTED):
            cursor.execute(statement, values)
            changed += cursor.rowcount if statement.lstrip().startswith(("INSERT", "UPDATE")) else 0
        cursor.execute("DROP TABLE stepped, worked, lasted_long")
        return changed


@cache
def passed() -> list[int]:
    """Give, for each day the calendar knows, the working days up to and including it: the database counts with them, and knows no holiday itself."""
    calendar, count, told = vietnam_calendar(), 0, []
    for ahead in range((date(LAST_YEAR, 12, 31) - FIRST).days + 1):
        count += calendar.is_working_day(FIRST + timedelta(ahead))
        told.append(count)
    return told


def _by(day: str) -> str:
    """Give the working days that had passed by a day, as SQL."""
    return f"(%(passed)s::integer[])[({day}) - %(first)s::date + 1]"


DONE_ON = "(t.done_at AT TIME ZONE %(zone)s)::date"
USED = f"""CASE WHEN t.done_at IS NULL THEN NULL WHEN t.asked_on IS NULL THEN {_by(DONE_ON)} - {_by("t.received_on")}
        ELSE greatest(0, {_by("t.asked_on - 1")} - {_by("t.received_on")}) + coalesce(greatest(0, {_by(DONE_ON)} - {_by("t.answered_on")}), 0) END"""
"""The working days a step took its office: the same as `StepClock.used`, without the days on which something asked for was missing."""
NEXT = "lead(t.outcome) OVER (PARTITION BY t.dossier_id ORDER BY t.opened_at, t.id)"

STEPPED = f"""
    CREATE TEMPORARY TABLE stepped ON COMMIT DROP AS
    SELECT t.district, t.commune, d.policy, t.office_id AS office, CASE WHEN c.id IS NULL THEN coalesce(t.done_by_id, t.owner_id) END AS person,
        t.received_on, t.due_on, t.working_days AS allowed, t.done_at IS NULL AS open, {DONE_ON} AS done_on, {USED} AS used,
        (c.id IS NOT NULL)::integer AS by_itself, (t.outcome = 'forwarded')::integer AS forwarded, (t.outcome = 'forwarded' AND coalesce({NEXT} = 'returned', false))::integer AS sent_back
    FROM cases_dossier d JOIN cases_task t ON t.dossier_id = d.id LEFT JOIN cases_completion c ON c.task_id = t.id
    WHERE d.province = %(province)s"""  # noqa: S608 - names of ours

COMPLAINED = """
    SELECT g.district, g.commune, coalesce(nullif(g.policy, ''), d.policy, '') AS policy,
        CASE g.kind WHEN 'decision' THEN c.office_id WHEN 'delay' THEN held.office_id ELSE d.office_id END AS office,
        CASE g.kind WHEN 'decision' THEN c.signed_by_id WHEN 'delay' THEN held.owner_id ELSE d.submitted_by_id END AS person,
        (g.ended_at AT TIME ZONE %(zone)s)::date AS day
    FROM grievances_grievance g LEFT JOIN cases_dossier d ON d.id = g.dossier_id LEFT JOIN cases_decision c ON c.dossier_id = d.id
    LEFT JOIN LATERAL (SELECT t.office_id, t.owner_id FROM cases_task t WHERE t.dossier_id = d.id AND t.opened_at <= g.filed_at
        AND (t.done_at IS NULL OR t.done_at > g.filed_at) ORDER BY t.opened_at DESC, t.id LIMIT 1) held ON g.kind = 'delay'
    WHERE g.province = %(province)s AND g.state = 'upheld' AND NOT g.sensitive AND g.kind <> 'amendment'"""
"""Complaints upheld, each with whose work it was about: who signed the decision, who held the late step, who submitted the list."""


def _happened(source: str, day: str, **measures: str) -> str:
    told = ", ".join(measures.get(name, "0") for name in WORKED)
    return f"SELECT person, office, district, commune, policy, {day}, {told} FROM {source}"  # noqa: S608 - names of ours


DOSSIERS = """(SELECT d.submitted_by_id AS person, d.office_id AS office, d.district, d.commune, d.policy, (d.submitted_at AT TIME ZONE %(zone)s)::date AS day, d.claims,
        coalesce((u.summary #>> '{totals,rows}')::integer, 0) AS rows,
        coalesce((u.summary #>> '{totals,errors}')::integer, 0) + coalesce((u.summary #>> '{totals,warnings}')::integer, 0) AS faults
    FROM cases_dossier d LEFT JOIN cases_upload u ON u.id = d.upload_id WHERE d.province = %(province)s) submitted"""

HAPPENED = " UNION ALL ".join(
    (
        _happened("stepped", "received_on", received="1"),
        _happened("stepped WHERE NOT open", "done_on", done="1", by_itself="by_itself", in_time="(used <= allowed)::integer", forwarded="forwarded", sent_back="sent_back"),
        _happened("stepped WHERE open AND due_on IS NOT NULL", "due_on", due_open="1"),
        _happened(DOSSIERS, "day", claims="claims", infected="CASE WHEN policy = ANY(%(infected)s::text[]) THEN claims ELSE 0 END", rows="rows", faults="faults"),
        _happened(f"({COMPLAINED}) complained", "day", upheld="1"),
    )
)  # fmt: skip

UNITS = """CROSS JOIN LATERAL (VALUES ('person', h.person::text, h.office::text), ('office', h.office::text, h.office::text), ('commune', h.commune, ''), ('district', h.district, ''),
        ('province', %(province)s, '')) u (level, unit, office)
    LEFT JOIN offices_office o ON o.id = h.office AND u.office <> '' AND o.province = %(province)s"""
"""Each thing that happened belongs to a person, her office and the three places; the place of the first two is the office's own."""
PLACE = """max(CASE u.level WHEN 'province' THEN '' WHEN 'district' THEN h.district WHEN 'commune' THEN h.district ELSE coalesce(o.district, '') END) AS district,
        max(CASE u.level WHEN 'commune' THEN h.commune WHEN 'person' THEN coalesce(o.commune, '') WHEN 'office' THEN coalesce(o.commune, '') ELSE '' END) AS commune"""
KEY = "level, unit, office, province, policy, day"
SUMS = ", ".join(f"sum({name}) AS {name}" for name in WORKED)
NAMES = ", ".join(WORKED)

WORKED_OUT = f"""
    CREATE TEMPORARY TABLE worked ON COMMIT DROP AS
    WITH h AS (SELECT person, office, district, commune, policy, day, {SUMS} FROM ({HAPPENED}) e (person, office, district, commune, policy, day, {NAMES}) GROUP BY 1, 2, 3, 4, 5, 6)
    SELECT u.level, u.unit, u.office, %(province)s::text AS province, {PLACE}, h.policy, h.day, {SUMS}
    FROM h {UNITS} WHERE u.unit <> '' GROUP BY u.level, u.unit, u.office, h.policy, h.day"""  # noqa: S608 - names of ours


def _keep(table: str, source: str, key: str, names: tuple[str, ...]) -> str:
    """Write what differs."""
    told = ("district", "commune", *names)
    return f"""INSERT INTO {table} AS r ({key}, {", ".join(told)}) SELECT {key}, {", ".join(told)} FROM {source}
    ON CONFLICT ({key}) DO UPDATE SET {", ".join(f"{name} = excluded.{name}" for name in told)}
    WHERE ({", ".join(f"r.{name}" for name in told)}) IS DISTINCT FROM ({", ".join(f"excluded.{name}" for name in told)})"""  # noqa: S608 - names of ours


def _clear(table: str, source: str, key: str, names: tuple[str, ...]) -> str:
    """Leave nought where nothing is counted any more."""
    same = " AND ".join(f"s.{name} = r.{name}" for name in key.split(", "))
    return f"""UPDATE {table} r SET {", ".join(f"{name} = 0" for name in names)} WHERE province = %(province)s AND ({" OR ".join(f"{name} <> 0" for name in names)})
    AND NOT EXISTS (SELECT FROM {source} s WHERE {same})"""  # noqa: S608 - names of ours


KEEP, CLEAR = (made("reports_workday", "worked", KEY, WORKED) for made in (_keep, _clear))

PAID = f"""SELECT d.submitted_by_id AS person, d.office_id AS office, d.district, d.commune, d.policy, i.settled_on AS day, 'money' AS sort,
        {_by("i.settled_on")} - {_by("d.as_of")} AS length, 1 AS times
    FROM cases_dossier d JOIN cases_decision c ON c.dossier_id = d.id JOIN payments_instruction i ON i.decision_id = c.id
    WHERE d.province = %(province)s AND i.state = 'paid' AND i.settled_on IS NOT NULL AND {FIRST_IN_FORCE}"""  # noqa: S608 - names of ours

LASTED = f"""
    CREATE TEMPORARY TABLE lasted_long ON COMMIT DROP AS
    WITH h AS (SELECT person, office, district, commune, policy, day, sort, length, sum(times) AS times FROM (
        SELECT person, office, district, commune, policy, done_on AS day, 'step' AS sort, used AS length, 1 AS times FROM stepped WHERE NOT open
        UNION ALL SELECT person, office, district, commune, policy, done_on, 'share', (used * 200 + allowed) / (2 * allowed), 1 FROM stepped WHERE NOT open
        UNION ALL {PAID}) e GROUP BY 1, 2, 3, 4, 5, 6, 7, 8)
    SELECT u.level, u.unit, u.office, %(province)s::text AS province, {PLACE}, h.policy, h.day, h.sort, h.length, sum(h.times) AS times
    FROM h {UNITS} WHERE u.unit <> '' GROUP BY u.level, u.unit, u.office, h.policy, h.day, h.sort, h.length"""  # noqa: S608 - names of ours
KEY_LASTED = f"{KEY}, sort, length"
KEEP_LASTED, CLEAR_LASTED = (made("reports_worklength", "lasted_long", KEY_LASTED, ("times",)) for made in (_keep, _clear))
