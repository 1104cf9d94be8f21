"""What the API will not take, it refuses as a problem document in Vietnamese and English, and nothing is done."""

from __future__ import annotations

import json
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from ansinh.delivery.cases.models import Task, Upload
from ansinh.delivery.offices.scope import NATION, acting
from delivery.casework import approved, forwarded, person, submitted, task_of, town
from doors.api.calling import Program, problem

pytestmark = pytest.mark.django_db
REASON = "Thiếu chữ ký của trưởng thôn"


def explain(raw: str | bytes) -> Any:
    return Client(raise_request_exception=False).post("/api/v1/law/explain", raw, content_type="application/json")


@pytest.mark.parametrize("raw", [b"{oops", b"\xff\xfe{}", b'{"reason": "x"', b"[" * 100_000, b'{"reason": ' + b"9" * 5000 + b"}", b"<reason/>"])
def test_a_body_that_is_no_json_is_refused_in_words(raw: bytes) -> None:
    here = town()
    task = task_of(submitted(here, [person(1)]))
    assert "JSON" in problem(Program(here.lister).post(f"/tasks/{task.pk}/return", raw=raw), 400, "body_unreadable")["detail_vi"]
    problem(explain(raw), 400, "body_unreadable")


def test_a_body_too_large_is_refused_in_words_before_or_while_it_is_read() -> None:
    here = town()
    large = json.dumps({"reason": "x" * 6_000_000})
    problem(Program(here.lister).post(f"/tasks/{uuid4()}/return", raw=large), 413, "body_large")
    problem(explain(json.dumps({"facts": {"x": "y" * 6_000_000}})), 413, "body_large")
    told = Client().post("/api/v1/law/explain", "{}", content_type="application/json", CONTENT_LENGTH=str(3 * 1024**3))
    assert "MB" in problem(told, 413, "body_large")["detail_vi"]


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/tasks/{task}/return", {"reason": REASON, "owner": "x"}), ("/tasks/{task}/post", {"posted_on": "2021-08-06", "done_at": "2021-08-06"}),
        ("/tasks/{task}/exclude", {"claims": [str(uuid4())], "reason": REASON, "state": "approved"}), ("/decisions/{task}/instructions", {"otherwise": "cash", "amount_vnd": 9}),
    ],
)  # fmt: skip
def test_a_field_nobody_asked_for_is_refused_by_its_name(path: str, body: dict[str, Any]) -> None:
    here = town()
    task = task_of(submitted(here, [person(1)]))
    said = problem(Program(here.lister).post(path.format(task=task.pk), body), 422, "request_invalid")
    assert [fault["where"].rpartition(".")[2] for fault in said["faults"]] == [list(body)[-1]]


def test_a_field_nobody_asked_for_is_refused_in_a_form_too() -> None:
    here = town()
    file = SimpleUploadedFile("a.xlsx", b"x")
    said = problem(Program(here.lister).send("/lists", {"policy": "nq68-12", "province": "79", "file": file}), 422, "request_invalid")
    assert "province" in said["faults"][0]["where"]
    paid = Program(here.payer).send("/statements", {"amount_vnd": "5", "file": SimpleUploadedFile("a.csv", b"x")})
    assert "amount_vnd" in problem(paid, 422, "request_invalid")["faults"][0]["where"]
    problem(explain(json.dumps({"facts": {}, "law_version": "x"})), 422, "request_invalid")
    with acting(NATION):
        assert not Upload.objects.exists()


@pytest.mark.parametrize(
    "body",
    [None, [], "x", 5, {}, {"reason": None}, {"reason": 5}, {"reason": "x" * 501}, {"reason": REASON + "\0"}, {"reason": ["x"]}],
)  # fmt: skip
def test_a_reason_that_is_none_is_refused_and_the_task_stays(body: Any) -> None:
    here = town()
    dossier = submitted(here, [person(1)])
    task = forwarded(here, dossier)
    raw = json.dumps(body)
    problem(Program(here.appraiser).post(f"/tasks/{task.pk}/return", raw=raw), 422, "request_invalid")
    with acting(NATION):
        assert Task.objects.get(dossier=dossier, done_at=None).pk == task.pk


@pytest.mark.parametrize("otherwise", ["bank", "", "CASH", "cash\n"])
def test_a_channel_that_is_none_is_refused(otherwise: str) -> None:
    here = town()
    decision = approved(here, [person(1)])
    problem(Program(here.payer).post(f"/decisions/{decision.pk}/instructions", {"otherwise": otherwise}), 422, "request_invalid")


@pytest.mark.parametrize(
    "path", ["/dossiers/xyz", "/dossiers/1/claims", "/lists/0", "/dossiers?state=secret", "/dossiers?after=1", "/dossiers/{}/claims?after=x"]
)
def test_a_key_or_filter_that_is_none_is_refused_with_its_place(path: str) -> None:
    said = problem(Program(town().lister).get(path.format(uuid4())), 422, "request_invalid")
    assert said["faults"][0]["where"]


def test_an_address_that_is_none_and_a_method_it_does_not_take_are_problems_too() -> None:
    program = Program(town().lister)
    problem(program.get("/nothing"), 404, "not_found")
    problem(program.get("/../admin"), 404, "not_found")
    answer = program.client.delete("/api/v1/dossiers")
    problem(answer, 405, "method_refused")
    assert "GET" in answer.headers["Allow"]


def test_a_page_beyond_the_last_claim_is_empty_however_far_it_is() -> None:
    here = town()
    dossier = submitted(here, [person(1)])
    for after in (1, 2**31, 2**63, 10**30):
        assert json.loads(Program(here.lister).get(f"/dossiers/{dossier.pk}/claims?after={after}").content) == {"claims": [], "next": None}


def test_a_file_missing_empty_or_of_another_kind_is_refused_in_words() -> None:
    here = town()
    lister, payer = Program(here.lister), Program(here.payer)
    problem(lister.send("/lists", {"policy": "nq68-12"}), 422, "request_invalid")
    problem(lister.send("/lists", {"policy": "nq68-12", "file": SimpleUploadedFile("a.xlsx", b"")}), 422, "file_empty")
    problem(lister.send("/lists", {"policy": "nq68-99", "file": SimpleUploadedFile("a.xlsx", b"x")}), 422, "policy_unknown")
    problem(lister.post("/lists", {"policy": "nq68-12"}), 422, "request_invalid")
    for content in (b"", b"PK\x03\x04", b"<Document/>", b"\x00\x01\x02"):
        problem(payer.send("/statements", {"file": SimpleUploadedFile("a.csv", content)}), 422, "file_refused")


@pytest.mark.parametrize(
    ("asked", "status", "code"),
    [
        ({"programme": "nq99"}, 404, "programme_unknown"), ({"programme": "../nq68"}, 404, "programme_unknown"), ({"programme": "nq68\0"}, 422, "request_invalid"),
        ({"policies": ["nq68-99"]}, 422, "policy_unknown"), ({"facts": {"star_sign": 1}}, 422, "fact_refused"), ({"facts": {"work_kind": 5}}, 422, "fact_refused"),
        ({"as_of": "1900-01-01"}, 422, "fact_refused"), ({"as_of": "yesterday"}, 422, "request_invalid"), ({"facts": []}, 422, "request_invalid"),
    ],
)  # fmt: skip
def test_a_question_the_law_cannot_answer_is_refused_in_words(asked: dict[str, Any], status: int, code: str) -> None:
    problem(explain(json.dumps({"facts": {}, **asked})), status, code)


def test_the_law_answers_anybody_and_keeps_nothing() -> None:
    answer = explain(json.dumps({"facts": {}, "as_of": "2021-08-01", "policies": ["nq68-12"]}))
    assert answer.status_code == 200
    assert [policy["policy"] for policy in json.loads(answer.content)["policies"]] == ["nq68-12"]


def test_a_failure_of_the_system_is_a_problem_without_its_inside(monkeypatch: pytest.MonkeyPatch) -> None:
    from ansinh.doors.api import casework

    def broken(*_: object) -> None:
        message = "secret of the inside"
        raise RuntimeError(message)

    here = town()
    monkeypatch.setattr(casework, "within", broken)
    answer = Program(here.lister).get("/dossiers")
    problem(answer, 500, "failed")
    assert b"secret" not in answer.content
