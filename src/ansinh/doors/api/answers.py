"""Whatever answers a program's call before or beside the API itself answers as a problem document too, never as a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ansinh.doors.api.problems import PLAIN, document

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

ERRORS = 400
LARGEST_BYTES = 402 * 1024 * 1024
"""The largest statement with its form around it."""


class ProblemMiddleware:
    """Refuse bodies far too large before they are read; turn pages of errors into problems; lead no program to a sign-in page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Keep the next in line."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer."""
        if not request.path.startswith("/api/"):
            return self.get_response(request)
        said = request.META.get("CONTENT_LENGTH") or "0"
        if said.isdecimal() and int(said) > LARGEST_BYTES:
            return document(413, *PLAIN[413])
        response = self.get_response(request)
        if 300 <= response.status_code < ERRORS:  # noqa: PLR2004 - the family of redirections
            return document(
                403,
                "second_factor",
                "Cần xác thực bước hai trên trang web trước, hoặc dùng mã truy cập.",
                "Show your second factor on the web pages first, or send a token.",
            )
        if (
            response.status_code < ERRORS
            or getattr(response, "speaks_for_itself", False)
            or response.headers.get("Content-Type", "").startswith("application/problem+json")
        ):
            return response
        problem = document(response.status_code, *PLAIN.get(response.status_code, PLAIN[400]))
        if "Allow" in response.headers:
            problem["Allow"] = response.headers["Allow"]
        return problem
