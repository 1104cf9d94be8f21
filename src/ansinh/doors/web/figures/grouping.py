"""The 63 provinces with their groups of a day: as tiles, as a list that is searched and filtered, as a table to take away."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from django.utils.http import urlencode
from django.utils.translation import gettext as _

from ansinh.delivery.offices.groups import groups_under
from ansinh.doors.web.charts import Value
from ansinh.doors.web.figures.words import GROUPS
from ansinh.doors.web.public.provinces import provinces
from ansinh.doors.web.states import STATES
from ansinh.policy.names import fold
from ansinh.policy.pace import Directive

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from ansinh.delivery.offices.measures import Standing


class Row(NamedTuple):
    """A province: its group, on what that rests, which measures are in force in it and its parts, the address of everything entered of it."""

    code: str
    name: str
    group: str
    by: str
    measures: str
    url: str


def rows_of(found: Standing, *, on: date) -> list[Row]:
    """Give all provinces under what holds on a day, in the order of their names."""
    groups = groups_under(found)
    return [
        Row(code, name, groups[code], _by(found, code), _measures(found, code), f"?{urlencode({'ngay': on.isoformat(), 'tinh': code})}")
        for code, name in provinces()
        if code in groups
    ]


def chosen(rows: Sequence[Row], *, group: str = "", text: str = "") -> list[Row]:
    """Give the provinces of a group whose name has a text in it, typed with or without marks; all without either."""
    wanted = fold(text)
    return [row for row in rows if group in ("", row.group) and wanted in fold(row.name)]


def tiles(rows: Sequence[Row]) -> dict[str, Value]:
    """Give the tiles of the map: the group of each province, in colour, letter and words."""
    return {row.code: Value(row.name, 0, f"{row.group.upper()}. {GROUPS[row.group]}; {row.by}", row.url, row.group, row.group.upper()) for row in rows}


def lines(rows: Sequence[Row]) -> list[list[str]]:
    """Give the table to take away, its heads first."""
    head = [_("Mã"), _("Nhóm"), _("Tỉnh, thành phố"), _("Theo"), _("Biện pháp đang áp dụng")]
    return [head, *([row.code, row.group.upper(), row.name, row.by, row.measures] for row in rows)]


def _by(found: Standing, code: str) -> str:
    if code in found.groups:
        return _("Bộ xếp")
    return _("theo biện pháp") if code in found.measures else _("theo danh sách ban đầu")


def _measures(found: Standing, code: str) -> str:
    """Say which directives hold: of the whole province by name, of its parts by how many."""
    standing = [one for one in found.measures.get(code, ()) if one.directive != Directive.LIFTED]
    whole = [str(STATES["measure"][one.directive.value].label) for one in standing if one.whole]
    parts = Counter(one.directive.value for one in standing if not one.whole)
    told = [
        _("%(directive)s ở %(count)s nơi") % {"directive": STATES["measure"][of].label, "count": count} for of, count in sorted(parts.items(), reverse=True)
    ]
    return "; ".join([*(_("%(directive)s cả tỉnh") % {"directive": of} for of in whole), *told])
