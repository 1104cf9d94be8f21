"""The API as it describes itself: with the key each deed asks for and the problems any call may be answered with."""

from __future__ import annotations

from typing import Any

from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema

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
        "faults": {"type": "array", "items": {"type": "object", "properties": {"where": {"type": "string"}, "what": {"type": "string"}}}},
    },
}
ANY_PROBLEM = {"description": "A problem", "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}}
KEY = {
    "in": "header",
    "name": "Idempotency-Key",
    "required": True,
    "description": "1 to 100 printable ASCII characters; a call repeated with the same key has one effect and one answer.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 100, "pattern": "^[ -~]+$"},
}


class DescribedAPI(NinjaAPI):
    """An API whose description says all a caller needs."""

    def get_openapi_schema(self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None) -> OpenAPISchema:
        """Give the OpenAPI document; a summary is the first sentence of the operation's own description."""
        document = super().get_openapi_schema(path_prefix=path_prefix, path_params=path_params)
        document["components"]["schemas"]["Problem"] = PROBLEM
        for operations in document["paths"].values():
            for method, operation in operations.items():
                operation["summary"] = operation["description"].partition(".")[0].partition(";")[0]
                operation["responses"]["default"] = ANY_PROBLEM
                if method == "post" and operation.get("security"):
                    operation.setdefault("parameters", []).append(KEY)
        return document
