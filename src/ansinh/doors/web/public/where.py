"""Where is my claim? A receipt code and a year of birth; who has it, until when, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account.adapter import get_adapter
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from ansinh.delivery.cases.numbers import read_code
from ansinh.delivery.cases.public import claim_status
from ansinh.doors.web.limits import allow
from ansinh.doors.web.public.complaining import about
from ansinh.doors.web.public.forms import LookupForm
from ansinh.doors.web.public.progress import timeline, told
from ansinh.policy.load import load_programme

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

PER_CALLER = (120, 600)
PER_CODE = (10, 3600)
"""Tries and seconds. Whole hamlets share one address, so the caller's limit is wide; years of birth are few, so a code's is narrow."""


@never_cache
def where(request: HttpRequest, code: str = "") -> HttpResponse:
    """Answer by code and year of birth, sent in the body so that neither stays in an address; the same words whatever was wrong."""
    if request.method != "POST":
        return render(request, "public/where.html", {"form": LookupForm(initial={"code": code}), "from_link": bool(code)})
    form = LookupForm(request.POST)
    if not form.is_valid():
        return render(request, "public/where.html", {"form": form})
    asked, year = form.cleaned_data["code"], form.cleaned_data["birth_year"]
    if not _may_ask(request, asked):
        return render(request, "public/where_busy.html", status=429)
    found = claim_status(asked, year)
    if found is None:
        return render(request, "public/where.html", {"form": form, "not_found": True})
    late = bool(found.due_on and found.due_on < timezone.localdate())
    policy = load_programme().policy(found.policy)
    context = {"claim": found, "told": told(found), "timeline": timeline(found), "policy": policy, "late": late, "about": about(receipt=found.receipt)}
    return render(request, "public/claim.html", context)


def _may_ask(request: HttpRequest, asked: str) -> bool:
    """Count the try for the caller and for the code, however the code was written."""
    caller = allow(f"where:{get_adapter().get_client_ip(request)}", *PER_CALLER)
    receipt = read_code(asked)
    return caller and (receipt is None or allow(f"where-code:{receipt}", *PER_CODE))
