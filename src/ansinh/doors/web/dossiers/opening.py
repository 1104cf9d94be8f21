"""A claim's person in full: asked why, shown once, kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from ansinh.delivery.cases import queries
from ansinh.delivery.cases.look_at_claim import look_at_claim
from ansinh.delivery.cases.open_paper import purpose_for
from ansinh.delivery.offices.refusals import NotYours, Refused
from ansinh.doors.web.asking import demand_any, officer_of, roles_here
from ansinh.doors.web.dossiers.claims import claim_shown
from ansinh.doors.web.dossiers.moving import READ_OR_ACT, REFUSED
from ansinh.doors.web.dossiers.standing import standing
from ansinh.doors.web.people.finding import LOOKERS
from ansinh.doors.web.people.forms import OpenForm
from ansinh.doors.web.refusals import words
from ansinh.policy.personal_data import basis_of

if TYPE_CHECKING:
    import uuid

    from django.http import HttpRequest, HttpResponse


@login_required
@require_http_methods(READ_OR_ACT)
@never_cache
def open_claim(request: HttpRequest, dossier: uuid.UUID, claim: uuid.UUID) -> HttpResponse:
    """Ask why, then show the claim with whole numbers, once."""
    found = standing(request, dossier)
    row = queries.claim(dossier, claim, seen_by=officer_of(request))
    demand_any(request, LOOKERS)
    form = OpenForm(request.POST or None, initial={"purpose": purpose_for(roles_here(request))})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            look_at_claim(row.pk, purpose=given["purpose"], because=given["because"], by=officer_of(request), at=timezone.now())
            return render(request, "dossiers/claim.html", {**claim_shown(request, found, row), "full": True})
        except NotYours:
            raise
        except Refused as refusal:
            form.add_error("because", words(refusal))
    context = {"on": found, "claim": row, "form": form, "basis": basis_of(found.dossier.programme)}
    return render(request, "dossiers/claim_open.html", context, status=REFUSED if form.errors else 200)
