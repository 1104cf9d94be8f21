"""The plans of the country: which of the 63 provinces has one, what its targets reached, and the table of it to take away."""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING, Any

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from ansinh.delivery.cases.gaps import gaps
from ansinh.delivery.cases.orders import may_command
from ansinh.delivery.offices.models import Level
from ansinh.doors.web.asking import asked, today
from ansinh.doors.web.charts import Value
from ansinh.doors.web.figures.seeing import officer_or_none
from ansinh.doors.web.figures.words import GROUPS
from ansinh.doors.web.plans.standing import EVERY, MISSING, PLANNED, UNOWNED, Reached, Standing, by_group, chosen, standings
from ansinh.doors.web.sheets import taken_away
from ansinh.doors.web.templatetags.page import day
from ansinh.policy.load import load_programme

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import HttpRequest, HttpResponse
    from django.utils.functional import Promise

STATES: dict[str, str | Promise] = {
    PLANNED: gettext_lazy("Đã có kế hoạch"), EVERY: gettext_lazy("Tất cả"), MISSING: gettext_lazy("Chưa có kế hoạch"),
    UNOWNED: gettext_lazy("Có chỉ tiêu chưa có người chịu trách nhiệm"),
}  # fmt: skip


@require_safe
def national(request: HttpRequest) -> HttpResponse:
    """Show every province's plan, those missing first of all; officers also see of how many targets nobody answers."""
    officer, told = officer_or_none(request), _asked(request)
    every = standings(officer=officer, on=today(), policy=told["policy"])
    rows = _shown(every, told)
    states = {state: label for state, label in STATES.items() if officer or state != UNOWNED}
    query = urlencode({name: value for name, value in told["query"].items() if value})
    context: dict[str, Any] = {
        **told, "rows": rows, "states": states.items(), "groups": GROUPS, "policies": load_programme().policies, "officer": officer, "programme": load_programme(),
        "total": _total(rows), "planned": f"{sum(1 for row in every if row.plan)}/{len(every)}", "without": f"{reverse('plans')}?xem={MISSING}",
        "unplanned": sum(1 for row in every if row.plan is None), "missing": by_group((row.group, row.name, row.code) for row in every if row.plan is None),
        "map": {row.code: _tile(row) for row in every if row.plan}, "bars": sorted((row for row in rows if row.reached.people), key=lambda row: -(row.reached.percent or 0)),
        "export": {kind: f"{reverse('plans_export', args=[kind])}?{query}" for kind in ("xlsx", "csv")},
        "lacking": len(gaps(on=today(), province=officer.office.province)) if officer else 0,
        "commands": officer is not None and may_command(officer, on=today()), "national": officer is not None and officer.office.level == Level.NATIONAL,
        "own": officer.office.province if officer else "", "gaps": f"{reverse('plan_gaps')}?tinh={officer.office.province}" if officer and officer.office.province else reverse("plan_gaps"),
    }  # fmt: skip
    return render(request, "plans/national.html", context)


@require_safe
def export(request: HttpRequest, kind: str) -> HttpResponse:
    """Give the table of the page, its filters kept, as xlsx or csv."""
    told = _asked(request)
    rows = _shown(standings(officer=officer_or_none(request), on=today(), policy=told["policy"]), told)
    heads = [
        _("Mã"), _("Nhóm"), _("Tỉnh, thành phố"), _("Kế hoạch"), _("Ngày ban hành"), _("Số văn bản"), _("Chỉ tiêu (người)"), _("Đã tiếp nhận"), _("Đã quyết định"),
        _("Đã nhận hỗ trợ"), _("Đạt (%)"), _("Chỉ tiêu chưa có người"),
    ]  # fmt: skip
    lines: list[list[Any]] = [heads, *(_line(row) for row in rows)]
    return taken_away(kind, "ke-hoach", lines, _("Lập lúc %(at)s") % {"at": f"{timezone.localtime():%H:%M %d/%m/%Y}"})


def _line(row: Standing) -> list[Any]:
    done = row.reached
    return [
        row.code, row.group.upper(), row.name, row.plan.number if row.plan else _("chưa có"), f"{row.plan.issued_on:%d/%m/%Y}" if row.plan else "", row.documents,
        done.people, done.received, done.decided, done.helped, "" if done.percent is None else done.percent, row.unowned,
    ]  # fmt: skip


def _asked(request: HttpRequest) -> dict[str, Any]:
    policy, group, state, text = (asked(request, name) for name in ("chinh-sach", "nhom", "xem", "q"))
    policy = policy if policy in {known.id for known in load_programme().policies} else ""
    group, state = group if group in GROUPS else "", state if state in STATES else PLANNED
    return {"policy": policy, "group": group, "state": state, "text": text, "query": {"q": text, "nhom": group, "xem": state, "chinh-sach": policy}}


def _shown(rows: Iterable[Standing], told: dict[str, Any]) -> list[Standing]:
    return chosen(rows, text=told["text"], group=told["group"], state=told["state"])


def _total(rows: Iterable[Standing]) -> Reached:
    return reduce(Reached.and_more, (row.reached for row in rows), Reached())


def _tile(row: Standing) -> Value:
    assert row.plan is not None  # noqa: S101 - narrows the type
    said = f"{row.plan.number}, {day(row.plan.issued_on)}"
    return Value(row.name, 1, said, reverse("plans_province", args=[row.code]), short=f"{row.plan.issued_on:%-d/%-m}")
