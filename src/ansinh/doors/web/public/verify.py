"""Is this paper genuine? The code under the QR of a decision or a letter, answered with number, office and day, and no person's name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account.adapter import get_adapter
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from ansinh.delivery.cases.public import decision_behind, letter_behind, minutes_behind, revision_behind
from ansinh.doors.web.limits import allow
from ansinh.doors.web.public.signed import signature_shown
from ansinh.policy.load import policy_named

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

PER_CALLER = (120, 600)
"""Tries and seconds for one caller."""


@never_cache
@require_safe
def verify(request: HttpRequest, code: str) -> HttpResponse:
    """Say whether a decision or a letter carries this code, and which; of a decision also by which later one it was revoked or corrected."""
    if not allow(f"verify:{get_adapter().get_client_ip(request)}", *PER_CALLER):
        return render(request, "public/where_busy.html", status=429)
    for name, behind in (("decision", decision_behind), ("revision", revision_behind), ("letter", letter_behind)):
        found = behind(code)
        if found is not None:
            signature = {} if name == "letter" else signature_shown(code)
            return render(request, "public/verify.html", {name: found, "policy": policy_named(found.policy), **signature})
    minutes = minutes_behind(code)
    if minutes:
        return render(request, "public/verify.html", {"minutes": minutes})
    return render(request, "public/verify.html", {"code": code}, status=404)
