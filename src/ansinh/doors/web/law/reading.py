"""The law to be read: the programmes, one programme, one policy on a day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from ansinh.doors.web.law import known
from ansinh.doors.web.law.files import names as file_names
from ansinh.doors.web.law.overview import overview
from ansinh.doors.web.law.prose import shown

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_safe
def programmes(request: HttpRequest) -> HttpResponse:
    """List the programmes with their policies."""
    return render(request, "law/programmes.html", {"programmes": known.programmes()})


@require_safe
def either(request: HttpRequest, name: str) -> HttpResponse:
    """Show a programme; the short address of a policy, as older papers print it, leads to its page."""
    if any(name == programme.id for programme in known.programmes()):
        return _programme(request, name)
    for programme in known.programmes():
        if any(name == policy.id for policy in programme.policies):
            query = request.META.get("QUERY_STRING", "")
            return redirect(reverse("law_policy", args=[programme.id, name]) + (f"?{query}" if query else ""))
    raise Http404(name)


@require_safe
def policy(request: HttpRequest, programme: str, policy: str) -> HttpResponse:
    """Show a policy as it stands on a day: who, what, how much, under which article, by which procedure."""
    law = known.programme_named(programme)
    asked = known.day_asked(request, law)
    page = shown(known.policy_named(law, policy), law, asked.day)
    closed = bool(page.procedure.last_filing_on and page.procedure.last_filing_on < asked.day)
    return render(request, "law/policy.html", {"programme": law, "policy": page.policy, "page": page, "asked": asked, "closed": closed})


def _programme(request: HttpRequest, name: str) -> HttpResponse:
    law = known.programme_named(name)
    asked = known.day_asked(request, law)
    return render(request, "law/programme.html", {"programme": law, "page": overview(law, asked.day), "asked": asked, "files": file_names(law)})
