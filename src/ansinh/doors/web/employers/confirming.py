"""The insurance agency's pages: accounts that wait, workers of a dossier to be confirmed, and what workers said is not true."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from ansinh.delivery.cases import queries
from ansinh.delivery.cases.models import Claim, Task
from ansinh.delivery.intake.employers.account import answer, register_says, waiting
from ansinh.delivery.intake.employers.confirm import confirm, settle, workers_of
from ansinh.delivery.intake.employers.listed import listed_in, settle_listed
from ansinh.delivery.intake.models_employers import Accountant, NamedWorker
from ansinh.delivery.offices.models import Role
from ansinh.delivery.offices.refusals import AlreadyDone, NotYours, Refused
from ansinh.delivery.offices.scope import within
from ansinh.doors.web.asking import demand_any, officer_of, today
from ansinh.doors.web.deadlines import left
from ansinh.doors.web.dossiers.standing import Standing, standing, task_named
from ansinh.doors.web.employers.forms import AnswerForm, SettleForm
from ansinh.doors.web.refusals import words
from ansinh.policy.load import load_programme

if TYPE_CHECKING:
    from django import forms
    from django.http import HttpRequest, HttpResponse

REFUSED = 422
MOST = 1000
CONFIRMING = (Role.VERIFIER,)
LISTED_ENDS = [
    ("yes", gettext_lazy("Danh sách đúng: đề nghị đi tiếp")),
    ("no", gettext_lazy("Người lao động đúng: loại đề nghị, đơn vị lập lại danh sách và nộp mới")),
]


@login_required
@require_safe
def confirmations(request: HttpRequest) -> HttpResponse:
    """List the accounts that wait, the dossiers at the reader's confirming step, and workers who said "not true"."""
    demand_any(request, CONFIRMING)
    officer = officer_of(request)
    tasks = within(Task.objects.filter(owner=officer, done_at=None, action="confirm").select_related("dossier", "owner", "office"), officer).order_by(
        "due_on", "pk"
    )[:MOST]
    said = within(NamedWorker.objects.filter(owner=officer, denied_at__isnull=False, settled_at=None).select_related("row__filing__upload"), officer)
    context = {
        "accounts": [{"row": row, "left": left(row.due_on, today())} for row in waiting(seen_by=officer)],
        "tasks": [{"task": task, "policy": load_programme(task.dossier.programme).policy(task.dossier.policy), "left": left(task.due_on, today())} for task in tasks],
        "denials": said.order_by("denied_at")[:MOST],
    }  # fmt: skip
    return render(request, "employers/confirmations.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def answer_account(request: HttpRequest, accountant: UUID) -> HttpResponse:
    """Show what an accountant told beside what the registers say, and take the answer."""
    demand_any(request, CONFIRMING)
    officer = officer_of(request)
    row = within(Accountant.objects.select_related("owner__office", "answered_by"), officer).get(pk=accountant)
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        done = _done(
            request,
            form,
            lambda: answer(row.pk, confirm=told["confirm"] == "yes", because=told["because"], by=officer, at=timezone.now()),
            _("Đã ghi câu trả lời."),
        )
        if done:
            return redirect("confirmations")
    names = load_programme().registers
    said = [{**one, "name": names[str(one["register"])]} for one in register_says(row)]
    return render(
        request,
        "employers/account.html",
        {"row": row, "form": form, "registers": said, "left": left(row.due_on, today())},
        status=REFUSED if form.errors else 200,
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def workers(request: HttpRequest, dossier: UUID) -> HttpResponse:
    """Show the workers of a dossier; confirm those chosen, or all."""
    found = standing(request, dossier)
    if request.method == "POST":
        task = task_named(request, found)
        chosen = None if "all" in request.POST else [UUID(key) for key in request.POST.getlist("claim")[:MOST] if _is_key(key)]
        try:
            count = confirm(task.pk, chosen, by=officer_of(request), at=timezone.now())
        except AlreadyDone as done:
            messages.info(request, words(done))
        else:
            messages.success(request, ngettext("Đã xác nhận %(count)s người.", "Đã xác nhận %(count)s người.", count) % {"count": count})
        return redirect("confirm_workers", dossier)
    rows = _rows(found, request)
    sums = {name: sum(row["state"] == name for row in rows) for name in ("open", "confirmed", "disputed")}
    return render(
        request,
        "employers/confirm.html",
        {"on": found, "rows": rows, "sums": sums, "confirms": _confirms(found), "listed": listed_in(found.dossier, seen_by=officer_of(request))},
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def settle_worker(request: HttpRequest, dossier: UUID, claim: UUID) -> HttpResponse:
    """Show what a worker said against what was filed, and end it."""
    found = standing(request, dossier)
    row = queries.claim(dossier, claim, seen_by=officer_of(request))
    worker = workers_of(found.dossier).get(row.pk)
    if worker is None or worker.denied_at is None:
        return redirect("confirm_workers", dossier)
    form = SettleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        task, told = task_named(request, found), form.cleaned_data
        act = lambda: settle(task.pk, row.pk, stands=told["stands"] == "yes", because=told["because"], by=officer_of(request), at=timezone.now())  # noqa: E731 - passed on
        if _done(request, form, act, _("Đã ghi kết quả xác minh.")):
            return redirect("confirm_workers", dossier)
    return render(
        request,
        "employers/settle.html",
        {"on": found, "claim": row, "worker": worker, "form": form, "confirms": _confirms(found)},
        status=REFUSED if form.errors else 200,
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def settle_listed_worker(request: HttpRequest, dossier: UUID, worker: UUID) -> HttpResponse:
    """Show what a worker named beside a request said, and end it."""
    found = standing(request, dossier)
    held = next((one for one in listed_in(found.dossier, seen_by=officer_of(request)) if one.pk == worker and one.denied_at), None)
    if held is None:
        return redirect("confirm_workers", dossier)
    form = SettleForm(request.POST or None)
    form.fields["stands"].choices = LISTED_ENDS  # type: ignore[attr-defined] # a choice field
    if request.method == "POST" and form.is_valid():
        task, told = task_named(request, found), form.cleaned_data
        act = lambda: settle_listed(task.pk, worker, stands=told["stands"] == "yes", because=told["because"], by=officer_of(request), at=timezone.now())  # noqa: E731 - passed on
        if _done(request, form, act, _("Đã ghi kết quả xác minh.")):
            return redirect("confirm_workers", dossier)
    return render(
        request,
        "employers/settle.html",
        {"on": found, "worker": held, "form": form, "confirms": bool(found.mine and found.task)},
        status=REFUSED if form.errors else 200,
    )


def _rows(found: Standing, request: HttpRequest) -> list[dict[str, Any]]:
    named = workers_of(found.dossier)
    claims = within(Claim.objects.filter(dossier=found.dossier, pk__in=named), officer_of(request)).order_by("order")[:MOST]
    return [
        {"claim": row, "worker": named[row.pk], "state": _state(row, named[row.pk]), "began": named[row.pk].began, "data": named[row.pk].row.data}
        for row in claims
    ]


def _state(claim: Claim, worker: NamedWorker) -> str:
    if claim.state != Claim.State.IN_REVIEW:
        return "out"
    return "disputed" if worker.disputed else "confirmed" if worker.confirmed_at else "open"


def _confirms(found: Standing) -> bool:
    return bool(found.mine and found.task and found.task.action == "confirm")


def _is_key(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def _done(request: HttpRequest, form: forms.Form, act: Any, said: str) -> bool:
    """Do it; a refusal is kept with the form."""
    try:
        act()
    except NotYours:
        raise
    except AlreadyDone as done:
        messages.info(request, words(done))
        return True
    except Refused as refusal:
        form.add_error("because", words(refusal))
        return False
    messages.success(request, said)
    return True
