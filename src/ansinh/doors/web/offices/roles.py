"""Who does what: the head or administrator of an office gives roles and ends them; heads above and inspectors see the offices below."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ansinh.delivery.cases.assign import assign, end_assignment, preview_end
from ansinh.delivery.cases.given import has_ended
from ansinh.delivery.cases.hand_over import MAY_RECORD
from ansinh.delivery.cases.plans import PROGRAMME
from ansinh.delivery.cases.queries import page
from ansinh.delivery.cases.roles import Given, offices_lacking, offices_seen, policies_here, roles_seen, unheld, with_acts, without_role
from ansinh.delivery.offices.incompatible import clashes_now, rules
from ansinh.delivery.offices.models import Assignment, Office, Officer
from ansinh.delivery.offices.queries import assignments_on
from ansinh.delivery.offices.refusals import AlreadyDone
from ansinh.doors.web.asking import asked, beside, cursors, officer_of, roles_here, today
from ansinh.doors.web.dossiers.words import language
from ansinh.doors.web.offices.choosing import policy_choices
from ansinh.doors.web.offices.forms import RoleForm
from ansinh.doors.web.offices.giving import colleagues_of, given_by_form
from ansinh.doors.web.offices.words import LEVELS, ROLES
from ansinh.doors.web.refusals import carried_out, words
from ansinh.doors.web.sheets import csv_of
from ansinh.policy.load import load_programme, programme_names

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import HttpRequest, HttpResponse

    from ansinh.delivery.cases.roles import Unheld
    from ansinh.delivery.offices.incompatible import Clash
    from ansinh.delivery.offices.models_incompatible import Incompatibility
    from ansinh.policy.programme import Policy

MOST_TAKEN = 20_000
MOST_LACKING = 2_000
BELOW = "duoi"
FILTERS = ("o", "q", "nhiem-vu", "chinh-sach", "het")


@login_required
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """Show who holds what in an office: the reader's own, one below, or all she sees."""
    officer, kept = officer_of(request), _asked(request)
    office = _office(request, kept["o"])
    found = page(_selected(officer, kept, office), ["name", "pk"], **cursors(request))
    names, own = _names(), office is not None and office.pk == officer.office_id
    context = {
        "office": office, "own": own, "rows": [_shown(one, names) for one in with_acts(found.rows)], "asked": kept, "asked_role": kept["nhiem-vu"], "asked_policy": kept["chinh-sach"], "below": BELOW,
        "lacking": told_lacks(unheld([office], at=timezone.now()).get(office.pk, [])) if office else [], "idle": without_role(office, on=today()) if office else [],
        "heads": own and bool(MAY_RECORD & roles_here(request)), "watches": offices_seen(seen_by=officer, on=today()).exists(),
        "roles": ROLES.items(), "policies": policies_here(office) if office else list(names.values()), "export": f"xuat.csv?{urlencode(kept)}",
        **beside(request, found, kept),
    }  # fmt: skip
    return render(request, "offices/roles.html", context)


@login_required
@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """Give what the list shows, with the filters, as a table."""
    kept, names = _asked(request), _names()
    heads = [_("Đơn vị"), _("Cán bộ"), _("Chức danh"), _("Nhiệm vụ"), _("Chính sách"), _("Từ ngày"), _("Đến hết ngày"), _("Văn bản")]
    rows = _selected(officer_of(request), kept, _office(request, kept["o"])).order_by("office__province", "office__name", "name", "pk")
    return csv_of("nhiem-vu", [heads, *(_cells(row, names) for row in rows[:MOST_TAKEN])])


@login_required
@require_safe
def lacking(request: HttpRequest) -> HttpResponse:
    """Show the offices below in which a step has nobody, or nobody is the head."""
    kept = {"q": asked(request, "q"), "cap": asked(request, "cap")}
    found = offices_lacking(seen_by=officer_of(request), at=timezone.now(), text=kept["q"], level=kept["cap"], **cursors(request))
    context = {
        "rows": _with_lacks(found.rows), "asked": kept, "watches": offices_seen(seen_by=officer_of(request), on=today()).exists(), "levels": LEVELS.items(),
        "export": f"con-thieu.csv?{urlencode(kept)}", **beside(request, found, kept),
    }  # fmt: skip
    return render(request, "offices/lacking.html", context)


@login_required
@require_safe
def lacking_export(request: HttpRequest) -> HttpResponse:
    """Give those offices as a table: a line for each role that nobody does."""
    found = offices_lacking(seen_by=officer_of(request), at=timezone.now(), text=asked(request, "q"), level=asked(request, "cap"), size=MOST_LACKING)
    heads = [_("Tỉnh"), _("Đơn vị"), _("Nhiệm vụ chưa có ai"), _("Chính sách")]
    lines = [
        [office.province, office.name, str(lack["label"]), "; ".join(policy.name[language()] for policy in lack["policies"])]
        for office, lacks in _with_lacks(found.rows)
        for lack in lacks
    ]
    return csv_of("don-vi-con-thieu", [heads, *lines])


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Give a role to a colleague; what she holds, and what does not go with it, is told beside the form."""
    officer, now = officer_of(request), timezone.now()
    colleagues = colleagues_of(officer)
    given: dict[str, Any] = {
        "colleagues": colleagues,
        "held": {},
        "policies": [("", _("Mọi chính sách")), *policy_choices(policies_here(officer.office))],
    }
    for row in assignments_on(today()).filter(office=officer.office).order_by("role", "policy"):
        given["held"].setdefault(row.officer_id, []).append(f"{ROLES[row.role]}{f' {row.policy}' if row.policy else ''}")
    chosen = _one_of(colleagues, request.POST.get("officer") or asked(request, "can-bo"))

    def act(told: dict[str, Any]) -> str:
        made = assign(told["officer"], told["role"], policy=told["policy"], since=told["since"], until=told["until"], basis=told["basis"], by=officer, at=now)
        return _("%(officer)s giữ nhiệm vụ “%(role)s”.") % {"officer": made.officer, "role": ROLES[made.role]}

    return given_by_form(
        request, RoleForm, given, act, template="offices/role.html", then="roles", initial={"officer": chosen, "role": asked(request, "nhiem-vu")},
        context={
            "chosen": chosen, "holds": given["held"].get(chosen.pk, []) if chosen else [],
            "clashes": [_clash(one) for one in clashes_now(chosen, on=today()).values()] if chosen else [],
            "rules": [(ROLES[one.role], ROLES[one.other], _why(one)) for one in rules() if one.not_in != officer.office.kind],
        },
    )  # fmt: skip


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, assignment: UUID) -> HttpResponse:
    """Show what ending a role does to open work and to whom it goes; on POST end it."""
    officer, now = officer_of(request), timezone.now()
    if request.method == "POST":
        carried_out(request, lambda: _ended(assignment, officer, now))
        return redirect("roles")
    try:
        ending = preview_end(assignment, by=officer, at=now)
    except AlreadyDone as done:
        messages.info(request, words(done))
        return redirect("roles")
    row = ending.assignment
    context = {"ending": ending, "row": row, "role": ROLES[row.role], "policy": _names().get(row.policy), "then": told_lacks(ending.then)}
    return render(request, "offices/role_end.html", context)


def _ended(assignment: UUID, by: Officer, at: Any) -> str:
    row = end_assignment(assignment, by=by, at=at)
    return _("%(officer)s đã thôi nhiệm vụ “%(role)s”.") % {"officer": row.officer, "role": ROLES[row.role]}


def _asked(request: HttpRequest) -> dict[str, str]:
    return {name: asked(request, name) for name in FILTERS}


def _office(request: HttpRequest, wanted: str) -> Office | None:
    """Give the office that is asked for: one's own without a word, none where all are wanted. One out of sight is not there."""
    officer = officer_of(request)
    if wanted == BELOW:
        return None
    if wanted in ("", str(officer.office_id)):
        return officer.office
    found: Office | None = _one_of(offices_seen(seen_by=officer, on=today()), wanted)
    if found is None:
        raise Http404
    return found


def _one_of(rows: Any, key: str) -> Any:
    """Give the row with a key; nothing for what is no key or another's."""
    try:
        return rows.filter(pk=UUID(key)).first() if key else None
    except ValueError:
        return None


def _selected(officer: Officer, kept: dict[str, str], office: Office | None) -> Any:
    return roles_seen(seen_by=officer, on=today(), of=office, text=kept["q"], role=kept["nhiem-vu"], policy=kept["chinh-sach"], past=kept["het"] == "1")


def _with_lacks(offices: list[Office]) -> list[tuple[Office, list[Any]]]:
    lacks = unheld(offices, at=timezone.now())
    return [(office, [one for one in told_lacks(lacks.get(office.pk, [])) if not one["head_does"]]) for office in offices]


def told_lacks(lacks: Iterable[Unheld]) -> list[dict[str, Any]]:
    """Give what nobody holds, in the words of the reader."""
    return [
        {"role": lack.role, "label": ROLES[lack.role], "policies": lack.policies, "numbers": _numbers(lack.policies), "head_does": lack.head_does}
        for lack in lacks
    ]


def _numbers(policies: Iterable[Policy]) -> str:
    """Give the numbers of policies; those of other programmes after, behind the programme's name, since two programmes count from one."""
    told: dict[str, list[str]] = {}
    for policy in policies:
        told.setdefault(policy.id.partition("-")[0], []).append(policy.number)
    named = sorted(told.items(), key=lambda one: one[0] != PROGRAMME)
    return "; ".join(", ".join(numbers) if programme == PROGRAMME else f"{programme.upper()}: {', '.join(numbers)}" for programme, numbers in named)


def _names() -> dict[str, Policy]:
    return {policy.id: policy for name in programme_names() for policy in load_programme(name).policies}


def _until(row: Assignment) -> Any:
    """Give the last day on which it is held; nothing where none is set, or it never was."""
    return row.held.upper - timedelta(1) if row.held.upper else None


def _cells(row: Assignment, names: dict[str, Policy]) -> list[Any]:
    policy = names[row.policy].name[language()] if row.policy in names else row.policy or _("Mọi chính sách")
    return [row.office.name, row.officer.full_name, row.officer.title, str(ROLES[row.role]), policy, row.held.lower or "", _until(row) or "", row.basis]


def _shown(one: Given, names: dict[str, Policy]) -> dict[str, Any]:
    row = one.row
    ended = has_ended(row.held, today())
    return {
        "row": row, "role": ROLES[row.role], "policy": names.get(row.policy), "until": _until(row), "ended": ended, "ahead": not ended and bool(row.held.lower) and row.held.lower > today(),
        "given": one.given, "stopped": one.ended,
    }  # fmt: skip


def _clash(clash: Clash) -> dict[str, Any]:
    return {
        "role": ROLES[clash.asked], "held": ROLES[clash.held], "since": clash.since, "of": clash.held_by if clash.held_by.pk != clash.who.pk else None,
        "who": clash.who, **_why(clash.rule),
    }  # fmt: skip


def _why(rule: Incompatibility) -> dict[str, Any]:
    return {"why": {"vi": rule.why_vi, "en": rule.why_en}, "cite": rule.cite}
