"""Batches that came by post: announced, counted, entered, settled; each number stands beside the others, a difference is marked and owned."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ansinh.delivery.intake import batches as post
from ansinh.delivery.offices.models import Office
from ansinh.delivery.offices.queries import MAP_2021
from ansinh.delivery.offices.refusals import NotYours, Refused
from ansinh.doors.web.asking import beside, cursors, officer_of
from ansinh.doors.web.counter.forms import BatchForm, CountForm, SettleForm
from ansinh.doors.web.refusals import carried_out, words

if TYPE_CHECKING:
    import uuid
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

    from ansinh.delivery.offices.models import Officer


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def batches(request: HttpRequest) -> HttpResponse:
    """List the batches of the office with their counts; write down a new one."""
    officer = officer_of(request)
    by_post = officer.office.kind == Office.Kind.POST
    form = BatchForm(request.POST if request.method == "POST" else None, officer.office, by_post=by_post)
    if request.method == "POST" and form.is_valid():
        try:
            told = form.cleaned_data
            to = _receiving(told.get("commune", ""), officer)
            made = post.announce(to, sender=told["sender"], announced=told["announced"], handed_on=told["handed_on"], by=officer, at=timezone.now())
            messages.success(request, _("Đã ghi lô %(number)s. Đếm số tờ rồi nhập từng tờ.") % {"number": made.number})
            return redirect("batch", made.pk)
        except NotYours:
            raise
        except Refused as refusal:
            form.add_error(None, words(refusal))
    page = post.batches(seen_by=officer, **cursors(request))
    found = post.entered(page.rows, seen_by=officer)
    rows = [{"batch": one, "standing": post.Standing(one.announced, one.counted, found.get(one.pk, 0))} for one in page.rows]
    return render(request, "counter/batches.html", {"form": form, "rows": rows, **beside(request, page, {})}, status=422 if form.errors else 200)


@login_required
@require_safe
def batch(request: HttpRequest, batch: uuid.UUID) -> HttpResponse:
    """Show one batch: three counts, what differs, with whom it is."""
    held = post.batch(batch, seen_by=officer_of(request))
    context = {
        "on": held, "standing": post.standing_of(held), "count_form": CountForm(), "settle_form": SettleForm(),
        "receives": held.office_id == officer_of(request).office_id, "filings": held.filings.select_related("owner").order_by("-id")[:100],
    }  # fmt: skip
    return render(request, "counter/batch.html", context)


@login_required
@require_POST
def count(request: HttpRequest, batch: uuid.UUID) -> HttpResponse:
    """Keep how many forms were found."""
    return _done(request, batch, CountForm(request.POST), lambda told: post.count(batch, counted=told["counted"], by=officer_of(request), at=timezone.now()))


@login_required
@require_POST
def settle(request: HttpRequest, batch: uuid.UUID) -> HttpResponse:
    """Close the batch."""
    return _done(request, batch, SettleForm(request.POST), lambda told: post.settle(batch, note=told["note"], by=officer_of(request), at=timezone.now()))


def _done(request: HttpRequest, batch: uuid.UUID, form: forms.Form, act: Callable[[dict[str, Any]], object]) -> HttpResponse:
    if not form.is_valid():
        messages.error(request, str(next(iter(form.errors.values()))[0]))
        return redirect("batch", batch)

    def kept() -> str:
        act(form.cleaned_data)
        return _("Đã ghi.")

    carried_out(request, kept)
    return redirect("batch", batch)


def _receiving(commune: str, officer: Officer) -> Office:
    """Give the office a batch goes to: the officer's own, or the commune's committee that the post named."""
    if not commune:
        return officer.office
    return Office.objects.get(kind=Office.Kind.PEOPLE_COMMITTEE, level="commune", commune=commune, place__map_year=MAP_2021)
