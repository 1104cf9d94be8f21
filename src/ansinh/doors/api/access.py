"""Who calls: an officer's browser session, or a token that an officer made for another program."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ninja.security import HttpBearer

from ansinh.delivery.offices.models import Officer
from ansinh.delivery.offices.tokens import officer_of

if TYPE_CHECKING:
    from django.http import HttpRequest


def caller(request: HttpRequest) -> Officer:
    """Give the officer a signed-in call acts as."""
    if not isinstance(request.user, Officer):
        raise PermissionError
    return request.user


class Token(HttpBearer):
    """`Authorization: Bearer TOKEN`."""

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        """Give the officer behind the token, or nothing."""
        officer = officer_of(token)
        if officer is not None:
            request.user = officer
        return officer
