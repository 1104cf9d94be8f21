"""Many dossiers approved or returned at once: the page says first what will happen, then does it, and offers to undo it."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ansinh.delivery.cases.bulk import Expected, hold, undo
from ansinh.delivery.cases.models_inbox import BulkAct
from ansinh.delivery.cases.preview import MOST_TASKS_AT_ONCE, preview
from ansinh.delivery.offices.refusals import AlreadyDone, Refused
from ansinh.doors.web.asking import officer_of
from ansinh.doors.web.dossiers.forms import ReturnForm
from ansinh.doors.web.refusals import words
from ansinh.policy.load import policy_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import HttpRequest, HttpResponse, QueryDict

    from ansinh.delivery.cases.preview import Preview

REFUSED = 422


class Seen(forms.Form):
    """What the preview said, sent back with the act."""

    dossiers = forms.IntegerField(min_value=1)
    claims = forms.IntegerField(min_value=0)
    amount_vnd = forms.IntegerField(min_value=0)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def bulk(request: HttpRequest) -> HttpResponse:
    """Show what approving or returning the marked dossiers will do; on POST do it."""
    officer, told = officer_of(request), request.POST if request.method == "POST" else request.GET
    tasks, action = _marked(told), told.get("lam", "")
    if not tasks or action not in BulkAct.Action.values:
        messages.error(request, _("Đánh dấu ít nhất một hồ sơ rồi mới làm."))
        return redirect("desk")
    form = (ReturnForm if action == "return" else forms.Form)(told if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        seen, status = Seen(told), REFUSED
        if form.is_valid() and seen.is_valid():
            try:
                done = hold(tasks, action, by=officer, at=timezone.now(), expected=Expected(**seen.cleaned_data), reason=form.cleaned_data.get("reason", ""))
            except Refused as refusal:
                form.add_error(None, words(refusal))
                status = 409
            else:
                messages.success(request, _("Đã nhận lệnh với %(count)s hồ sơ. Hoàn tác được đến %(until)s.") % {"count": done.dossiers, "until": _hour(done)})
                return redirect("desk")
    found = preview(tasks, action, by=officer, at=timezone.now())
    return render(request, "desk/bulk.html", {"found": found, "action": action, "form": form, **_said(found)}, status=status)


@login_required
@require_POST
def undo_bulk(request: HttpRequest, bulk: uuid.UUID) -> HttpResponse:
    """Undo an act that has not left the office yet."""
    try:
        done = undo(bulk, by=officer_of(request), at=timezone.now())
        messages.success(request, _("Đã hoàn tác: %(count)s hồ sơ trở lại chờ ông/bà.") % {"count": done.dossiers})
    except AlreadyDone as refusal:
        messages.info(request, words(refusal))
    return redirect("desk")


def _marked(told: QueryDict) -> list[uuid.UUID]:
    return [key for text in told.getlist("task")[:MOST_TASKS_AT_ONCE] for key in _key(text)]


def _key(text: str) -> Iterable[uuid.UUID]:
    try:
        return [uuid.UUID(text)]
    except ValueError:
        return []


def _hour(done: BulkAct) -> str:
    return f"{timezone.localtime(done.leaves_at):%H:%M}"


def _said(found: Preview) -> dict[str, Any]:
    return {
        "policies": [{"sums": sums, "policy": policy_of(sums.programme, sums.policy)} for sums in found.policies],
        "left_out": [{"task": one.task, "why": words(one.why)} for one in found.left_out],
    }
