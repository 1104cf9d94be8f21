"""The whole law on Spark: every policy in both versions as one by one; a table that cannot be asked is refused in the words of the local engine."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
from click.testing import CliRunner

from ansinh.doors.cli.law import law
from ansinh.policy.engines.answer_file import answer_file
from ansinh.policy.engines.spark import answer_file_on_spark
from ansinh.policy.engines.table import GIVEN, TableFault
from ansinh.policy.programme import NotInForce
from policy.test_law_over_tables import DAYS, FAULTS, PROGRAMME, csv, one_by_one, people, written

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

pytestmark = pytest.mark.xdist_group("spark")

Rows = list[tuple[Any, ...]]
PEOPLE = 1_500


def by_policy(rows: Rows) -> dict[str, Rows]:
    """Answers of each policy, in the order of the ids."""
    found: dict[str, Rows] = defaultdict(list)
    for row in sorted(rows, key=lambda row: row[:2]):
        found[row[1]].append(row)
    return found


@pytest.fixture(scope="module", params=DAYS, ids=str)
def three(request: pytest.FixtureRequest, spark: SparkSession, tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Rows]]:
    """What each engine gives for random people, unknown in 15 of 100: for each version of the law Spark is asked once."""
    folder, told = tmp_path_factory.mktemp("three"), people(PEOPLE, request.param, seed=11)
    source = written(folder, told, "parquet")
    assert answer_file_on_spark(spark, source, folder / "spark.parquet", PROGRAMME, as_of=request.param) == PEOPLE * len(PROGRAMME.policies)
    answer_file(source, folder / "local.parquet", PROGRAMME, as_of=request.param)
    tables = {name: pl.read_parquet(folder / f"{name}.parquet") for name in ("spark", "local")}
    assert all(tuple(table.columns) == GIVEN for table in tables.values())
    return {"interpreter": by_policy(one_by_one(told, request.param)), **{name: by_policy(table.rows()) for name, table in tables.items()}}


@pytest.mark.parametrize("policy", [policy.id for policy in PROGRAMME.policies])
def test_a_policy_gives_random_people_the_same_on_every_engine(policy: str, three: dict[str, dict[str, Rows]]) -> None:
    assert len(three["interpreter"][policy]) == PEOPLE
    assert three["spark"][policy] == three["interpreter"][policy]
    assert three["local"][policy] == three["interpreter"][policy]
    assert {"ineligible", "undetermined"} <= {row[2] for row in three["interpreter"][policy]}


def test_text_is_read_and_written_as_by_the_local_engine(spark: SparkSession, tmp_path: Path) -> None:
    told = [*people(300, DAYS[0]), {"id": 'O"Brien, né', "requests_support": True, "informal_worker": True}]
    source = written(tmp_path, told, "csv")
    policies = ["nq68-08", "nq68-12"]
    answer_file(source, tmp_path / "local.csv", PROGRAMME, as_of=DAYS[0], policies=policies)
    answer_file_on_spark(spark, source, tmp_path / "spark.csv", PROGRAMME, as_of=DAYS[0], policies=policies)
    lines = [sorted((tmp_path / name).read_text(encoding="utf-8").splitlines()) for name in ("local.csv", "spark.csv")]
    assert lines[0] == lines[1]


def test_narrow_numbers_ids_of_any_width_and_columns_of_nothing_are_read_as_they_are(spark: SparkSession, tmp_path: Path) -> None:
    source = tmp_path / "narrow.parquet"
    facts = {name: pl.Series([None, None], dtype=pl.Null) for name in PROGRAMME.policy("nq68-12").version_on(DAYS[0]).facts}
    columns = {
        "id": pl.Series([7, 2**32 - 1], dtype=pl.UInt32),
        **facts,
        "requests_support": [True, None],
        "lost_work_days": pl.Series([3, None], dtype=pl.UInt8),
    }
    pl.DataFrame(columns).write_parquet(source)
    tables = []
    for name in ("local", "spark"):
        target = tmp_path / f"{name}.parquet"
        if name == "local":
            answer_file(source, target, PROGRAMME, as_of=DAYS[0], policies=["nq68-12"])
        else:
            answer_file_on_spark(spark, source, target, PROGRAMME, as_of=DAYS[0], policies=["nq68-12"])
        tables.append(pl.read_parquet(target).sort("id"))
    assert tables[0].schema == tables[1].schema
    assert tables[0].rows() == tables[1].rows()


TYPED = {"lost_work_days": [2.5], "date_of_birth": ["1990-01-01\n"], "province": ["30\n"]}
MORE_FAULTS = {
    "id,requests_support,informal_worker,province,date_of_birth\n7,true,true,30,0000-01-01\n": "row 7: “date_of_birth”",
    "id,requests_support,informal_worker,province,lost_work_days\n"
    + "".join(f"{n},true,true,30,{n % 90}\n" for n in range(100))
    + "8,true,true,30,x\n9,true,true,30,y\n": "row 8",
    "id,requests_support,informal_worker,province\n7,true,true,30,5\n": "",
}


@pytest.mark.parametrize("text", [*FAULTS, *MORE_FAULTS])
def test_a_table_that_cannot_be_asked_is_refused_in_the_same_words(spark: SparkSession, tmp_path: Path, text: str) -> None:
    source, target = csv(tmp_path, text), tmp_path / "answers.csv"
    target.write_text("older", encoding="utf-8")
    with pytest.raises(TableFault) as local:
        answer_file(source, target, PROGRAMME, as_of=DAYS[0], policies=["nq68-12"])
    with pytest.raises(TableFault) as refused:
        answer_file_on_spark(spark, source, target, PROGRAMME, as_of=DAYS[0], policies=["nq68-12"])
    assert {**FAULTS, **MORE_FAULTS}[text] in str(refused.value)
    assert str(refused.value) == str(local.value) or "as many fields" in str(refused.value)
    assert target.read_text(encoding="utf-8") == "older"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["answers.csv", "by-hand.csv"]


@pytest.mark.parametrize("name", TYPED)
def test_a_column_or_a_value_of_another_type_is_refused_in_the_same_words(spark: SparkSession, tmp_path: Path, name: str) -> None:
    source = tmp_path / "typed.parquet"
    pl.DataFrame({"id": ["a"], "requests_support": [True], "informal_worker": [True], "province": ["30"]} | {name: TYPED[name]}).write_parquet(source)
    with pytest.raises(TableFault) as local:
        answer_file(source, tmp_path / "a.csv", PROGRAMME, as_of=DAYS[0], policies=["nq68-12"])
    with pytest.raises(TableFault) as refused:
        answer_file_on_spark(spark, source, tmp_path / "a.csv", PROGRAMME, as_of=DAYS[0], policies=["nq68-12"])
    assert str(refused.value) == str(local.value)


@pytest.mark.parametrize("text", ['id,requests_support\n7,"true\nfalse"\n', 'id,requests_support\n7,"true\n8,false"\n'])
def test_a_value_in_quotes_over_two_lines_is_refused(spark: SparkSession, tmp_path: Path, text: str) -> None:
    from ansinh.policy.engines.spark import _check_lines

    with pytest.raises(TableFault, match="over the end of a line"):
        _check_lines(spark, csv(tmp_path, text))


def test_answers_never_take_the_place_of_the_facts_and_no_law_is_no_answer(spark: SparkSession, tmp_path: Path) -> None:
    source = written(tmp_path, people(3, DAYS[0]), "csv")
    with pytest.raises(TableFault, match="cannot take the place"):
        answer_file_on_spark(spark, source, source, PROGRAMME, as_of=DAYS[0])
    with pytest.raises(TableFault, match="written as"):
        answer_file_on_spark(spark, source, tmp_path / "answers.xlsx", PROGRAMME, as_of=DAYS[0])
    with pytest.raises(NotInForce):
        answer_file_on_spark(spark, source, tmp_path / "a.csv", PROGRAMME, as_of=date(2021, 1, 1))


def ask(folder: Path, *more: str) -> Any:
    source = written(folder, people(3, DAYS[0]), "csv")
    return CliRunner().invoke(law, ["determine", "nq68", "--in", str(source), "--out", str(folder / "a.csv"), "--as-of", "2021-08-10", *more])


def test_without_the_package_it_is_said_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "pyspark.sql", None)
    told = ask(tmp_path, "--engine", "spark")
    assert told.exit_code == 1
    assert "pip install 'ansinh[spark]'" in told.output


def test_a_master_is_for_spark_only(tmp_path: Path) -> None:
    assert ask(tmp_path, "--master", "local[1]").exit_code == 2
