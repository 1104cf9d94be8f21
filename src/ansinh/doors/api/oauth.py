"""`POST /oauth/token`: client credentials of OAuth 2.0 (RFC 6749, section 4.4), proved by a secret, a signed assertion or a TLS certificate."""

from __future__ import annotations

import base64
import binascii
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote_plus

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from ninja import Router, Schema
from pydantic import Field

from ansinh.delivery.offices.limits import wait_for
from ansinh.delivery.systems.proofs import ASSERTION, TOKEN_SECONDS, by_assertion, by_certificate, by_secret, token_of
from ansinh.doors.api.access import certificate_of

if TYPE_CHECKING:
    from ansinh.delivery.systems.models import ApiClient

router = Router()
PER_CALLER = (60, 60)
"""Tries and seconds, of one address: guessing is slow, a client that asks once in ten minutes never notices."""
FORM = {
    "requestBody": {
        "required": True,
        "content": {
            "application/x-www-form-urlencoded": {
                "schema": {
                    "type": "object",
                    "required": ["grant_type"],
                    "properties": {
                        "grant_type": {"type": "string", "enum": ["client_credentials"]},
                        "scope": {"type": "string", "description": "words between spaces; left out: all the client may", "maxLength": 200},
                        "client_id": {
                            "type": "string",
                            "description": "with a certificate, where neither header nor assertion names the client",
                            "maxLength": 40,
                        },
                        "client_assertion_type": {"type": "string", "enum": [ASSERTION]},
                        "client_assertion": {"type": "string", "maxLength": 4000},
                    },
                },
                "examples": {
                    "secret": {
                        "summary": "With `Authorization: Basic`",
                        "value": {"grant_type": "client_credentials", "scope": "dossiers:write dossiers:read"},
                    },
                    "certificate": {"summary": "With a TLS certificate", "value": {"grant_type": "client_credentials", "client_id": "dvc-quoc-gia"}},
                },
            }
        },
    },
    "security": [{"ClientSecret": []}, {}],
    "x-no-key": True,
}


class TokenOut(Schema):
    """A token, and what it may do."""

    access_token: str
    token_type: str = "Bearer"  # noqa: S105 - the kind, no token
    expires_in: int
    scope: str


class OAuthError(Schema):
    """RFC 6749, section 5.2."""

    error: str = Field(pattern="^(invalid_request|invalid_client|invalid_scope|unsupported_grant_type|temporarily_unavailable)$")
    error_description: str


class Wrong(Exception):
    """The request is answered with an error of OAuth."""

    def __init__(self, error: str, description: str, status: int = 400, **headers: str) -> None:
        """Keep what is answered."""
        super().__init__(description)
        self.body, self.status, self.headers = {"error": error, "error_description": description}, status, headers


@router.post("/token", auth=None, response={200: TokenOut, 400: OAuthError, 401: OAuthError, 429: OAuthError}, openapi_extra=FORM)
def token(request: HttpRequest) -> JsonResponse:
    """Give another system a token for ten minutes; it proves itself by a secret, an assertion it signed, or its TLS certificate."""
    try:
        answer = _spoken(_granted(request))
    except Wrong as wrong:
        answer = _spoken(wrong.body, wrong.status)
        for name, value in wrong.headers.items():
            answer[name.replace("_", "-")] = value
    answer["Cache-Control"] = "no-store"
    return answer


def _granted(request: HttpRequest) -> dict[str, Any]:
    seconds = wait_for(f"oauth:{get_adapter().get_client_ip(request)}", *PER_CALLER)
    if seconds:
        raise Wrong("temporarily_unavailable", "Too many tries. Wait, then ask again.", 429, Retry_After=str(seconds))
    given = _form(request)
    if given.get("grant_type") != "client_credentials":
        raise Wrong("unsupported_grant_type" if given.get("grant_type") else "invalid_request", "Send grant_type=client_credentials.")
    known, certificate = _proved(request, given)
    wanted = frozenset(given["scope"].split()) if given.get("scope", "").strip() else frozenset(known.abilities)
    if not wanted <= set(known.abilities):
        raise Wrong("invalid_scope", f"This client may ask for: {' '.join(sorted(known.abilities))}.")
    return {
        "access_token": token_of(known, wanted, certificate=certificate),
        "token_type": "Bearer",
        "expires_in": TOKEN_SECONDS,
        "scope": " ".join(sorted(wanted)),
    }


def _form(request: HttpRequest) -> dict[str, str]:
    if request.content_type != "application/x-www-form-urlencoded":
        raise Wrong("invalid_request", "Send the body as application/x-www-form-urlencoded.")
    if any(len(values) > 1 for _name, values in request.POST.lists()):
        raise Wrong("invalid_request", "Send each parameter once.")
    return {str(name): str(value) for name, value in request.POST.items()}


def _proved(request: HttpRequest, given: dict[str, str]) -> tuple[ApiClient, str]:
    """Give the client by whichever one proof it sent, and the certificate its token is bound to."""
    at, basic, assertion = timezone.now(), request.headers.get("Authorization", ""), given.get("client_assertion", "")
    if "client_secret" in given:
        raise Wrong("invalid_request", "Send the secret in the Authorization header (client_secret_basic), not in the body.")
    if bool(basic) and bool(assertion):
        raise Wrong("invalid_request", "Prove yourself in one way.")
    certificate = certificate_of(request)
    known: ApiClient | None
    if basic:
        known, certificate = by_secret(*_basic(basic), at=at), ""
    elif assertion:
        if given.get("client_assertion_type") != ASSERTION:
            raise Wrong("invalid_request", f"Send client_assertion_type={ASSERTION}.")
        known, certificate = by_assertion(assertion, audience=f"{settings.PUBLIC_URL}/api/v1/oauth/token", at=at), ""
    else:
        known = by_certificate(given.get("client_id", ""), certificate, at=at) if certificate else None
    if known is None or given.get("client_id", known.client_id) != known.client_id:
        raise Wrong(
            "invalid_client", "Who you are was not proved: unknown, shut out, out of date, or a wrong proof.", 401, WWW_Authenticate='Basic realm="An Sinh"'
        )
    return known, certificate


def _basic(header: str) -> tuple[str, str]:
    scheme, _, said = header.partition(" ")
    try:
        name, colon, secret = base64.b64decode(said.strip(), validate=True).decode().partition(":")
    except (ValueError, binascii.Error):
        name = colon = secret = ""
    if scheme.lower() != "basic" or not colon:
        raise Wrong("invalid_client", "Send Authorization: Basic with client id and secret.", 401, WWW_Authenticate='Basic realm="An Sinh"')
    return unquote_plus(name), unquote_plus(secret)


def _spoken(body: dict[str, Any], status: int = 200) -> JsonResponse:
    answer = JsonResponse(body, status=status)
    answer.speaks_for_itself = True  # type: ignore[attr-defined] # `ProblemMiddleware` leaves the words of OAuth alone
    return answer
