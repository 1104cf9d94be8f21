"""Whoever must sign in first comes back to where she was: to the page of the form she sent, never to an address that only takes forms."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _

from ansinh.doors.web.accounts.second_factor import ALWAYS_OPEN

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

SIGNING_IN = ("account_login", "mfa_reauthenticate", "mfa_activate_totp")
SAFE = ("GET", "HEAD")


class ComingBackMiddleware:
    """Lead to the sign-in as a whole page, also where a script asked for a part of one, and from there back."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Keep the next in line."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer."""
        response = self.get_response(request)
        page = urlsplit(response.url).path if isinstance(response, HttpResponseRedirect) else ""
        if not page or request.path.startswith(ALWAYS_OPEN) or page not in {reverse(name) for name in SIGNING_IN}:
            return response
        if request.method not in SAFE:
            messages.error(request, _("Điều vừa gửi chưa được nhận. Đăng nhập rồi ông/bà trở về đúng trang ấy; những gì đã ghi còn ở trình duyệt này."))
        address = f"{page}?{urlencode({'next': _page_of(request)})}"
        if getattr(request, "htmx", False):
            return HttpResponse(headers={"HX-Redirect": address})
        return HttpResponseRedirect(address)


def _page_of(request: HttpRequest) -> str:
    """Give the page to come back to: this one; of a form that another page sent, that page; of a part of a page, the whole.

    A form that a script sends stands on a page of its own as well, under the address it is sent to.
    """
    own, by_script = request.get_full_path(), getattr(request, "htmx", False)
    came = request.headers.get("HX-Current-URL" if by_script else "Referer", "")
    if (request.method in SAFE) != bool(by_script) or not url_has_allowed_host_and_scheme(came, {request.get_host()}, require_https=request.is_secure()):
        return own
    there = urlsplit(came)
    return own if there.path == request.path else f"{there.path}?{there.query}" if there.query else there.path
