"""Who may call what, and what nobody learns: another place's rows are simply not there."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from ansinh.delivery.offices.scope import NATION, acting
from ansinh.delivery.offices.tokens import SALT, token_of
from ansinh.delivery.payments.models import Instruction
from ansinh.doors.api.application import api
from delivery.casework import approved, person, read_list, submitted, task_of, town
from doors.api.calling import Program, problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.http import HttpResponse

    from delivery.casework import Town

pytestmark = pytest.mark.django_db
BODIES: dict[str, dict[str, Any]] = {
    "post": {"posted_on": "2021-08-06"}, "return": {"reason": "Thiếu chữ ký của trưởng thôn"}, "exclude": {"claims": [str(uuid4())], "reason": "Không cư trú tại xã"},
}  # fmt: skip


def operations() -> Iterator[tuple[str, str]]:
    """Give what officers may call."""
    for path, methods in api.get_openapi_schema()["paths"].items():
        yield from ((method, path.removeprefix("/api/v1")) for method, operation in methods.items() if {"Token": []} in operation.get("security", []))


def called(program: Program, method: str, path: str, **keys: object) -> Any:
    path = path.format(**keys)
    if method == "get":
        return program.get(path)
    if path in ("/lists", "/statements"):
        return program.send(path, {"file": SimpleUploadedFile("a.csv", b"x"), **({"policy": "nq68-12"} if path == "/lists" else {})})
    return program.post(path, BODIES.get(path.rpartition("/")[2], {}))


def words_of(answer: HttpResponse) -> str:
    """Give an answer as text whose letters are not escaped."""
    return json.dumps(json.loads(answer.content), ensure_ascii=False)


def all_of(here: Town, first: int = 1) -> dict[str, object]:
    """Make one row of each kind of the town: an upload, a dossier in work with its task, a decision."""
    upload = read_list(here, [person(first)])
    dossier = submitted(here, [person(first + 1)])
    decision = approved(here, [person(first + 2)])
    return {"upload": upload.pk, "dossier": dossier.pk, "task": task_of(dossier).pk, "decision": decision.pk}


def test_without_a_token_or_with_one_that_is_void_every_operation_is_refused() -> None:
    here = town()
    void = [None, "x", "", signing.dumps({"officer": str(here.lister.pk), "password": "another-word"}, salt=SALT), token_of(here.lister)[:-1]]
    for method, path in operations():
        for token in void:
            client = Client(raise_request_exception=False, headers={} if token is None else {"Authorization": f"Bearer {token}"})
            address = f"/api/v1{path}".format(upload=uuid4(), dossier=uuid4(), task=uuid4(), decision=uuid4())
            problem(getattr(client, method)(address, headers={"Idempotency-Key": "k"}), 401, "not_signed_in")


def test_a_token_ends_with_the_officers_service_and_with_her_password() -> None:
    here = town()
    program = Program(here.lister)
    assert program.get("/dossiers").status_code == 200
    here.lister.is_active = False
    here.lister.save()
    problem(program.get("/dossiers"), 401, "not_signed_in")
    here.lister.is_active = True
    here.lister.set_password("một mật khẩu mới")
    here.lister.save()
    problem(program.get("/dossiers"), 401, "not_signed_in")


@pytest.mark.parametrize("away", [("10633", "291", "30"), ("26734", "760", "79")])
def test_rows_of_another_place_answer_exactly_as_rows_that_never_were(away: tuple[str, str, str]) -> None:
    here, there = town(), town(*away)
    keys = all_of(here)
    for role in ("lister", *(("appraiser", "chair", "payer") if away[2] != "30" else ())):
        program = Program(there.officers[role])
        for method, path in operations():
            if "{" not in path:
                continue
            other, missing = called(program, method, path, **keys), called(program, method, path, **dict.fromkeys(keys, uuid4()))
            problem(other, 404, "not_found")
            assert (other.content, {**other.headers, "x": 0}.keys()) == (missing.content, {**missing.headers, "x": 0}.keys()), path


def test_an_answer_never_holds_a_person_of_another_place() -> None:
    here, there = town(), town("10633")
    names = {here.commune: "Người Xã Này", there.commune: "Người Xã Kia"}
    for place, number in ((here, 1), (there, 2)):
        all_of(place, number * 100)
        submitted(place, [person(number * 1000, full_name=names[place.commune])])
    program = Program(here.lister)
    listed = json.loads(program.get("/dossiers").content)["dossiers"]
    seen = "".join(words_of(program.get(f"/dossiers/{row['id']}/claims")) for row in listed)
    assert names[here.commune] in seen
    assert names[there.commune] not in seen
    assert len(listed) == 3
    with acting(NATION):
        from ansinh.delivery.cases.models import Dossier

        assert {row["id"] for row in listed} == {str(key) for key in Dossier.objects.filter(commune=here.commune).values_list("pk", flat=True)}
    for role in ("appraiser", "chair"):
        assert len(json.loads(Program(here.officers[role]).get("/dossiers").content)["dossiers"]) == 6


def test_a_claim_shows_what_its_schema_names_and_no_number_account_or_telephone() -> None:
    here = town()
    dossier = submitted(here, [person(7, account_number="1234567890", bank_name="Agribank")])
    program = Program(here.lister)
    for path in ("/dossiers", f"/dossiers/{dossier.pk}", f"/dossiers/{dossier.pk}/claims"):
        words = words_of(program.get(path))
        assert not [secret for secret in ("030187000007", "1234567890", "0912345678", "Thôn Đoài") if secret in words]


@pytest.mark.parametrize("role", ["lister", "appraiser", "chair"])
def test_whoever_does_not_pay_draws_makes_and_settles_nothing(role: str) -> None:
    here = town()
    decision = approved(here, [person(1)])
    program = Program(here.officers[role])
    problem(program.post(f"/decisions/{decision.pk}/instructions"), 403, "role_missing")
    problem(program.post(f"/decisions/{decision.pk}/files"), 403, "role_missing")
    problem(program.send("/statements", {"file": SimpleUploadedFile("a.csv", b"x")}), 403, "role_missing")
    with acting(NATION):
        assert not Instruction.objects.exists()


@pytest.mark.parametrize("role", ["appraiser", "chair", "payer"])
def test_whoever_does_not_list_sends_no_list_and_moves_no_task_of_another(role: str) -> None:
    here = town()
    task = task_of(submitted(here, [person(1)]))
    program = Program(here.officers[role])
    problem(program.send("/lists", {"policy": "nq68-12", "file": SimpleUploadedFile("a.xlsx", b"x")}), 403, "role_missing")
    for path in ("post", "forward", "return", "exclude", "exclude-by-law", "approve"):
        answer = program.post(f"/tasks/{task.pk}/{path}", BODIES.get(path, {}))
        assert answer.status_code == 403, (path, answer.content)
        assert answer.headers["Content-Type"] == "application/problem+json"
    with acting(NATION):
        task.refresh_from_db()
    assert task.done_at is None


def test_a_session_acts_only_with_its_second_factor_and_a_confirmed_request(signed_in: Callable[[Any], Client]) -> None:
    here = town()
    decision = approved(here, [person(1)])
    half = Client(raise_request_exception=False)
    half.force_login(here.payer)
    problem(half.get("/api/v1/dossiers"), 403, "second_factor")
    problem(
        half.post(f"/api/v1/decisions/{decision.pk}/instructions", {}, content_type="application/json", headers={"Idempotency-Key": "a"}), 403, "second_factor"
    )
    assert signed_in(here.payer).get("/api/v1/dossiers").status_code == 200
    forged = Client(enforce_csrf_checks=True, raise_request_exception=False)
    forged.force_login(here.lister)
    problem(forged.post(f"/api/v1/tasks/{uuid4()}/forward", {}, content_type="application/json", headers={"Idempotency-Key": "a"}), 403, "not_confirmed")
