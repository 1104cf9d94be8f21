"""A complaint answered: each page says first what will follow, then does it once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ansinh.delivery.grievances.carry_out import carry_out
from ansinh.delivery.grievances.decide import dismiss, uphold, who_carries_out
from ansinh.delivery.grievances.withdraw import withdraw
from ansinh.doors.web.asking import officer_of
from ansinh.doors.web.dossiers.moving import READ_OR_ACT, REFUSED
from ansinh.doors.web.grievances.forms import DismissForm, DoneForm, UpholdForm, WithdrawForm
from ansinh.doors.web.grievances.seeing import context_of
from ansinh.doors.web.refusals import carried_out

if TYPE_CHECKING:
    import uuid
    from collections.abc import Callable
    from typing import Any

    from django import forms
    from django.http import HttpRequest, HttpResponse


@login_required
@require_http_methods(READ_OR_ACT)
def uphold_grievance(request: HttpRequest, grievance: uuid.UUID) -> HttpResponse:
    """Say that the person is right, and what follows."""
    context = context_of(request, grievance)
    form = UpholdForm(context["on"], request.POST if request.method == "POST" else None)
    context["carries_out"] = who_carries_out(context["on"], by=officer_of(request), at=timezone.now())

    def act() -> str:
        told = form.cleaned_data
        done = uphold(grievance, by=officer_of(request), at=timezone.now(), reason=told["reason"], remedy=told["remedy"], person=form.person())
        if done.opened:
            return _("Đã chấp nhận. Hồ sơ xét lại %(number)s do %(who)s nhận.") % {"number": done.opened.number, "who": done.opened.submitted_by}
        return _("Đã chấp nhận. %(who)s được giao việc phải làm.") % {"who": done.ordered_to}

    return _answered(request, context, "grievances/uphold.html", form, act)


@login_required
@require_http_methods(READ_OR_ACT)
def dismiss_grievance(request: HttpRequest, grievance: uuid.UUID) -> HttpResponse:
    """Say that nothing was wrong, and why."""
    form = DismissForm(request.POST if request.method == "POST" else None)

    def act() -> str:
        dismiss(grievance, by=officer_of(request), at=timezone.now(), reason=form.cleaned_data["reason"])
        return _("Đã trả lời đơn: không chấp nhận.")

    return _answered(request, context_of(request, grievance), "grievances/dismiss.html", form, act)


@login_required
@require_http_methods(READ_OR_ACT)
def withdraw_grievance(request: HttpRequest, grievance: uuid.UUID) -> HttpResponse:
    """Record that the person took it back."""
    form = WithdrawForm(request.POST if request.method == "POST" else None)

    def act() -> str:
        withdraw(grievance, by=officer_of(request), at=timezone.now(), reason=form.cleaned_data["reason"])
        return _("Đã ghi: người gửi rút đơn.")

    return _answered(request, context_of(request, grievance), "grievances/withdraw.html", form, act)


@login_required
@require_http_methods(READ_OR_ACT)
def report_done(request: HttpRequest, grievance: uuid.UUID) -> HttpResponse:
    """Say that what was ordered is done."""
    form = DoneForm(request.POST if request.method == "POST" else None)

    def act() -> str:
        carry_out(grievance, by=officer_of(request), at=timezone.now(), words=form.cleaned_data["words"])
        return _("Đã ghi việc đã làm.")

    return _answered(request, context_of(request, grievance), "grievances/done.html", form, act, may="to_do")


def _answered(request: HttpRequest, context: dict[str, Any], template: str, form: forms.Form, act: Callable[[], str], *, may: str = "mine") -> HttpResponse:
    """Show the form to whoever may fill it in; on POST do the act once and lead back to the complaint."""
    context["form"], status = form, 200
    if request.method == "POST":
        status = REFUSED
        if form.is_valid():
            if carried_out(request, act, form):
                return redirect("grievance", context["on"].pk)
            status = 409
    elif not context[may]:
        return redirect("grievance", context["on"].pk)
    return render(request, template, context, status=status)
