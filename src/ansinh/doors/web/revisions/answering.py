"""The signer answers a proposal: shown first what follows, then signed with its money, or rejected with a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ansinh.delivery.cases import revisions as reads
from ansinh.delivery.cases.sign_revision import reject
from ansinh.delivery.payments.revise import sign
from ansinh.doors.web.asking import officer_of
from ansinh.doors.web.refusals import carried_out
from ansinh.doors.web.revisions.forms import RejectForm
from ansinh.doors.web.revisions.seeing import about

if TYPE_CHECKING:
    import uuid
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

READ_OR_ACT = ["GET", "HEAD", "POST"]
INVALID, REFUSED = 422, 409


@login_required
@require_http_methods(READ_OR_ACT)
def sign_it(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Sign a proposal."""

    def act(_form: forms.Form) -> str:
        made = sign(key, by=officer_of(request), at=timezone.now())
        return _("Đã ban hành Quyết định %(number)s.") % {"number": made.number}

    return _answered(request, key, "revisions/sign.html", forms.Form, act)


@login_required
@require_http_methods(READ_OR_ACT)
def reject_it(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Reject a proposal with a reason."""

    def act(form: forms.Form) -> str:
        reject(key, reason=form.cleaned_data["reason"], by=officer_of(request), at=timezone.now())
        return _("Đã trả lời: không chấp nhận. Không có gì thay đổi.")

    return _answered(request, key, "revisions/reject.html", RejectForm, act)


def _answered(request: HttpRequest, key: uuid.UUID, template: str, make: type[forms.Form], act: Callable[[forms.Form], str]) -> HttpResponse:
    """Show what will happen to whoever may answer; on POST do it once and lead to the revision. A second click shows the first one's effect."""
    row = reads.revision(key, seen_by=officer_of(request))
    context, status = about(row, request), 200
    form = make(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        status = INVALID
        if form.is_valid():
            if carried_out(request, lambda: act(form), form):
                return redirect("revision", key)
            status = REFUSED
    elif not context["mine"]:
        return redirect("revision", key)
    return render(request, template, {**context, "form": form}, status=status)
