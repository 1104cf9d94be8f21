"""`ansinh law explain` as the contract has it: one answer a line, faults named, exit codes kept."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ansinh.doors.cli.law import law

LEAVE = {
    "requests_support": True, "has_labour_contract": True, "employer_stopped_by_authority": True, "leave_start": "2021-06-01", "leave_days": 30, "leave_within_contract": True,
    "si_month_before": True, "pregnant": True, "informal_worker": True,
}  # fmt: skip


def asked(*options: str, told: object = None) -> Result:
    return CliRunner().invoke(law, ["explain", "nq68", "--json", "--facts", *options], input=json.dumps(told))


def test_one_person_gets_one_document_with_draws_and_total() -> None:
    done = asked("-", "--as-of", "2021-08-10", told=LEAVE)
    answer = json.loads(done.stdout)
    assert done.exit_code == 0
    assert list(answer) == ["programme", "as_of", "law_version", "policies", "draws", "total"]
    assert answer["draws"] == [{"policy": "nq68-04", "amount": 4_710_000}]
    assert answer["total"] == 4_710_000
    (leave,) = (one for one in answer["policies"] if one["policy"] == "nq68-04")
    assert [part["id"] for part in leave["components"]] == ["base", "pregnant"]
    assert [part["id"] for part in leave["open"]] == ["children"]
    assert leave["open"][0]["facts"] == ["children_under_6"]
    assert {condition["outcome"] for condition in leave["conditions"]} == {"met"}
    assert all(condition["cite"] and condition["text"]["vi"] and condition["text"]["en"] for condition in leave["conditions"])


def test_one_policy_alone_may_be_asked() -> None:
    answer = json.loads(asked("-", "--as-of", "2021-08-10", "--policy", "nq68-12", told=LEAVE).stdout)
    assert [one["policy"] for one in answer["policies"]] == ["nq68-12"]


@pytest.mark.parametrize(
    ("told", "reason"),
    [({"leave_days": -1}, "leave_days"), ({"leaf_days": 1}, "leaf_days"), ([], "facts"), ({"leave_start": "2021-08-11"}, "leave_start")],
)
def test_a_fact_at_fault_is_named_and_the_exit_is_one(told: object, reason: str) -> None:
    done = asked("-", "--as-of", "2021-08-10", told=told)
    assert done.exit_code == 1
    assert reason in done.stderr
    assert done.stdout == ""


def test_a_day_before_the_law_says_when_it_begins() -> None:
    done = asked("-", "--as-of", "2021-07-06", told={})
    assert done.exit_code == 1
    assert "2021-07-07" in done.stderr


def test_wrong_usage_leaves_with_two() -> None:
    assert asked("-", "--as-of", "soon", told={}).exit_code == 2
    assert asked("-", "--policy", "nq68-99", told={}).exit_code == 2


def test_many_are_answered_line_by_line_and_a_line_at_fault_does_not_stop_the_run(tmp_path: Path) -> None:
    lines = [
        json.dumps({"id": "a", "as_of": "2021-08-10", "facts": LEAVE}),
        json.dumps({"id": "b", "as_of": "2021-07-01", "facts": {}}),
        "no document",
        json.dumps({"id": "d", "as_of": "2021-08-10", "facts": {"leave_days": "many"}}),
        '{"id": "e", "as_of": "2021-08-10", "facts": {"leave_days": 1, "leave_days": 2}}',
        json.dumps({"id": "f", "as_of": "2021-08-10", "facts": {}}),
    ]
    file = tmp_path / "many.jsonl"
    file.write_text("\n".join(lines))
    done = asked(str(file))
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.exit_code == 1
    assert [answer["id"] for answer in answers] == ["a", "b", None, "d", None, "f"]
    assert ["error" in answer for answer in answers] == [False, True, True, True, True, False]
    assert "leave_days" in answers[3]["error"]
    assert "twice" in answers[4]["error"]


def test_a_file_without_fault_leaves_with_nothing(tmp_path: Path) -> None:
    file = tmp_path / "many.jsonl"
    file.write_text(json.dumps({"id": 1, "as_of": "2021-08-10", "facts": {}}))
    assert asked(str(file)).exit_code == 0
