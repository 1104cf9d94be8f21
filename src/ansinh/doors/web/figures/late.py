"""Steps whose day has passed, with the office and the officer who answer, for those entitled to press for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ansinh.delivery.offices.models import Role
from ansinh.delivery.reports import queries
from ansinh.delivery.reports.queries import Late
from ansinh.doors.web.asking import asked, beside, cursors, demand_any, officer_of, today
from ansinh.doors.web.figures.drawing import PROVINCES
from ansinh.doors.web.sheets import taken_away
from ansinh.doors.web.templatetags.page import text
from ansinh.policy.calendar import vietnam_calendar
from ansinh.policy.load import load_programme, policy_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from django.http import HttpRequest, HttpResponse

    from ansinh.delivery.cases.models import Task

ENTITLED = (Role.APPROVER, Role.APPRAISER, Role.CHIEF, Role.SUPERVISOR, Role.ANALYST, Role.ADMINISTRATOR)


@login_required
@require_safe
def overdue(request: HttpRequest) -> HttpResponse:
    """List the late steps of the reader's scope, the longest overdue first."""
    demand_any(request, ENTITLED)
    officer, on, late = officer_of(request), today(), _asked(request)
    programme = load_programme()
    page = queries.overdue(late, seen_by=officer, on=on, **cursors(request))
    kept = {"tinh": late.province, "chinh-sach": late.policy, "ngay": "bo" if late.aims else "", "bao-toi": "toi" if late.told else ""}
    query = urlencode({name: value for name, value in kept.items() if value})
    context = {
        "rows": _rows(page.rows, late, on=on), "provinces": PROVINCES, "policies": programme.policies, "late": late, "filtered": late != Late(),
        "national": officer.office.level == "national", "today": on, "query": query, **beside(request, page, kept),
    }  # fmt: skip
    return render(request, "figures/overdue.html", context)


@login_required
@require_safe
def export(request: HttpRequest, kind: str) -> HttpResponse:
    """Give the same rows as xlsx or csv, all of what is asked for up to `MOST_LATE_TAKEN`."""
    demand_any(request, ENTITLED)
    on, late = today(), _asked(request)
    rows = _rows(queries.overdue_whole(late, seen_by=officer_of(request), on=on), late, on=on)
    lines: list[list[Any]] = [
        [
            _("Hồ sơ"),
            _("Chính sách"),
            _("Bước"),
            _("Cơ quan"),
            _("Người phụ trách"),
            _("Điện thoại"),
            _("Hạn của luật"),
            _("Ngày Bộ yêu cầu"),
            _("Trễ (ngày làm việc)"),
        ]
    ]
    for row in rows:
        task = row["task"]
        named = [text(row["policy"].name) if row["policy"] else task.dossier.policy, text(row["step"])]
        days = [f"{day:%d/%m/%Y}" if day else "" for day in (task.due_on, task.aim_on)]
        lines.append([task.dossier.number, *named, task.office.name, task.owner.full_name, task.owner.phone, *days, row["days"]])
    return taken_away(kind, f"buoc-qua-han-{on.isoformat()}", lines, _("Lập lúc %(at)s") % {"at": f"{timezone.localtime():%H:%M %d/%m/%Y}"})


def _asked(request: HttpRequest) -> Late:
    return Late(asked(request, "tinh"), asked(request, "chinh-sach"), aims=asked(request, "ngay") == "bo", told=asked(request, "bao-toi") == "toi")


def _rows(tasks: Iterable[Task], late: Late, *, on: date) -> list[dict[str, Any]]:
    """Give late tasks with how many working days they are late by the day that is asked for, and what step it is."""
    calendar = vietnam_calendar()
    return [
        {
            "task": task, "days": calendar.working_days_between((task.queue_on if late.aims else task.due_on) or on, on), "policy": policy_of(task.dossier.programme, task.dossier.policy),
            "step": step_name(task),
        }
        for task in tasks
    ]  # fmt: skip


def step_name(task: Task) -> object:
    """Give what a step is called, in both languages, in the procedure of its dossier's day; its own key where that procedure has no such step."""
    policy = policy_of(task.dossier.programme, task.dossier.policy)
    steps = policy.procedure_on(task.dossier.as_of).steps if policy else ()
    return next((found.name for found in steps if found.id == task.step), task.step)
