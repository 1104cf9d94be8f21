"""Reads of the measures in force on a day, and of what the ministry set."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.db import connection

from ansinh.delivery.offices.models_measures import GroupSet, Measure
from ansinh.policy.pace import Directive, InForce

if TYPE_CHECKING:
    from datetime import date

MOST_SHOWN = 200
MOST_WEIGHED = 2_000
"""Of a province, so many entries are looked at to say since when it has been in its group."""


class Standing(NamedTuple):
    """What holds on a day: by province the measures of it and its parts, and the groups that the ministry itself set."""

    measures: dict[str, list[InForce]]
    groups: dict[str, str]


def standing(on: date, of: str = "") -> Standing:
    """Give what holds on a day, in all provinces or one: of each place the entry that began last, of those of one day the one entered last."""
    found = Standing({}, {})
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT DISTINCT ON (sort, province, district, commune) sort, province, district, told FROM (
                SELECT 'measure' AS sort, province, district, commune, directive AS told, begins, entered_at FROM offices_measure WHERE begins <= %(on)s
                UNION ALL SELECT 'group', province, '', '', "group", begins, entered_at FROM offices_groupset WHERE begins <= %(on)s) entered
            WHERE province = %(of)s OR %(of)s = ''
            ORDER BY sort, province, district, commune, begins DESC, entered_at DESC""",
            {"on": on, "of": of},
        )
        for sort, province, district, told in cursor.fetchall():
            if sort == "measure":
                found.measures.setdefault(province, []).append(InForce(Directive(told), whole=not district))
            elif told:
                found.groups[province] = told
    return found


class Entry(NamedTuple):
    """One entry of a province: what begins on which day by which document; a measure of a place, or a group that the ministry set (empty: none any longer)."""

    begins: date
    document: str
    place: tuple[str, str]
    in_force: InForce | None
    group: str


def entries_of(province: str, *, until: date) -> list[Entry]:
    """Give what was entered of a province and has begun by a day, in the order in which it counts; the last `MOST_WEIGHED`."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT begins, document, district, commune, directive, "group" FROM (
                SELECT begins, document, district, commune, directive, NULL AS "group", entered_at FROM offices_measure WHERE province = %(of)s AND begins <= %(on)s
                UNION ALL SELECT begins, reason, '', '', NULL, "group", entered_at FROM offices_groupset WHERE province = %(of)s AND begins <= %(on)s) entered
            ORDER BY begins DESC, entered_at DESC LIMIT %(most)s""",
            {"of": province, "on": until, "most": MOST_WEIGHED},
        )
        rows = cursor.fetchall()
    return [
        Entry(begins, document, (district, commune), InForce(Directive(directive), whole=not district) if directive else None, group or "")
        for begins, document, district, commune, directive, group in reversed(rows)
    ]


def measures_of(province: str) -> list[Measure]:
    """Give what was entered of a province, the latest first; at most `MOST_SHOWN`."""
    return list(Measure.objects.filter(province=province).select_related("entered_by", "office").order_by("-begins", "-entered_at")[:MOST_SHOWN])


def sets_of(province: str) -> list[GroupSet]:
    """Give what the ministry set for a province, the latest first; at most `MOST_SHOWN`."""
    return list(GroupSet.objects.filter(province=province).select_related("entered_by").order_by("-begins", "-entered_at")[:MOST_SHOWN])
