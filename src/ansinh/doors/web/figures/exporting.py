"""The figures of a page as a table to take away, for a spreadsheet: by place, policy and day, with what they were asked for and counted when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ansinh.delivery.reports import queries
from ansinh.doors.web.figures import drawing
from ansinh.doors.web.figures.cutting import Asked, asked_of
from ansinh.doors.web.figures.seeing import names_for, officer_or_none
from ansinh.doors.web.figures.words import MEASURES, count
from ansinh.doors.web.sheets import KINDS, taken_away
from ansinh.doors.web.templatetags.page import text
from ansinh.policy.load import load_programme

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.http import HttpRequest, HttpResponse

    from ansinh.delivery.offices.models import Officer
    from ansinh.delivery.reports.queries import Lengths, Sums


@require_safe
def export(request: HttpRequest, kind: str) -> HttpResponse:
    """Give the figures asked for as xlsx or csv; any other kind, or a commune out of scope, is not there."""
    officer, found = officer_or_none(request), asked_of(request)
    if kind not in KINDS or (found.cut.commune and not queries.may_see(found.cut, officer)):
        raise Http404
    queries.places_of(found.cut)
    lines = [[_("Phần"), _("Mã"), _("Tên"), *_heads(), _("Trung vị (ngày làm việc)"), _("90 % (ngày làm việc)")], *_lines(found, officer)]
    counted = queries.counted(found.cut)
    stamp = _("Đếm lần cuối lúc %(at)s") % {"at": f"{timezone.localtime(counted.counted_at):%H:%M %d/%m/%Y}" if counted else "–"}
    return taken_away(kind, f"so-lieu-{found.cut.commune or found.cut.district or found.cut.province or 'ca-nuoc'}", lines, stamp)


def _heads() -> Iterator[str]:
    for measure in MEASURES:
        yield str(measure.label)
        if measure.money:
            yield _("%(measure)s (đồng)") % {"measure": measure.label}


def _lines(found: Asked, officer: Officer | None) -> Iterator[list[Any]]:
    full = queries.may_see(found.cut, officer)
    summary = queries.summary(found.cut, seen_by=officer)
    whole, places = queries.lengths(found.cut, queries.BELOW[found.cut.level], seen_by=officer)
    _whole, policies = queries.lengths(found.cut, "policy", seen_by=officer)
    yield [_("Tổng"), "", "", *_cells(summary.total, whole)]
    for code, name in names_for(found, full=full).items():
        if code in summary.below:
            yield [_("Nơi"), code, name, *_cells(summary.below[code], places.get(code))]
    for policy in load_programme().policies:
        if policy.id in summary.policies:
            yield [_("Chính sách"), policy.number, text(policy.name), *_cells(summary.policies[policy.id], policies.get(policy.id))]
    for on, sums in summary.days.items():
        yield [_("Ngày"), on.isoformat(), "", *_cells(sums, None)]


def _cells(sums: Sums, took: Lengths | None) -> Iterator[Any]:
    for measure in MEASURES:
        hidden = measure.id in sums.few | sums.beside
        yield count(sums, measure.id) if hidden else getattr(sums, measure.id)
        if measure.money:
            yield _("không nêu") if hidden else getattr(sums, measure.money)
    took = took or drawing.NOBODY
    yield from ("" if took.median is None else took.median, "" if took.nine_in_ten is None else took.nine_in_ten)
