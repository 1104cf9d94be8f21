"""The law on paper: a programme or a policy of a day as PDF, in the reader's language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account.adapter import get_adapter
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from ansinh.doors.web.law import known
from ansinh.doors.web.law.overview import overview
from ansinh.doors.web.law.pages import policy_on_paper, programme_on_paper
from ansinh.doors.web.law.prose import shown
from ansinh.doors.web.limits import allow
from ansinh.papers.letters.law import law_pdf

if TYPE_CHECKING:
    from django.http import HttpRequest

    from ansinh.papers.letters.law import LawPaper

PER_CALLER = (60, 600)
"""Papers and seconds for one caller: each takes the server a fraction of a second."""


@require_safe
def programme(request: HttpRequest, programme: str) -> HttpResponse:
    """Give a programme as it stands on a day."""
    law = known.programme_named(programme)
    day = known.day_asked(request, law).day
    return _paper(request, programme_on_paper(law, overview(law, day), day, _address(request)), law.id)


@require_safe
def policy(request: HttpRequest, programme: str, policy: str) -> HttpResponse:
    """Give a policy as it stands on a day."""
    law = known.programme_named(programme)
    chosen = known.policy_named(law, policy)
    day = known.day_asked(request, law).day
    return _paper(request, policy_on_paper(law, shown(chosen, law, day), _address(request)), chosen.id)


def _paper(request: HttpRequest, paper: LawPaper, name: str) -> HttpResponse:
    if not allow(f"law-paper:{get_adapter().get_client_ip(request)}", *PER_CALLER):
        return render(request, "law/busy.html", status=429)
    response = HttpResponse(law_pdf(paper, at=timezone.now()), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return response


def _address(request: HttpRequest) -> str:
    """Give the page this paper was made from."""
    return request.build_absolute_uri(request.path.removesuffix("ban-in.pdf"))
