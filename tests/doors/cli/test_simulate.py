"""`ansinh simulate`: people the law takes as they are, lists a reader reads, the same bytes for the same seed, and faults in words."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner, Result

from ansinh.doors.cli.main import main
from ansinh.papers.lists.sandbox import read_in_child
from ansinh.policy.load import load_programme

DAY = ["--as-of", "2021-11-20"]


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


def made(target: Path, *more: str | Path, programme: str = "nq68", count: int = 400, seed: int = 5) -> Result:
    return run("simulate", "people", programme, "--count", str(count), "--seed", str(seed), "--out", target, *DAY, *more)


@pytest.mark.parametrize("suffix", ["csv", "parquet"])
def test_people_are_taken_by_the_law_as_they_are(tmp_path: Path, suffix: str) -> None:
    people, answers = tmp_path / f"people.{suffix}", tmp_path / "answers.csv"
    done = made(people, "--unknown", "0.15")
    assert done.exit_code == 0, done.output
    assert "400 rows of nq68 as on 2021-11-20, seed 5" in done.output
    asked = run("law", "determine", "nq68", "--in", people, "--out", answers, *DAY)
    assert asked.exit_code == 0, asked.output
    outcomes = pl.read_csv(answers)
    assert len(outcomes) == 400 * len(load_programme("nq68").policies)
    assert set(outcomes["outcome"]) == {"eligible", "ineligible", "undetermined"}


def test_groups_are_written_beside_the_facts_and_not_among_them(tmp_path: Path) -> None:
    people, groups = tmp_path / "people.csv", tmp_path / "groups.csv"
    assert made(people, "--with-groups", groups).exit_code == 0
    facts, told = pl.read_csv(people, infer_schema=False), pl.read_csv(groups, infer_schema=False)
    assert facts.columns == ["id", *load_programme("nq68").facts]
    assert told.columns == ["id", "kind", "group", "province"]
    assert told["id"].equals(facts["id"])
    assert {"child", "worker", "free_worker", "household_business"} <= set(told["group"])


def test_the_same_seed_makes_the_same_bytes_and_more_rows_begin_with_the_same(tmp_path: Path) -> None:
    one, again, other, more = (tmp_path / f"{name}.csv" for name in ("one", "again", "other", "more"))
    assert [made(one).exit_code, made(again).exit_code, made(other, seed=6).exit_code, made(more, count=500).exit_code] == [0] * 4
    assert one.read_bytes() == again.read_bytes() != other.read_bytes()
    assert more.read_bytes().startswith(one.read_bytes())


def test_only_rows_of_a_kind_are_made_where_a_kind_is_named(tmp_path: Path) -> None:
    people, groups = tmp_path / "people.csv", tmp_path / "groups.csv"
    assert made(people, "--kind", "employer", "--with-groups", groups).exit_code == 0
    assert set(pl.read_csv(groups)["kind"]) == {"employer"}
    refused = made(people, "--kind", "ghost")
    assert refused.exit_code == 1
    assert "there is no kind of row ghost" in refused.output


def test_a_programme_nobody_planned_a_population_for_says_so(tmp_path: Path) -> None:
    done = made(tmp_path / "people.csv", programme="nq42")
    assert done.exit_code == 0, done.output
    assert "every fact is drawn by plain chance" in done.output


@pytest.mark.parametrize(
    ("words", "code", "reason"),
    [
        (["people", "nq99", "--count", "5", "--seed", "1", "--out", "x.csv"], 1, "no such programme"),
        (["people", "nq68", "--count", "5", "--seed", "1", "--out", "x.xlsx"], 1, ".csv or .parquet"),
        (["people", "nq68", "--count", "0", "--seed", "1", "--out", "x.csv"], 2, "--count"),
        (["people", "nq68", "--count", "5", "--out", "x.csv"], 2, "--seed"),
        (["people", "nq68", "--count", "5", "--seed", "1", "--out", "x.csv", "--unknown", "15"], 2, "--unknown"),
        (["list", "--policy", "nq68-11", "--rows", "5", "--seed", "1", "--out", "x.xlsx"], 2, "no list is made for nq68-11"),
        (["list", "--policy", "nq68-12", "--rows", "5", "--seed", "1", "--out", "x.csv"], 2, "written as .xlsx"),
        (["list", "--policy", "nq68-12", "--rows", "5", "--seed", "1", "--out", "nowhere/x.xlsx"], 1, "not written"),
    ],
)
def test_a_fault_is_told_with_its_exit_code(words: list[str], code: int, reason: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    done = run("simulate", *words)
    assert done.exit_code == code, done.output
    assert reason in done.output
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("policy", ["nq68-12", "nq68-08", "nq68-04"])
def test_a_list_is_read_as_its_truth_says(tmp_path: Path, policy: str) -> None:
    listed, truth = tmp_path / "list.xlsx", tmp_path / "truth.json"
    done = run("simulate", "list", "--policy", policy, "--rows", "60", "--seed", "9", "--out", listed, "--truth", truth)
    assert done.exit_code == 0, done.output
    reading = read_in_child(listed, policy=policy, today=date(2021, 10, 10))
    expected = json.loads(truth.read_text(encoding="utf-8"))["rows"]
    assert [(row.row, row.full_name, row.birth_precision) for row in reading.rows] == [
        (row["row"], row["full_name"], row["birth_precision"]) for row in expected
    ]
    assert [row.amount for row in reading.rows] == [row.get("amount") for row in expected]
    missing = [row.row for row in reading.rows if "id_missing" in row.problems]
    assert missing == [row["row"] for row in expected if "id_missing" in row["codes"]]


def test_the_same_seed_makes_the_same_list(tmp_path: Path) -> None:
    one, again, clean = tmp_path / "one.xlsx", tmp_path / "again.xlsx", tmp_path / "clean.xlsx"
    words = ["simulate", "list", "--policy", "nq68-08", "--rows", "40", "--seed", "2", "--out"]
    assert [run(*words, one).exit_code, run(*words, again).exit_code, run(*words, clean, "--clean").exit_code] == [0, 0, 0]
    assert one.read_bytes() == again.read_bytes() != clean.read_bytes()
