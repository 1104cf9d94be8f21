"""A person takes away what is kept of her: JSON for programs, PDF for paper. Who asks has shown code and year of birth, and shows her last digits."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from allauth.account.adapter import get_adapter
from django import forms
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from ansinh.delivery.cases.own_data import LAST_DIGITS, own_data
from ansinh.delivery.grievances.own_data import own_complaints
from ansinh.delivery.intake.own_data import own_filing
from ansinh.doors.web.limits import allow
from ansinh.doors.web.public.complaining import read_about
from ansinh.papers.letters.own_data import own_data_pdf
from ansinh.policy.load import load_programme
from ansinh.policy.money import vnd

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.utils.functional import Promise

    from ansinh.papers.letters.own_data import Section

PER_CALLER, PER_CODE = (60, 3600), (5, 3600)
"""Tries and seconds: four digits are ten thousand, five tries an hour reach none of them by chance."""
REFUSED = 422
SECTIONS: dict[str, str | Promise] = {
    "person": gettext_lazy("Ông/bà"), "claim": gettext_lazy("Trường hợp đề nghị"), "filings": gettext_lazy("Đã nộp thế nào"),
    "decision": gettext_lazy("Quyết định"), "answers_of_the_law": gettext_lazy("Kết luận theo quy định"),
    "later_decisions": gettext_lazy("Quyết định thu hồi, đính chính"), "payments": gettext_lazy("Chi trả"), "to_come_back": gettext_lazy("Khoản phải thu hồi"),
    "to_be_given_back": gettext_lazy("Khoản được trả lại"),
    "complaints": gettext_lazy("Khiếu nại, phản ánh"),
    "papers": gettext_lazy("Giấy tờ"), "papers_opened": gettext_lazy("Ai đã mở giấy tờ"), "notes": gettext_lazy("Ghi chú của cán bộ"),
    "told": gettext_lazy("Đã báo cho người dân"),
    "numbers": gettext_lazy("Các số khác"), "residences": gettext_lazy("Đăng ký cư trú và nơi ở"),
    "looked_at_by": gettext_lazy("Ai đã xem"), "basis": gettext_lazy("Căn cứ sử dụng thông tin"), "kept_until": gettext_lazy("Giữ đến khi nào"),
}  # fmt: skip
NAMES: dict[str, str | Promise] = {
    "full_name": gettext_lazy("Họ và tên"), "sex": gettext_lazy("Giới tính"), "date_of_birth": gettext_lazy("Ngày sinh"), "birth_precision": gettext_lazy("Ngày sinh rõ đến"),
    "id_kind": gettext_lazy("Loại giấy tờ"), "id_number": gettext_lazy("Số giấy tờ"), "phone": gettext_lazy("Điện thoại"), "address": gettext_lazy("Nơi ở"), "bank_name": gettext_lazy("Ngân hàng"),
    "account_number": gettext_lazy("Số tài khoản"), "holder_name": gettext_lazy("Chủ tài khoản"), "commune": gettext_lazy("Xã, phường, thị trấn"),
    "receipt": gettext_lazy("Mã biên nhận"), "policy": gettext_lazy("Chính sách"), "state": gettext_lazy("Tình trạng"),
    "state_reason": gettext_lazy("Lý do"), "state_article": gettext_lazy("Căn cứ"), "outcome": gettext_lazy("Kết luận theo quy định"), "amount_vnd": gettext_lazy("Số tiền"),
    "dossier": gettext_lazy("Hồ sơ"), "channel": gettext_lazy("Cách gửi"), "submitted_at": gettext_lazy("Nộp lúc"), "submitted_to": gettext_lazy("Nơi nộp"),
    "now_with": gettext_lazy("Người đang giữ"), "office": gettext_lazy("Cơ quan"), "number": gettext_lazy("Số"), "decided_on": gettext_lazy("Ngày ký"), "as_of": gettext_lazy("Theo quy định ngày"),
    "facts": gettext_lazy("Thông tin dùng để xét"), "failed": gettext_lazy("Chưa đáp ứng"), "missing": gettext_lazy("Còn thiếu"),
    "attempt": gettext_lazy("Lần chi"), "settled_on": gettext_lazy("Ngày nhận"),
    "name": gettext_lazy("Tên"), "received_at": gettext_lazy("Nhận lúc"), "by_herself": gettext_lazy("Tự gửi"), "at": gettext_lazy("Lúc"), "officer": gettext_lazy("Cán bộ"),
    "purpose": gettext_lazy("Mục đích"), "text": gettext_lazy("Nội dung"), "kind": gettext_lazy("Loại"), "value": gettext_lazy("Số"), "source": gettext_lazy("Nguồn"), "since": gettext_lazy("Từ ngày"),
    "until": gettext_lazy("Đến ngày"), "how": gettext_lazy("Mức xem"), "why": gettext_lazy("Vì sao"), "cite": gettext_lazy("Căn cứ"), "verified": gettext_lazy("Đã đối chiếu"),
    "code": gettext_lazy("Mã hồ sơ nộp"), "filer_kind": gettext_lazy("Ai nộp"), "filer_name": gettext_lazy("Người nộp"), "filer_relation": gettext_lazy("Quan hệ"),
    "filed_at": gettext_lazy("Nộp lúc"), "filed_on": gettext_lazy("Ngày nộp"), "due_on": gettext_lazy("Hạn"), "ended_at": gettext_lazy("Kết thúc lúc"),
    "what_was_told": gettext_lazy("Đã khai"), "told_at": gettext_lazy("Đã báo lúc"), "denied_at": gettext_lazy("Báo không đúng lúc"), "denied_because": gettext_lazy("Nói gì"),
    "settled_because": gettext_lazy("Kết quả xác minh"), "decided_by": gettext_lazy("Người giải quyết"), "reason": gettext_lazy("Lý do"), "carried_out": gettext_lazy("Đã làm"),
    "carried_out_at": gettext_lazy("Làm xong lúc"), "si_number": gettext_lazy("Số sổ BHXH"), "occupation": gettext_lazy("Nghề, tên hộ kinh doanh"),
    "law_version": gettext_lazy("Bản quy định"), "before_vnd": gettext_lazy("Số tiền trước"), "after_vnd": gettext_lazy("Số tiền nay"), "before": gettext_lazy("Trước"), "after": gettext_lazy("Nay"),
    "back_vnd": gettext_lazy("Đã về"), "given_on": gettext_lazy("Đã trả lại ngày"), "struck_at": gettext_lazy("Gạch bỏ lúc"), "struck_because": gettext_lazy("Gạch bỏ vì"),
}  # fmt: skip


class OwnDataForm(forms.Form):
    """The last digits of the person's own number."""

    last = forms.RegexField(
        rf"^[0-9]{{{LAST_DIGITS}}}$", label=gettext_lazy("Bốn số cuối của CCCD hoặc CMND"),
        widget=forms.TextInput({"class": "govuk-input--width-5", "inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Nhập bốn số cuối."), "invalid": gettext_lazy("Nhập đúng bốn chữ số.")},
    )  # fmt: skip


@never_cache
@require_POST
def take(request: HttpRequest) -> HttpResponse:
    """Ask for the last digits, then hand out what is kept; the same words whatever was wrong."""
    token = request.POST.get("about", "")
    subject = read_about(token)
    if subject is None or "receipt" not in subject:
        return redirect("where")
    form = OwnDataForm(request.POST if "last" in request.POST else None)
    context = {"form": form, "about": token, "receipt": subject["receipt"]}
    if not form.is_valid():
        return render(request, "public/own_data.html", context, status=REFUSED if form.errors else 200)
    if not (allow(f"own:{get_adapter().get_client_ip(request)}", *PER_CALLER) and allow(f"own-code:{subject['receipt']}", *PER_CODE)):
        return render(request, "public/where_busy.html", status=429)
    told = own_data(subject["receipt"], form.cleaned_data["last"], at=timezone.now())
    if told is None:
        form.add_error("last", _("Số này không khớp. Xem lại giấy tờ, hoặc đến nơi đã nộp hồ sơ."))
        return render(request, "public/own_data.html", context, status=REFUSED)
    filing = own_filing(subject["receipt"])
    told["filings"], told["complaints"] = filing["filings"], own_complaints(subject["receipt"])
    told["papers"], told["papers_opened"] = told["papers"] + filing["papers"], told["papers_opened"] + filing["papers_opened"]
    return _handed_out(told, "pdf" if request.POST.get("as") == "pdf" else "json")


def _handed_out(told: dict[str, Any], kind: str) -> HttpResponse:
    content = as_paper(told) if kind == "pdf" else json.dumps(told, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1).encode()
    response = HttpResponse(content, content_type="application/pdf" if kind == "pdf" else "application/json")
    response["Content-Disposition"] = f'attachment; filename="du-lieu-cua-toi.{kind}"'
    response["Cache-Control"] = "private, no-store"
    return response


def as_paper(told: dict[str, Any]) -> bytes:
    """Set it in the reader's language; what is empty is left out."""
    sections: list[Section] = [(str(label), _rows(told[name])) for name, label in SECTIONS.items() if told[name]]
    lead = _("Tất cả những gì hệ thống lưu về ông/bà trong trường hợp này, lập lúc %(at)s.") % {"at": f"{timezone.localtime(told['made_at']):%H:%M %d/%m/%Y}"}
    return own_data_pdf(_("Dữ liệu của tôi"), lead, sections, footer=told["claim"]["receipt"], at=told["made_at"])


def _rows(told: Any) -> list[tuple[str, str]]:
    if isinstance(told, dict):
        return [(str(NAMES.get(name, name)), _said(name, value)) for name, value in told.items() if value not in (None, "", [], {})]
    return [(f"{place}.", "; ".join(f"{name}: {value}" for name, value in _rows(one))) for place, one in enumerate(told, 1)]


def _said(name: str, value: Any) -> str:
    if isinstance(value, bool):
        return _("Có") if value else _("Không")
    if isinstance(value, datetime):
        return f"{timezone.localtime(value):%H:%M %d/%m/%Y}"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if name.endswith("_vnd"):
        return vnd(int(value), "vi")
    if isinstance(value, dict):
        facts = load_programme().facts
        return "; ".join(f"{facts[key].label.get('vi') or key if key in facts else NAMES.get(key, key)}: {_said(key, item)}" for key, item in value.items())
    return ", ".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)
