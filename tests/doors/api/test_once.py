"""A deed called again with its key is done once: the same answer, one effect, however close together the calls come."""

from __future__ import annotations

import json
import threading
from typing import TYPE_CHECKING, Any

import psycopg
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from ansinh.delivery.cases.models import Decision, Task, Upload
from ansinh.delivery.evidence.models import Event
from ansinh.delivery.offices.scope import NATION, acting
from ansinh.delivery.payments.models import Entry, Instruction, PaymentFile, Statement
from ansinh.doors.api.models import Reply
from delivery.casework import approved, forwarded, person, posted_long_enough, submitted, task_of, town, workbook
from doors.api.calling import Program, problem

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import Model
    from django.http import HttpResponse

ROWS = [[1, "Nguyễn Thị Hoa", "05/03/1987", "Nữ", "030187000001", "Thôn Đoài", 1500000]]


def count(*models: type[Model]) -> tuple[int, ...]:
    with acting(NATION):
        return tuple(model._default_manager.count() for model in models)


def at_once(calls: list[Callable[[], HttpResponse]]) -> list[HttpResponse]:
    """Call in threads that start together."""
    answers: list[HttpResponse] = []
    gate = threading.Barrier(len(calls))

    def run(call: Callable[[], HttpResponse]) -> None:
        gate.wait()
        try:
            answers.append(call())
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(call,)) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["", "x" * 101, "có dấu".encode().decode("latin-1"), "a\0b"])
def test_a_deed_without_a_key_or_with_one_that_is_none_is_refused_and_not_done(key: str) -> None:
    here = town()
    decision = approved(here, [person(1)])
    problem(Program(here.payer).post(f"/decisions/{decision.pk}/instructions", key=key), 400, "key_missing")
    problem(Program(here.lister).send("/lists", {"policy": "nq68-12", "file": SimpleUploadedFile("a.xlsx", b"x")}, key=key), 400, "key_missing")
    assert count(Instruction, Upload, Reply) == (0, 1, 0)  # the upload is the one the decision came from


@pytest.mark.django_db
def test_the_same_key_gives_the_same_answer_and_one_effect() -> None:
    here = town()
    decision = approved(here, [person(1), person(2)])
    payer = Program(here.payer)
    for path, models in (("instructions", (Instruction, Entry)), ("files", (PaymentFile,))):
        first = payer.post(f"/decisions/{decision.pk}/{path}", key=path)
        assert first.status_code == 200, first.content
        before = count(*models, Event)
        again = payer.post(f"/decisions/{decision.pk}/{path}", key=path)
        assert (again.status_code, json.loads(again.content)) == (200, json.loads(first.content))
        assert (first.headers.get("Idempotent-Replayed"), again.headers["Idempotent-Replayed"]) == (None, "true")
        assert count(*models, Event) == before
    assert json.loads(again.content)["files"][0]["amount_vnd"] == 3_000_000


@pytest.mark.django_db
def test_another_key_for_the_same_deed_has_no_second_effect_either() -> None:
    here = town()
    decision = approved(here, [person(1), person(2)])
    payer = Program(here.payer)
    drawn = [json.loads(payer.post(f"/decisions/{decision.pk}/instructions").content)["instructions"] for _ in range(2)]
    made = [len(json.loads(payer.post(f"/decisions/{decision.pk}/files").content)["files"]) for _ in range(2)]
    assert (drawn, made) == ([2, 0], [1, 0])
    content = b"transfer id,amount,date,status\nx,1,2021-08-10,paid\n"
    taken = [json.loads(payer.send("/statements", {"file": SimpleUploadedFile(name, content)}).content) for name in ("a.csv", "b.csv")]
    assert [one["new"] for one in taken] == [True, False]
    assert taken[0]["id"] == taken[1]["id"]


@pytest.mark.django_db
def test_the_same_key_for_another_body_path_or_file_is_refused() -> None:
    here = town()
    decision = approved(here, [person(1)])
    payer, lister = Program(here.payer), Program(here.lister)
    assert payer.post(f"/decisions/{decision.pk}/instructions", {"otherwise": "cash"}, key="k").status_code == 200
    problem(payer.post(f"/decisions/{decision.pk}/instructions", {"otherwise": "post"}, key="k"), 422, "key_reused")
    problem(payer.post(f"/decisions/{decision.pk}/files", {"otherwise": "cash"}, key="k"), 422, "key_reused")
    assert count(PaymentFile) == (0,)
    given = {"policy": "nq68-12"}
    assert lister.send("/lists", {**given, "file": SimpleUploadedFile("a.xlsx", workbook(ROWS))}, key="l").status_code == 202
    assert lister.send("/lists", {**given, "file": SimpleUploadedFile("a.xlsx", workbook(ROWS))}, key="l").headers["Idempotent-Replayed"] == "true"
    for name, content in (("a.xlsx", b"other"), ("b.xlsx", workbook(ROWS))):
        problem(lister.send("/lists", {**given, "file": SimpleUploadedFile(name, content)}, key="l"), 422, "key_reused")
    assert count(Upload) == (2,)


@pytest.mark.django_db
def test_a_key_belongs_to_its_officer() -> None:
    here, there = town(), town("26734", "760", "79")
    for place in (here, there):
        decision = approved(place, [person(int(place.province))])
        answer = Program(place.payer).post(f"/decisions/{decision.pk}/instructions", key="the same")
        assert (answer.status_code, json.loads(answer.content)) == (200, {"instructions": 1})
        assert "Idempotent-Replayed" not in answer.headers


@pytest.mark.django_db
def test_a_refused_deed_keeps_nothing_and_its_key_may_be_used_once_it_is_put_right() -> None:
    here = town()
    task = task_of(submitted(here, [person(1)]))
    lister = Program(here.lister)
    problem(lister.post(f"/tasks/{task.pk}/forward", key="k"), 422, "not_posted")
    assert count(Reply) == (0,)
    with acting(here.lister):
        from ansinh.delivery.cases import take_step

        take_step.post_list(task.pk, by=here.lister, at=here.later(), posted_on=here.at.date())
        posted_long_enough(task, at=here.at)
    done = lister.post(f"/tasks/{task.pk}/forward", key="k")
    assert done.status_code == 200
    assert json.loads(done.content)["owner"] == str(here.appraiser)
    again = lister.post(f"/tasks/{task.pk}/forward", key="k")
    assert json.loads(again.content) == json.loads(done.content)
    problem(lister.post(f"/tasks/{task.pk}/forward", key="another"), 409, "step_ended")


@pytest.mark.django_db
def test_a_deed_without_a_body_takes_an_empty_form_as_well() -> None:
    here = town()
    decision = approved(here, [person(1)])
    Program(here.payer).post(f"/decisions/{decision.pk}/instructions")
    answers = [Program(here.payer).send(f"/decisions/{decision.pk}/files", {}, key="k") for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[1].headers["Idempotent-Replayed"] == "true"


@pytest.mark.parametrize("keys", [("k", "k", "k"), ("a", "b", "c")])
def test_the_same_call_at_the_same_moment_has_one_effect(own_db: str, keys: tuple[str, ...]) -> None:
    here = town()
    decision = approved(here, [person(1), person(2)])
    programs = [(Program(here.payer), key) for key in keys]
    same = len(set(keys)) == 1
    drawn = at_once([lambda p=p, k=k: p.post(f"/decisions/{decision.pk}/instructions", key=f"i{k}") for p, k in programs])  # type: ignore[misc] # bound now
    assert [answer.status_code for answer in drawn] == [200] * 3
    assert sorted(json.loads(answer.content)["instructions"] for answer in drawn) == ([2, 2, 2] if same else [0, 0, 2])
    made = at_once([lambda p=p, k=k: p.post(f"/decisions/{decision.pk}/files", key=f"f{k}") for p, k in programs])  # type: ignore[misc] # bound now
    assert sorted(len(json.loads(answer.content)["files"]) for answer in made) == ([1, 1, 1] if same else [0, 0, 1])
    content = b"transfer id,amount,date,status\nx,1,2021-08-10,paid\n"
    at_once([lambda p=p, k=k: p.send("/statements", {"file": SimpleUploadedFile("a.csv", content)}, key=f"s{k}") for p, k in programs])  # type: ignore[misc] # bound now
    assert count(Instruction, Entry, PaymentFile, Statement) == (2, 2, 1, 1)


def test_two_approvals_at_the_same_moment_sign_one_decision(own_db: str) -> None:
    here = town()
    task = forwarded(here, submitted(here, [person(1)]), times=2)
    answers = at_once([lambda k=k: Program(here.chair).post(f"/tasks/{task.pk}/approve", key=k) for k in ("a", "b", "a")])  # type: ignore[misc] # bound now
    assert sorted(answer.status_code for answer in answers) in ([200, 200, 409], [200, 409, 409])
    assert count(Decision) == (1,)
    with acting(NATION):
        assert not Task.objects.filter(done_at=None).exists()


def test_a_call_that_waits_too_long_for_its_twin_is_told_to_come_back(own_db: str, owner_connection: psycopg.Connection[Any]) -> None:
    here = town()
    task = task_of(submitted(here, [person(1)]))
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '200ms'")
    program = Program(here.lister)
    with owner_connection.transaction():
        owner_connection.execute(
            "INSERT INTO api_reply (caller, key, request_sha256, at) VALUES (%s, 'k', 'x', now())", [here.lister.pk]
        )  # the twin is still at work
        answer = program.post(f"/tasks/{task.pk}/post", {"posted_on": "2021-08-06"}, key="k")
        problem(answer, 409, "in_progress")
        assert answer.headers["Retry-After"] == "5"
        raise psycopg.Rollback
    assert program.post(f"/tasks/{task.pk}/post", {"posted_on": "2021-08-06"}, key="k").status_code == 200
