"""Closed accounts of an office, found by name; somebody who comes back is let in again, and asked anew what she is to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from ansinh.delivery.cases.reopen_account import closed_accounts, closed_matching, held_before, reopen_account, to_reopen, with_closing
from ansinh.doors.web.asking import asked, beside, cursors, demand_any, officer_of
from ansinh.doors.web.dossiers.words import language
from ansinh.doors.web.offices.accounts import OPENING, with_password
from ansinh.doors.web.offices.forms import ReopenForm
from ansinh.doors.web.offices.words import ROLES
from ansinh.doors.web.sheets import csv_of
from ansinh.policy.load import load_programme, programme_names

if TYPE_CHECKING:
    import uuid

    from django.http import HttpRequest, HttpResponse

    from ansinh.delivery.offices.models import Officer

MOST_TAKEN = 5_000
BETWEEN = "|"


@login_required
@require_safe
def closed(request: HttpRequest) -> HttpResponse:
    """Show the closed accounts of the reader's office: whose, closed by whom and why."""
    demand_any(request, OPENING)
    officer, text = officer_of(request), asked(request, "q")
    found = closed_accounts(seen_by=officer, text=text, **cursors(request))
    context = {
        "office": officer.office, "rows": with_closing(found.rows, seen_by=officer), "text": text, "export": f"xuat.csv?{urlencode({'q': text})}",
        **beside(request, found, {"q": text}),
    }  # fmt: skip
    return render(request, "offices/accounts_closed.html", context)


@login_required
@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """Give what the list shows as a table."""
    demand_any(request, OPENING)
    officer = officer_of(request)
    rows = with_closing(list(closed_matching(seen_by=officer, text=asked(request, "q")).order_by("full_name", "pk")[:MOST_TAKEN]), seen_by=officer)
    heads = [_("Cán bộ"), _("Chức danh"), _("Tên đăng nhập"), _("Đóng lúc"), _("Người đóng"), _("Căn cứ")]
    lines = [
        [
            one.officer.full_name,
            one.officer.title,
            one.officer.username,
            f"{timezone.localtime(event.at):%Y-%m-%d %H:%M}",
            event.officer_name,
            (event.after or {}).get("basis", ""),
        ]
        if (event := one.closing)
        else [one.officer.full_name, one.officer.title, one.officer.username, "", "", ""]
        for one in rows
    ]
    return csv_of("tai-khoan-da-dong", [heads, *lines])


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def reopen(request: HttpRequest, officer: uuid.UUID) -> HttpResponse:
    """Ask which roles she holds again; on POST open the account and show its one-time password, once."""
    by, now = officer_of(request), timezone.now()
    back = to_reopen(officer, by=by, at=now)
    policies = {policy.id: policy for name in programme_names() for policy in load_programme(name).policies}
    held = [
        (
            f"{role}{BETWEEN}{policy}",
            f"{ROLES[role]}, {f'{policies[policy].number}. {policies[policy].name[language()]}' if policy in policies else policy or _('mọi chính sách')}",
        )
        for role, policy in held_before(back)
    ]
    form = ReopenForm(request.POST or None, held=held)

    def act() -> tuple[Officer, str]:
        roles = [(role, policy) for role, _between, policy in (one.partition(BETWEEN) for one in form.cleaned_data.get("roles", ()))]
        return reopen_account(officer, roles, basis=form.cleaned_data["basis"], by=by, at=now)

    return with_password(request, form, act, "offices/account_reopen.html", {"officer": back, "held": held})
