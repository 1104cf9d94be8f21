"""One fact written wrong for many: it is named, put right, seen what the law then gives whom, and proposed by one act."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ansinh.delivery.cases.revise import WHO_PROPOSES
from ansinh.delivery.cases.revise_many import MOST, facts_known, preview_correcting, propose_correcting_many
from ansinh.delivery.offices.refusals import NotYours, Refused
from ansinh.doors.web.asking import demand_any, officer_of
from ansinh.doors.web.dossiers.claims import FILED
from ansinh.doors.web.dossiers.decision import decision_on
from ansinh.doors.web.dossiers.standing import standing
from ansinh.doors.web.facts import FactsForm
from ansinh.doors.web.refusals import words
from ansinh.doors.web.revisions.forms import WhichFactForm, WhyForm
from ansinh.doors.web.revisions.proposing import INVALID, READ_OR_ACT, REFUSED, SHOWN, chosen_of, proposed
from ansinh.policy.load import load_programme

if TYPE_CHECKING:
    import uuid

    from django.http import HttpRequest, HttpResponse, QueryDict

    from ansinh.delivery.cases.choosing import Chosen
    from ansinh.delivery.cases.models import Decision
    from ansinh.delivery.cases.models_revisions import Revision
    from ansinh.delivery.cases.revise_many import ManyCorrected
    from ansinh.doors.web.dossiers.standing import Standing


@dataclass
class _Asked:
    """What the page was asked: for whom, which fact, what is right and why; the answer of the law where it could be given."""

    found: Standing
    decision: Decision
    chosen: Chosen
    which: WhichFactForm
    facts: FactsForm
    why: WhyForm
    shown: ManyCorrected | None = None
    status: int = 200

    @property
    def told(self) -> dict[str, Any]:
        """The fact as it is said to be right."""
        return self.facts.facts()


@login_required
@require_http_methods(READ_OR_ACT)
def correct_many(request: HttpRequest, dossier: uuid.UUID) -> HttpResponse:
    """Ask which fact is wrong, then what is right and why; show what follows, and on the second POST propose it."""
    demand_any(request, WHO_PROPOSES)
    found, told = standing(request, dossier), request.POST if request.method == "POST" else request.GET
    decision, chosen = decision_on(found.dossier, request), chosen_of(told)
    if chosen is None:
        messages.error(request, _("Chọn ít nhất một người."))
        return redirect("revoke_choose", dossier)
    asked = _asked(request, found, decision, chosen)
    if request.method == "POST":
        made = _answered(request, asked)
        if made is not None:
            return proposed(request, made)
    return render(request, "revisions/correct_many.html", _context(asked), status=asked.status)


def _asked(request: HttpRequest, found: Standing, decision: Decision, chosen: Chosen) -> _Asked:
    told: QueryDict = request.POST if request.method == "POST" else request.GET
    known = load_programme(found.dossier.programme).facts
    names = facts_known(found.dossier, chosen, seen_by=officer_of(request)) - set(FILED)
    which = WhichFactForm(told if "thong_tin" in told else None, facts={name: known[name] for name in known if name in names})
    name = {which.cleaned_data["thong_tin"]} if which.is_bound and which.is_valid() else set()
    data = told if request.method == "POST" else None
    return _Asked(found, decision, chosen, which, FactsForm(known, name, data), WhyForm(data), status=INVALID if data else 200)


def _answered(request: HttpRequest, asked: _Asked) -> Revision | None:
    """Show what follows; where it was shown and is agreed to, propose it. Nothing where the page is to be shown again."""
    if not asked.facts.names or not asked.facts.is_valid():
        return None
    agreed, officer = request.POST.get("dong-y", ""), officer_of(request)
    try:
        if agreed and asked.why.is_valid():
            return propose_correcting_many(
                asked.decision.pk, asked.chosen, facts=asked.told, expected=_sums(agreed), **asked.why.cleaned_data, by=officer, at=timezone.now()
            )
        asked.shown = preview_correcting(asked.found.dossier, asked.chosen, asked.told, seen_by=officer)
        asked.status = 200 if asked.why.is_valid() else INVALID
    except NotYours:
        raise
    except Refused as refusal:
        asked.why.add_error(None, words(refusal))
        asked.status = REFUSED
    return None


def _sums(agreed: str) -> tuple[int, int, int]:
    """Read what the page had shown when it was agreed to; what cannot be read agrees with nothing."""
    people, before, after = (int(part) if part.isdecimal() else -1 for part in [*agreed.split("/")[:3], "", "", ""][:3])
    return people, before, after


def _context(asked: _Asked) -> dict[str, Any]:
    shown = asked.shown
    people, before_vnd, after_vnd = shown.sums if shown else (0, 0, 0)
    return {
        "on": asked.found, "decision": asked.decision, "which": asked.which, "facts": asked.facts, "why": asked.why, "shown": shown, "most": MOST,
        "some": shown.found[:SHOWN] if shown else [], "people": people, "before_vnd": before_vnd, "after_vnd": after_vnd,
        "keys": sorted(map(str, asked.chosen.keys)), "text": asked.chosen.text,
    }  # fmt: skip
