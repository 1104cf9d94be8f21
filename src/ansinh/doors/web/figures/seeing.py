"""The figures of the country, a province, a district or a commune, each leading to those below it and at last to the rows themselves."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import Http404
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ansinh.delivery.offices.groups import groups_on
from ansinh.delivery.reports import queries
from ansinh.doors.web.asking import roles_here, today
from ansinh.doors.web.figures import drawing
from ansinh.doors.web.figures.cutting import Asked, asked_of
from ansinh.doors.web.figures.late import ENTITLED
from ansinh.doors.web.figures.words import MEASURES
from ansinh.policy.load import load_programme
from ansinh.policy.pace import GROUPS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from ansinh.delivery.offices.models import Officer, Place


@require_safe
def figures(request: HttpRequest, **place: str) -> HttpResponse:
    """Show a place's figures: for everybody down to the district, below it for those in whose scope it lies."""
    officer = officer_or_none(request)
    found = asked_of(request, {"province": "", "district": "", "commune": "", **place})
    cut = found.cut
    full = queries.may_see(replace(cut, provinces=None), officer)
    if cut.commune and not full:
        raise Http404
    places = queries.places_of(cut) if cut.level else {}
    counted = queries.counted(cut)
    context = {
        "above": _above(found, places), "asked": found, "cut": cut, "places": places, "counted": counted, "policies": load_programme().policies, "groups": GROUPS,
        "entitled": officer is not None and bool({str(role) for role in ENTITLED} & roles_here(request)),
        "demonstration": settings.DEMO, "export": {kind: found.elsewhere("figures_export", kind) for kind in ("xlsx", "csv")},
        "body": _body(replace(found, faults=()), officer, full, tuple(groups_on(today()).items()) if not cut.level else (), get_language() or "vi", counted.revision if counted else None),
    }  # fmt: skip
    return render(request, "figures/figures.html", context)


@lru_cache(maxsize=64)
def _body(
    found: Asked,
    officer: Officer | None,
    full: bool,  # noqa: FBT001 - the key of what is kept
    groups: tuple[tuple[str, str], ...],
    _language: str,
    _revision: UUID | None,
) -> SafeString:
    """Draw what one count says, once; the next count has another revision, another day may have other groups, and is drawn anew."""
    context = {"cut": found.cut, "measures": MEASURES, **_counted(found, officer, dict(groups), full=full)}
    return render_to_string("figures/counted.html", context)


def officer_or_none(request: HttpRequest) -> Officer | None:
    """Give the officer who is signed in, or nobody."""
    return request.user if request.user.is_authenticated else None


def _counted(found: Asked, officer: Officer | None, groups: Mapping[str, str], *, full: bool) -> dict[str, Any]:
    cut = found.cut
    summary = queries.summary(cut, seen_by=officer, groups=groups)
    by_place, places = queries.lengths(cut, queries.BELOW[cut.level], seen_by=officer, groups=groups)
    by_policy = queries.lengths(cut, "policy", seen_by=officer)[1]
    drawn = drawing.Drawing(found, summary, names=names_for(found, full=full), full=full, groups_now=groups)
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


def _above(found: Asked, places: Mapping[str, Place]) -> dict[str, str]:
    """Name the place right above, with its figures."""
    levels = list(found.cut.codes)
    higher = replace(found.cut, **{levels[-1]: ""}) if levels else found.cut  # type: ignore[arg-type]
    name = places[higher.level].name if higher.level else _("Cả nước")
    return {"url": found.page(higher), "label": name}
