"""The form of a policy to be printed and filled in by hand; each print has an id of its own, in its QR."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account.adapter import get_adapter
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from ansinh.delivery.cases.numbers import new_code
from ansinh.doors.web.limits import allow
from ansinh.papers.letters.form import Part, Question, RequestForm, form_pdf
from ansinh.policy.load import load_programme
from ansinh.policy.programme import NotInForce
from ansinh.policy.questions import vouched_facts

if TYPE_CHECKING:
    from datetime import date

    from django.http import HttpRequest

    from ansinh.policy.programme import FactDefinition, Policy, Programme

PER_CALLER = (120, 3600)
NEVER = frozenset({"requests_support", "province", "date_of_birth"})
MOST_CHOICES = 12
ANSWERS = {"bool": "yes_no", "date": "day", "int": "number", "money": "number", "code": "choice"}


@never_cache
@require_safe
def paper_form(request: HttpRequest, policy: str) -> HttpResponse:
    """Give the form as PDF."""
    programme, on = load_programme(), timezone.localdate()
    chosen = next((one for one in programme.policies if one.id == policy), None)
    if chosen is None or not fillable(chosen, on):
        raise Http404(policy)
    if not allow(f"form:{get_adapter().get_client_ip(request)}", *PER_CALLER):
        return render(request, "filing/busy.html", status=429)
    response = HttpResponse(form_pdf(form_of(chosen, programme, on, new_code()), at=timezone.now()), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="don-de-nghi-{policy}.pdf"'
    return response


def fillable(policy: Policy, on: date) -> bool:
    """Say whether people file this policy themselves on a day."""
    try:
        return policy.procedure_on(on).by_people
    except NotInForce:
        return False


def facts_on_paper(policy: Policy, programme: Programme, on: date) -> list[FactDefinition]:
    """Give the facts a form asks: those the policy rests on that a person can tell and no register does."""
    vouched = vouched_facts(programme, tuple(programme.registers))
    wanted = set(policy.version_on(on).facts) - vouched - NEVER
    return [fact for name, fact in programme.facts.items() if name in wanted and fact.ask]


def form_of(policy: Policy, programme: Programme, on: date, form_id: str) -> RequestForm:
    """Give the form of a policy as the law stands on a day, in Vietnamese."""
    procedure = policy.procedure_on(on)
    person = [
        Question("Họ và tên", hint="chữ in hoa"), Question("Ngày sinh", "day", "không nhớ thì chỉ ghi năm"), Question("Số CCCD hoặc CMND", "number", "12 hoặc 9 số; chưa có thì để trống", digits=12),
        Question("Thôn, xóm, số nhà, đường"), Question("Xã, phường, thị trấn"), Question("Huyện, tỉnh"), Question("Điện thoại", "number", digits=11),
    ]  # fmt: skip
    if "business" in procedure.filers:
        person += [Question("Tên hộ kinh doanh"), Question("Mã số thuế", "number", digits=13)]
    parts = [
        Part("Người được hỗ trợ", tuple(person)),
        Part("Điều luật hỏi", tuple(_question(fact) for fact in facts_on_paper(policy, programme, on))),
        Part("Nhận tiền", (Question("Ngân hàng", hint="để trống nếu nhận tại xã hoặc qua bưu điện"), Question("Số tài khoản"))),
        Part("Người nộp thay, nếu có", (Question("Họ và tên"), Question("Quan hệ với người được hỗ trợ"), Question("Điện thoại", "number", digits=11))),
    ]
    return RequestForm(
        policy.id,
        policy.number,
        policy.name["vi"],
        form_id,
        procedure.filed_at["vi"],
        procedure.cite,
        tuple(part for part in parts if part.questions),
        procedure.last_filing_on,
    )


def _question(fact: FactDefinition) -> Question:
    choices = tuple(text["vi"] for text in fact.choices.values())[:MOST_CHOICES]
    answer = ANSWERS[fact.type] if fact.type != "code" or choices else "text"
    return Question(fact.question["vi"], answer, fact.help.get("vi", "") if fact.help else "", choices, 10 if fact.type == "money" else 4)  # type: ignore[arg-type] # one of `Answer`
