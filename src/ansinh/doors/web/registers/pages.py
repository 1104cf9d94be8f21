"""The registers and their versions, how far loading is, counts beside the last version, and the answer where one asks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ansinh.delivery.offices.models import Role
from ansinh.delivery.offices.refusals import AlreadyDone, NotYours, Refused
from ansinh.delivery.registry.jobs import load_snapshot
from ansinh.delivery.registry.registers import queries
from ansinh.delivery.registry.registers.load import receive_snapshot
from ansinh.delivery.registry.registers.take_over import BOUND_PERCENT, answer
from ansinh.doors.web.asking import demand_any, officer_of
from ansinh.doors.web.dossiers.words import language
from ansinh.doors.web.refusals import words
from ansinh.doors.web.registers.forms import AnswerForm, SendForm
from ansinh.papers.registers.checking import WORDS
from ansinh.policy.load import load_programme

if TYPE_CHECKING:
    import uuid

    from django.http import HttpRequest

    from ansinh.delivery.registry.models_registers import RegisterSnapshot

KEEPERS = (Role.ANALYST, Role.ADMINISTRATOR)
PROGRAMME = "nq68"
REFUSED = 422
LOADING = "loading"


@login_required
@require_safe
def registers(request: HttpRequest) -> HttpResponse:
    """List the registers of the programme with the versions that count."""
    demand_any(request, KEEPERS)
    found = queries.in_use(PROGRAMME, seen_by=officer_of(request))
    programme = load_programme(PROGRAMME)
    rows = [
        {"register": register, "name": name, "versions": [_beside(row) for row in found.get(register, [])], "facts": _vouched_by(register)}
        for register, name in programme.registers.items()
    ]
    return render(request, "registers/registers.html", {"rows": rows})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def send(request: HttpRequest) -> HttpResponse:
    """Take a version in and lead to its page, where it is loaded."""
    demand_any(request, KEEPERS)
    choices = [(register, name[language()]) for register, name in load_programme(PROGRAMME).registers.items()]
    form = SendForm(choices, request.POST or None, request.FILES or None, initial={"register": request.GET.get("nguon", "")[:20]})
    if request.method == "POST" and form.is_valid():
        given, by = form.cleaned_data, officer_of(request)
        file = given.pop("file")
        try:
            row = receive_snapshot(file, file.name or "du-lieu", **given, by=by, at=timezone.now(), programme=PROGRAMME)
        except NotYours:
            raise
        except Refused as refusal:
            form.add_error("file", words(refusal))
        else:
            load_snapshot.defer(snapshot=str(row.pk), officer=str(by.pk))
            return redirect("register_snapshot", row.pk)
    return render(request, "registers/send.html", {"form": form}, status=REFUSED if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def snapshot(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Show one version: how far it is, its counts beside the last, its faults; take the answer where it asks."""
    demand_any(request, KEEPERS)
    row = queries.snapshot(key, seen_by=officer_of(request))
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            done = answer(row.pk, use=form.cleaned_data["use"] == "yes", because=form.cleaned_data["because"], by=officer_of(request), at=timezone.now())
        except AlreadyDone as already:
            messages.info(request, words(already))
            return redirect("register_snapshot", key)
        except Refused as refusal:
            form.add_error("because", words(refusal))
        else:
            messages.success(request, _("Bản này được dùng từ bây giờ.") if done.state == "current" else _("Bản này không được dùng; bản trước giữ nguyên."))
            return redirect("register_snapshot", key)
    context = {
        **_beside(row), "name": load_programme(row.programme).registers[row.register], "form": form, "job": _job(row), "bound": BOUND_PERCENT,
        "faults": _faults(row), "columns": _columns(row), "loading": row.state == LOADING,
    }  # fmt: skip
    return render(request, "registers/snapshot.html", context, status=REFUSED if form.errors else 200)


@login_required
@require_safe
def progress(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Say how far loading is; when it is done the page comes anew."""
    demand_any(request, KEEPERS)
    row = queries.snapshot(key, seen_by=officer_of(request))
    if row.state != LOADING:
        return HttpResponse(headers={"HX-Refresh": "true"})
    return render(request, "registers/progress.html", {"row": row, "job": _job(row)})


@login_required
@require_safe
def versions(request: HttpRequest, register: str) -> HttpResponse:
    """List every version of one register."""
    demand_any(request, KEEPERS)
    name = load_programme(PROGRAMME).registers.get(register)
    if name is None:
        raise Http404
    rows = [_beside(row) for row in queries.versions(register, PROGRAMME, seen_by=officer_of(request))]
    return render(request, "registers/versions.html", {"register": register, "name": name, "rows": rows, "facts": _vouched_by(register)})


def _beside(row: RegisterSnapshot) -> dict[str, Any]:
    """Give a version with its count beside that of the version before."""
    before = row.before.entries if row.before else 0
    change = (row.entries - before) * 1000 // before / 10 if before and row.state != LOADING else None
    return {"row": row, "before": before, "change": change, "rose": bool(change and change > 0)}


def _job(row: RegisterSnapshot) -> dict[str, Any]:
    expected = max(int(row.columns.get("lines") or 0), row.lines) if row.columns.get("lines") else 0
    return {
        "title": _("Đang nạp dữ liệu"),
        "done": row.lines,
        "total": expected,
        "note": _("Có thể rời trang này, việc vẫn tiếp tục."),
        "finished": row.state != LOADING,
    }


def _faults(row: RegisterSnapshot) -> dict[str, Any]:
    index = 1 if language() == "en" else 0
    first = [{**fault, "words": WORDS[fault["code"]][index]} for fault in row.faults.get("first", [])]
    refused = row.faults.get("refused", {}).get(language(), "")
    counts = [(WORDS[code][index], count) for code, count in row.faults.get("counts", {}).items()]
    return {"first": first, "counts": counts, "refused": refused, "shown": len(first), "all": sum(row.faults.get("counts", {}).values())}


def _columns(row: RegisterSnapshot) -> dict[str, Any]:
    facts = load_programme(row.programme).facts
    read = [
        *row.columns.get("columns", {}).values(),
        *(f"{heading} → {facts[name].label[language()]}" for name, heading in row.columns.get("facts", {}).items()),
    ]
    return {"read": read, "ignored": row.columns.get("ignored", [])}


def _vouched_by(register: str) -> str:
    return ", ".join(fact.label[language()] for fact in load_programme(PROGRAMME).facts.values() if register in fact.vouched_by)
