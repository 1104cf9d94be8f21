"""The API as it describes itself: with the key each deed asks for and the problems any call may be answered with."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema

from ansinh.delivery.systems.models import Ability
from ansinh.doors.api.access import ClientToken
from ansinh.doors.api.examples_of_operations import ANSWERS, OAUTH_ERRORS, PROBLEMS, REQUESTS

PROBLEM = {
    "type": "object",
    "title": "Problem",
    "description": "RFC 9457: what is wrong and what to do, in English and Vietnamese.",
    "required": ["type", "title", "status", "detail", "detail_vi"],
    "properties": {
        "type": {"type": "string", "format": "uri"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "detail_vi": {"type": "string"},
        "faults": {
            "type": "array",
            "description": "each place that is wrong; `pointer` leads to it in the body that was sent (RFC 6901)",
            "items": {
                "type": "object",
                "required": ["where", "what"],
                "properties": {name: {"type": "string"} for name in ("where", "what", "what_vi", "pointer", "code")},
            },
        },
    },
}
ANY_PROBLEM = {
    "description": "A problem",
    "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}, "examples": PROBLEMS}},
}
KEY = {
    "in": "header",
    "name": "Idempotency-Key",
    "required": True,
    "description": "1 to 100 printable ASCII characters; a call repeated with the same key has one effect and one answer.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 100, "pattern": "^[ -~]+$"},
}


ROOT = "/api/v1"
SECRET = {"type": "http", "scheme": "basic", "description": "client id and secret, each form-encoded (RFC 6749, section 2.3.1)"}


def for_clients(ability: Ability, **more: Any) -> dict[str, Any]:
    """Give what an operation for other systems is registered with: its token, and the scope it asks for; `more` is of its OpenAPI entry."""
    return {"auth": ClientToken(ability), "openapi_extra": {"x-scope": ability.value, **more}}


class DescribedAPI(NinjaAPI):
    """An API whose description says all a caller needs."""

    def get_openapi_schema(self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None) -> OpenAPISchema:
        """Give the OpenAPI document; a summary is the first sentence of the operation's own description."""
        document = super().get_openapi_schema(path_prefix=path_prefix, path_params=path_params)
        document["components"]["schemas"]["Problem"] = PROBLEM
        document["components"]["securitySchemes"] |= {"ClientSecret": SECRET, "ClientToken": _flow()}
        for path, operations in document["paths"].items():
            for method, operation in operations.items():
                _exemplify(operation, f"{method} {path.removeprefix(ROOT)}")
                operation["summary"] = operation["description"].partition(".")[0].partition(";")[0]
                operation["responses"]["default"] = ANY_PROBLEM
                if method == "post" and operation.get("security") and not operation.pop("x-no-key", False):
                    operation.setdefault("parameters", []).append(KEY)
                scope = operation.pop("x-scope", None)
                if scope:
                    operation["security"] = [{"ClientToken": [scope]}]
        return document


def _exemplify(operation: dict[str, Any], name: str) -> None:
    """Set the examples beside the schemas of an operation."""
    for media in operation.get("requestBody", {}).get("content", {}).values():
        if name in REQUESTS:
            media["example"] = REQUESTS[name]
    for status, answer in operation["responses"].items():
        for media in answer.get("content", {}).values():
            example = OAUTH_ERRORS.get(str(status), ANSWERS.get(name))
            if example is not None:
                media["example"] = example


def _flow() -> dict[str, Any]:
    scopes = {ability.value: str(ability.label) for ability in Ability}
    return {"type": "oauth2", "flows": {"clientCredentials": {"tokenUrl": f"{settings.PUBLIC_URL}/api/v1/oauth/token", "scopes": scopes}}}
