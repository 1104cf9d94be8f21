"""Money that has to come back by a later decision: what it is, and that it is back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from ansinh.delivery.payments import queries
from ansinh.delivery.payments.recover import recover
from ansinh.doors.web.asking import demand_any, officer_of, today
from ansinh.doors.web.deadlines import left
from ansinh.doors.web.money.forms import RecoverForm
from ansinh.doors.web.money.views import SEEING
from ansinh.doors.web.refusals import carried_out

if TYPE_CHECKING:
    import uuid

    from django.http import HttpRequest, HttpResponse

INVALID, REFUSED = 422, 409


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def recovery(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Show one; on POST its owner says when it came back and by which paper."""
    demand_any(request, SEEING)
    officer = officer_of(request)
    row = queries.recovery(key, seen_by=officer)
    form, status = RecoverForm(request.POST or None), 200
    if request.method == "POST":
        status = INVALID
        if form.is_valid():

            def act() -> str:
                recover(row.pk, **form.cleaned_data, by=officer, at=timezone.now())
                return gettext("Đã ghi nhận tiền về nguồn.")

            if carried_out(request, act, form):
                return redirect("recovery", key)
            status = REFUSED
    mine = row.owner_id == officer.pk and not row.outcome
    context = {"recovery": row, "form": form, "mine": mine, "left": None if row.outcome else left(row.due_on, today())}
    return render(request, "money/recovery.html", context, status=status)
