"""The law in plain words: each policy with its conditions, amounts, articles and procedure, from the programme's own files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from ansinh.doors.web.public.figures import amounts
from ansinh.policy.determine import determine
from ansinh.policy.load import load_programme

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_safe
def policies(request: HttpRequest) -> HttpResponse:
    """List the policies of the programme."""
    return render(request, "public/policies.html", {"programme": load_programme()})


@require_safe
def policy(request: HttpRequest, policy: str) -> HttpResponse:
    """Show one policy: who, what under which article, who decides within how many working days."""
    programme, today = load_programme(), timezone.localdate()
    if policy not in {known.id for known in programme.policies}:
        raise Http404(policy)
    chosen = programme.policy(policy)
    answer = determine({}, programme, as_of=today, policies=[policy]).as_json()["policies"][0]
    components = [{"part": part, "amounts": amounts(part.amount, programme.facts)} for part in chosen.version_on(today).components]
    procedure = chosen.procedure_on(today)
    closed = bool(procedure.last_filing_on and procedure.last_filing_on < today)
    return render(
        request,
        "public/policy.html",
        {"policy": chosen, "answer": answer, "components": components, "procedure": procedure, "closed": closed},
    )
