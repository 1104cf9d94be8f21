"""What the entry pages of plans share: a verb called with what a form told, its refusal said on the form; a file handed out as it was kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header

from ansinh.delivery.cases.keep import content_of
from ansinh.delivery.offices.refusals import NotYours, Refused
from ansinh.doors.web.papers import SHUT
from ansinh.doors.web.refusals import words

if TYPE_CHECKING:
    from collections.abc import Callable

    from django import forms
    from django.http import HttpRequest

    from ansinh.delivery.cases.models import StoredFile

FAULTY = 422


def entered(request: HttpRequest, form: forms.Form, act: Callable[[dict[str, Any]], str], *, then: str, **context: Any) -> HttpResponse:
    """Show a form, or do what it tells and go to `then` with the words that `act` gives; a refusal stands on the form.

    `NotYours` goes on to its own page.
    """
    if request.method == "POST" and form.is_valid():
        try:
            messages.success(request, act(form.cleaned_data))
        except NotYours as refusal:
            if refusal.code != "owner_elsewhere":
                raise
            form.add_error(None, words(refusal))
        except Refused as refusal:
            form.add_error(None, words(refusal))
        else:
            return redirect(then)
    return render(request, context.pop("template", "plans/form.html"), {"form": form, "cancel": then, **context}, status=FAULTY if form.errors else 200)


def handed_out(file: StoredFile) -> HttpResponse:
    """Hand out a kept file to be saved, never to be opened within the site; the caller has seen to it that the reader may have it."""
    response = HttpResponse(content_of(file), content_type=file.media_type)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=file.name) or "attachment"
    response["Content-Security-Policy"] = SHUT
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response
