"""Programs that call the API as officers, for its tests."""

from __future__ import annotations

import itertools
import json
from typing import TYPE_CHECKING, Any

from django.test import Client

from ansinh.delivery.offices.tokens import token_of

if TYPE_CHECKING:
    from django.http import HttpResponse

    from ansinh.delivery.offices.models import Officer

NUMBERS = itertools.count(1)


class Program:
    """A program that holds an officer's token; each deed has a key of its own unless told otherwise."""

    def __init__(self, officer: Officer) -> None:
        """Take the token."""
        self.client = Client(raise_request_exception=False, headers={"Authorization": f"Bearer {token_of(officer)}"})

    def get(self, path: str) -> HttpResponse:
        """Ask."""
        return self.client.get(f"/api/v1{path}")

    def post(self, path: str, body: Any = None, *, key: str | None = None, raw: bytes | str | None = None) -> HttpResponse:
        """Do, with a JSON body."""
        content = raw if raw is not None else json.dumps({} if body is None else body)
        return self.client.post(f"/api/v1{path}", content, content_type="application/json", headers=_key(key))

    def send(self, path: str, form: dict[str, Any], *, key: str | None = None) -> HttpResponse:
        """Do, with a form and files."""
        return self.client.post(f"/api/v1{path}", form, headers=_key(key))


def _key(key: str | None) -> dict[str, str]:
    key = f"key-{next(NUMBERS)}" if key is None else key
    return {"Idempotency-Key": key} if key else {}


def problem(answer: HttpResponse, status: int, code: str) -> dict[str, Any]:
    """Demand a problem document with this status and code, in both languages; give it."""
    assert (answer.status_code, answer.headers["Content-Type"]) == (status, "application/problem+json"), answer.content[:500]
    said: dict[str, Any] = json.loads(answer.content)
    assert (said["status"], said["type"]) == (status, f"urn:ansinh:problem:{code}"), said
    assert said["title"]
    assert said["detail_vi"] not in ("", said["detail"])
    return said
