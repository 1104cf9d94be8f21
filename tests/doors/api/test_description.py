"""The API describes itself as OpenAPI: each operation with its summary, its key, its shapes and its problems."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import jsonschema_rs
import pytest
from django.test import Client

if TYPE_CHECKING:
    from collections.abc import Iterator

SEARCHES = {"/api/v1/registry/sync/search", "/api/v1/registry/search"}
"""They change nothing; one that is answered later is known by its message_id."""
SPDCI = {"SearchIn", "HeaderIn", "CriteriaIn", "AskedIn", "SearchMessageIn"}
"""Their standard has more fields than are read here."""
pytestmark = pytest.mark.django_db


def described() -> dict[str, Any]:
    answer = Client().get("/api/v1/openapi.json")
    assert answer.status_code == 200
    document: dict[str, Any] = json.loads(answer.content)
    return document


def operations(document: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, methods in document["paths"].items():
        yield from ((path, method, operation) for method, operation in methods.items())


def referred(value: object) -> Iterator[str]:
    """Give every `$ref` inside."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield from [str(item)] if key == "$ref" else referred(item)
    elif isinstance(value, list):
        for item in value:
            yield from referred(item)


def test_the_document_is_openapi_and_whole() -> None:
    document = described()
    assert re.fullmatch(r"3\.1\.\d+", document["openapi"])
    assert {"title", "version", "description"} <= document["info"].keys()
    assert len(document["paths"]) >= 15
    for reference in referred(document):
        node: Any = document
        for step in reference.removeprefix("#/").split("/"):
            node = node[step]
        assert node
    named = [operation["operationId"] for _, _, operation in operations(document)]
    assert len(named) == len(set(named))


def test_each_operation_has_a_summary_an_answer_and_a_problem_and_declares_its_parameters() -> None:
    document = described()
    for path, method, operation in operations(document):
        assert len(operation["summary"].split()) > 2, path
        assert operation["summary"][0].isupper()
        assert any(status.startswith("2") for status in operation["responses"])
        assert operation["responses"]["default"]["content"].keys() == {"application/problem+json"}
        in_path = {one["name"] for one in operation.get("parameters", ()) if one["in"] == "path"}
        assert in_path == set(re.findall(r"{(\w+)}", path))
        assert all(one["schema"] and (one["in"] != "path" or one["required"]) for one in operation.get("parameters", ()))
        assert method in ("get", "post")


def test_each_deed_asks_for_a_key_and_each_call_but_the_laws_for_somebody_signed_in() -> None:
    document = described()
    assert document["components"]["securitySchemes"].keys() == {"Token", "SessionAuth", "ClientSecret", "ClientToken"}
    scopes = document["components"]["securitySchemes"]["ClientToken"]["flows"]["clientCredentials"]["scopes"].keys()
    for path, method, operation in operations(document):
        keys = [one for one in operation.get("parameters", ()) if one["name"] == "Idempotency-Key"]
        if path == "/api/v1/law/explain":
            assert "security" not in operation
            continue
        if path == "/api/v1/oauth/token":
            assert operation["security"] == [{"ClientSecret": []}, {}]
            continue
        named = {name for one in operation["security"] for name in one}
        assert named in ({"Token", "SessionAuth"}, {"ClientToken"})
        assert named != {"ClientToken"} or set(operation["security"][0]["ClientToken"]) < scopes
        assert [(one["in"], one["required"]) for one in keys] == ([("header", True)] if method == "post" and path not in SEARCHES else [])


def test_each_body_says_that_it_takes_no_other_field() -> None:
    document = described()
    shapes = document["components"]["schemas"]
    given = {
        reference.rpartition("/")[2] for _, _, operation in operations(document) for reference in referred(operation.get("requestBody", {}).get("content", {}))
    }
    assert {"PostedIn", "ReasonIn", "ExcludeIn", "InstructIn", "FactsIn"} <= given
    assert [name for name in given if shapes[name].get("additionalProperties") is not False and name.endswith("In") and name not in SPDCI] == []


def test_every_request_and_answer_has_an_example_that_fits_its_schema_and_so_has_every_problem() -> None:
    document = described()
    for path, method, operation in operations(document):
        said = [*operation["responses"].values(), *([operation["requestBody"]] if operation.get("requestBody", {}).get("required") else [])]
        for media in (media for one in said for media in one["content"].values()):
            examples = [media["example"]] if "example" in media else [one["value"] for one in media["examples"].values()]
            assert examples, path
            schema = jsonschema_rs.validator_for({**media["schema"], "components": document["components"]})
            for example in examples:
                assert [str(error) for error in schema.iter_errors(example)] == [], (method, path)
    problems = document["paths"]["/api/v1/dossiers"]["post"]["responses"]["default"]["content"]["application/problem+json"]["examples"]
    assert {"rows_at_fault", "insufficient_scope", "too_many_calls", "not_signed_in", "key_reused"} <= problems.keys()
