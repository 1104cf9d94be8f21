"""Money that has to come back by a later decision: what it is, and that it is back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from ansinh.delivery.cases.queries import events
from ansinh.delivery.offices.models import Role
from ansinh.delivery.payments import queries
from ansinh.delivery.payments.models import Recovery
from ansinh.delivery.payments.recover import brought_late, recover, rest_of
from ansinh.doors.web.asking import demand_any, officer_of, roles_here, today
from ansinh.doors.web.deadlines import left
from ansinh.doors.web.dossiers.words import language, timeline
from ansinh.doors.web.money.forms import RecoverForm
from ansinh.doors.web.money.views import OPENING, SEEING
from ansinh.doors.web.refusals import carried_out
from ansinh.policy.money import vnd

if TYPE_CHECKING:
    import uuid

    from django.http import HttpRequest, HttpResponse

INVALID, REFUSED = 422, 409


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def recovery(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Show one with its parts; on POST its owner says how much of it came back, when and by which paper."""
    demand_any(request, OPENING)
    officer = officer_of(request)
    row = queries.recovery(key, seen_by=officer)
    rest_vnd = rest_of(row)
    initial = {"amount_vnd": f"{rest_vnd:,}".replace(",", ".")} if rest_vnd else {}
    form, status = RecoverForm(request.POST or None, initial=initial), 200
    if request.method == "POST":
        status = INVALID
        if form.is_valid():

            def act() -> str:
                after = recover(row.pk, **form.cleaned_data, by=officer, at=timezone.now())
                if after.outcome == Recovery.Outcome.CAME_BACK:
                    return gettext("Đã ghi nhận tiền người nhận nộp. Khoản này phải trả lại người nhận.")
                if after.outcome:
                    return gettext("Đã ghi nhận tiền về nguồn. Khoản này đã thu đủ.")
                return gettext("Đã ghi nhận tiền về nguồn. Còn phải thu %(rest)s.") % {"rest": vnd(rest_of(after), language())}

            if carried_out(request, act, form):
                return redirect("recovery", key)
            status = REFUSED
    late = brought_late(row)
    mine = row.owner_id == officer.pk and not row.outcome
    context = {
        "recovery": row, "form": form, "mine": mine, "rest_vnd": rest_vnd, "parts": queries.parts_of(row, seen_by=officer),
        "refunds": queries.refunds_of(row, seen_by=officer) if row.outcome else [], "late": late and Role.PAYER in roles_here(request) and row.office_id == officer.office_id,
        "sees_money": bool({*SEEING} & roles_here(request)), "timeline": timeline(events([row.pk], seen_by=officer)),
        "left": None if row.outcome else left(row.due_on, today()),
    }  # fmt: skip
    return render(request, "money/recovery.html", context, status=status)
