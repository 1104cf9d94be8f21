"""Charts in templates: each takes values and draws a figure that people with and without sight can read."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from django import template
from django.utils.translation import gettext

from ansinh.doors.web import charts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ansinh.doors.web.charts import Value

register = template.Library()

GAPLESS = 0.8
"""How much of its place a column fills."""


@register.inclusion_tag("components/charts/bars.html")
def ranked_bars(title: str, values: Sequence[Value], note: str = "") -> dict[str, Any]:
    """Draw a ranking: one row a value, the longest bar on top."""
    return {"title": title, "rows": charts.ranked(values), "note": note}


@register.inclusion_tag("components/charts/columns.html")
def daily_columns(title: str, values: Sequence[Value], note: str = "") -> dict[str, Any]:
    """Draw one column a day, in the order given."""
    drawn = charts.columns(values)
    highest = max(drawn, key=lambda column: column.value.value, default=None)
    return {"id": _id(title), "title": title, "columns": drawn, "width": GAPLESS * 100 / max(len(drawn), 1), "highest": highest, "note": note}


@register.inclusion_tag("components/charts/strip.html")
def peers_strip(title: str, strip: charts.Strip, note: str = "") -> dict[str, Any]:
    """Draw where one stands among its like: the line from the lowest to the highest, the middle half, the middle, itself."""
    low, quarter, middle, three_quarters, high = strip.places
    spans = {"low": low, "whole": high - low, "quarter": quarter, "half": three_quarters - quarter, "middle": middle, "own": strip.own_place}
    return {"id": _id(title), "title": title, "strip": strip, "note": note, "at": spans}


@register.inclusion_tag("components/charts/stacked.html")
def stacked_progress(title: str, values: Sequence[Value], note: str = "") -> dict[str, Any]:
    """Draw the parts of one whole, with a legend that tells each figure."""
    return {"title": title, "parts": charts.stacked(values), "note": note}


@register.inclusion_tag("components/charts/map.html")
def province_map(title: str, values: Mapping[str, Value], note: str = "", having: str = "") -> dict[str, Any]:
    """Draw the country as tiles, by GSO code; Hoàng Sa and Trường Sa are always on it. `having` says what a province has where it either has it or not."""
    drawn = charts.tile_map(values)
    if having:
        legend = [{"step": 0, "text": gettext("chưa có")}, {"step": 1, "text": having}]
        return {"id": _id(title), "title": title, "map": drawn, "note": note, "legend": legend}
    steps = [{"step": step, "text": gettext("từ %(least)s") % {"least": least.text}} for step, least in enumerate(drawn.least, 1)]
    return {"id": _id(title), "title": title, "map": drawn, "note": note, "legend": [{"step": 0, "text": gettext("chưa có")}, *steps]}


@register.inclusion_tag("components/charts/groups.html")
def province_groups(title: str, values: Mapping[str, Value], legend: Sequence[Mapping[str, Any]], here: str = "") -> dict[str, Any]:
    """Draw the country as tiles coloured and lettered by group; the one that is looked at (`here`) has a frame."""
    return {"id": _id(title), "title": title, "map": charts.group_map(values), "legend": legend, "here": here}


def _id(title: str) -> str:
    """Give the same element ids to the same chart, so that a page can be compared and cached."""
    return f"chart-{hashlib.sha256(title.encode()).hexdigest()[:8]}"
