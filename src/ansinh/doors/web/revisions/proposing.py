"""From a decision's page: people are chosen, it is shown what would happen, and revoking or correcting is proposed to who signs."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count, Sum
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ansinh.delivery.cases import queries
from ansinh.delivery.cases.choosing import MOST_TICKED, Chosen
from ansinh.delivery.cases.models import Claim
from ansinh.delivery.cases.revise import WHO_PROPOSES, propose_correcting, propose_revoking
from ansinh.delivery.offices.refusals import NotYours, Refused
from ansinh.doors.web.asking import LONGEST_SEARCH, asked, beside, cursors, demand_any, officer_of, today
from ansinh.doors.web.dossiers.claims import FILED
from ansinh.doors.web.dossiers.decision import decision_on
from ansinh.doors.web.dossiers.standing import standing
from ansinh.doors.web.facts import FactsForm
from ansinh.doors.web.refusals import words
from ansinh.doors.web.revisions.forms import PersonForm, RevokeForm, WhyForm
from ansinh.policy.load import load_programme

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse, QueryDict

    from ansinh.delivery.cases.models import Decision
    from ansinh.delivery.cases.models_revisions import Revision

READ_OR_ACT = ["GET", "HEAD", "POST"]
INVALID, REFUSED = 422, 409
SHOWN = 20


@login_required
@require_safe
def choose(request: HttpRequest, dossier: uuid.UUID) -> HttpResponse:
    """Choose among those approved: by ticks, or all that the search shows."""
    demand_any(request, WHO_PROPOSES)
    found = standing(request, dossier)
    decision, text = decision_on(found.dossier, request), asked(request, "q")
    page = queries.claims(found.dossier, seen_by=officer_of(request), only="approved", text=text, **cursors(request))
    matching = queries.claims_matching(found.dossier, seen_by=officer_of(request), only="approved", text=text).count() if text else found.sums.approved
    context = {"on": found, "decision": decision, "claims": page.rows, "text": text, "matching": matching, **beside(request, page, {"q": text})}
    return render(request, "revisions/choose.html", context)


@login_required
@require_http_methods(READ_OR_ACT)
def revoke(request: HttpRequest, dossier: uuid.UUID) -> HttpResponse:
    """Say what revoking those chosen would do; on POST propose it."""
    demand_any(request, WHO_PROPOSES)
    found, officer = standing(request, dossier), officer_of(request)
    decision, told = decision_on(found.dossier, request), request.POST if request.method == "POST" else request.GET
    chosen = chosen_of(told)
    if chosen is None:
        messages.error(request, _("Chọn ít nhất một người."))
        return redirect("revoke_choose", dossier)
    form, status = RevokeForm(told if request.method == "POST" else None), 200
    if request.method == "POST":
        status = INVALID
        if form.is_valid():
            try:
                made = propose_revoking(decision.pk, chosen, **form.cleaned_data, by=officer, at=timezone.now())
            except NotYours:
                raise
            except Refused as refusal:
                form.add_error(None, words(refusal))
                status = REFUSED
            else:
                return proposed(request, made)
    rows = chosen.rows(found.dossier, seen_by=officer).filter(state=Claim.State.APPROVED)
    context = {
        "on": found, "decision": decision, "form": form, "shown": list(rows.order_by("order")[:SHOWN]), "keys": sorted(map(str, chosen.keys)), "text": chosen.text,
        **rows.aggregate(people=Count("pk"), vnd=Sum("amount_vnd")),
    }  # fmt: skip
    return render(request, "revisions/revoke.html", context, status=status)


@login_required
@require_http_methods(READ_OR_ACT)
def correct(request: HttpRequest, dossier: uuid.UUID, claim: uuid.UUID) -> HttpResponse:
    """Say what is right of one person; on POST propose that it be corrected, with the amount the law then gives."""
    demand_any(request, WHO_PROPOSES)
    found, officer = standing(request, dossier), officer_of(request)
    decision, row = decision_on(found.dossier, request), queries.claim(dossier, claim, seen_by=officer)
    last = queries.determinations(row, seen_by=officer)[0]
    told = request.POST or None
    person, why = PersonForm(row, told, today=today()), WhyForm(told)
    facts = FactsForm(load_programme(found.dossier.programme).facts, {name for name in last.facts if name not in FILED}, told, known=last.facts)
    status = 200
    if request.method == "POST":
        status = INVALID
        if person.is_valid() and facts.is_valid() and why.is_valid():
            answer = _correct(request, decision, row, (person, facts, why))
            if answer is not None:
                return answer
            status = REFUSED
    return render(
        request, "revisions/correct.html", {"on": found, "decision": decision, "claim": row, "person": person, "facts": facts, "why": why}, status=status
    )


def _correct(request: HttpRequest, decision: Decision, row: Claim, forms: tuple[PersonForm, FactsForm, WhyForm]) -> HttpResponse | None:
    person, facts, why = forms
    changed: dict[str, Any] = {name: value for name, value in facts.facts().items() if f"fact_{name}" in facts.changed_data}
    try:
        made = propose_correcting(decision.pk, row.pk, changes=person.changes(), facts=changed, **why.cleaned_data, by=officer_of(request), at=timezone.now())
    except NotYours:
        raise
    except Refused as refusal:
        why.add_error(None, words(refusal))
        return None
    return proposed(request, made)


def proposed(request: HttpRequest, made: Revision) -> HttpResponse:
    """Say to whom a proposal went, and lead to it."""
    said = _("Đã gửi đề nghị tới %(owner)s, %(office)s, hạn %(day)s.")
    messages.success(request, said % {"owner": made.owner, "office": made.office.name, "day": f"{made.due_on:%d/%m/%Y}"})
    return redirect("revision", made.pk)


def chosen_of(told: QueryDict) -> Chosen | None:
    """Give what a form chose: those ticked, or with `tat-ca` all approved ones that the search `q` shows; nothing where neither."""
    if told.get("tat-ca"):
        return Chosen(only="approved", text=told.get("q", "").replace("\x00", "")[:LONGEST_SEARCH])
    keys = frozenset(key for text in told.getlist("claim")[:MOST_TICKED] if (key := _key(text)))
    return Chosen(keys) if keys else None


def _key(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
