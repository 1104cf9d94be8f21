"""Decisions on single rows of a list: put right, confirmed, set aside, taken back; and what the office attests for all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ansinh.delivery.cases import amend, queries
from ansinh.delivery.cases.attest import attest, left_open
from ansinh.delivery.cases.models import UploadRow
from ansinh.delivery.offices.refusals import AlreadyDone, NotYours, Refused
from ansinh.delivery.registry.need import Where, demand_need
from ansinh.doors.web.asking import officer_of, roles_here, today
from ansinh.doors.web.facts import FactsForm
from ansinh.doors.web.lists.forms import ReasonForm, RowForm
from ansinh.doors.web.lists.shown import shown
from ansinh.doors.web.refusals import words
from ansinh.policy.load import load_programme

if TYPE_CHECKING:
    import uuid
    from collections.abc import Mapping

    from django import forms
    from django.http import HttpRequest, HttpResponse

REFUSED = 422
CHANGED = "list-changed"


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, upload: uuid.UUID, row: uuid.UUID) -> HttpResponse:
    """Show one row with what is wrong, and take what the officer puts right."""
    held = row_to_mend(request, upload, row)
    form = RowForm(held.data, _columns(held), request.POST or None)
    if request.method == "POST" and form.is_valid():
        held = amend.put_right(held, form.changes(), by=officer_of(request), at=timezone.now())
        if held.state == UploadRow.State.UNDECIDED:
            return _page(request, held, still=True)
        return _done(request, held, _("Đã sửa dòng %(row)s.") % {"row": held.row})
    return _page(request, held, {"form": form})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def confirm_row(request: HttpRequest, upload: uuid.UUID, row: uuid.UUID) -> HttpResponse:
    """Keep a row as it stands, with a reason."""
    held = row_to_mend(request, upload, row)
    return _with_reason(request, held, amend.confirm, "confirm", _("Đã xác nhận dòng %(row)s đúng như đã ghi.") % {"row": held.row})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def aside(request: HttpRequest, upload: uuid.UUID, row: uuid.UUID) -> HttpResponse:
    """Set a row aside, with a reason."""
    held = row_to_mend(request, upload, row)
    return _with_reason(request, held, amend.set_aside, "aside", _("Đã để riêng dòng %(row)s.") % {"row": held.row})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def back(request: HttpRequest, upload: uuid.UUID, row: uuid.UUID) -> HttpResponse:
    """Take a row that was set aside back into the list."""
    held = row_to_mend(request, upload, row)
    if request.method != "POST":
        return _page(request, held)
    held = amend.take_back(held, by=officer_of(request), at=timezone.now())
    return _done(request, held, _("Đã lấy lại dòng %(row)s vào danh sách.") % {"row": held.row})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def attest_facts(request: HttpRequest, upload: uuid.UUID) -> HttpResponse:
    """Take what the office attests for every row that does not tell it."""
    held = queries.upload(upload, seen_by=officer_of(request))
    definitions = load_programme(held.programme).facts
    form = FactsForm(definitions, {*left_open(held, on=today()), *held.attested}, request.POST or None, known=held.attested)
    if request.method == "POST" and form.is_valid():
        try:
            attest(held, form.facts(), by=officer_of(request), at=timezone.now())
        except (AlreadyDone, NotYours):
            raise
        except Refused as refusal:
            form.add_error(None, words(refusal))
        else:
            messages.success(request, _("Đã ghi nhận cho cả danh sách."))
            return redirect("upload", upload)
    return render(request, "lists/attest.html", {"upload": held, "form": form}, status=REFUSED if form.errors else 200)


def row_to_mend(request: HttpRequest, upload: uuid.UUID, row: uuid.UUID) -> UploadRow:
    """Give a row of the scope to who makes lists: it is shown whole. Raises `DoesNotExist`, `NotYours`."""
    held = queries.upload_row(upload, row, seen_by=officer_of(request))
    demand_need(Where.LIST, roles_here(request))
    return held


def _with_reason(request: HttpRequest, held: UploadRow, verb: Any, kind: str, said: str) -> HttpResponse:
    form = ReasonForm(request.POST or None, auto_id=f"id_{kind}_%s")
    if request.method == "POST" and form.is_valid():
        try:
            return _done(request, verb(held, form.cleaned_data["reason"], by=officer_of(request), at=timezone.now()), said)
        except (AlreadyDone, NotYours):
            raise
        except Refused as refusal:
            form.add_error("reason", words(refusal))
    return _page(request, held, {f"{kind}_form": form})


def _page(request: HttpRequest, held: UploadRow, forms_: Mapping[str, forms.Form] | None = None, *, still: bool = False) -> HttpResponse:
    """Show the row with its three forms: as a page, or in the list's own place where scripts asked for it."""
    own = {
        "form": RowForm(held.data, _columns(held)), "confirm_form": ReasonForm(auto_id="id_confirm_%s"), "aside_form": ReasonForm(auto_id="id_aside_%s"), **(forms_ or {}),
    }  # fmt: skip
    wrong = any(form.errors for form in (forms_ or {}).values())
    context = {"seen": shown(held, held.upload), "upload": held.upload, "still": still, "wrong": wrong, **own}
    inline = bool(getattr(request, "htmx", False))
    response = render(request, "lists/row_edit.html" if inline else "lists/row_page.html", context, status=REFUSED if wrong and not inline else 200)
    if still:
        response["HX-Trigger"] = CHANGED
    return response


def _done(request: HttpRequest, held: UploadRow, said: str) -> HttpResponse:
    """Show the row as it stands now: in its place in the list, or the list at that row."""
    if getattr(request, "htmx", False):
        response = render(request, "lists/row.html", {"seen": shown(held, held.upload), "upload": held.upload, "editable": True, "fresh": said})
        response["HX-Trigger"] = CHANGED
        return response
    messages.success(request, said)
    target = redirect("upload", held.upload_id)
    target["Location"] += "?xem=undecided" if held.upload.rows.filter(state=UploadRow.State.UNDECIDED).exists() else ""
    return target


def _columns(held: UploadRow) -> set[str]:
    return {name for sheet in held.upload.summary.get("sheets", []) for name in sheet["columns"]}
