"""A worker looks at what an employer filed for her by the code she was told, and may say that it is not true."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account.adapter import get_adapter
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from ansinh.delivery.intake.employers.deny import deny, named
from ansinh.delivery.offices.refusals import Refused
from ansinh.doors.web.employers.forms import CodeForm, NotTrueForm
from ansinh.doors.web.limits import allow
from ansinh.doors.web.refusals import words
from ansinh.policy.load import load_programme

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from ansinh.delivery.intake.employers.deny import Named

PER_CALLER = (120, 600)
BUSY, CONFLICT = 429, 409


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def deny_named(request: HttpRequest) -> HttpResponse:
    """Ask for the code, show what was filed, take "not true"; the code stands in no address."""
    if request.method != "POST":
        return render(request, "employers/not_true_code.html", {"form": CodeForm()})
    form = CodeForm(request.POST)
    if not form.is_valid():
        return render(request, "employers/not_true_code.html", {"form": form})
    if not allow(f"not-true:{get_adapter().get_client_ip(request)}", *PER_CALLER):
        return render(request, "employers/busy.html", status=BUSY)
    code = form.cleaned_data["code"]
    if "say" not in request.POST:
        found = named(code)
        return (
            _shown(request, found, NotTrueForm(initial={"code": code}))
            if found
            else render(request, "employers/not_true_code.html", {"form": form, "not_found": True})
        )
    said = NotTrueForm(request.POST)
    if not said.is_valid():
        return render(request, "employers/not_true_code.html", {"form": form, "not_found": True})
    try:
        done = deny(code, said.cleaned_data["words"], at=timezone.now())
    except Refused as refusal:
        said.add_error(None, words(refusal))
        return _shown(request, named(code), said, status=CONFLICT)
    return _shown(request, done, said)


def _shown(request: HttpRequest, found: Named | None, form: NotTrueForm, status: int = 200) -> HttpResponse:
    policy = load_programme(found.programme).policy(found.policy) if found else None
    return render(request, "employers/not_true.html", {"found": found, "form": form, "policy": policy}, status=status)
