"""Late complaints of a province or the country: where, how late, with whom; of sensitive ones the number alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_safe

from ansinh.delivery.cases.escalate import thresholds
from ansinh.delivery.grievances.late import Late, Sought, late, late_by_province
from ansinh.delivery.offices.models import Level, Place
from ansinh.delivery.offices.queries import MAP_2021
from ansinh.doors.web.asking import asked, beside, cursors, officer_of, today
from ansinh.doors.web.charts import Value
from ansinh.doors.web.deadlines import left
from ansinh.doors.web.dossiers.words import RUNGS
from ansinh.doors.web.grievances.words import KINDS
from ansinh.doors.web.sheets import csv_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

FILTERS = ("q", "tinh", "noi-dung", "cham")
AT_LEAST = ("3", "5")
RUNG_OF = {"3": "province", "5": "ministry"}
MOST_TAKEN = 20_000


@login_required
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """Show the late complaints of the reader's place, the longest late first, and how many each province has."""
    officer, kept = officer_of(request), _asked(request)
    sought = _sought(kept)
    found = late(sought, seen_by=officer, on=today(), **cursors(request))
    names = _names()
    counts = late_by_province(sought, seen_by=officer, on=today())
    national = officer.office.level == Level.NATIONAL
    context = {
        "rows": [_shown(row, names) for row in found.rows], "asked": kept, "asked_kind": kept["noi-dung"], "national": national, "total": sum(counts.values()),
        "bars": _bars(counts, names, kept) if national and len(counts) > 1 else [], "provinces": sorted(names.items(), key=lambda item: item[1]) if national else [],
        "kinds": KINDS.items(), "at_least": AT_LEAST, "export": f"xuat.csv?{urlencode(kept)}", "place": "" if national else names.get(officer.office.province, ""),
        **beside(request, found, kept),
    }  # fmt: skip
    return render(request, "grievances/late.html", context)


@login_required
@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """Give what the list shows, with the filters, as a table."""
    names = _names()
    found = late(_sought(_asked(request)), seen_by=officer_of(request), on=today(), size=MOST_TAKEN)
    heads = [_("Tỉnh"), _("Đơn"), pgettext("đơn thư", "Nội dung"), _("Hạn trả lời"), _("Chậm"), _("Người giải quyết"), _("Đơn vị"), _("Đã báo tới")]
    lines = [
        [one["province"], row.number, one["kind"], row.due_on, one["left"].words, row.owner, row.office, one["rung"]]
        for row in found.rows
        for one in [_shown(row, names)]
    ]
    return csv_of("don-thu-cham", [heads, *lines])


def _asked(request: HttpRequest) -> dict[str, str]:
    return {name: asked(request, name) for name in FILTERS}


def _sought(kept: dict[str, str]) -> Sought:
    """Take the filters; late by at least so many working days means due on that many days ago or before."""
    rung = RUNG_OF.get(kept["cham"])
    before = thresholds(today())[rung] if rung else None
    return Sought(
        before_day=_after(before) if before else today(), province=kept["tinh"][:2], kind=kept["noi-dung"] if kept["noi-dung"] in KINDS else "", text=kept["q"]
    )


def _after(day: Any) -> Any:
    return day.fromordinal(day.toordinal() + 1)


def _names() -> dict[str, str]:
    return dict(Place.objects.filter(map_year=MAP_2021, level=Level.PROVINCE).values_list("code", "short_name"))


def _shown(row: Late, names: dict[str, str]) -> dict[str, Any]:
    return {
        "row": row, "province": names.get(row.province, row.province), "kind": str(KINDS[row.kind]) if row.kind else _("Nhạy cảm, nội dung không hiện ở đây"),
        "left": left(row.due_on, today()), "rung": str(RUNGS.get(row.rung, "")),
    }  # fmt: skip


def _bars(counts: dict[str, int], names: dict[str, str], kept: dict[str, str]) -> list[Value]:
    return [
        Value(names.get(code, code), many, ngettext("%(many)s đơn", "%(many)s đơn", many) % {"many": many}, url=f"?{urlencode({**kept, 'tinh': code})}")
        for code, many in counts.items()
    ]
