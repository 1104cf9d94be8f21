"""The group of each province on a day: what the ministry set itself, before that the measures in force, before these what the programme began with."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from ansinh.delivery.offices.measures import Standing, entries_of, standing
from ansinh.policy.groups import began, groups_of
from ansinh.policy.pace import InForce, group_of

if TYPE_CHECKING:
    from datetime import date

    from ansinh.delivery.offices.measures import Entry


class Basis(NamedTuple):
    """Why a province is in its group: since which day and by which document; `by` is `measure` (the ministry's leave counts as one), `ministry` or `programme`."""

    group: str
    since: date | None
    document: str
    by: str


def groups_on(on: date, programme: str = "nq68", *, province: str = "") -> dict[str, str]:
    """Give the group (`a`, `b`, `c`) of each province on a day, by GSO code; empty for a programme without groups. One that is named is looked at alone."""
    return groups_under(standing(on, province), programme)


def groups_under(found: Standing, programme: str = "nq68") -> dict[str, str]:
    """Give the same under what holds on a day."""
    first = groups_of(programme)
    if not first:
        return {}
    return {**first, **{province: group_of(measures) for province, measures in found.measures.items()}, **found.groups}


def basis_of(province: str, *, on: date, programme: str = "nq68") -> Basis | None:
    """Give a province's group on a day, the day since when it has been that one, and the document by which it came; nothing without groups.

    An entry that leaves the group as it was gives no new day: who was in C and gets one more measure is in C since the first.
    """
    first = began(programme)
    if province not in first.groups:
        return None
    found, measures = Standing({}, {}), dict[tuple[str, str], InForce]()
    told = Basis(first.groups[province], first.since, first.cite, "programme")
    for begins, rows in groupby(entries_of(province, until=on), lambda row: row.begins):  # what begins on one day counts together
        of_day = list(rows)
        for row in of_day:
            if row.in_force is None:
                found.groups[province] = row.group
            else:
                measures[row.place] = row.in_force
        found.measures.update({province: list(measures.values())} if measures else {})
        group = groups_under(Standing(found.measures, {code: of for code, of in found.groups.items() if of}), programme)[province]
        if group != told.group or told.by == "programme":
            last = next((row for row in reversed(of_day) if _says(row) == group), of_day[-1])
            told = Basis(group, begins, last.document, "ministry" if last.group else "measure")
    return told


def _says(row: Entry) -> str:
    """Give the group that an entry makes by itself."""
    return row.group if row.in_force is None else group_of([row.in_force])
