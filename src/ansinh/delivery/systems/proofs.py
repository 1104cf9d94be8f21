"""How a client proves who it is (RFC 6749, 7523, 8705), and the short token it gets for it."""

from __future__ import annotations

import base64
import binascii
import hmac
import re
import ssl
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from typing import TYPE_CHECKING
from urllib.parse import unquote

import jwt
from django.core import signing
from django.utils import timezone
from jwt.exceptions import PyJWTError

from ansinh.delivery.offices.limits import allow
from ansinh.delivery.systems.clients import ALGORITHMS, hashed, in_force
from ansinh.delivery.systems.models import ApiClient

if TYPE_CHECKING:
    from datetime import datetime

SALT = "ansinh.systems.token"
TOKEN_SECONDS = 600
ASSERTION_SECONDS = 300
"""The longest an assertion may hold; one is good once."""
ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
HEX = re.compile(r"[0-9a-fA-F]{64}")
BASE64 = re.compile(r"[A-Za-z0-9_-]{43}=?")
NO_SECRET = "0" * 64


@dataclass(frozen=True, slots=True)
class Authorised:
    """A client as a call acts: with the abilities its token names, bound to a certificate where it has one."""

    client: ApiClient
    abilities: frozenset[str]


def by_secret(client_id: str, secret: str, *, at: datetime) -> ApiClient | None:
    """Give the client whose secret this is; nothing for a wrong one, taking as long for a name that is not there."""
    client = _find(client_id, at)
    kept = client.secret_sha256 if client and client.secret_sha256 else NO_SECRET
    same = hmac.compare_digest(kept, hashed(secret))
    return client if same and client and client.secret_sha256 else None


def by_certificate(client_id: str, thumbprint: str, *, at: datetime) -> ApiClient | None:
    """Give the client whose certificate the proxy saw; `thumbprint` is of SHA-256, in lower-case hexadecimal digits."""
    client = _find(client_id, at)
    return client if client and client.certificate_sha256 and hmac.compare_digest(client.certificate_sha256, thumbprint) else None


def by_assertion(assertion: str, *, audience: str, at: datetime) -> ApiClient | None:
    """Give the client who signed a JWT for us: its own name as issuer and subject, `audience` ours, at most five minutes long, never seen before."""
    try:
        named = str(jwt.decode(assertion, options={"verify_signature": False}).get("iss", ""))
        client = _find(named, at)
        if client is None or client.public_key is None:
            return None
        key = jwt.PyJWK(client.public_key)
        told = jwt.decode(
            assertion, key, algorithms=[name for name in [key.algorithm_name] if name in ALGORITHMS], audience=audience, issuer=named, subject=named,
            options={"require": ["exp", "iat", "aud", "iss", "sub", "jti"]}, leeway=5,
        )  # fmt: skip
        lasts = int(told["exp"]) - int(told["iat"])
    except (PyJWTError, NotImplementedError, ValueError, TypeError):
        return None
    fresh = 0 < lasts <= ASSERTION_SECONDS and isinstance(told["jti"], str) and allow(f"jti:{client.pk}:{told['jti']}", 1, 2 * ASSERTION_SECONDS)
    return client if fresh else None


def thumbprint_of(header: str) -> str:
    """Read what a proxy hands on of a certificate: its SHA-256 in hexadecimal or base64url, or the certificate itself as escaped PEM; empty for none."""
    said = header.strip()
    if HEX.fullmatch(compact := said.replace(":", "")):
        return compact.lower()
    if BASE64.fullmatch(said):
        return base64.urlsafe_b64decode(said.rstrip("=") + "=").hex()
    try:
        return sha256(ssl.PEM_cert_to_DER_cert(unquote(said))).hexdigest()
    except (ValueError, binascii.Error):
        return ""


def token_of(client: ApiClient, abilities: frozenset[str], *, certificate: str = "") -> str:
    """Make a token for ten minutes, signed; one got with a certificate works only with it (RFC 8705, section 3)."""
    return signing.dumps({"client": str(client.pk), "abilities": sorted(abilities), "certificate": certificate}, salt=SALT)


def authorised(token: str, *, certificate: str, at: datetime) -> Authorised | None:
    """Give who a token acts as; nothing for one that is forged, old, of a client shut out or past its day, or used without its certificate."""
    try:
        held = signing.loads(token, salt=SALT, max_age=timedelta(seconds=TOKEN_SECONDS))
    except signing.BadSignature:
        return None
    if held["certificate"] and not hmac.compare_digest(held["certificate"], certificate):
        return None
    client = ApiClient.objects.select_related("office", "owner").filter(pk=held["client"]).first()
    if client is None or not in_force(client, timezone.localtime(at).date()):
        return None
    return Authorised(client, frozenset(held["abilities"]) & frozenset(client.abilities))


def _find(client_id: str, at: datetime) -> ApiClient | None:
    if "\0" in client_id:
        return None
    client = ApiClient.objects.select_related("office").filter(client_id=client_id).first()
    return client if client and in_force(client, timezone.localtime(at).date()) else None
