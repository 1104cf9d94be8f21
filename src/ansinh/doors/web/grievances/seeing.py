"""The complaints of the reader's scope, hers first, and one of them beside the claim it is about, with the law's explanation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from ansinh.delivery.cases import queries as cases
from ansinh.delivery.grievances import queries
from ansinh.delivery.grievances.appeal import APPEAL
from ansinh.delivery.grievances.late import watches
from ansinh.delivery.grievances.models import Grievance
from ansinh.delivery.offices.queries import places_by_code
from ansinh.doors.web import states
from ansinh.doors.web.asking import asked, beside, cursors, officer_of, today
from ansinh.doors.web.deadlines import left
from ansinh.doors.web.dossiers.claims import explained
from ansinh.doors.web.dossiers.words import language, timeline
from ansinh.doors.web.grievances.words import KINDS
from ansinh.policy.explanations import in_words
from ansinh.policy.grievance_limits import grievance_limits
from ansinh.policy.load import load_programme, policy_of

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterable, Mapping

    from django.http import HttpRequest, HttpResponse

    from ansinh.delivery.cases.models import Claim
    from ansinh.delivery.offices.models import Officer

FILTERS = ("q", "tinh-trang", "noi-dung")


@login_required
@require_safe
def grievances(request: HttpRequest) -> HttpResponse:
    """List the reader's own open ones and what was ordered of her, then all of her scope, the newest first."""
    officer, kept = officer_of(request), kept_of(request)
    mine, ordered = queries.waiting_for(seen_by=officer, on=today())
    page = queries.grievances(wanted(kept), seen_by=officer, on=today(), **cursors(request))
    context = {
        "watches": watches(officer, on=today()), "mine": shown(mine), "ordered": shown(ordered), "rows": shown(page.rows),
        "states": states.STATES["grievance"], "kinds": KINDS, "state": kept["tinh-trang"], "kind": kept["noi-dung"], "text": kept["q"],
        "query": urlencode({name: value for name, value in kept.items() if value}), **beside(request, page, kept),
    }  # fmt: skip
    return render(request, "grievances/grievances.html", context)


def kept_of(request: HttpRequest) -> dict[str, str]:
    """Give the filters of the list as the address has them."""
    return {name: asked(request, name) for name in FILTERS}


def wanted(kept: Mapping[str, str]) -> queries.Wanted:
    """Give what the filters look for."""
    return queries.Wanted(state=kept["tinh-trang"], kind=kept["noi-dung"], text=kept["q"])


@login_required
@require_safe
def grievance(request: HttpRequest, grievance: uuid.UUID) -> HttpResponse:
    """Show one complaint."""
    return render(request, "grievances/grievance.html", context_of(request, grievance))


def context_of(request: HttpRequest, key: uuid.UUID) -> dict[str, Any]:
    """Give what every page of one complaint shows; raises `DoesNotExist` for one the reader may not see."""
    officer = officer_of(request)
    found = queries.grievance(key, seen_by=officer, on=today())
    programme = found.dossier.programme if found.dossier else load_programme().id
    places = places_by_code([code for code in (found.commune, found.district, found.province) if code])
    return {
        "on": found, "kind": KINDS[found.kind], "place": ", ".join(place.name for place in places.values()), "left": left(found.due_on, today()),
        "limit": grievance_limits()[APPEAL if found.follows_id else found.kind], "after": queries.after(found, seen_by=officer, on=today()),
        "policy": policy_of(programme, found.policy) if found.policy else None,
        "mine": found.owner_id == officer.pk and found.state == Grievance.State.FILED,
        "to_do": found.ordered_to_id == officer.pk and found.carried_out_at is None,
        "timeline": timeline(cases.events([found.pk], seen_by=officer)), **_explained(found.claim, officer),
    }  # fmt: skip


def shown(rows: Iterable[Grievance]) -> list[dict[str, Any]]:
    """Give complaints with their kind in words and how long is left."""
    return [{"grievance": row, "kind": KINDS[row.kind], "left": left(row.due_on, today())} for row in rows]


def _explained(claim: Claim | None, officer: Officer) -> dict[str, Any]:
    """Give what the law said of the claim, in words."""
    if claim is None:
        return {"claim": None}
    row = cases.claim(claim.dossier_id, claim.pk, seen_by=officer)
    last = cases.determinations(row, seen_by=officer)[0]
    answer = explained(row, last)
    programme = load_programme(row.dossier.programme)
    sentences = in_words(answer, language(), programme=programme, as_of=last.as_of, province=last.facts.get("province")) if answer else []
    return {"claim": row, "sentences": sentences, "decision": cases.decision_of(row.dossier, seen_by=officer)}
