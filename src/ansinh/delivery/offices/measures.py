"""Reads of the measures in force on a day, and of what the ministry set."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.db import connection

from ansinh.delivery.offices.models_measures import GroupSet, Measure
from ansinh.policy.pace import Directive, InForce

if TYPE_CHECKING:
    from datetime import date

MOST_SHOWN = 200


class Standing(NamedTuple):
    """What holds on a day: by province the measures of it and its parts, and the groups that the ministry itself set."""

    measures: dict[str, list[InForce]]
    groups: dict[str, str]


def standing(on: date) -> Standing:
    """Give what holds on a day: of each place the entry that began last, of those of one day the one entered last."""
    found = Standing({}, {})
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT DISTINCT ON (sort, province, district, commune) sort, province, district, told FROM (
                SELECT 'measure' AS sort, province, district, commune, directive AS told, begins, entered_at FROM offices_measure WHERE begins <= %(on)s
                UNION ALL SELECT 'group', province, '', '', "group", begins, entered_at FROM offices_groupset WHERE begins <= %(on)s) entered
            ORDER BY sort, province, district, commune, begins DESC, entered_at DESC""",
            {"on": on},
        )
        for sort, province, district, told in cursor.fetchall():
            if sort == "measure":
                found.measures.setdefault(province, []).append(InForce(Directive(told), whole=not district))
            elif told:
                found.groups[province] = told
    return found


def measures_of(province: str) -> list[Measure]:
    """Give what was entered of a province, the latest first; at most `MOST_SHOWN`."""
    return list(Measure.objects.filter(province=province).select_related("entered_by", "office").order_by("-begins", "-entered_at")[:MOST_SHOWN])


def sets_of(province: str) -> list[GroupSet]:
    """Give what the ministry set for a province, the latest first; at most `MOST_SHOWN`."""
    return list(GroupSet.objects.filter(province=province).select_related("entered_by").order_by("-begins", "-entered_at")[:MOST_SHOWN])
