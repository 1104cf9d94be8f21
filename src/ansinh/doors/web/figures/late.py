"""Steps whose day has passed, with the office and the officer who answer, for those entitled to press for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ansinh.delivery.offices.models import Role
from ansinh.delivery.reports import queries
from ansinh.doors.web.asking import asked, beside, cursors, demand_any, officer_of, today
from ansinh.doors.web.figures.drawing import PROVINCES
from ansinh.policy.calendar import vietnam_calendar
from ansinh.policy.load import load_programme

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

ENTITLED = (Role.APPROVER, Role.APPRAISER, Role.SUPERVISOR, Role.ANALYST, Role.ADMINISTRATOR)


@login_required
@require_safe
def overdue(request: HttpRequest) -> HttpResponse:
    """List the late steps of the reader's scope, the longest overdue first."""
    demand_any(request, ENTITLED)
    officer, on = officer_of(request), today()
    province, policy = asked(request, "tinh"), asked(request, "chinh-sach")
    programme = load_programme()
    page = queries.overdue(seen_by=officer, on=on, province=province, policy=policy, **cursors(request))
    named = {found.id: found for found in programme.policies}
    calendar = vietnam_calendar()
    rows = [
        {
            "task": task, "days": calendar.working_days_between(task.due_on or on, on), "policy": named.get(task.dossier.policy),
            "step": step_name(task.dossier.policy, task.step, task.dossier.as_of),
        }
        for task in page.rows
    ]  # fmt: skip
    context = {
        "rows": rows, "provinces": PROVINCES, "policies": programme.policies, "province": province, "policy": policy, "national": officer.office.level == "national", "today": on,
        **beside(request, page, {"tinh": province, "chinh-sach": policy}),
    }  # fmt: skip
    return render(request, "figures/overdue.html", context)


def step_name(policy: str, step: str, as_of: object) -> object:
    """Give what a step is called, in both languages, in the procedure of a day; its own key where that procedure has no such step."""
    procedure = load_programme().policy(policy).procedure_on(as_of)  # type: ignore[arg-type]
    return next((found.name for found in procedure.steps if found.id == step), step)
