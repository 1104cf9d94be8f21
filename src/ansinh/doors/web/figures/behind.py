"""The rows that a figure counts: dossiers, people or payments, in the reader's scope, each leading to its own page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from ansinh.delivery.offices.queries import places_by_code
from ansinh.delivery.reports import queries
from ansinh.doors.web.asking import beside, cursors, officer_of
from ansinh.doors.web.figures.cutting import PLACE, asked_of
from ansinh.doors.web.figures.words import BY_ID, count, money
from ansinh.policy.load import load_programme, policy_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@login_required
@require_safe
def rows(request: HttpRequest, measure: str) -> HttpResponse:
    """List what a measure counts; a place out of scope, or an unknown measure, is not there."""
    officer, found = officer_of(request), asked_of(request)
    if measure not in queries.BEHIND or not queries.may_see(found.cut, officer):
        raise Http404
    places = queries.places_of(found.cut)
    page = queries.rows_behind(measure, found.cut, seen_by=officer, **cursors(request))
    total = queries.summary(found.cut, seen_by=officer).total
    shown = [_line(measure, row) for row in page.rows]
    names = places_by_code({line["commune"] for line in shown if line["commune"]}) if shown else {}
    named = {policy.id: policy for policy in load_programme().policies}
    for line in shown:
        line["place"] = names[line["commune"]].name if line["commune"] in names else ""
    kept = {name: request.GET.get(name, "")[:20] for name in (*PLACE, "chinh-sach", "tu", "den")}
    context = {
        "measure": BY_ID[measure], "asked": found, "rows": shown, "places": places, "count": count(total, measure), "policy": named.get(found.cut.policy),
        "money": money(total, measure) if BY_ID[measure].money else "", "counted": queries.counted(found.cut), "back": found.page(),
        **beside(request, page, kept),
    }  # fmt: skip
    return render(request, "figures/rows.html", context)


def _line(measure: str, row: Any) -> dict[str, Any]:
    """Give one row as the table shows it."""
    if measure == "dossiers":
        return {
            "name": row.number, "url": reverse("dossier", args=[row.pk]), "policy": policy_of(row.programme, row.policy), "commune": row.commune, "office": row.office.name,
            "amount_vnd": row.amount_vnd, "kind": "dossier", "state": row.state, "on": row.submitted_at, "receipt": "",
        }  # fmt: skip
    payment = measure in ("paid", "returned")
    claim = row.claim if payment else row
    decided = measure in ("approved", "refused")
    on = row.settled_on if payment else claim.dossier.decided_at if decided else claim.dossier.submitted_at
    return {
        "name": claim.full_name, "url": reverse("claim", args=[claim.dossier_id, claim.pk]), "policy": policy_of(claim.dossier.programme, claim.policy),
        "commune": claim.commune, "receipt": claim.receipt,
        "amount_vnd": row.amount_vnd, "kind": "instruction" if payment else "claim", "state": row.state, "on": on,
        "office": claim.dossier.number,
    }  # fmt: skip
