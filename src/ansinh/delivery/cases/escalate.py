"""A step that is nearly late is told to its owner, one that is late to ever higher people: each rung once, by one statement a province.

The ladder is the law's and climbs by the law's day alone. Where the ministry set an earlier one, the owner is reminded of that too, once;
nobody above her is told of it, for the law is not broken by it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from django.db import connection

from ansinh.delivery.cases.models_pace import Escalation
from ansinh.delivery.cases.procedure import local_day
from ansinh.delivery.evidence.record import act
from ansinh.delivery.offices.keys import new_key
from ansinh.delivery.offices.scope import SYSTEM
from ansinh.policy.calendar import vietnam_calendar
from ansinh.policy.clock import LADDER

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from ansinh.delivery.evidence.record import Act


def head(office: str, *roles: str, and_: str = "true") -> str:
    """Select who heads an office, or the deputy; the roles stand in the order in which they are asked. `and_` says of `o`, the head, and `b`, her absence, what must hold."""
    order = f"ARRAY[{', '.join(repr(role) for role in roles)}]"
    return f"""(SELECT coalesce(b.deputy_id, g.officer_id) FROM offices_assignment g JOIN offices_office f ON f.id = g.office_id
        JOIN offices_officer o ON o.id = g.officer_id AND o.is_active
        LEFT JOIN offices_absence b ON b.officer_id = g.officer_id AND b.away @> %(at)s
        WHERE g.held @> %(on)s AND {office} AND ({and_}) AND g.role = ANY ({order}) ORDER BY array_position({order}, g.role::text), g.held, o.username LIMIT 1)"""  # noqa: S608 - our own words


PROVINCE = "f.kind = 'people_committee' AND f.level = 'province' AND f.province = r.province"


def told_of(*instead: str, apart: str = "true") -> dict[str, str]:
    """Give for each rung above the ministry's own day who is told of a row `r` with a province, an office and an owner.

    `apart` says of `o` and `b`, as for `head`, who may be told; where that leaves nobody at the head of the office, the heads of the offices `instead` are asked.
    """
    heads = [head("f.id = r.office_id", "chief", "administrator", and_=apart), *(head(office, "chief", and_=apart) for office in instead)]
    return {
        "reminder": "r.owner_id",
        "chief": f"coalesce({', '.join(heads)})",
        "province": head(PROVINCE, "chief", "approver", "administrator", and_=apart),
        "ministry": head("f.kind = 'ministry'", "chief", "analyst", "administrator", and_=apart),
    }


TOLD = {"aim": "r.owner_id", **told_of()}
"""For each rung, who is told of a step."""
DAYS = {"aim": "CASE WHEN r.aim_on < r.due_on THEN r.aim_on END"}
"""For each rung that follows another day than the law's, which."""


@dataclass(frozen=True)
class Ladder:
    """What climbs: rows `r` of a table while they are open, what is kept of each rung told, and whom the log says it of."""

    rows: str
    open_: str
    kept_in: str
    key: str
    kind: str
    subject: str = "r.id"


STEPS = Ladder("cases_task", "r.done_at IS NULL AND r.received_on < %(on)s", "cases_escalation", "task_id", "dossier", "r.dossier_id")


def tell_rung(deed: Act, ladder: Ladder, rung: str, *, who: str, due: date, day: str = "r.due_on") -> int:
    """Tell of every open row of the deed's province whose `day` is `due` or earlier and which nobody told on this rung; give how many were told.

    `who` and `day` are our own SQL over `r`. The log's events are read back by the keys of this very statement, so that nothing is told twice that
    another tells at the same moment.
    """
    values: dict[str, Any] = {"rung": rung, "at": deed.at, "on": local_day(deed.at), "due": due, "province": deed.province, "ladder": new_key()}
    with connection.cursor() as cursor:
        cursor.execute(
            f"""INSERT INTO {ladder.kept_in} (id, province, district, commune, {ladder.key}, rung, told_id, made_at)
                SELECT ansinh_key_in(%(ladder)s, (row_number() OVER ())::integer), r.province, r.district, r.commune, r.id, %(rung)s, {who}, %(at)s
                FROM {ladder.rows} r WHERE r.province = %(province)s AND {ladder.open_} AND {day} <= %(due)s
                ON CONFLICT ({ladder.key}, rung) DO NOTHING""",  # noqa: S608 - our own words
            values,
        )
        if not cursor.rowcount:
            return 0
    return deed.events_of(
        ladder.kind,
        f"""SELECT {ladder.subject}, e.province, e.district, e.commune, NULL::jsonb,
            jsonb_build_object('rung', e.rung, 'told', coalesce(o.full_name, ''), 'due_on', {day})
            FROM {ladder.kept_in} e JOIN {ladder.rows} r ON r.id = e.{ladder.key} LEFT JOIN offices_officer o ON o.id = e.told_id
            WHERE e.id BETWEEN ansinh_key_in(%(ladder)s, 0) AND ansinh_key_in(%(ladder)s, 2147483647) ORDER BY e.id""",  # noqa: S608 - our own words
        values,
    )


def thresholds(on: date) -> dict[str, date]:
    """Give for each rung, the lowest first, the latest due day whose steps have reached it on a day."""
    calendar = vietnam_calendar()
    reached = {str(rung): _due_before(on, late) for late, rung in reversed(LADDER)}
    ahead = on
    while calendar.working_days_between(on, ahead + timedelta(1)) <= 1:
        ahead += timedelta(1)
    return {Escalation.Rung.AIM.value: ahead, Escalation.Rung.REMINDER.value: ahead, **reached}


def climb(deed: Act, ladder: Ladder, told: Mapping[str, str], *, days: Mapping[str, str] = MappingProxyType({})) -> int:
    """Tell of every open row of the deed's province what each rung of `told` demands and nobody has told yet; give how many were told.

    `days` names the rungs that follow another day than `due_on`.
    """
    reached = thresholds(local_day(deed.at))
    return sum(tell_rung(deed, ladder, rung, who=who, due=reached[rung], day=days.get(rung, "r.due_on")) for rung, who in told.items())


def escalate(province: str, *, at: datetime) -> int:
    """Tell of every open step of a province what its rung demands and nobody has told yet; give how many were told."""
    with act(SYSTEM, "cases.escalate", at=at, province=province) as deed:
        return climb(deed, STEPS, TOLD, days=DAYS)


def provinces_with_open_steps() -> list[str]:
    """Name the provinces where work is open, whether late or not: one look into the index a province, however many steps are open."""
    with connection.cursor() as cursor:
        cursor.execute(OPEN_IN)
        return [row[0] for row in cursor.fetchall()]


OPEN_IN = """
    WITH RECURSIVE open_in (province) AS (
        (SELECT province FROM cases_task WHERE done_at IS NULL ORDER BY province LIMIT 1)
        UNION ALL
        SELECT (SELECT t.province FROM cases_task t WHERE t.done_at IS NULL AND t.province > o.province ORDER BY t.province LIMIT 1)
        FROM open_in o WHERE o.province IS NOT NULL)
    SELECT province FROM open_in WHERE province IS NOT NULL"""
"""The first province of the index of open steps, then each time the next one after it."""


def _due_before(on: date, late: int) -> date:
    """Give the latest due day after which `late` working days have passed by the end of a day."""
    calendar, due = vietnam_calendar(), on
    while calendar.working_days_between(due, on) < late:
        due -= timedelta(1)
    return due
