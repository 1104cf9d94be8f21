"""Who calls: an officer's browser session, a token that an officer made for another program, or another system in its own name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils import timezone
from ninja.security import HttpBearer

from ansinh.delivery.offices.limits import wait_for
from ansinh.delivery.offices.models import Officer
from ansinh.delivery.offices.scope import scope_of, scope_of_office
from ansinh.delivery.offices.tokens import officer_of
from ansinh.delivery.systems.models import Ability
from ansinh.delivery.systems.proofs import Authorised, authorised, thumbprint_of
from ansinh.doors.api.problems import Problem

if TYPE_CHECKING:
    import uuid

    from django.http import HttpRequest

    from ansinh.delivery.offices.scope import Scope
    from ansinh.delivery.systems.models import ApiClient

MINUTE = 60


def caller(request: HttpRequest) -> Officer:
    """Give the officer a signed-in call acts as."""
    if not isinstance(request.user, Officer):
        raise PermissionError
    return request.user


def client(request: HttpRequest) -> ApiClient:
    """Give the system a call acts as."""
    held = getattr(request, "auth", None)
    if not isinstance(held, Authorised):
        raise PermissionError
    return held.client


def who_calls(request: HttpRequest) -> tuple[uuid.UUID, Scope]:
    """Give the key of the officer or system a call acts as, and how far it sees."""
    held = getattr(request, "auth", None)
    if isinstance(held, Authorised):
        return held.client.pk, scope_of_office(held.client.office)
    return caller(request).pk, scope_of(caller(request))


def certificate_of(request: HttpRequest) -> str:
    """Give the thumbprint of the caller's TLS certificate, as the trusted proxy hands it on; empty where none is, or no proxy is trusted to."""
    header = settings.CLIENT_CERTIFICATE_HEADER
    return thumbprint_of(request.headers.get(header, "")) if header else ""


class Token(HttpBearer):
    """`Authorization: Bearer TOKEN`."""

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        """Give the officer behind the token, or nothing."""
        officer = officer_of(token)
        if officer is not None:
            request.user = officer
        return officer


class ClientToken(HttpBearer):
    """`Authorization: Bearer TOKEN` with a token of `/oauth/token`; the operation asks for one ability, each client has so many calls a minute."""

    def __init__(self, ability: Ability) -> None:
        """Ask for `ability`."""
        super().__init__()
        self.ability = ability

    def authenticate(self, request: HttpRequest, token: str) -> Authorised | None:
        """Give the client behind the token, or nothing; raises `Problem` for one that may not do this, or calls too often."""
        held = authorised(token, certificate=certificate_of(request), at=timezone.now())
        if held is None:
            return None
        seconds = wait_for(f"client:{held.client.pk}", held.client.per_minute, MINUTE)
        if seconds:
            raise Problem(
                429, "too_many_calls", f"Hệ thống đã gọi quá {held.client.per_minute} lần một phút. Chờ {seconds} giây.",
                f"More than {held.client.per_minute} calls a minute. Wait {seconds} seconds.", headers={"Retry-After": str(seconds)},
            )  # fmt: skip
        if self.ability not in held.abilities:
            raise Problem(
                403, "insufficient_scope", f"Mã truy cập không có quyền {self.ability.value}.", f"The token lacks the scope {self.ability.value}.",
                headers={"WWW-Authenticate": f'Bearer error="insufficient_scope", scope="{self.ability.value}"'},
            )  # fmt: skip
        return held
