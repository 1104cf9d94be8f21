"""The officer's desk: what to do first, what is under way, what came back; and a search of her own scope."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from ansinh.delivery.cases import queries, responsibility
from ansinh.delivery.cases.escalate_revisions import late_proposals
from ansinh.delivery.cases.gaps import gaps
from ansinh.delivery.cases.inbox import acts_lately, filter_of, inbox, keep_filter, stayed
from ansinh.delivery.cases.notes import beside_tasks
from ansinh.delivery.cases.orders_due import Waiting, waiting
from ansinh.delivery.cases.post_letters import WHO_POSTS
from ansinh.delivery.cases.procedure import procedure_of, step_of
from ansinh.delivery.cases.returned_letters import held_by
from ansinh.delivery.cases.revisions import waiting_for
from ansinh.delivery.cases.roles import unheld
from ansinh.delivery.cases.search import found
from ansinh.delivery.cases.signatures import certificates_ending, waiting_for_key
from ansinh.delivery.cases.write_note import WHO_NOTES
from ansinh.delivery.grievances import queries as grievances
from ansinh.delivery.grievances.escalate import late_complaints
from ansinh.delivery.intake import batches as post
from ansinh.delivery.intake import queries as intake
from ansinh.delivery.notices import queries as notices
from ansinh.delivery.offices.models import Level, Role
from ansinh.delivery.offices.scope import within
from ansinh.delivery.payments.escalate import late_money
from ansinh.delivery.payments.models import Repair
from ansinh.delivery.payments.queries import recoveries, refunds
from ansinh.delivery.payments.to_pay import waiting_for as waiting_for_payer
from ansinh.doors.web.asking import asked, beside, cursors, officer_of, roles_here, today
from ansinh.doors.web.deadlines import left
from ansinh.doors.web.desk.order import ranks, why
from ansinh.doors.web.dossiers.keys import shown as key_shown
from ansinh.doors.web.dossiers.words import RUNGS
from ansinh.doors.web.grievances.seeing import shown
from ansinh.doors.web.money.views import OPENING
from ansinh.doors.web.offices.words import ROLES
from ansinh.policy.calendar import vietnam_calendar
from ansinh.policy.load import load_programme, policy_of, programme_names

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import HttpRequest, HttpResponse
    from django.utils.functional import Promise

    from ansinh.delivery.cases.models import Task
    from ansinh.delivery.offices.models import Officer
    from ansinh.policy.programme import Policy

ACTS: dict[str, str | Promise] = {
    "list": _("Hoàn thiện danh sách rồi chuyển"), "confirm": _("Xác nhận"), "appraise": _("Thẩm định"), "approve": _("Phê duyệt"), "pay": _("Chi trả"),
}  # fmt: skip
POST, POSTED = _("Niêm yết rồi chuyển"), _("Đang niêm yết, hết hạn thì chuyển")
WHENS: dict[str, str | Promise] = {
    "": _("Tất cả"), "late": _("Quá hạn luật hoặc quá ngày Bộ yêu cầu"), "today": _("Quá hoặc đến hạn hôm nay, theo luật hoặc Bộ"), "waiting": _("Chờ bổ sung"),
}  # fmt: skip
"""Whichever of the two days comes first counts, as in the order of the inbox."""
MOST_REPAIRS = 100
HEADING = {Role.CHIEF.value, Role.APPROVER.value, Role.ADMINISTRATOR.value, Role.ANALYST.value}
ASSIGNING = {Role.CHIEF.value, Role.ADMINISTRATOR.value}
PLANNING = {Role.CHIEF.value, Role.ANALYST.value}
SIGNING = {Role.APPROVER.value, Role.CHIEF.value}
RECEIVING = {Role.LISTER.value, Role.CHIEF.value}
WATCHING = {Role.SUPERVISOR.value, Role.ANALYST.value, Role.APPROVER.value, Role.ADMINISTRATOR.value}


@login_required
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """Show the day's work, the most urgent first."""
    officer = officer_of(request)
    roles = roles_here(request)
    wanted = filter_of(officer)
    page = inbox(wanted, seen_by=officer, on=today(), **cursors(request))
    noted = beside_tasks(page.rows, by=officer, roles=roles) if {*WHO_NOTES} & roles else {}
    tasks = [{**item, "noted": noted.get(item["task"].dossier_id)} for item in _shown(page.rows)]
    since = timezone.now() - timedelta(days=1)
    lately = acts_lately(seen_by=officer, since=since)
    text = asked(request, "q")
    numbers, people = found(text, seen_by=officer, on=today()) if text else ([], [])
    complaints, ordered = grievances.waiting_for(seen_by=officer, on=today())
    context = {
        "standing_in": responsibility.standing_in(officer, at=timezone.now()), "roles": roles, "notes": bool({*WHO_NOTES} & roles), "why": why(officer, on=today()) if tasks else None, "tasks": tasks,
        "late": sum(item["left"].late for item in tasks), "soon": sum(item["left"].soon for item in tasks), "wanted": wanted,
        "filtered": bool(wanted.when or wanted.action or wanted.policy),
        "approves": any(task.action == "approve" for task in page.rows), "forwards": any(task.action not in ("approve", "pay") for task in page.rows),
        "returns": any(item["returns"] for item in tasks),
        "held": [bulk for bulk in lately if bulk.left_at is None], "stayed": stayed(seen_by=officer, since=since) if lately else [],
        "acts": ACTS.items(), "whens": WHENS.items(), "policies": _policies(), "focused": asked(request, "o"), "back": cursors(request)["after"],
        "text": text, "numbers": numbers, "people": people, **beside(request, page, {}),
        "uploads": queries.uploads(seen_by=officer, in_work=True).rows if Role.LISTER in roles else [],
        "requests": responsibility.requests_waiting(seen_by=officer) if Role.LISTER in roles else [],
        "alarms": _first(alarm.task for alarm in responsibility.alarms(seen_by=officer)) if HEADING & roles else None,
        "unheld": [ROLES[lack.role] for lack in unheld([officer.office], at=timezone.now()).get(officer.office_id, []) if not lack.head_does] if ASSIGNING & roles else [],
        "unsigned": [{"waiting": one, **key_shown(one.wait, request)} for one in waiting_for_key(seen_by=officer, heads=Role.CHIEF in roles)] if SIGNING & roles else [],
        "certificates": certificates_ending(seen_by=officer, heads=Role.CHIEF in roles, at=timezone.now()) if SIGNING & roles else [],
        "open_batches": len(post.batches(seen_by=officer, open_only=True).rows) if RECEIVING & roles else 0,
        "filed": intake.waiting_for(seen_by=officer, on=today()) if RECEIVING & roles else None,
        "returned": held_by(officer, on=today()) if set(WHO_POSTS) & roles else (0, 0),
        "untold": notices.untold_by(officer, on=today()) if RECEIVING & roles else None,
        "late_complaints": _late_complaints(officer) if HEADING & roles else [],
        "late_proposals": [{"of": row.revision, "rung": RUNGS[row.rung], "left": left(row.revision.due_on, today())} for row in late_proposals(told=officer)] if HEADING & roles else [],
        "late_money": [{"of": one, "rung": RUNGS[one.rung], "left": left(one.due_on, today())} for one in late_money(told=officer)] if HEADING & roles else [],
        "opens_money": bool({*OPENING} & roles),
        "complaints": shown(complaints), "ordered": shown(ordered),
        "plans": _plans(officer) if PLANNING & roles else None,
        "to_pay": [{"decision": row, "days": vietnam_calendar().working_days_between(row.decided_on, today())} for row in waiting_for_payer(seen_by=officer, on=today())]
        if Role.PAYER in roles else [],
        "repairs": _repairs(officer) if Role.PAYER in roles else [],
        "recoveries": [{"recovery": row, "left": left(row.due_on, today())} for row in recoveries(seen_by=officer, mine=True)] if Role.PAYER in roles else [],
        "refunds": [{"refund": row, "left": left(row.due_on, today())} for row in refunds(seen_by=officer, mine=True)] if Role.PAYER in roles else [],
        "revisions": [{"revision": row, "left": left(row.due_on, today())} for row in waiting_for(seen_by=officer)] if SIGNING & roles else [],
        "overdue": _first(queries.overdue_tasks(seen_by=officer, on=today())) if WATCHING & roles else None,
    }  # fmt: skip
    context["busy"] = any(context[name] for name in ("tasks", "filtered", "held", "stayed", "back"))
    return render(request, "desk/desk.html", context)


def _shown(tasks: Iterable[Task]) -> list[dict[str, Any]]:
    """Give tasks with what is to be done, under which policy, and how long is left."""
    rows = list(tasks)
    placed = ranks(rows, on=today())
    return [
        {
            "task": task,
            "rank": placed.get(task.pk, ""),
            "act": POST if _to_post(task) else POSTED if _posted(task) else ACTS.get(task.action, task.action),
            "to_post": _to_post(task),
            "policy": policy_of(task.dossier.programme, task.dossier.policy),
            "left": left(task.due_on, today()),
            "asked": left(task.earlier_aim, today()) if task.earlier_aim else None,
            "posting": task.posted_until if _posted(task) else None,
            "returns": procedure_of(task.dossier).steps[0].id != task.step,
        }
        for task in rows
    ]


def _first(tasks: Iterable[Task]) -> dict[str, Any]:
    """Give as many late steps as a desk shows, and whether there are more."""
    rows = list(tasks)
    return {"rows": _shown(rows[: queries.MOST_LATE]), "more": len(rows) > queries.MOST_LATE}


def _late_complaints(officer: Officer) -> list[dict[str, Any]]:
    """Give the late complaints she was told of; of a sensitive one its number alone, without a way to its page."""
    return [{"of": one, "rung": RUNGS[one.rung], "left": left(one.due_on, today())} for one in late_complaints(told=officer)]


def _to_post(task: Task) -> bool:
    """Whether the list of a task still has to be posted."""
    return task.posted_on is None and step_of(task.dossier, task.step).posts is not None


def _posted(task: Task) -> bool:
    """Whether the list of a task is posted at this moment, so that it cannot go on yet."""
    return task.posted_until is not None and task.posted_until > timezone.now()


@login_required
@require_POST
def keep(request: HttpRequest) -> HttpResponse:
    """Keep what the officer wants her inbox to show, and show it."""
    told = request.POST
    policy, action = told.get("chinh-sach", ""), told.get("viec", "")
    keep_filter(
        officer_of(request), when=told.get("xem", ""), action=action if action in ACTS else "",
        policy=policy if policy in {known.id for known in _policies()} else "", keys="phim" in told,
    )  # fmt: skip
    return redirect("desk")


def _policies() -> list[Policy]:
    """Give the policies of every programme, the latest programme first."""
    programmes = sorted((load_programme(name) for name in programme_names()), key=lambda programme: programme.starts, reverse=True)
    return [policy for programme in programmes for policy in programme.policies]


def _repairs(officer: Officer) -> list[dict[str, Any]]:
    rows = within(Repair.objects.filter(owner=officer, done_at=None), officer).select_related("instruction", "instruction__claim")
    return [{"repair": row, "left": left(row.due_on, today())} for row in rows.order_by("due_on", "pk")[:MOST_REPAIRS]]


def _plans(officer: Officer) -> dict[str, Any] | None:
    """Give what of plans waits for the head or analyst of a province or the ministry; nothing where all is there."""
    if officer.office.level not in (Level.NATIONAL, Level.PROVINCE):
        return None
    province = officer.office.province
    found = {"province": province, "waiting": waiting(seen_by=officer, on=today()), "lacking": len(gaps(on=today(), province=province))}
    return found if found["lacking"] or found["waiting"] != Waiting() else None
