"""The ministry's side of orders: issued, followed province by province, and what it says to each answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from ansinh.delivery.cases import orders
from ansinh.delivery.cases.models_orders import OrderAnswer
from ansinh.delivery.cases.orders import Words, may_command
from ansinh.delivery.cases.orders_due import demand_national, order_and_provinces, reminders_of
from ansinh.delivery.cases.orders_due import orders as order_page
from ansinh.delivery.offices.groups import groups_on
from ansinh.delivery.offices.refusals import NotYours
from ansinh.delivery.offices.scope import within
from ansinh.doors.web.asking import asked, beside, cursors, officer_of, today
from ansinh.doors.web.deadlines import left
from ansinh.doors.web.dossiers.moving import READ_OR_ACT
from ansinh.doors.web.figures.drawing import PROVINCES
from ansinh.doors.web.plans.entering import entered
from ansinh.doors.web.plans.forms import ALL, CHOSEN, FoundForm, OrderForm
from ansinh.doors.web.sheets import KINDS, taken_away
from ansinh.doors.web.states import STATES
from ansinh.policy.load import load_programme

if TYPE_CHECKING:
    import uuid
    from datetime import date

    from django.http import HttpRequest, HttpResponse
    from django.utils.functional import Promise

    from ansinh.delivery.cases.models_orders import OrderedProvince

REMINDED: dict[str, str | Promise] = {
    "reminder": gettext_lazy("nhắc trước hạn"), "chief": gettext_lazy("báo quá hạn"), "ministry": gettext_lazy("báo Bộ"),
}  # fmt: skip


@login_required
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """List the ministry's orders with how many answers came."""
    officer = officer_of(request)
    demand_national(officer)
    text = asked(request, "q")
    page = order_page(text=text, **cursors(request))
    rows = [{"order": row, "left": left(row.due_on, today()), "missing": row.sent - row.accepted - row.unread} for row in page.rows]  # type: ignore[attr-defined] # counted beside the rows
    context = {"rows": rows, "text": text, "commands": may_command(officer, on=today()), **beside(request, page, {"q": text})}
    return render(request, "plans/orders.html", context)


@login_required
@require_http_methods(READ_OR_ACT)
def new(request: HttpRequest) -> HttpResponse:
    """Order provinces to do something."""
    officer, now = officer_of(request), timezone.now()
    if not may_command(officer, on=today()):
        raise NotYours("not_ministry", "Chỉ Bộ (người đứng đầu, cán bộ tổng hợp) giao việc cho tỉnh.", "Only the ministry (head or analyst) orders provinces.")
    form = OrderForm(request.POST or None, request.FILES or None, initial={"working_days": 5, "to": ALL})

    def act(told: dict[str, Any]) -> str:
        words = Words(told["number"], told["title"], told["text"], told["working_days"], told["policy"])
        to = _provinces(told["to"], told["provinces"])
        row = orders.issue(words, to, form.enclosed(), by=officer, at=now)
        return _("Đã giao việc cho %(count)s tỉnh, hạn trả lời %(day)s.") % {"count": len(to), "day": f"{row.due_on:%d/%m/%Y}"}

    return entered(request, form, act, then=reverse("orders"), heading=_("Giao việc cho tỉnh"), many=True)


def _provinces(to: str, chosen: list[str]) -> list[str]:
    if to == ALL:
        return list(PROVINCES)
    return chosen if to == CHOSEN else [code for code, group in groups_on(today()).items() if group == to]


@login_required
@require_safe
def order(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Show one order, province by province: to whom, until when, what was answered; those missing first."""
    officer, on = officer_of(request), today()
    demand_national(officer)
    found, held = order_and_provinces(key)
    state, wanted = _wanted(request, held, on)
    policies = {policy.id: policy for policy in load_programme().policies}
    reminded: dict[object, list[Any]] = {}
    for reminder in reminders_of(wanted):
        reminded.setdefault(reminder.of_id, []).append((reminder, REMINDED[reminder.rung]))
    rows = [
        {"row": row, "name": PROVINCES[row.province], "left": left(row.due_on, on), "reminders": reminded.get(row.pk, []), "last": next(iter(row.answers.all()), None)}
        for row in wanted
    ]  # fmt: skip
    context = {
        "order": found, "rows": rows, "sent": len(held), "accepted": sum(row.state == "accepted" for row in held), "unread": sum(row.state == "answered" for row in held),
        "policy": policies.get(found.policy), "state": state,
        "states": [(of, told.label) for of, told in STATES["order"].items()], "first": held[0] if held else None, "commands": may_command(officer, on=on),
        "export": {kind: f"{reverse('order_export', args=[key, kind])}?{urlencode({'xem': state})}" for kind in KINDS},
    }  # fmt: skip
    return render(request, "plans/order.html", context)


def _wanted(request: HttpRequest, held: list[OrderedProvince], on: date) -> tuple[str, list[OrderedProvince]]:
    """Give the state asked for, and the provinces that are in it; `late` are those not answered whose day has passed."""
    state = asked(request, "xem")
    state = state if state in STATES["order"] else ""
    return state, [row for row in held if not state or row.state == state or (state == "late" and row.state in ("open", "again") and row.due_on < on)]


@login_required
@require_safe
def export(request: HttpRequest, key: uuid.UUID, kind: str) -> HttpResponse:
    """Give the answers of an order, its filter kept, as xlsx or csv."""
    demand_national(officer_of(request))
    found, held = order_and_provinces(key)
    lines: list[list[Any]] = [[_("Mã"), _("Hạn"), _("Tỉnh, thành phố"), _("Trạng thái"), _("Giao cho"), _("Trả lời gần nhất"), _("Ai trả lời"), _("Lúc")]]
    for row in _wanted(request, held, today())[1]:
        last = next(iter(row.answers.all()), None)
        told = [last.text, str(last.answered_by), f"{timezone.localtime(last.answered_at):%H:%M %d/%m/%Y}"] if last else ["", "", ""]
        lines.append([row.province, f"{row.due_on:%d/%m/%Y}", PROVINCES[row.province], str(STATES["order"][row.state].label), str(row.owner or ""), *told])
    return taken_away(kind, f"chi-dao-{found.issued_at:%Y%m%d}", lines, f"{found.number}: {found.title}")


@login_required
@require_http_methods(READ_OR_ACT)
def found(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Say, as the ministry, whether an answer will do."""
    officer, now = officer_of(request), timezone.now()
    demand_national(officer)
    given = within(OrderAnswer.objects.select_related("of__order", "answered_by", "file"), officer).get(pk=key)
    form = FoundForm(request.POST or None, initial={"working_days": 3})

    def act(told: dict[str, Any]) -> str:
        if told["finding"] == OrderAnswer.Finding.ACCEPTED:
            orders.accept(key, remark=told["remark"], by=officer, at=now)
            return _("Đã nhận trả lời của %(province)s.") % {"province": PROVINCES[given.province]}
        orders.ask_again(key, remark=told["remark"], working_days=told["working_days"] or 0, by=officer, at=now)
        return _("Đã yêu cầu %(province)s trả lời lại.") % {"province": PROVINCES[given.province]}

    then = reverse("order", args=[given.of.order_id])
    return entered(request, form, act, then=then, template="plans/found.html", given=given, order=given.of.order, name=PROVINCES[given.province])
