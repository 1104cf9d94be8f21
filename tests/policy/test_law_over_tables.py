"""`law determine`: a whole table answered as one by one; a table that cannot be asked is refused in words and leaves nothing half done."""

from __future__ import annotations

import random
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
from click.testing import CliRunner

from ansinh.doors.cli.law import law
from ansinh.policy.determine import determine
from ansinh.policy.engines.answer_file import answer_file
from ansinh.policy.engines.columns import TYPES
from ansinh.policy.engines.table import GIVEN, TableFault
from ansinh.policy.language.nodes import Kind, Value
from ansinh.policy.load import load_programme
from ansinh.policy.programme import NotInForce

if TYPE_CHECKING:
    from ansinh.policy.programme import FactDefinition

PROGRAMME = load_programme("nq68")
DAYS = (date(2021, 8, 10), date(2021, 11, 20))
SCHEMA = {"id": pl.String(), **{name: TYPES[fact.kind] for name, fact in PROGRAMME.facts.items()}}
NUMBERS = (0, 1, 2, 3, 5, 7, 9, 10, 13, 14, 15, 20, 21, 22, 29, 30, 31, 45, 46, 79, 80, 100)
MONEY = (0, 1, 999_999, 1_000_000, 10**7 + 3, 10**8, 10**9 + 1, 10**15)


def told(fact: FactDefinition, dice: random.Random, as_of: date) -> Value | None:
    """A fact as chance has it, the edges of the law often, unknown in 15 of 100."""
    if dice.random() < 0.15:
        return None
    match fact.kind:
        case Kind.BOOL:
            return dice.random() < 0.75
        case Kind.DATE:
            day = as_of - timedelta(dice.choice((0, 1, 30, 31, 100, 101, 365, 6_000, 30_000)) + dice.randrange(9))
            return day.replace(day=1) if fact.whole_month else day
        case Kind.CODE:
            return dice.choice(sorted(fact.codes)) if fact.codes else dice.choice(("01", "79", "30"))
        case Kind.MONEY:
            return dice.choice(MONEY)
        case _:
            return dice.choice(NUMBERS)


def people(count: int, as_of: date, seed: int = 7) -> list[dict[str, Any]]:
    """Rows of facts, `id` first."""
    dice = random.Random(seed)  # noqa: S311 - chance for a test
    return [{"id": f"p{number}", **{name: told(fact, dice, as_of) for name, fact in PROGRAMME.facts.items()}} for number in range(count)]


def one_by_one(rows: list[dict[str, Any]], as_of: date) -> list[tuple[Any, ...]]:
    """What the interpreter says, in the shape of the table: people in their order, for each the policies in theirs."""
    found = []
    for row in rows:
        answer = determine({name: value for name, value in row.items() if name != "id"}, PROGRAMME, as_of=as_of)
        for policy in answer.policies:
            unknown = " ".join(asked.condition.id for asked in policy.conditions if asked.outcome == "unknown")
            found.append((row["id"], policy.policy, str(policy.outcome), policy.amount, " ".join(policy.failed), unknown))
    return found


def written(folder: Path, rows: list[dict[str, Any]], kind: str) -> Path:
    """Write rows as a table."""
    path, table = folder / f"people.{kind}", pl.DataFrame(rows, schema=SCHEMA)
    if kind == "csv":
        table.write_csv(path)
    else:
        table.write_parquet(path)
    return path


@pytest.mark.parametrize("as_of", DAYS)
@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_a_table_is_answered_as_one_by_one(tmp_path: Path, as_of: date, kind: str) -> None:
    rows, target = people(2_000, as_of), tmp_path / "answers.parquet"
    assert answer_file(written(tmp_path, rows, kind), target, PROGRAMME, as_of=as_of).rows == len(rows) * len(PROGRAMME.policies)
    answers = pl.read_parquet(target)
    assert tuple(answers.columns) == GIVEN
    assert answers.rows() == one_by_one(rows, as_of)
    assert set(answers["outcome"]) == {"eligible", "ineligible", "undetermined"}


def test_answers_of_chosen_policies_are_written_as_text_too(tmp_path: Path) -> None:
    rows = people(50, DAYS[0])
    source = written(tmp_path, rows, "csv")
    told = CliRunner().invoke(law, ["determine", "nq68", "--in", str(source), "--out", str(tmp_path / "a.csv"), "--as-of", "2021-08-10", "--policy", "nq68-12"])
    assert told.exit_code == 0, told.output
    assert "50 rows" in told.output
    assert pl.read_csv(tmp_path / "a.csv")["policy"].unique().to_list() == ["nq68-12"]


def csv(folder: Path, text: str) -> Path:
    """Write a table by hand."""
    path = folder / "by-hand.csv"
    path.write_text(text, encoding="utf-8")
    return path


FAULTS = {
    "id,informal_worker,shoe_size\n1,true,43\n": "no fact of nq68 is named “shoe_size”",
    "informal_worker,id\ntrue,1\n": "the first column must be “id”",
    "id,informal_worker\n1,true\n": "“requests_support”",
    "id,requests_support,informal_worker,province\n1,true,true,30\n2,perhaps,true,30\n": "row 2: “requests_support” holds a value that cannot be; it is true or false",
    "id,requests_support,informal_worker,province\n7,true,true,Hải Dương\n": "row 7: “province”",
    "id,requests_support,informal_worker,province,date_of_birth\n7,true,true,30,2031-01-01\n": "row 7: “date_of_birth”",
    "id,requests_support,informal_worker,province,date_of_birth\n7,true,true,30,1/2/1990\n": "a day as year-month-day",
    "id,requests_support,informal_worker,province,lost_work_days\n7,true,true,30,-1\n": "row 7: “lost_work_days” holds a value that cannot be; it is a whole number from 0",
    "id,requests_support,informal_worker,province\n,true,true,30\n": "a row has no “id”",
    "": "by-hand.csv",
}


@pytest.mark.parametrize("text", FAULTS)
def test_a_table_that_cannot_be_asked_is_refused_in_words_and_an_older_answer_stays(tmp_path: Path, text: str) -> None:
    target = tmp_path / "answers.csv"
    target.write_text("older", encoding="utf-8")
    with pytest.raises(TableFault) as refused:
        answer_file(csv(tmp_path, text), target, PROGRAMME, as_of=DAYS[0], policies=["nq68-12"])
    assert FAULTS[text] in str(refused.value)
    assert target.read_text(encoding="utf-8") == "older"
    assert [path.name for path in tmp_path.iterdir() if ".part" in path.name] == []


def test_answers_never_take_the_place_of_the_facts_and_no_law_is_no_answer(tmp_path: Path) -> None:
    source = written(tmp_path, people(3, DAYS[0]), "csv")
    with pytest.raises(TableFault, match="cannot take the place"):
        answer_file(source, source, PROGRAMME, as_of=DAYS[0])
    with pytest.raises(TableFault, match="written as"):
        answer_file(source, tmp_path / "answers.xlsx", PROGRAMME, as_of=DAYS[0])
    with pytest.raises(NotInForce):
        answer_file(source, tmp_path / "a.csv", PROGRAMME, as_of=date(2021, 1, 1))
