"""Try a case: tell what is known, see outcome, amount and the tree of reasons. Nothing is kept, and no answer stands in an address."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account.adapter import get_adapter
from django.http import QueryDict
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from ansinh.doors.web.law import known
from ansinh.doors.web.law.reasons import answered
from ansinh.doors.web.law.telling import CaseForm
from ansinh.doors.web.limits import allow
from ansinh.doors.web.public.forms import words
from ansinh.policy.determine import FactError

if TYPE_CHECKING:
    from datetime import date

    from django.http import HttpRequest, HttpResponse

    from ansinh.doors.web.law.reasons import Answered
    from ansinh.policy.programme import Policy, Programme

PER_CALLER = (240, 600)
"""Tries and seconds for one caller: whole offices share one address."""


@never_cache
def trial(request: HttpRequest, programme: str, policy: str) -> HttpResponse:
    """Offer the facts that the policy rests on; answer those told, the rest stays unknown."""
    law = known.programme_named(programme)
    chosen = known.policy_named(law, policy)
    asked = known.day_asked(request, law)
    given = request.POST if request.method == "POST" else _worked(request, law, chosen)
    day = asked.day if given is None else _day(given, law, asked.day)
    form = CaseForm(law, chosen.version_on(day), day, given)
    answer = None
    if given is not None:
        if not allow(f"law-trial:{get_adapter().get_client_ip(request)}", *PER_CALLER):
            return render(request, "law/busy.html", {"programme": law, "policy": chosen}, status=429)
        answer = _answer(form, chosen, law)
    context = {"programme": law, "policy": chosen, "form": form, "answer": answer, "day": day, "asked": asked}
    return render(request, "law/trial.html", context)


def _answer(form: CaseForm, policy: Policy, law: Programme) -> Answered | None:
    """Ask the law; a fact that cannot be becomes a fault beside its field."""
    if not form.is_valid():
        return None
    try:
        return answered(form.facts(), policy, law, form.day_told())
    except FactError as fault:
        form.refuse(fault.fact, words(fault.message).removeprefix(f"“{fault.fact}”: "))
        return None


def _day(given: Any, law: Programme, otherwise: date) -> date:
    """Take the day from the form itself, so that the fields are those of the law of that day."""
    told = CaseForm.day_of(given)
    return max(told, law.starts) if told else otherwise


def _worked(request: HttpRequest, law: Programme, policy: Policy) -> QueryDict | None:
    """Fill the form from a worked case that the address names; nothing where it names none."""
    name = request.GET.get("vi-du", "")
    case = next((case for case in known.cases_of(law.id, policy.id) if case.id == name), None)
    return CaseForm.filled(law, case.facts, case.as_of) if case else None
