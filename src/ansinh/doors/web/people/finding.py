"""Search first: people are found by what somebody says of them, never leafed through."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from ansinh.delivery.offices.models import Role
from ansinh.delivery.offices.queries import places_by_code
from ansinh.delivery.offices.refusals import NotYours, Refused
from ansinh.delivery.registry.models import Access
from ansinh.delivery.registry.search import look_for
from ansinh.doors.web.asking import asked, demand_any, officer_of
from ansinh.doors.web.limits import allow
from ansinh.doors.web.people.forms import PURPOSES
from ansinh.doors.web.refusals import words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import HttpRequest, HttpResponse

    from ansinh.delivery.registry.search import Found

LOOKERS = (Role.LISTER, Role.VERIFIER, Role.APPRAISER, Role.APPROVER, Role.PAYER, Role.SUPERVISOR)
SEARCHES, PER_SECONDS = 60, 600
REFUSED = 422


@login_required
@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """Ask whom the officer looks for and what for; show the few who fit best."""
    demand_any(request, LOOKERS)
    text, purpose = asked(request, "q"), purpose_of(request)
    context: dict[str, Any] = {"text": text, "purpose": purpose, "purposes": PURPOSES}
    if not text:
        return render(request, "people/find.html", context)
    if not allow(f"people/{officer_of(request).pk}", SEARCHES, PER_SECONDS):
        raise NotYours(
            "too_many_searches", "Đã tra cứu quá nhiều trong mười phút. Đợi ít phút rồi tìm tiếp.", "Too many searches within ten minutes. Wait a little."
        )
    try:
        hits = look_for(text, purpose=purpose, by=officer_of(request), at=timezone.now())
    except Refused as refusal:
        return render(request, "people/find.html", {**context, "errors": [{"href": "#q", "text": words(refusal)}]}, status=REFUSED)
    return render(request, "people/find.html", {**context, "hits": hits, "people": placed(hits.people)})


def purpose_of(request: HttpRequest) -> str:
    """Give what the officer says she is looking for people for; receiving where she does not say."""
    said = asked(request, "muc-dich")
    return said if said in Access.Purpose.values else Access.Purpose.INTAKE.value


def placed(found: Iterable[Found]) -> list[dict[str, Any]]:
    """Give people with the names of their places."""
    people = list(found)
    known = places_by_code({code for one in people for code in (one.commune, one.district, one.province) if code})
    return [{"person": one, "place": ", ".join(known[code].name for code in (one.commune, one.district, one.province) if code in known)} for one in people]
