"""Other systems that call the API in their own name, for its tests."""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING, Any

from django.test import Client

from doors.api.calling import _key

if TYPE_CHECKING:
    from django.http import HttpResponse


def basic(client_id: str, secret: str) -> dict[str, str]:
    """Give the header of client_secret_basic."""
    return {"Authorization": f"Basic {base64.b64encode(f'{client_id}:{secret}'.encode()).decode()}"}


def ask_token(form: dict[str, Any] | None = None, headers: dict[str, str] | None = None) -> HttpResponse:
    """Ask for a token."""
    body = "&".join(f"{name}={value}" for name, value in ({"grant_type": "client_credentials"} if form is None else form).items())
    return Client(raise_request_exception=False).post("/api/v1/oauth/token", body, content_type="application/x-www-form-urlencoded", headers=headers or {})


class System:
    """A system that got itself a token by its secret."""

    def __init__(self, client_id: str, secret: str, scope: str = "") -> None:
        """Take a token."""
        answer = ask_token({"grant_type": "client_credentials", **({"scope": scope} if scope else {})}, basic(client_id, secret))
        assert answer.status_code == 200, answer.content
        self.client = Client(raise_request_exception=False, headers={"Authorization": f"Bearer {json.loads(answer.content)['access_token']}"})

    def get(self, path: str) -> HttpResponse:
        """Ask."""
        return self.client.get(f"/api/v1{path}")

    def post(self, path: str, body: Any, *, key: str | None = None) -> HttpResponse:
        """Do, with a JSON body."""
        return self.client.post(f"/api/v1{path}", json.dumps(body), content_type="application/json", headers=_key(key))
