"""Another system gets a short token for one proof of who it is, and every wrong proof is answered in the words of OAuth."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import jwt
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.utils import timezone
from jwt.algorithms import ECAlgorithm

from ansinh.delivery.systems.proofs import ASSERTION, authorised, thumbprint_of
from delivery.casework import town
from delivery.systems.connecting import connected
from doors.api.systems import ask_token, basic

if TYPE_CHECKING:
    from django.http import HttpResponse

pytestmark = pytest.mark.django_db
KEY = ec.generate_private_key(ec.SECP256R1())
AUDIENCE = "http://127.0.0.1:8000/api/v1/oauth/token"


def said(answer: HttpResponse, status: int, error: str) -> None:
    body = json.loads(answer.content)
    assert (answer.status_code, body["error"], answer.headers["Content-Type"]) == (status, error, "application/json"), answer.content
    assert body["error_description"]
    assert answer.headers["Cache-Control"] == "no-store"


def assertion(key: Any = KEY, *, algorithm: str = "ES256", **more: Any) -> str:
    now = int(time.time())
    claims = {"iss": "cong-tinh", "sub": "cong-tinh", "aud": AUDIENCE, "iat": now, "exp": now + 120, "jti": str(uuid4())}
    return jwt.encode({name: value for name, value in {**claims, **more}.items() if value is not None}, key, algorithm=algorithm)


def by_jwt(token: str) -> HttpResponse:
    return ask_token({"grant_type": "client_credentials", "client_assertion_type": ASSERTION, "client_assertion": token})


def test_a_secret_gives_a_token_for_what_was_asked_and_no_more() -> None:
    _client, secret = connected(town(), abilities=["dossiers:read", "dossiers:write"])
    whole = ask_token(headers=basic("cong-tinh", secret))
    body = json.loads(whole.content)
    assert (whole.status_code, body["token_type"], body["expires_in"], body["scope"]) == (200, "Bearer", 600, "dossiers:read dossiers:write")
    part = json.loads(ask_token({"grant_type": "client_credentials", "scope": "dossiers:read"}, basic("cong-tinh", secret)).content)
    held = authorised(part["access_token"], certificate="", at=timezone.now())
    assert held is not None
    assert held.abilities == {"dossiers:read"}
    said(ask_token({"grant_type": "client_credentials", "scope": "social-registry:search"}, basic("cong-tinh", secret)), 400, "invalid_scope")


def test_what_is_not_a_request_for_a_token_is_told_why() -> None:
    _client, secret = connected(town())
    proof = basic("cong-tinh", secret)
    said(ask_token({}, proof), 400, "invalid_request")
    said(ask_token({"grant_type": "password"}, proof), 400, "unsupported_grant_type")
    said(ask_token({"grant_type": "client_credentials", "client_secret": secret}), 400, "invalid_request")
    said(ask_token({"grant_type": "client_credentials&grant_type=client_credentials"}, proof), 400, "invalid_request")
    said(ask_token({"grant_type": "client_credentials", "client_assertion": "x"}, proof), 400, "invalid_request")
    said(ask_token({"grant_type": "client_credentials", "client_assertion": "x"}), 400, "invalid_request")
    for wrong in (
        basic("cong-tinh", secret + "x"),
        basic("khong-co", secret),
        basic("cong\0", secret),
        {"Authorization": "Basic !"},
        {"Authorization": "Bearer x"},
        {},
    ):
        answer = ask_token(headers=wrong)
        said(answer, 401, "invalid_client")
        assert answer.headers["WWW-Authenticate"].startswith("Basic ")
    said(ask_token({"grant_type": "client_credentials", "client_id": "khac"}, proof), 401, "invalid_client")


def test_a_signed_assertion_proves_once() -> None:
    connected(town(), with_secret=False, public_key=ECAlgorithm.to_jwk(KEY.public_key(), as_dict=True))
    token = assertion()
    assert by_jwt(token).status_code == 200
    said(by_jwt(token), 401, "invalid_client")
    assert by_jwt(assertion()).status_code == 200


@pytest.mark.parametrize(
    "more",
    [
        {"aud": "https://elsewhere.example/token"},
        {"exp": int(time.time()) - 60, "iat": int(time.time()) - 120},
        {"exp": int(time.time()) + 3600},
        {"jti": None},
        {"sub": "khac"},
        {"iss": "khac", "sub": "khac"},
        {"key": ec.generate_private_key(ec.SECP256R1())},
        {"key": "a secret of thirty-two bytes or so", "algorithm": "HS256"},
        {"key": None, "algorithm": "none"},
    ],
)
def test_an_assertion_that_proves_nothing_is_refused(more: dict[str, Any]) -> None:
    connected(town(), with_secret=False, public_key=ECAlgorithm.to_jwk(KEY.public_key(), as_dict=True))
    said(by_jwt(assertion(**more)), 401, "invalid_client")
    said(by_jwt("no.jwt.atall"), 401, "invalid_client")


def test_a_certificate_proves_only_behind_a_proxy_that_is_trusted_to_hand_it_on(settings: Any) -> None:
    thumbprint = "ab" * 32
    connected(town(), with_secret=False, certificate_sha256=thumbprint)
    form = {"grant_type": "client_credentials", "client_id": "cong-tinh"}
    said(ask_token(form, {"X-Client-Cert": thumbprint}), 401, "invalid_client")
    settings.CLIENT_CERTIFICATE_HEADER = "X-Client-Cert"
    said(ask_token(form, {"X-Client-Cert": "cd" * 32}), 401, "invalid_client")
    said(ask_token(form), 401, "invalid_client")
    answer = ask_token(form, {"X-Client-Cert": thumbprint})
    assert answer.status_code == 200, answer.content
    token = json.loads(answer.content)["access_token"]
    assert [bool(authorised(token, certificate=seen, at=timezone.now())) for seen in (thumbprint, "", "cd" * 32)] == [True, False, False]


def test_a_thumbprint_is_read_in_each_form_that_proxies_write() -> None:
    from base64 import urlsafe_b64encode
    from datetime import timedelta
    from urllib.parse import quote

    name, now = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "cong-tinh")]), timezone.now()
    made = x509.CertificateBuilder(name, name, KEY.public_key(), x509.random_serial_number(), now, now + timedelta(1)).sign(KEY, hashes.SHA256())
    digest = made.fingerprint(hashes.SHA256())
    pem = made.public_bytes(serialization.Encoding.PEM).decode()
    forms = [digest.hex(), digest.hex(":").upper(), urlsafe_b64encode(digest).decode().rstrip("="), quote(pem)]
    assert [thumbprint_of(form) for form in forms] == [digest.hex()] * 4
    assert [thumbprint_of(form) for form in ("", "x", "ab" * 20, "-----BEGIN CERTIFICATE-----")] == [""] * 4


def test_guessing_is_slowed_for_each_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ansinh.doors.api.oauth.PER_CALLER", (3, 3600))
    answers = [ask_token(headers=basic("cong-tinh", "x")) for _try in range(4)]
    assert [answer.status_code for answer in answers] == [401, 401, 401, 429]
    said(answers[3], 429, "temporarily_unavailable")
    assert 1 <= int(answers[3].headers["Retry-After"]) <= 1200
