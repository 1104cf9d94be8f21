"""Errors as RFC 9457 problem documents: what is wrong and what to do, in both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, JsonResponse
from ninja.errors import AuthenticationError, HttpError, ValidationError

from ansinh.delivery.offices.refusals import AlreadyDone, NotYours, Refused
from ansinh.papers.bank.refusal import PaperRefused

if TYPE_CHECKING:
    from django.http import HttpRequest
    from ninja import NinjaAPI

KIND = "urn:ansinh:problem:"


class Problem(Exception):
    """A problem found by the door itself."""

    def __init__(self, status: int, code: str, vi: str, en: str) -> None:
        """Keep status, code and the two texts."""
        super().__init__(en)
        self.status, self.code, self.vi, self.en = status, code, vi, en


def document(status: int, code: str, vi: str, en: str, **more: Any) -> JsonResponse:
    """Give a problem document."""
    body = {"type": KIND + code, "title": en, "status": status, "detail": en, "detail_vi": vi, **more}
    return JsonResponse(body, status=status, content_type="application/problem+json", json_dumps_params={"ensure_ascii": False})


def install(api: NinjaAPI) -> None:
    """Answer every error of `api` as a problem document; what is out of scope is not there."""

    @api.exception_handler(Problem)
    def own(request: HttpRequest, problem: Problem) -> JsonResponse:  # noqa: ARG001 - the handler's signature
        return document(problem.status, problem.code, problem.vi, problem.en)

    @api.exception_handler(Refused)
    def refused(request: HttpRequest, refusal: Refused) -> JsonResponse:  # noqa: ARG001 - as above
        status = 403 if isinstance(refusal, NotYours) else 409 if isinstance(refusal, AlreadyDone) else 422
        return document(status, refusal.code, refusal.message["vi"], refusal.message["en"])

    @api.exception_handler(PaperRefused)
    def paper(request: HttpRequest, refusal: PaperRefused) -> JsonResponse:  # noqa: ARG001 - as above
        return document(422, "file_refused", refusal.message["vi"], refusal.message["en"])

    @api.exception_handler(ObjectDoesNotExist)
    @api.exception_handler(Http404)
    def missing(request: HttpRequest, error: Exception) -> JsonResponse:  # noqa: ARG001 - as above
        return document(404, "not_found", "Không có trong phạm vi của ông/bà.", "Not found in your scope.")

    @api.exception_handler(ValidationError)
    def invalid(request: HttpRequest, error: ValidationError) -> JsonResponse:  # noqa: ARG001 - as above
        faults = [{"where": ".".join(map(str, fault["loc"])), "what": fault["msg"]} for fault in error.errors]
        return document(422, "request_invalid", "Yêu cầu chưa đúng; xem từng chỗ trong faults.", "The request is not valid; see faults.", faults=faults)

    @api.exception_handler(AuthenticationError)
    def nobody(request: HttpRequest, error: AuthenticationError) -> JsonResponse:  # noqa: ARG001 - as above
        return document(401, "not_signed_in", "Cần đăng nhập hoặc mã truy cập.", "Sign in or send a token.")

    @api.exception_handler(HttpError)
    def other(request: HttpRequest, error: HttpError) -> JsonResponse:  # noqa: ARG001 - as above
        return document(error.status_code, "request_refused", str(error), str(error))
