"""`ansinh law prove` and `ansinh law diff` at the terminal: words or one document, exit codes kept."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner, Result

from ansinh.doors.cli.law import law
from policy.proofs.small import relief


def asked(*options: str) -> Result:
    return CliRunner().invoke(law, list(options))


def test_a_law_that_holds_leaves_with_nothing_and_every_line_says_how_it_ended() -> None:
    done = asked("prove", "nq68", "--policy", "nq68-04")
    lines = done.stdout.splitlines()
    assert done.exit_code == 0
    assert "proved      one_cash, from 2021-07-07: Nobody draws two policies of an exclusive group" in lines
    assert "proved      nq68-04, from 2021-11-06: The later version takes nothing away from anybody eligible before" in lines
    assert "refuted" not in done.stdout
    assert lines[-1].startswith("nq68, law version ")


def test_the_document_holds_the_properties_their_counts_and_the_witness_in_words() -> None:
    done = asked("prove", "nq68", "--policy", "nq68-12", "--json")
    answer = json.loads(done.stdout)
    assert done.exit_code == 0
    assert list(answer) == ["programme", "law_version", "counts", "properties"]
    assert answer["counts"] == {"proved": len(answer["properties"]) - 2, "reported": 2}
    overlap = next(one for one in answer["properties"] if one["property"] == "group_overlap")
    assert (overlap["subject"], overlap["from"], overlap["to"]) == ("one_cash", "2021-07-07", "2021-11-05")
    assert overlap["witness"]["facts"]["informal_worker"] is True
    assert overlap["witness"]["words"]["vi"][0] == "Ông/bà có muốn nhận hỗ trợ không? có"


def test_a_folder_at_fault_leaves_with_one_and_shows_the_person(tmp_path: Path) -> None:
    relief(tmp_path, most="pay * 3")
    done = asked("prove", str(tmp_path), "--policy", "relief-01")
    assert done.exit_code == 1
    assert "refuted     relief-01, from 2021-01-01: Nobody gets more than the most the policy gives [QĐ 1, Đ.3]" in done.stdout
    assert "Ông/bà có bao nhiêu con nhỏ? 3 trẻ | How many small children have you? 3 children" in done.stdout
    assert json.loads(asked("prove", str(tmp_path), "--json").stdout)["counts"]["refuted"] == 1


def test_differences_are_told_policy_by_policy() -> None:
    done = asked("diff", "nq68", "--from", "2021-08-10", "--to", "2021-11-10", "--policy", "nq68-11")
    assert done.exit_code == 0
    assert "nq68-11: Who becomes eligible? somebody" in done.stdout
    assert "Đơn vị có nợ xấu tại ngân hàng không? có | Does the employer have bad debt? yes" in done.stdout
    assert "nq68-11: Who is no longer eligible? nobody (proved)" in done.stdout


def test_differences_as_a_document() -> None:
    answer = json.loads(asked("diff", "nq68", "--from", "2021-08-10", "--to", "2021-11-10", "--policy", "nq68-10", "--json").stdout)
    assert (answer["from"], answer["to"]) == ("2021-08-10", "2021-11-10")
    assert [(one["question"], one["answer"], bool(one["witness"])) for one in answer["differences"]] == [
        ("gains", "somebody", True), ("loses", "nobody", False), ("grows", "nobody", False), ("shrinks", "nobody", False),
    ]  # fmt: skip


def test_wrong_usage_leaves_with_two_and_a_law_that_is_not_there_with_one(tmp_path: Path) -> None:
    assert asked("prove", "nq68", "--policy", "nq68-99").exit_code == 2
    assert asked("diff", "nq68", "--from", "2021-11-10", "--to", "2021-08-10").exit_code == 2
    assert asked("diff", "nq68", "--from", "soon", "--to", "2021-08-10").exit_code == 2
    assert asked("prove", "nq99").exit_code == 1
    assert asked("prove", str(tmp_path)).exit_code == 1
    early = asked("diff", "nq68", "--from", "2021-07-06", "--to", "2021-08-10")
    assert early.exit_code == 1
    assert "2021-07-07" in early.stderr
