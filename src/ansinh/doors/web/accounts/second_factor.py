"""Approvers and payers go nowhere before they have shown a second factor in this session."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from ansinh.delivery.offices.models import Role
from ansinh.delivery.offices.queries import roles_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from ansinh.delivery.offices.models import Officer

ROLES = frozenset({Role.APPROVER.value, Role.PAYER.value})
SHOWN = "second_factor_shown"
ALWAYS_OPEN = ("/accounts/", "/static/", "/i18n/", "/healthz", "/readyz", "/metrics")


def must_have_one(officer: Officer, *, on: date) -> bool:
    """Whether the officer approves or pays on that day."""
    return bool(ROLES & roles_of(officer, on=on))


def has_one(officer: Officer) -> bool:
    """Whether the officer has an authenticator app set up."""
    return bool(Authenticator.objects.filter(user_id=officer.pk, type=Authenticator.Type.TOTP).exists())


class SecondFactorMiddleware:
    """Lead whoever must have a second factor to set it up, or to show it, before any other page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Keep the next in line."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, or lead the officer aside first."""
        return _led_aside(request) or self.get_response(request)


def _led_aside(request: HttpRequest) -> HttpResponseRedirect | None:
    if request.path.startswith(ALWAYS_OPEN) or not request.user.is_authenticated or request.session.get(SHOWN):
        return None
    officer = request.user
    if any(record.get("method") == "mfa" for record in get_authentication_records(request, officer)):
        request.session[SHOWN] = True
        return None
    if not must_have_one(officer, on=timezone.localdate()):
        return None
    page = "mfa_reauthenticate" if has_one(officer) else "mfa_activate_totp"
    return HttpResponseRedirect(f"{reverse(page)}?{urlencode({'next': request.get_full_path()})}")
