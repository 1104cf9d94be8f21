"""A dossier handed on, returned or decided: each page says first what will happen, then does it once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ansinh.delivery.cases import queries
from ansinh.delivery.cases.inbox import filter_of, next_task
from ansinh.delivery.cases.procedure import step_after
from ansinh.delivery.cases.signing import hand_to_signer
from ansinh.delivery.cases.take_step import send_back
from ansinh.delivery.grievances.forward import forward, open_objections
from ansinh.delivery.intake.employers.listed import approve
from ansinh.doors.web.asking import cursors, officer_of, today
from ansinh.doors.web.dossiers.forms import ReturnForm
from ansinh.doors.web.dossiers.standing import standing, task_named
from ansinh.doors.web.refusals import carried_out

if TYPE_CHECKING:
    import uuid
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

    from ansinh.delivery.cases.models import Task
    from ansinh.doors.web.dossiers.standing import Standing

REFUSED = 422
READ_OR_ACT = ["GET", "HEAD", "POST"]


@login_required
@require_http_methods(READ_OR_ACT)
def forward_dossier(request: HttpRequest, dossier: uuid.UUID) -> HttpResponse:
    """Hand the dossier to the next step's owner."""
    found = standing(request, dossier)

    def act(_form: forms.Form, task: Task) -> str:
        following = forward(task.pk, by=officer_of(request), at=timezone.now())
        return _("Đã chuyển tới %(owner)s, %(office)s, hạn %(day)s.") % {
            "owner": following.owner, "office": following.office.name, "day": f"{following.due_on:%d/%m/%Y}",
        }  # fmt: skip

    if request.method != "POST" and found.mine and (found.blocked or objections_of(found)):
        return _first_things_first(request, found)
    following = step_after(found.dossier, found.step.id) if found.step else None
    return acted(request, found, "dossiers/forward.html", forms.Form, act, following=following, objections=objections_of(found))


@login_required
@require_http_methods(READ_OR_ACT)
def return_dossier(request: HttpRequest, dossier: uuid.UUID) -> HttpResponse:
    """Return the dossier to whoever submitted it, saying what to put right."""
    found = standing(request, dossier)

    def act(form: forms.Form, task: Task) -> str:
        following = send_back(task.pk, by=officer_of(request), at=timezone.now(), reason=form.cleaned_data["reason"])
        return _("Đã trả lại %(owner)s, hạn %(day)s.") % {"owner": following.owner, "day": f"{following.due_on:%d/%m/%Y}"}

    return acted(request, found, "dossiers/return.html", ReturnForm, act)


@login_required
@require_http_methods(READ_OR_ACT)
def approve_dossier(request: HttpRequest, dossier: uuid.UUID) -> HttpResponse:
    """Sign the decision."""
    found = standing(request, dossier)
    excluded = queries.excluded_reasons(found.dossier, seen_by=officer_of(request))

    def act(_form: forms.Form, task: Task) -> str:
        decision = approve(task.pk, by=officer_of(request), at=timezone.now())
        return _("Đã ban hành Quyết định %(number)s: duyệt %(approved)s người.") % {"number": decision.number, "approved": decision.approved}

    if request.method != "POST" and found.mine and found.blocked:
        return _first_things_first(request, found)
    return acted(request, found, "dossiers/approve.html", forms.Form, act, excluded=excluded)


@login_required
@require_http_methods(READ_OR_ACT)
def to_signer(request: HttpRequest, dossier: uuid.UUID) -> HttpResponse:
    """Give a dossier above what the reader may sign to whoever may; its page asks for that."""
    found = standing(request, dossier)
    if request.method != "POST":
        return redirect("dossier", dossier)

    def act() -> str:
        task = hand_to_signer(task_named(request, found).pk, by=officer_of(request), at=timezone.now())
        return _("Đã chuyển cho %(owner)s ký, hạn %(day)s.") % {"owner": task.owner, "day": f"{task.due_on:%d/%m/%Y}" if task.due_on else "–"}

    carried_out(request, act)
    return redirect("dossier", dossier)


def objections_of(found: Standing) -> int:
    """Count the objections to its posted list that nobody answered yet; none where no list was posted."""
    return open_objections(found.dossier) if found.step and found.step.posts and found.posted_on else 0


def _first_things_first(request: HttpRequest, found: Standing) -> HttpResponse:
    """Lead to the dossier, whose page says what has to be done before it can go on."""
    messages.info(request, _("Hồ sơ chưa đi tiếp được. Làm trước những việc nêu dưới đây."))
    return redirect("dossier", found.dossier.pk)


def onward(request: HttpRequest, found: Standing, done: Task) -> HttpResponse:
    """Lead to the dossier; whoever came from her inbox goes back to its page, at the task that comes next."""
    if request.GET.get("tu") != "viec":
        return redirect("dossier", found.dossier.pk)
    officer = officer_of(request)
    following = next_task(filter_of(officer), seen_by=officer, on=today(), done=done.pk)
    place = {"after": cursors(request)["after"], "o": str(following.pk) if following else ""}
    return redirect(f"{reverse('desk')}?{urlencode({name: value for name, value in place.items() if value})}")


def acted(
    request: HttpRequest,
    found: Standing,
    template: str,
    make: Callable[..., forms.Form],
    act: Callable[[forms.Form, Task], str],
    *,
    may: bool | None = None,
    **more: Any,
) -> HttpResponse:
    """Show what will happen to whoever may do it, the step's owner unless told; on POST do it and lead to the dossier. A second click shows the first one's effect, a refusal its words."""
    if request.method == "POST":
        task = task_named(request, found)
        form = make(request.POST)
        if form.is_valid():
            if carried_out(request, lambda: act(form, task), form):
                return onward(request, found, task)
            return render(request, template, {"on": found, "form": form, "today": today(), **more}, status=409)
        return render(request, template, {"on": found, "form": form, "today": today(), **more}, status=REFUSED)
    if not (found.mine if may is None else may):
        return redirect("dossier", found.dossier.pk)
    return render(request, template, {"on": found, "form": make(), "today": today(), **more})
