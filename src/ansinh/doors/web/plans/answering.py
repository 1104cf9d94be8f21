"""A province's side of orders: read, with the file that came, and answered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ansinh.delivery.cases import orders
from ansinh.delivery.cases.models_orders import OrderAnswer
from ansinh.delivery.cases.orders import may_answer
from ansinh.delivery.cases.orders_due import order_to
from ansinh.delivery.offices.refusals import NotYours
from ansinh.delivery.offices.scope import within
from ansinh.doors.web.asking import officer_of, today
from ansinh.doors.web.deadlines import left
from ansinh.doors.web.dossiers.moving import READ_OR_ACT
from ansinh.doors.web.figures.drawing import PROVINCES
from ansinh.doors.web.plans.entering import entered, handed_out
from ansinh.doors.web.plans.forms import AnswerForm

if TYPE_CHECKING:
    import uuid

    from django.http import HttpRequest, HttpResponse


@login_required
@require_http_methods(READ_OR_ACT)
def answer(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Answer an order for a province."""
    officer, now = officer_of(request), timezone.now()
    row = order_to(key, seen_by=officer)
    if not may_answer(officer, row.province, on=today()):
        raise NotYours("order_elsewhere", "Chỉ tỉnh nhận chỉ đạo trả lời được.", "Only the province that was ordered answers.")
    form = AnswerForm(request.POST or None, request.FILES or None)

    def act(told: dict[str, Any]) -> str:
        orders.answer(key, told["text"], form.enclosed(), by=officer, at=now)
        return _("Đã trả lời. Bộ sẽ xem và nhận, hoặc yêu cầu trả lời lại.")

    then = f"{reverse('plans_province', args=[row.province])}#chi-dao"
    return entered(request, form, act, then=then, template="plans/answer.html", row=row, left=left(row.due_on, today()), name=PROVINCES[row.province])


@login_required
@require_safe
def order_file(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Hand out the file of an order to whoever may see that the province was ordered."""
    file = order_to(key, seen_by=officer_of(request)).order.file
    if file is None:
        raise Http404
    return handed_out(file)


@login_required
@require_safe
def answer_file(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Hand out the file of an answer to the province and the ministry."""
    file = within(OrderAnswer.objects.select_related("file"), officer_of(request)).get(pk=key).file
    if file is None:
        raise Http404
    return handed_out(file)
