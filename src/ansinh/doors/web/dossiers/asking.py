"""Something is missing: the owner of the step asks once and the clock stands; the submitting office answers and it goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ansinh.delivery.cases.ask import answer, ask
from ansinh.doors.web.asking import officer_of
from ansinh.doors.web.dossiers.forms import AnswerForm, AskForm
from ansinh.doors.web.dossiers.moving import READ_OR_ACT, acted
from ansinh.doors.web.dossiers.standing import standing

if TYPE_CHECKING:
    import uuid

    from django.http import HttpRequest, HttpResponse

    from ansinh.delivery.cases.models import Task


@login_required
@require_http_methods(READ_OR_ACT)
def ask_for(request: HttpRequest, dossier: uuid.UUID) -> HttpResponse:
    """Ask the submitter for what is missing."""
    found = standing(request, dossier)
    if request.method != "POST" and found.task and found.task.asked_on:
        messages.info(request, _("Bước này đã yêu cầu bổ sung ngày %(day)s. Mỗi bước chỉ yêu cầu một lần.") % {"day": f"{found.task.asked_on:%d/%m/%Y}"})
        return redirect("dossier", dossier)

    def act(form: forms.Form, task: Task) -> str:
        ask(task.pk, by=officer_of(request), at=timezone.now(), what=form.cleaned_data["what"])
        return _("Đã gửi yêu cầu bổ sung. Thời hạn của bước này dừng đến khi có trả lời.")

    return acted(request, found, "dossiers/ask.html", AskForm, act)


@login_required
@require_http_methods(READ_OR_ACT)
def answer_to(request: HttpRequest, dossier: uuid.UUID) -> HttpResponse:
    """Say what was handed in; the page is the submitting office's, whoever owns the step."""
    found = standing(request, dossier)

    def act(form: forms.Form, task: Task) -> str:
        answered = answer(task.pk, by=officer_of(request), at=timezone.now(), words=form.cleaned_data["words"])
        return _("Đã báo bổ sung. Hạn mới của bước này: %(day)s.") % {"day": f"{answered.due_on:%d/%m/%Y}"}

    return acted(request, found, "dossiers/answer.html", AnswerForm, act, may=found.answers)
