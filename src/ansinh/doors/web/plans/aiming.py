"""Targets of a province: set by a document, given to a person, and given to another by a written act, with everything that was entered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_required
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ansinh.delivery.cases.measures import may_enter
from ansinh.delivery.cases.models_plans import PlanDocument, PlanTarget
from ansinh.delivery.cases.register_plan import demand_registers
from ansinh.delivery.cases.targets import Aim, history_of, latest_of, may_own, name_owner, set_target
from ansinh.delivery.offices.queries import places_by_code
from ansinh.delivery.reports.queries import Cut, names_below
from ansinh.doors.web.asking import asked, officer_of, today
from ansinh.doors.web.dossiers.moving import READ_OR_ACT
from ansinh.doors.web.figures.drawing import PROVINCES
from ansinh.doors.web.plans.entering import entered
from ansinh.doors.web.plans.forms import OwnerForm, TargetForm
from ansinh.policy.load import load_programme

if TYPE_CHECKING:
    import uuid

    from django.http import HttpRequest, HttpResponse


@login_required
@require_http_methods(READ_OR_ACT)
def new(request: HttpRequest, code: str) -> HttpResponse:
    """Set what the province, or one of its districts, is to reach of a policy."""
    officer, now = officer_of(request), timezone.now()
    demand_registers(officer, code, now)
    districts = names_below(Cut(province=code))
    district = asked(request, "huyen")
    district = district if district in districts else ""
    documents = PlanDocument.objects.filter(province=code, programme="nq68", replaced_by__isnull=True).order_by("-issued_on", "-pk")
    first = documents.filter(kind=PlanDocument.Kind.PLAN).first() or documents.first()
    form = TargetForm(
        request.POST or None,
        documents=documents,
        officers=may_own(code, district, on=today()),
        initial={"policy": asked(request, "chinh-sach"), "document": first},
    )

    def act(told: dict[str, Any]) -> str:
        aim = Aim(code, district, told["policy"], told["people"], told["due_on"])
        set_target(aim, told["document"], told["owner"], basis=told["basis"], by=officer, at=now)
        return _("Đã đặt chỉ tiêu.")

    context = {"districts": districts.items(), "district": district, "name": PROVINCES[code], "documents": first is not None, "code": code}
    return entered(request, form, act, then=_page(code), heading=_("Đặt chỉ tiêu"), template="plans/target_new.html", **context)


@login_required
@require_http_methods(READ_OR_ACT)
def target(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Show a target with its history; the province and the ministry give it to another person."""
    officer, now = officer_of(request), timezone.now()
    row = latest_of(PlanTarget.objects.get(pk=key))
    form = OwnerForm(request.POST or None, officers=may_own(row.province, row.district, on=today()), initial={"since": today(), "owner": row.owner_id})

    def act(told: dict[str, Any]) -> str:
        changed = name_owner(row, told["owner"], since=told["since"], basis=told["basis"], by=officer, at=now)
        return _("Đã giao cho %(owner)s.") % {"owner": changed.owner}

    place = places_by_code([row.district])[row.district].name if row.district else _("Cả tỉnh")
    context = {
        "row": row, "history": history_of(row), "policy": load_programme(row.programme).policy(row.policy), "place": place, "name": PROVINCES[row.province],
        "enters": may_enter(officer, row.province, on=today()),
    }  # fmt: skip
    return entered(request, form, act, then=_page(row.province), template="plans/target.html", **context)


def _page(code: str) -> str:
    return f"{reverse('plans_province', args=[code])}#chi-tieu"
