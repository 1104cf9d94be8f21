"""Up to what each officer signs: the head gives and ends limits; her office, and supervisors over their whole scope, see them with their history."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ansinh.delivery.cases.given import has_ended
from ansinh.delivery.cases.signing import approvers_of, end_limit, give_limit, limits_seen, policies_signed_by, signing_limits
from ansinh.delivery.offices.models import Officer, Role
from ansinh.delivery.offices.signing import ToSign
from ansinh.doors.web.asking import asked, beside, cursors, officer_of, roles_here, today
from ansinh.doors.web.dossiers.words import language
from ansinh.doors.web.offices.choosing import policy_choices
from ansinh.doors.web.offices.forms import LimitForm
from ansinh.doors.web.offices.giving import given_by_form
from ansinh.doors.web.sheets import csv_of
from ansinh.policy.load import load_programme, programme_names

if TYPE_CHECKING:
    import uuid

    from django.http import HttpRequest, HttpResponse

    from ansinh.delivery.offices.models_signing import SigningLimit
    from ansinh.policy.programme import Policy

MOST_TAKEN = 20_000


@login_required
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """Show the limits, those in force unless the reader asks for ended ones too."""
    officer, kept = officer_of(request), _asked(request)
    found = signing_limits(seen_by=officer, on=today(), who=kept["q"], past=bool(kept["het"]), **cursors(request))
    own, names = officer.office, _names()
    context = {
        "office": own, "rows": [_shown(row, names) for row in found.rows], "asked": kept, "export": f"xuat.csv?{urlencode(kept)}",
        "heads": Role.CHIEF in roles_here(request), "decides": bool(policies_signed_by(own)), "approvers": approvers_of(own, on=today()), "watches": Role.SUPERVISOR in roles_here(request),
        **beside(request, found, kept),
    }  # fmt: skip
    return render(request, "offices/signing.html", context)


@login_required
@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """Give the limits that are seen, with the filters, as a table."""
    kept, names = _asked(request), _names()
    heads = [_("Đơn vị"), _("Cán bộ"), _("Chính sách"), _("Mức một người (đồng)"), _("Mức một quyết định (đồng)"), _("Từ ngày"), _("Đến hết ngày"), _("Văn bản"), _("Người đặt")]  # fmt: skip
    rows = limits_seen(seen_by=officer_of(request), on=today(), who=kept["q"], past=bool(kept["het"])).order_by("-given_at", "-id")
    return csv_of("muc-ky", [heads, *(_cells(_shown(row, names)) for row in rows[:MOST_TAKEN])])


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Give a limit to a colleague who approves."""
    officer, now = officer_of(request), timezone.now()
    approving = [one.pk for one in approvers_of(officer.office, on=today()) if one.pk != officer.pk]
    given: dict[str, Any] = {
        "colleagues": Officer.objects.filter(pk__in=approving).order_by("full_name"),
        "policies": [("", _("Mọi chính sách")), *policy_choices(policies_signed_by(officer.office))],
    }

    def act(told: dict[str, Any]) -> str:
        most = ToSign(told["most_claim_vnd"], told["most_decision_vnd"])
        limit = give_limit(told["officer"], told["policy"], most=most, basis=told["basis"], since=told["since"], until=told["until"], by=officer, at=now)
        return _("Đã ghi mức ký của %(officer)s. Hồ sơ vượt mức sẽ đến người được ký.") % {"officer": limit.officer}

    return given_by_form(request, LimitForm, given, act, template="offices/limit.html", then="signing")


@login_required
@require_POST
def end(request: HttpRequest, limit: uuid.UUID) -> HttpResponse:
    """End a limit from today on."""
    row = end_limit(limit, by=officer_of(request), at=timezone.now())
    messages.success(request, _("Đã thôi mức ký của %(officer)s.") % {"officer": row.officer})
    return redirect("signing")


def _asked(request: HttpRequest) -> dict[str, str]:
    return {"q": asked(request, "q"), "het": "1" if request.GET.get("het") == "1" else ""}


def _cells(one: dict[str, Any]) -> list[Any]:
    row = one["row"]
    policy = one["policy"].name[language()] if one["policy"] else row.policy or _("Mọi chính sách")
    return [row.office.name, row.officer.full_name, policy, row.most_claim_vnd, row.most_decision_vnd, row.held.lower, one["until"] or "", row.basis, row.given_by.full_name]  # fmt: skip


def _names() -> dict[str, Policy]:
    return {policy.id: policy for name in programme_names() for policy in load_programme(name).policies}


def _shown(row: SigningLimit, names: dict[str, Policy]) -> dict[str, Any]:
    ended, upper = has_ended(row.held, today()), row.held.upper
    return {
        "row": row,
        "policy": names.get(row.policy),
        "until": upper - timedelta(1) if upper else None,
        "ended": ended,
        "ahead": not ended and row.held.lower > today(),
    }
