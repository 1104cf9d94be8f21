"""Who is signed in for an employer: kept in the session beside nothing else, void when the account is refused or its password changes."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

from django.shortcuts import redirect
from django.views.decorators.cache import never_cache

from ansinh.delivery.intake.employers.account import account

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from ansinh.delivery.intake.models_employers import Accountant

KEY = "accountant"
TAIL = 16
"""Letters of the password's hash that the session carries."""


def enter_as(request: HttpRequest, accountant: Accountant) -> None:
    """Sign an accountant in; the session's key changes with it."""
    request.session.flush()
    request.session[KEY] = [str(accountant.pk), accountant.password[-TAIL:]]


def accountant_of(request: HttpRequest) -> Accountant | None:
    """Give who is signed in for an employer; nobody for an officer's session or a void one."""
    held = request.session.get(KEY)
    if not isinstance(held, list) or request.user.is_authenticated:
        return None
    found = account(held[0])
    return found if found is not None and found.password[-TAIL:] == held[1] else None


def for_accountants(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Give the page to whoever is signed in for an employer, as `accountant`; lead all others to the sign-in."""

    @never_cache
    @wraps(view)
    def page(request: HttpRequest, **more: Any) -> HttpResponseBase:
        accountant = accountant_of(request)
        return redirect("employer_enter") if accountant is None else view(request, accountant, **more)

    return page
