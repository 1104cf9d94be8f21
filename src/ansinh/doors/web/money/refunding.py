"""What a person brought back too much: whose task it is, and that she has it again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from ansinh.delivery.cases.queries import events
from ansinh.delivery.payments import queries
from ansinh.delivery.payments.give_back import give_back
from ansinh.doors.web.asking import demand_any, officer_of, roles_here, today
from ansinh.doors.web.deadlines import left
from ansinh.doors.web.dossiers.words import timeline
from ansinh.doors.web.money.forms import GiveBackForm
from ansinh.doors.web.money.views import OPENING, SEEING
from ansinh.doors.web.refusals import carried_out

if TYPE_CHECKING:
    import uuid

    from django.http import HttpRequest, HttpResponse

INVALID, REFUSED = 422, 409


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def refund(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Show one; on POST its owner says when the person had it again and by which paper."""
    demand_any(request, OPENING)
    officer = officer_of(request)
    row = queries.refund(key, seen_by=officer)
    form, status = GiveBackForm(request.POST or None), 200
    if request.method == "POST":
        status = INVALID
        if form.is_valid():

            def act() -> str:
                give_back(row.pk, **form.cleaned_data, by=officer, at=timezone.now())
                return gettext("Đã ghi nhận trả lại tiền cho người nhận.")

            if carried_out(request, act, form):
                return redirect("refund", key)
            status = REFUSED
    open_ = row.done_at is None
    context = {"refund": row, "form": form, "open": open_, "mine": open_ and row.owner_id == officer.pk, "left": left(row.due_on, today()) if open_ else None}
    context |= {"sees_money": bool({*SEEING} & roles_here(request)), "timeline": timeline(events([row.pk], seen_by=officer))}
    return render(request, "money/refund.html", context, status=status)
