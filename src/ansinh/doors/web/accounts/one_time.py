"""A one-time password leads to one page only: that on which its officer chooses one of her own. When its days are over it leads nowhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from ansinh.doors.web.accounts.second_factor import ALWAYS_OPEN

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

LEAVING = "/accounts/logout/"
NO_PAGES = tuple(path for path in ALWAYS_OPEN if path != "/accounts/")


class OneTimePasswordMiddleware:
    """Lead whoever signed in by a one-time password to choose her own, before any other page; sign out whoever comes too late."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Keep the next in line."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, or lead the officer aside first."""
        return _led_aside(request) or self.get_response(request)


def _led_aside(request: HttpRequest) -> HttpResponseRedirect | None:
    until = request.user.one_time_until if request.user.is_authenticated else None
    if until is None or request.path == LEAVING:
        return None
    if until < timezone.now():
        logout(request)
        messages.error(request, _("Mật khẩu dùng một lần đã hết hạn. Đề nghị quản trị của đơn vị cấp lại."))
        return HttpResponseRedirect(reverse("account_login"))
    change = reverse("account_change_password")
    if request.path == change or request.path.startswith(NO_PAGES):
        return None
    return None if request.path.startswith("/accounts/reauthenticate") else HttpResponseRedirect(change)
