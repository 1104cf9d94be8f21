"""What a person does in the browser at the start of every journey: sign in, with a second factor where one is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

_used: dict[str, int] = {}


def sign_in(page: Page, username: str, password: str) -> None:
    """Sign in as `username`; the page then shows where the officer lands."""
    page.goto("/accounts/login/")
    page.fill("#id_login", username)
    page.fill("#id_password", password)
    page.click("main form button")
    if "/2fa/totp/activate/" in page.url:
        secret = page.inner_text("#authenticator_secret")
        page.fill("#id_code", code_of(secret))
        page.click("main form button")
        page.goto("/")
    elif "/2fa/authenticate/" in page.url:
        page.fill("#id_code", _next_code(username))
        page.click("main form button")


def code_of(secret: str, *, ahead: int = 0) -> str:
    """The code an authenticator app shows for `secret`, `ahead` half-minutes from now."""
    from allauth.mfa.totp.internal import auth

    counters = list(auth.yield_hotp_counters_from_time())
    return str(auth.format_hotp_value(auth.hotp_value(secret, counters[len(counters) // 2] + ahead)))


def _next_code(username: str) -> str:
    """A code not used before: each is good once, and a clock half a minute off is allowed either way."""
    from allauth.mfa.models import Authenticator
    from allauth.mfa.utils import decrypt

    factor = Authenticator.objects.get(user__username=username, type=Authenticator.Type.TOTP)
    turn = _used.get(str(factor.pk), -1)
    _used[str(factor.pk)] = turn + 1
    return code_of(decrypt(factor.data["secret"]), ahead=(0, 1, -1)[(turn + 1) % 3])
