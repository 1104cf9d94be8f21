"""Who calls: an officer's browser session, or a token that an officer's own machine made for another program."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core import signing
from ninja.security import HttpBearer

from ansinh.delivery.offices.models import Officer

if TYPE_CHECKING:
    from django.http import HttpRequest

SALT = "ansinh.api.token"
DAYS = 30


def token_of(officer: Officer) -> str:
    """Make a token that acts as the officer for thirty days, or until the password changes."""
    return signing.dumps({"officer": str(officer.pk), "password": officer.password[-12:]}, salt=SALT)


def caller(request: HttpRequest) -> Officer:
    """Give the officer a signed-in call acts as."""
    if not isinstance(request.user, Officer):
        raise PermissionError
    return request.user


class Token(HttpBearer):
    """`Authorization: Bearer TOKEN`."""

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        """Give the officer, or nothing for a token that is forged, old, or of somebody who has left."""
        try:
            held = signing.loads(token, salt=SALT, max_age=DAYS * 86400)
        except signing.BadSignature:
            return None
        officer = Officer.objects.select_related("office").filter(pk=held["officer"], is_active=True).first()
        if officer is None or officer.password[-12:] != held["password"]:
            return None
        request.user = officer
        return officer
