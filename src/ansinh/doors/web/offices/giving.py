"""What the head of an office gives a colleague from day to day by a written act: a form, then the act, once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import redirect, render

from ansinh.delivery.offices.models import Officer
from ansinh.doors.web.asking import today
from ansinh.doors.web.refusals import carried_out

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse

    from ansinh.doors.web.offices.forms import GivenForm

INVALID, REFUSED = 422, 409


def colleagues_of(officer: Officer) -> QuerySet[Officer]:
    """Select to whom she may give something: who works in her office, herself left out."""
    return Officer.objects.filter(office=officer.office, is_active=True).exclude(pk=officer.pk).order_by("full_name")


def given_by_form(
    request: HttpRequest, make: type[GivenForm], given: dict[str, Any], act: Callable[[dict[str, Any]], str], *, template: str, then: str,
    initial: dict[str, Any] | None = None, context: dict[str, Any] | None = None,
) -> HttpResponse:  # fmt: skip
    """Show the form, from today on and with `initial` filled in; on POST do `act` with what it tells and go to `then`. A refusal stands on the form.

    `context` is what the template shows beside it.
    """
    beside = context or {}
    if request.method != "POST":
        return render(request, template, {**beside, "form": make(initial={"since": today(), **(initial or {})}, **given)})
    form = make(request.POST, **given)
    if not form.is_valid():
        return render(request, template, {**beside, "form": form}, status=INVALID)
    if carried_out(request, lambda: act(form.cleaned_data), form):
        return redirect(then)
    return render(request, template, {**beside, "form": form}, status=REFUSED)
