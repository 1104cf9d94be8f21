"""Errors as RFC 9457 problem documents: what is wrong and what to do, in both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ObjectDoesNotExist, RequestDataTooBig
from django.db import OperationalError
from django.http import Http404, JsonResponse
from ninja.errors import AuthenticationError, HttpError, ValidationError
from psycopg.errors import LockNotAvailable

from ansinh.delivery.intake.checking import TELLABLE, RowsRefused
from ansinh.delivery.offices.refusals import AlreadyDone, NotYours, Refused
from ansinh.papers.bank.refusal import PaperRefused

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.http import HttpRequest
    from ninja import NinjaAPI

    from ansinh.delivery.intake.checking import Fault

WAIT_SECONDS = 5
KIND = "urn:ansinh:problem:"
PLAIN = {
    400: (
        "body_unreadable", "Không đọc được nội dung gửi lên. Gửi JSON hợp lệ (UTF-8) hoặc biểu mẫu như tài liệu mô tả.",
        "The body cannot be read. Send valid JSON (UTF-8) or the form the description asks for.",
    ),
    401: ("not_signed_in", "Cần đăng nhập hoặc mã truy cập.", "Sign in or send a token."),
    403: (
        "not_confirmed", "Phiên làm việc chưa được xác nhận (CSRF). Gửi tiêu đề X-CSRFToken, hoặc dùng mã truy cập.",
        "The session is not confirmed (CSRF). Send the X-CSRFToken header, or a token.",
    ),
    404: ("not_found", "Không có trong phạm vi của ông/bà.", "Not found in your scope."),
    405: ("method_refused", "Địa chỉ này không nhận phương thức đó; xem tiêu đề Allow.", "This address does not take that method; see the Allow header."),
    413: (
        "body_large", "Nội dung gửi lên quá lớn: JSON tối đa 5 MB, danh sách tối đa 256 MB, sao kê tối đa 400 MB. Hãy chia nhỏ.",
        "The body is too large: JSON up to 5 MB, a list up to 256 MB, a statement up to 400 MB. Split it.",
    ),
    500: (
        "failed", "Hệ thống gặp lỗi. Chờ ít phút rồi gửi lại với cùng Idempotency-Key.",
        "The system failed. Wait a few minutes, then send it again with the same Idempotency-Key.",
    ),
}  # fmt: skip
"""Code, Vietnamese and English words for a status that comes with no words of its own."""


class Problem(Exception):
    """A problem found by the door itself."""

    def __init__(self, status: int, code: str, vi: str, en: str, *, headers: Mapping[str, str] | None = None) -> None:
        """Keep status, code, the two texts and what the answer says in its headers."""
        super().__init__(en)
        self.status, self.code, self.vi, self.en, self.headers = status, code, vi, en, headers or {}


def document(status: int, code: str, vi: str, en: str, **more: Any) -> JsonResponse:
    """Give a problem document."""
    body = {"type": KIND + code, "title": en, "status": status, "detail": en, "detail_vi": vi, **more}
    return JsonResponse(body, status=status, content_type="application/problem+json", json_dumps_params={"ensure_ascii": False})


def _waited(request: HttpRequest, error: Any) -> JsonResponse:  # noqa: ARG001 - the handler's signature
    """Answer a call that waited too long for another one; whatever else failed in the database is a failure of ours."""
    if not isinstance(error.__cause__, LockNotAvailable):
        raise error
    answer = document(
        409, "in_progress", "Một lời gọi khác đang làm cùng việc này. Chờ vài giây rồi gửi lại với cùng Idempotency-Key.",
        "Another call is at work on the same. Wait a few seconds, then send it again with the same Idempotency-Key.",
    )  # fmt: skip
    answer["Retry-After"] = str(WAIT_SECONDS)
    return answer


def _row_fault(fault: Fault) -> dict[str, str]:
    """Say a fault of a row with the pointer to it in the body that was sent."""
    place = f"#/claims/{fault.row - 1}"
    field = f"/{'' if fault.field in TELLABLE else 'facts/'}{_escaped(fault.field)}" if fault.field else ""
    return {"pointer": place + field, "code": fault.code, "where": fault.field, "what": fault.message["en"], "what_vi": fault.message["vi"]}


def _pointed(loc: Sequence[str | int]) -> dict[str, str]:
    """Give the pointer into the body (RFC 6901) of a fault the framework found there; nothing for a parameter."""
    return {"pointer": "#" + "".join(f"/{_escaped(str(step))}" for step in loc[2:])} if loc[:1] == ("body",) else {}


def _escaped(step: str) -> str:
    return step.replace("~", "~0").replace("/", "~1")


def install(api: NinjaAPI) -> None:
    """Answer every error of `api` as a problem document; what is out of scope is not there."""

    @api.exception_handler(Problem)
    def own(request: HttpRequest, problem: Problem) -> JsonResponse:  # noqa: ARG001 - the handler's signature
        answer = document(problem.status, problem.code, problem.vi, problem.en)
        for name, value in problem.headers.items():
            answer[name] = value
        return answer

    @api.exception_handler(Refused)
    def refused(request: HttpRequest, refusal: Refused) -> JsonResponse:  # noqa: ARG001 - as above
        status = 403 if isinstance(refusal, NotYours) else 409 if isinstance(refusal, AlreadyDone) else 422
        more = {"faults": [_row_fault(fault) for fault in refusal.faults]} if isinstance(refusal, RowsRefused) else {}
        return document(status, refusal.code, refusal.message["vi"], refusal.message["en"], **more)

    @api.exception_handler(PaperRefused)
    def paper(request: HttpRequest, refusal: PaperRefused) -> JsonResponse:  # noqa: ARG001 - as above
        return document(422, "file_refused", refusal.message["vi"], refusal.message["en"])

    api.add_exception_handler(OperationalError, _waited)

    @api.exception_handler(RequestDataTooBig)
    def large(request: HttpRequest, error: RequestDataTooBig) -> JsonResponse:  # noqa: ARG001 - as above
        return document(413, *PLAIN[413])

    @api.exception_handler(ObjectDoesNotExist)
    @api.exception_handler(Http404)
    def missing(request: HttpRequest, error: Exception) -> JsonResponse:  # noqa: ARG001 - as above
        return document(404, *PLAIN[404])

    @api.exception_handler(ValidationError)
    def invalid(request: HttpRequest, error: ValidationError) -> JsonResponse:  # noqa: ARG001 - as above
        faults = [{"where": ".".join(map(str, fault["loc"])), "what": fault["msg"], **_pointed(fault["loc"])} for fault in error.errors]
        return document(422, "request_invalid", "Yêu cầu chưa đúng; xem từng chỗ trong faults.", "The request is not valid; see faults.", faults=faults)

    @api.exception_handler(AuthenticationError)
    def nobody(request: HttpRequest, error: AuthenticationError) -> JsonResponse:  # noqa: ARG001 - as above
        return document(401, *PLAIN[401])

    @api.exception_handler(HttpError)
    def other(request: HttpRequest, error: HttpError) -> JsonResponse:  # noqa: ARG001 - as above
        return document(error.status_code, *PLAIN.get(error.status_code, PLAIN[400]))
