"""The steps or complaints that a figure of a card counts, in the reader's scope, each leading to its own page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from ansinh.delivery.cases.procedure import clock_of
from ansinh.delivery.reports import cards
from ansinh.delivery.reports.card_rows import BEHIND, rows_of_card
from ansinh.doors.web.asking import beside, cursors
from ansinh.doors.web.cards.choosing import choice_of, reader_here
from ansinh.doors.web.cards.words import BY_ID, LEVELS, NAMES
from ansinh.doors.web.figures.late import step_name
from ansinh.policy.calendar import vietnam_calendar
from ansinh.policy.load import policy_of

if TYPE_CHECKING:
    from datetime import date

    from django.http import HttpRequest, HttpResponse

    from ansinh.delivery.cases.models import Task


@login_required
@require_safe
def rows(request: HttpRequest, level: str, unit: str, measure: str) -> HttpResponse:
    """List what a figure counts; a card out of sight, or a figure without rows, is not there."""
    if measure not in BEHIND or measure not in BY_ID:
        raise Http404
    reader, choice = reader_here(request), choice_of(request)
    found = cards.card(LEVELS[level], unit, period=choice.days, policy=choice.policy, seen_by=reader)
    counted = cards.counts()[found.slot]
    page = rows_of_card(measure, found, until=counted.until, seen_by=reader, **cursors(request))
    kept = {"ky": request.GET.get("ky", "")[:10], "chinh-sach": choice.policy}
    context = {
        "card": found, "level": NAMES[level], "measure": BY_ID[measure], "counted": counted, "complaints": measure == "upheld",
        "rows": page.rows if measure == "upheld" else [_line(task, counted.until) for task in page.rows],
        "back": reverse("card", args=[level, unit]) + choice.query(("ky", "chinh-sach")), **beside(request, page, kept),
    }  # fmt: skip
    return render(request, "cards/rows.html", context)


def _line(task: Task, until: date) -> dict[str, Any]:
    on = timezone.localtime(task.done_at).date() if task.done_at else until
    used = clock_of(task).used(on, vietnam_calendar())
    return {
        "task": task, "policy": policy_of(task.dossier.programme, task.dossier.policy), "step": step_name(task), "done_on": on if task.done_at else None,
        "used": used, "late": used > task.working_days, "who": task.done_by or task.owner,
    }  # fmt: skip
