"""Schemathesis calls every operation with all kinds of bodies, as an officer and as another system: no failure of ours, no answer that its schema does not tell."""

from __future__ import annotations

from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from schemathesis.checks import not_a_server_error
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi import checks

from ansinh.delivery.offices.models import Role
from ansinh.delivery.offices.tokens import token_of
from delivery.casework import approved, officer, person, read_list, submitted, task_of, town
from delivery.intake.filing import worker
from delivery.systems.connecting import connected
from doors.api.systems import System

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def one_connection() -> Iterator[None]:
    """Keep the test's transaction: a server closes its connection after each request, as Django's own test client does not."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    try:
        yield
    finally:
        for signal in (request_started, request_finished):
            signal.connect(close_old_connections)


def served(environ: dict[str, Any], start_response: Any) -> Any:
    """Answer as behind a server, which knows where the caller is."""
    return get_wsgi_application()({**environ, "REMOTE_ADDR": "203.0.113.9"}, start_response)


EXAMPLES = 3
"""Of good and as many of bad requests an operation; sixty of each found nothing more."""
CHECKS = [
    not_a_server_error,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
    checks.status_code_conformance,
]


def hammered(headers: dict[str, str], keys: dict[str, str], *, for_systems: bool) -> int:
    """Call what a caller may call; give how many calls were made."""
    with one_connection():
        schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", served)
    made = 0
    for result in schema.get_all_operations():
        operation = result.ok()
        named = {name for one in operation.definition.raw.get("security", []) for name in one}
        if named and ("ClientToken" in named or "ClientSecret" in named) != for_systems:
            continue
        for mode in GenerationMode:

            @seed(68)
            @settings(max_examples=EXAMPLES, phases=[Phase.explicit, Phase.generate], suppress_health_check=list(HealthCheck), deadline=None, database=None)
            @given(case=operation.as_strategy(generation_mode=mode), known=st.booleans())
            def call(case: Any, known: bool) -> None:
                nonlocal made
                made += 1
                if known and case.path_parameters:
                    case.path_parameters = {name: keys.get(name, value) for name, value in case.path_parameters.items()}
                case.call_and_validate(headers=headers, checks=CHECKS)

            with one_connection(), suppress(Unsatisfiable):  # what takes nothing cannot be called wrongly
                call()
    return made


@pytest.mark.django_db
def test_as_an_officer_of_every_role_that_goes_together() -> None:
    here = town()
    everybody = officer("moi.vai", here.offices["commune"], Role.LISTER, Role.VERIFIER, Role.APPRAISER, Role.PAYER)
    upload, dossier, decision = read_list(here, [person(1)]), submitted(here, [person(2)]), approved(here, [person(3)])
    keys = {"upload": str(upload.pk), "dossier": str(dossier.pk), "task": str(task_of(dossier).pk), "decision": str(decision.pk)}
    assert hammered({"Authorization": f"Bearer {token_of(everybody)}"}, keys, for_systems=False) > 100


@pytest.mark.django_db
def test_as_another_system(monkeypatch: pytest.MonkeyPatch) -> None:
    from ansinh.delivery.systems.filed import file_for
    from delivery.casework import MORNING

    monkeypatch.setattr("ansinh.doors.api.filings.timezone.now", lambda: MORNING)
    here = town()
    client, secret = connected(here, per_minute=6000)
    filing = file_for(client, "nq68-12", [worker(1)], place=here.commune, reference="", programme="nq68", at=here.later()).filing
    headers = {"Authorization": System("cong-tinh", secret).client.defaults["HTTP_AUTHORIZATION"]}
    assert hammered(headers, {"code": filing.code}, for_systems=True) > 40
