"""The key that signs a paper, where the paper is shown: what it said last, in words, and a button that has it asked again at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from ansinh.delivery.cases.ask_key import ask_key, being_asked, may_ask
from ansinh.delivery.cases.models import StoredFile
from ansinh.delivery.cases.models_signatures import SigningWait
from ansinh.delivery.cases.signatures import page_of, signature_on
from ansinh.delivery.offices.scope import within
from ansinh.doors.web.asking import officer_of
from ansinh.doors.web.refusals import carried_out

if TYPE_CHECKING:
    import uuid

    from django.http import HttpRequest
    from django.utils.functional import Promise

SAID: tuple[tuple[tuple[str, ...], str | Promise], ...] = (
    (("không có khóa nào được khai", "không có khoá nào được khai"), gettext_lazy("Chưa khai báo khóa ký cho người này. Quản trị ghi khóa vào tệp khai báo.")),
    (("is in force from",), gettext_lazy("Chứng thư số đã hết hạn hoặc chưa có hiệu lực. Gia hạn với nhà cung cấp chữ ký số, rồi thử ký lại.")),
    (("revoked",), gettext_lazy("Chứng thư số đã bị thu hồi. Liên hệ nhà cung cấp chữ ký số; không ký bằng chứng thư này nữa.")),
    (("pinlocked", "pin_locked"), gettext_lazy("Mã PIN của thiết bị đã bị khóa. Mở khóa với nhà cung cấp chữ ký số.")),
    (("pinincorrect", "pininvalid", "pinexpired", "pin_incorrect"), gettext_lazy("Thiết bị không nhận mã PIN đã khai báo. Quản trị kiểm tra mã PIN; nhập sai nhiều lần thì thiết bị bị khóa.")),
    (("tokennotpresent", "nosuchtoken", "devicere", "deviceerror", "no token", "token with"), gettext_lazy("Không thấy thiết bị chứa khóa. Cắm lại thiết bị vào máy chủ, rồi thử ký lại.")),
    (("nosuchkey", "no certificate", "could not find"), gettext_lazy("Thiết bị không có khóa hoặc chứng thư mang tên đã khai báo. Quản trị kiểm tra tên khóa.")),
    (("timestamp",), gettext_lazy("Không lấy được dấu thời gian. Quản trị kiểm tra địa chỉ của dịch vụ cấp dấu thời gian.")),
    (("timeouterror", "timed out", "timeout"), gettext_lazy("Dịch vụ ký không trả lời kịp. Nếu phải xác nhận trên điện thoại, mở điện thoại rồi thử ký lại.")),
    (("connectorerror", "cannot connect", "serverdisconnected", "connectionerror"), gettext_lazy("Không kết nối được dịch vụ ký. Kiểm tra đường mạng hoặc hỏi nhà cung cấp.")),
    (("401", "403", "unauthorized", "forbidden"), gettext_lazy("Dịch vụ ký từ chối: sai mật khẩu, mã PIN hoặc tên khóa. Quản trị kiểm tra khai báo.")),
    (("signer ", "roots =", "toml", "unknown key"), gettext_lazy("Tệp khai báo khóa ký sai. Quản trị sửa tệp; dòng dưới đây nói sai ở đâu.")),
)  # fmt: skip
"""What keys, services and their libraries say, by parts of their own words; the first that fits."""
OTHERWISE = gettext_lazy("Khóa ký không ký được. Quản trị xem dòng dưới đây hoặc hỏi nhà cung cấp chữ ký số.")


def key_of(request: HttpRequest, document: StoredFile | None) -> dict[str, Any]:
    """Give what a page shows of a paper's signature; of one that waits also what the key said and whether the reader may have it asked again."""
    found = signature_on(document)
    return {"signature": found, "key": shown(found, request) if isinstance(found, SigningWait) else None}


def shown(wait: SigningWait, request: HttpRequest) -> dict[str, Any]:
    """Give a wait as it is shown."""
    now = timezone.now()
    return {"wait": wait, "said": said(wait.why), "asking": being_asked(wait, at=now), "may_ask": may_ask(wait, by=officer_of(request), at=now)}


def said(why: str) -> str:
    """Say in words what a key said."""
    told = why.casefold()
    return str(next((words for parts, words in SAID if any(part in told for part in parts)), OTHERWISE))


@login_required
@require_POST
def ask(request: HttpRequest, document: uuid.UUID) -> HttpResponse:
    """Have the key asked at once, and show the paper, where its answer comes."""
    carried_out(request, lambda: _asked(request, document))
    return redirect(_address(request, document))


@login_required
@require_safe
def answer(request: HttpRequest, document: uuid.UUID) -> HttpResponse:
    """Give what is known by now; once the key has answered, have the whole page loaded anew."""
    paper = get_object_or_404(within(StoredFile.objects.all(), officer_of(request)), pk=document)
    context = key_of(request, paper)
    response = render(request, "dossiers/signature.html", context)
    if not (context["key"] and context["key"]["asking"]):
        response["HX-Refresh"] = "true"
    return response


def _asked(request: HttpRequest, document: uuid.UUID) -> str:
    ask_key(document, by=officer_of(request), at=timezone.now())
    return _("Đã gửi lệnh hỏi khóa ký. Câu trả lời hiện ở mục Chữ ký số trong giây lát.")


def _address(request: HttpRequest, document: uuid.UUID) -> str:
    found = page_of(document, seen_by=officer_of(request))
    if found is None:
        raise Http404
    return f"{reverse(found[0], args=[found[1]])}#chu-ky"
