"""A province is counted from its rows, whole, in three statements; only sums that differ are written, so counting twice changes nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import connection

from ansinh.delivery.evidence.models import Head
from ansinh.delivery.offices.keys import new_key
from ansinh.delivery.offices.models import Level
from ansinh.delivery.offices.scope import NATION, Scope, acting
from ansinh.delivery.reports.models import MEASURES, Counting
from ansinh.policy.calendar import vietnam_calendar

if TYPE_CHECKING:
    from datetime import datetime

SUMS = ", ".join(f"sum({name}) AS {name}" for name in MEASURES)
NAMES = ", ".join(MEASURES)
NEW = ", ".join(f"{name} = excluded.{name}" for name in MEASURES)
LEVEL = "CASE WHEN grouping(district) = 1 THEN 'province' WHEN grouping(commune) = 1 THEN 'district' ELSE 'commune' END"
KEPT = "province, level, district, commune, policy, day"


def summarise(province: str, *, at: datetime) -> int:
    """Count a province again from its rows; give how many sums changed (none when nothing happened since).

    Two at once follow one another. What happens while it counts is counted by the next run: the log's end is read first.
    """
    with acting(Scope(Level.PROVINCE, province)), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = '120s'")
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('reports' || %s, 0))", [province])
        sequence = Head.objects.filter(pk=province).values_list("sequence", flat=True).first() or 0
        values = {"province": province, "zone": settings.TIME_ZONE, **_lengths(cursor, province)}
        changed = 0
        for statement in (COUNTED, KEEP, CLEAR, LASTED, KEEP_LASTED, CLEAR_LASTED):
            cursor.execute(statement, values)
            changed += cursor.rowcount if statement.lstrip().startswith(("INSERT", "UPDATE")) else 0
        cursor.execute("DROP TABLE counted, lasted")
        Counting.objects.update_or_create(province=province, defaults={"sequence": sequence, "counted_at": at, "revision": new_key()})
        return changed


def summarise_changed(*, at: datetime) -> list[str]:
    """Count the provinces in whose log something was written since their last count; give them."""
    with acting(NATION):
        counted = dict(Counting.objects.values_list("province", "sequence"))
        changed = sorted(head.province for head in Head.objects.exclude(province="00") if counted.get(head.province) != head.sequence)
    for province in changed:
        summarise(province, at=at)
    return changed


def _lengths(cursor: Any, province: str) -> dict[str, Any]:
    """Give the working days between each pair of days that occurs: the calendar knows them, the database does not."""
    cursor.execute(PAIRS, {"province": province})
    pairs = cursor.fetchall()
    calendar = vietnam_calendar()
    return {
        "starts": [start for start, _ in pairs],
        "ends": [end for _, end in pairs],
        "lengths": [calendar.working_days_between(start, end) for start, end in pairs],
    }


# Instructions are reached from the province's dossiers by their keys, never by reading the whole table.
PAYMENTS = """cases_dossier d JOIN cases_decision c ON c.dossier_id = d.id JOIN payments_instruction i ON i.decision_id = c.id
    WHERE d.province = %(province)s AND i.settled_on IS NOT NULL"""

# A later decision takes away from the day of the decision it concerns: what is counted is what is in force of it.
IN_FORCE = """LEFT JOIN (SELECT r.decision_id, count(*) FILTER (WHERE v.after_vnd = 0) AS people, sum(v.after_vnd - v.before_vnd) AS vnd
        FROM cases_revision r JOIN cases_revisionitem v ON v.revision_id = r.id WHERE r.province = %(province)s AND r.state = 'signed' GROUP BY r.decision_id) v
        ON v.decision_id = c.id"""
# Of payments that arrived those of claims in force count, a person once however often a later decision added to hers, less what comes back.
FIRST = """NOT EXISTS (SELECT FROM cases_revisionitem v WHERE v.claim_id = i.claim_id AND v.state = 'signed' AND v.after_vnd = 0)
    AND (i.revision_id IS NULL OR NOT EXISTS (SELECT FROM payments_instruction o WHERE o.claim_id = i.claim_id AND o.attempt < i.attempt AND o.state = 'paid'))"""
LESS = "(SELECT coalesce(sum(y.amount_vnd), 0) FROM payments_recovery y WHERE y.instruction_id = i.id AND y.outcome <> 'came_back')"

COUNTED = f"""
    CREATE TEMPORARY TABLE counted ON COMMIT DROP AS
    SELECT %(province)s::text AS province, {LEVEL} AS level, coalesce(district, '') AS district, coalesce(commune, '') AS commune, policy, day, channel, {SUMS}
    FROM (
        SELECT district, commune, policy, (submitted_at AT TIME ZONE %(zone)s)::date AS day, '' AS channel, 1 AS dossiers, claims, 0 AS approved, 0 AS refused,
            0 AS paid, 0 AS returned, amount_vnd AS claimed_vnd, 0::bigint AS approved_vnd, 0::bigint AS paid_vnd, 0::bigint AS returned_vnd
        FROM cases_dossier WHERE province = %(province)s
        UNION ALL
        SELECT d.district, d.commune, d.policy, c.decided_on, '', 0, 0, c.approved - coalesce(v.people, 0), c.refused, 0, 0, 0, c.amount_vnd + coalesce(v.vnd, 0), 0, 0
        FROM cases_dossier d JOIN cases_decision c ON c.dossier_id = d.id {IN_FORCE} WHERE d.province = %(province)s
        UNION ALL
        SELECT d.district, d.commune, d.policy, i.settled_on, i.channel, 0, 0, 0, 0, (i.state = 'paid' AND {FIRST})::integer, (i.state = 'failed')::integer, 0, 0,
            CASE i.state WHEN 'paid' THEN i.amount_vnd - {LESS} ELSE 0 END, CASE i.state WHEN 'failed' THEN i.amount_vnd ELSE 0 END
        FROM {PAYMENTS}
    ) happened
    GROUP BY GROUPING SETS ((policy, day, channel), (district, policy, day, channel), (district, commune, policy, day, channel))"""  # noqa: S608 - names of ours

KEEP = f"""
    INSERT INTO reports_daily AS r ({KEPT}, channel, {NAMES}) SELECT {KEPT}, channel, {NAMES} FROM counted
    ON CONFLICT (province, level, district, commune, policy, day, channel) DO UPDATE SET {NEW}
    WHERE ({", ".join(f"r.{name}" for name in MEASURES)}) IS DISTINCT FROM ({", ".join(f"excluded.{name}" for name in MEASURES)})"""  # noqa: S608

CLEAR = f"""
    UPDATE reports_daily r SET {", ".join(f"{name} = 0" for name in MEASURES)}
    WHERE province = %(province)s AND ({" OR ".join(f"{name} <> 0" for name in MEASURES)})
      AND ({KEPT}, channel) NOT IN (SELECT {KEPT}, channel FROM counted)"""  # noqa: S608

PAIRS = f"SELECT DISTINCT d.as_of, i.settled_on FROM {PAYMENTS} AND i.state = 'paid'"  # noqa: S608

LASTED = f"""
    CREATE TEMPORARY TABLE lasted ON COMMIT DROP AS
    SELECT %(province)s::text AS province, {LEVEL} AS level, coalesce(district, '') AS district, coalesce(commune, '') AS commune, policy, day, working_days, count(*) AS people
    FROM (
        SELECT d.district, d.commune, d.policy, i.settled_on AS day, l.working_days
        FROM cases_dossier d JOIN cases_decision c ON c.dossier_id = d.id JOIN payments_instruction i ON i.decision_id = c.id
        JOIN unnest(%(starts)s::date[], %(ends)s::date[], %(lengths)s::integer[]) AS l (start, finish, working_days) ON l.start = d.as_of AND l.finish = i.settled_on
        WHERE d.province = %(province)s AND i.state = 'paid' AND {FIRST}
    ) took
    GROUP BY GROUPING SETS ((policy, day, working_days), (district, policy, day, working_days), (district, commune, policy, day, working_days))"""  # noqa: S608

KEEP_LASTED = f"""
    INSERT INTO reports_duration AS r ({KEPT}, working_days, people) SELECT {KEPT}, working_days, people FROM lasted
    ON CONFLICT (province, level, district, commune, policy, day, working_days) DO UPDATE SET people = excluded.people WHERE r.people <> excluded.people"""  # noqa: S608

CLEAR_LASTED = f"""
    UPDATE reports_duration r SET people = 0
    WHERE province = %(province)s AND people <> 0 AND ({KEPT}, working_days) NOT IN (SELECT {KEPT}, working_days FROM lasted)"""  # noqa: S608
