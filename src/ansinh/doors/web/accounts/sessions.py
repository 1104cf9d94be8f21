"""A session ends after half an hour without a page, and after twelve hours in any case."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.utils import timezone
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

BEGAN = "session_began"
SEEN = "session_seen"
NOTED_EVERY_SECONDS = 60


class SessionLimitsMiddleware:
    """Sign out whoever was away too long; the moment last seen is written once a minute at most."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Keep the next in line."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """End the session or note that it is alive, then answer."""
        if request.user.is_authenticated:
            now = int(timezone.now().timestamp())
            if is_over(request.session.get(BEGAN, now), request.session.get(SEEN, now), now):
                logout(request)
                messages.info(request, _("Phiên làm việc đã hết hạn để bảo vệ hồ sơ của người dân. Hãy đăng nhập lại."))
            elif now - request.session.get(SEEN, 0) >= NOTED_EVERY_SECONDS:
                request.session[SEEN] = now
                request.session.setdefault(BEGAN, now)
        return self.get_response(request)


def is_over(began: int, seen: int, now: int) -> bool:
    """Whether a session begun and last seen at these seconds has run out at `now`."""
    return now - seen > settings.SESSION_IDLE_SECONDS or now - began > settings.SESSION_WHOLE_SECONDS
