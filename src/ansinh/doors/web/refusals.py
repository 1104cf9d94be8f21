"""What a verb refused, as a page with words: what is wrong, what to do, and the way back. Rows out of scope are simply not there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponseNotAllowed
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language

from ansinh.delivery.offices.refusals import AlreadyDone, NotYours, Refused
from ansinh.papers.bank.refusal import PaperRefused

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.forms import BaseForm
    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase

FORBIDDEN, CONFLICT = 403, 409


class RefusalMiddleware:
    """Turn refusals of verbs into pages, and rows that are not there into 404."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Keep the next in line."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer; an address that only takes what a page sends says so and leads back."""
        response = self.get_response(request)
        if isinstance(response, HttpResponseNotAllowed) and request.method == "GET" and not response.content:
            page = render(request, "405.html", {"back_url": _came_from(request)}, status=response.status_code)
            page["Allow"] = response["Allow"]
            return page
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer for an exception that says something to the reader; leave all others alone."""
        if isinstance(exception, Refused):
            return refused(request, exception)
        if isinstance(exception, ObjectDoesNotExist):
            raise Http404 from exception
        return None


def words(refusal: Refused | PaperRefused) -> str:
    """Give the refusal in the reader's language."""
    return refusal.message["en" if (get_language() or "vi").startswith("en") else "vi"]


def carried_out(request: HttpRequest, act: Callable[[], str], form: BaseForm | None = None) -> bool:
    """Do an act and keep the words it gives for the page that follows; give whether to go on to that page.

    A second click goes on too, and is told what the first one did. A refusal is told at the form, whose page is then shown again; without a form
    where the page leads. `NotYours` goes on to its own page.
    """
    try:
        messages.success(request, act())
    except NotYours:
        raise
    except AlreadyDone as done:
        messages.info(request, words(done))
    except Refused as refusal:
        if form is not None:
            form.add_error(None, words(refusal))
            return False
        messages.error(request, words(refusal))
    return True


def refused(request: HttpRequest, refusal: Refused) -> HttpResponse:
    """Show the refusal: 403 where the matter is another's, 409 where it cannot be done now."""
    yours = not isinstance(refusal, NotYours)
    context = {"said": words(refusal), "yours": yours, "back_url": _came_from(request)}
    return render(request, "refused.html", context, status=CONFLICT if yours else FORBIDDEN)


def _came_from(request: HttpRequest) -> str:
    """Give the page the reader came from, when it is one of ours and not this one."""
    address = request.headers.get("Referer", "")
    ours = url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
    return address if ours and not address.endswith(request.path) else ""
