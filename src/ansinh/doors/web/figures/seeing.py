"""The figures of the country, a province, a district or a commune, each leading to those below it and at last to the rows themselves."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ansinh.delivery.offices.queries import roles_of
from ansinh.delivery.reports import queries
from ansinh.delivery.reports.groups import GROUPS, groups_of
from ansinh.doors.web.asking import today
from ansinh.doors.web.figures import drawing
from ansinh.doors.web.figures.cutting import Asked, asked_of
from ansinh.doors.web.figures.late import ENTITLED
from ansinh.doors.web.figures.words import MEASURES
from ansinh.policy.load import load_programme

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from ansinh.delivery.offices.models import Officer


@require_safe
def figures(request: HttpRequest, **place: str) -> HttpResponse:
    """Show a place's figures: for everybody down to the district, below it for those in whose scope it lies."""
    officer = officer_or_none(request)
    found = asked_of(request, {"province": "", "district": "", "commune": "", **place})
    cut = found.cut
    full = queries.may_see(replace(cut, provinces=None), officer)
    if cut.commune and not full:
        raise Http404
    context = {
        "asked": found, "cut": cut, "full": full, "places": queries.places_of(cut) if cut.level else {}, "counted_at": queries.counted_at(cut),
        "policies": load_programme().policies, "groups": GROUPS, "measures": MEASURES, "entitled": _entitled(officer), "demonstration": settings.DEMO,
        "export": {kind: found.elsewhere("figures_export", kind) for kind in ("xlsx", "csv")}, **_counted(found, officer, full=full),
    }  # fmt: skip
    return render(request, "figures/figures.html", context)


def officer_or_none(request: HttpRequest) -> Officer | None:
    """Give the officer who is signed in, or nobody."""
    return request.user if request.user.is_authenticated else None


def _counted(found: Asked, officer: Officer | None, *, full: bool) -> dict[str, Any]:
    cut, groups = found.cut, groups_of() if not found.cut.level else {}
    summary = queries.summary(cut, seen_by=officer, groups=groups)
    by_place, places = queries.lengths(cut, queries.BELOW[cut.level], seen_by=officer, groups=groups)
    _whole, by_policy = queries.lengths(cut, "policy", seen_by=officer)
    drawn = drawing.Drawing(found, summary, names=names_for(found, full=full), full=full)
    return {
        "total": summary.total, "whole": by_place, "main": drawn.main(by_place), "rows": drawn.table(places), "by_policy": drawn.policies(by_policy),
        "by_group": drawn.groups(places) if not cut.level and not found.group else [], "map": drawn.map() if not cut.level else None,
        "ranking": drawn.ranking(), "days": drawn.days(), "channels": drawn.channels(), "silent": drawn.silent(),
    }  # fmt: skip


def names_for(found: Asked, *, full: bool) -> dict[str, str]:
    """Name the places below that the reader is told of."""
    level = found.cut.level
    if level == "commune" or (level == "district" and not full):
        return {}
    return drawing.PROVINCES if not level else queries.names_below(replace(found.cut, provinces=None))


def _entitled(officer: Officer | None) -> bool:
    return officer is not None and bool({str(role) for role in ENTITLED} & roles_of(officer, on=today()))
