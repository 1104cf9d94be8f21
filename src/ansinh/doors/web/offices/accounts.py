"""Accounts of an office: opened, given a new one-time password, freed of a lost second factor, closed. A password is shown once, in the answer that made it, and kept nowhere in the clear."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from ansinh.delivery.cases.accounts import VALID, Person, close_account, new_password, open_account, preview_close
from ansinh.delivery.cases.assign import demand_gives
from ansinh.delivery.cases.hand_over import MAY_RECORD
from ansinh.delivery.cases.reset_second_factor import reset_second_factor, with_second_factor
from ansinh.delivery.offices.models import Officer, Role
from ansinh.delivery.offices.refusals import NotYours, Refused
from ansinh.doors.web.accounts.second_factor import must_have_one
from ansinh.doors.web.asking import demand_any, officer_of
from ansinh.doors.web.offices.forms import AccountForm, BasisForm
from ansinh.doors.web.offices.giving import INVALID, REFUSED
from ansinh.doors.web.offices.roles import told_lacks
from ansinh.doors.web.offices.words import ROLES
from ansinh.doors.web.refusals import carried_out, words

if TYPE_CHECKING:
    import uuid
    from collections.abc import Callable

    from django import forms
    from django.http import HttpRequest, HttpResponse

OPENING = [Role(role) for role in sorted(MAY_RECORD)]


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Open an account; the answer shows its one-time password, once."""
    demand_any(request, OPENING)
    officer, form = officer_of(request), AccountForm(request.POST or None)

    def act() -> tuple[Officer, str]:
        told = dict(form.cleaned_data)
        basis = told.pop("basis")
        return open_account(Person(**told), officer.office, basis=basis, by=officer, at=timezone.now())

    return with_password(request, form, act, "offices/account.html", {"office": officer.office})


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def password(request: HttpRequest, officer: uuid.UUID) -> HttpResponse:
    """Give a colleague a one-time password; the answer shows it, once."""
    by, form = officer_of(request), BasisForm(request.POST or None)
    colleague = Officer.objects.get(pk=officer)
    demand_gives(colleague, by, timezone.now())
    return with_password(
        request,
        form,
        lambda: new_password(officer, basis=form.cleaned_data["basis"], by=by, at=timezone.now()),
        "offices/password.html",
        {"officer": colleague},
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def close(request: HttpRequest, officer: uuid.UUID) -> HttpResponse:
    """Show what closing an account does to roles and open work; on POST close it."""
    by, now, form = officer_of(request), timezone.now(), BasisForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = INVALID
        if form.is_valid():
            status = REFUSED
            if carried_out(request, lambda: _closed(officer, form.cleaned_data["basis"], by), form):
                return redirect("office")
    closing = preview_close(officer, by=by, at=now)
    context = {"form": form, "closing": closing, "held": [ROLES[row.role] for row in closing.held], "then": told_lacks(closing.then)}
    return render(request, "offices/account_close.html", context, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def second_factor(request: HttpRequest, officer: uuid.UUID) -> HttpResponse:
    """Show what taking a lost second factor off does; on POST take it off."""
    by, form = officer_of(request), BasisForm(request.POST or None)
    colleague = Officer.objects.get(pk=officer)
    demand_gives(colleague, by, timezone.now())
    status = 200
    if request.method == "POST":
        status = INVALID
        if form.is_valid():
            status = REFUSED
            if carried_out(request, lambda: _without(officer, form.cleaned_data["basis"], by), form):
                return redirect("office")
    context = {"form": form, "officer": colleague, "has": bool(with_second_factor([colleague])), "must": must_have_one(colleague, on=timezone.localdate())}
    return render(request, "offices/factor.html", context, status=status)


def _without(officer: uuid.UUID, basis: str, by: Officer) -> str:
    done = reset_second_factor(officer, basis=basis, by=by, at=timezone.now())
    return _("Đã gỡ xác thực hai lớp của %(officer)s, ngắt mọi phiên đăng nhập và gửi thông báo.") % {"officer": done}


def _closed(officer: uuid.UUID, basis: str, by: Officer) -> str:
    return _("Đã đóng tài khoản của %(officer)s.") % {"officer": close_account(officer, basis=basis, by=by, at=timezone.now())}


def with_password(request: HttpRequest, form: forms.Form, act: Callable[[], tuple[Officer, str]], template: str, context: dict[str, Any]) -> HttpResponse:
    """Show the form; on POST do the act and show the password it gives."""
    if request.method != "POST":
        return render(request, template, {**context, "form": form})
    if not form.is_valid():
        return render(request, template, {**context, "form": form}, status=INVALID)
    try:
        officer, given = act()
    except NotYours:
        raise
    except Refused as refusal:
        form.add_error(None, words(refusal))
        return render(request, template, {**context, "form": form}, status=REFUSED)
    return render(request, "offices/password_shown.html", {"officer": officer, "password": given, "until": timezone.now() + VALID})
