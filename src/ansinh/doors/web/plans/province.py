"""A province by its plan: documents with their files, targets with who answers and what is reached, the ministry's orders with the answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ansinh.delivery.cases.measures import may_enter
from ansinh.delivery.cases.orders import may_answer, may_command
from ansinh.delivery.cases.orders_due import orders_of
from ansinh.delivery.cases.plans import plan_documents
from ansinh.delivery.cases.procedure import local_day
from ansinh.delivery.cases.targets import targets, without_owner
from ansinh.delivery.offices.groups import groups_on
from ansinh.delivery.reports.plans import Aimed, progress
from ansinh.delivery.reports.queries import Cut, may_see, names_below
from ansinh.doors.web.asking import today
from ansinh.doors.web.deadlines import left
from ansinh.doors.web.figures.drawing import PROVINCES
from ansinh.doors.web.figures.seeing import officer_or_none
from ansinh.doors.web.plans.standing import NOTHING, Reached, reached
from ansinh.policy.load import load_programme

if TYPE_CHECKING:
    from datetime import date

    from django.http import HttpRequest, HttpResponse

    from ansinh.delivery.offices.models import Officer


@require_safe
def province(request: HttpRequest, code: str) -> HttpResponse:
    """Show a province's documents and progress to everybody, to officers who answers, to the province and the ministry the orders."""
    if code not in PROVINCES:
        raise Http404
    officer, on = officer_or_none(request), today()
    documents = plan_documents(code, public=officer is None)
    rows = _targets(code, officer, on)
    total = Reached()
    for row in rows:
        total = total if row["row"].district else total.and_more(row["reached"])
    context: dict[str, Any] = {
        "code": code, "name": PROVINCES[code], "officer": officer, "documents": documents, "rows": rows, "total": total, "group": groups_on(on).get(code, ""),
        "plan": next((row for row in documents if row.kind == "plan" and not hasattr(row, "replaced_by")), None), "today": on,
        "enters": officer is not None and may_enter(officer, code, on=on), "orders": _orders(code, officer, on) if officer else [],
        "commands": officer is not None and may_command(officer, on=on),
    }  # fmt: skip
    return render(request, "plans/province.html", context)


def _targets(code: str, officer: Officer | None, on: date) -> list[dict[str, Any]]:
    """Give the province's own targets in the law's order, after each those of its districts, with what was counted."""
    policies = {policy.id: (place, policy) for place, policy in enumerate(load_programme().policies)}
    held = targets(province=code)
    counted = progress(seen_by=officer, province=code)
    unowned = {row.pk for row in without_owner(on=on, province=code)} if officer and held else set()
    names = names_below(Cut(province=code)) if any(row.district for row in held) else {}
    rows = sorted((row for row in held if row.policy in policies), key=lambda row: (policies[row.policy][0], row.district))
    return [
        {
            "row": row, "policy": policies[row.policy][1], "place": names.get(row.district, ""), "reached": reached(row, counted.get(Aimed(code, row.district, row.policy), NOTHING)),
            "counted": not row.district or may_see(Cut(province=code, district=row.district), officer), "unowned": row.pk in unowned, "left": left(row.due_on, on),
        }
        for row in rows
    ]  # fmt: skip


def _orders(code: str, officer: Officer, on: date) -> list[dict[str, Any]]:
    answers, commands = may_answer(officer, code, on=on), may_command(officer, on=on)
    return [
        {
            "row": row, "left": left(row.due_on, on), "answers": answers and row.state in ("open", "again"),
            "given": [{"answer": given, "late": local_day(given.answered_at) > given.due_on, "waits": commands and not given.finding} for given in row.answers.all()],
        }
        for row in orders_of(code, seen_by=officer)
    ]  # fmt: skip
