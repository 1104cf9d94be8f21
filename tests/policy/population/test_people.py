"""A population is the same for the same seed however it is made, holds only what can be, and is shaped as its file says."""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from ansinh.policy.engines.columns import TYPES
from ansinh.policy.facts import known_facts
from ansinh.policy.load import PROGRAMMES
from ansinh.policy.population.chance import ROW, draw
from ansinh.policy.population.files import write_people
from ansinh.policy.population.people import PopulationFault
from policy.population.planned import ON, PROGRAMME, people, plan_of

MANY = 60_000
FILE: dict[str, Any] = yaml.safe_load((PROGRAMMES / "nq68" / "population" / "people.yaml").read_text(encoding="utf-8"))


def made(count: int, seed: int = 1, **more: Any) -> tuple[pl.DataFrame, pl.DataFrame]:
    return people(count, seed, **more).stretch(0, count)


def share(rows: pl.DataFrame, rule: pl.Expr) -> float:
    return rows.select(rule.mean()).item()


@pytest.mark.parametrize("suffix", ["csv", "parquet"])
def test_the_same_seed_writes_the_same_bytes_in_stretches_of_any_length(tmp_path: Path, suffix: str) -> None:
    written = {}
    for chunk in (700, 2_000):
        facts, groups = tmp_path / f"facts-{chunk}.{suffix}", tmp_path / f"groups-{chunk}.{suffix}"
        write_people(people(2_000, 8, unknown=0.15), facts, groups=groups, chunk=chunk)
        written[chunk] = facts.read_bytes(), groups.read_bytes()
    assert written[700] == written[2_000]
    assert list(tmp_path.glob(".*")) == []


@settings(max_examples=10)
@given(st.integers(0, 3_000), st.integers(1, 200), st.integers(-(2**63), 2**63), st.sampled_from([0.0, 0.15]))
def test_a_row_does_not_depend_on_the_rows_made_with_it(first: int, rows: int, seed: int, unknown: float) -> None:
    facts, groups = people(4_000, seed, unknown=unknown).stretch(first, rows)
    again, groups_again = people(first + rows, seed, unknown=unknown).stretch(max(0, first - 5), rows + min(5, first))
    assert facts.equals(again.tail(rows))
    assert groups.equals(groups_again.tail(rows))


def test_another_seed_makes_other_people_and_another_name_another_draw() -> None:
    assert not made(500, 1)[0].equals(made(500, 2)[0])
    rows = pl.DataFrame({ROW: pl.int_range(0, 50_000, dtype=pl.UInt64, eager=True)})
    drawn = rows.select(one=draw(1, "one"), other=draw(1, "other"), seed=draw(2, "one"), later=draw(1, "one").shift(1))
    assert drawn.select(pl.all().min()).row(0) >= (0.0,) * 4
    assert max(drawn.select(pl.all().max()).row(0)) < 1
    for left, right in (("one", "other"), ("one", "seed"), ("one", "later"), ("other", "seed")):
        assert abs(drawn.select(pl.corr(left, right)).item()) < 0.02
    tenths = drawn.select((pl.col("one") * 10).cast(pl.Int64).alias("tenth")).group_by("tenth").len()
    assert tenths["len"].min() > 4_700  # type: ignore[operator] # a number


def mixed(number: int) -> int:
    """The mixing of SplitMix64, with whole numbers of any length."""
    number = (number ^ number >> 30) * 0xBF58476D1CE4E5B9 % 2**64
    number = (number ^ number >> 27) * 0x94D049BB133111EB % 2**64
    return number ^ number >> 31


def test_chance_is_split_mix_counted_from_a_key_of_seed_and_name() -> None:
    step = 0x9E3779B97F4A7C15
    assert [mixed((1234567 + n * step) % 2**64) for n in (1, 2)] == [6457827717110365317, 3203168211198807973]  # as published with the method
    key = int.from_bytes(hashlib.sha256(b"2021:province").digest()[:8])
    numbers = [0, 1, 10**9]
    rows = pl.DataFrame({ROW: pl.Series(numbers, dtype=pl.UInt64)})
    assert rows.select(draw(2021, "province")).to_series().to_list() == [(mixed((key + n * step) % 2**64) >> 11) / 2**53 for n in numbers]


@pytest.mark.parametrize("as_of", [date(2021, 7, 7), date(2021, 8, 10), ON, date(2022, 6, 1)])
def test_every_row_is_accepted_by_the_law(as_of: date) -> None:
    for unknown in (0.0, 0.15):
        facts, _groups = made(1_500, 5, unknown=unknown, as_of=as_of)
        assert facts.columns[0] == "id"
        assert dict(facts.drop("id").schema) == {name: TYPES[fact.kind] for name, fact in PROGRAMME.facts.items()}
        for row in facts.drop("id").iter_rows(named=True):
            known_facts(row, PROGRAMME.facts, as_of=as_of)


def test_the_file_says_something_of_every_fact_of_the_law() -> None:
    assert plan_of().plain == ()


def test_lives_and_provinces_come_as_often_as_the_file_says() -> None:
    _facts, groups = made(MANY)
    lives, total = FILE["lives"], plan_of().country
    for kind in FILE["kinds"]:
        expected = sum(life["number"] for life in lives.values() if life["kind"] == kind) / total
        assert share(groups, pl.col("kind") == kind) == pytest.approx(expected, abs=0.006)
    weights = FILE["draws"]["province"]["among"]
    for province, weight in weights.items():
        assert share(groups, pl.col("province") == province) == pytest.approx(weight / sum(weights.values()), abs=0.004)
    assert groups["province"].n_unique() == len(weights) == 63


def test_the_areas_are_those_of_the_measures() -> None:
    groups = yaml.safe_load((PROGRAMMES / "nq68" / "measures" / "provinces.yaml").read_text(encoding="utf-8"))["groups"]
    locked, outbreak = (set(draw["when"].split("(")[1].strip(")").replace('"', "").split(", ")) for draw in FILE["draws"]["area"]["draws"][:2])
    assert (locked, outbreak) == (set(groups["c"]), set(groups["b"]))
    assert set(FILE["draws"]["province"]["among"]) == set().union(*groups.values())


def test_what_belongs_together_comes_together() -> None:
    facts, groups = made(MANY)
    rows = facts.with_columns(groups["kind"], groups["group"])
    day = pl.lit(ON)
    for start, days in (
        ("leave_start", "leave_days"),
        ("stoppage_start", "stoppage_days"),
        ("f0_start", "f0_days"),
        ("f1_start", "f1_days"),
        ("business_stop_start", "business_stop_days"),
    ):
        begun = rows.filter(pl.col(start).is_not_null())
        assert len(begun) > 100
        assert share(begun, (pl.col(days) >= 1) & (pl.col(days) <= (day - pl.col(start)).dt.total_days() + 1)) == 1
        assert share(rows.filter(pl.col(start).is_null()), pl.col(days) == 0) == 1
    age = (day - pl.col("date_of_birth")).dt.total_days() / 365.25
    assert share(rows.filter(pl.col("group") == "child"), age < 16) == 1
    assert share(rows.filter(pl.col("children_under_6") > 0), (age > 21) & (age < 47)) == 1
    assert share(rows.filter("pregnant"), (age > 18) & (age < 47)) == 1
    assert share(rows.filter("informal_worker"), pl.col("has_labour_contract")) == 0
    assert share(rows.filter(pl.col("kind") != "employer"), pl.col("wage_fund") == 0) == 1
    assert share(rows.filter(pl.col("kind") == "employer"), pl.col("wage_fund") > 0) == 1
    assert share(rows.filter(pl.col("group") == "worker"), pl.col("si_month_before")) == pytest.approx(0.88, abs=0.02)


def test_of_each_fact_the_share_asked_for_is_unknown_and_the_rest_is_as_it_was() -> None:
    whole, groups = made(20_000)
    some, same_groups = made(20_000, unknown=0.15)
    assert groups.equals(same_groups)
    for name in PROGRAMME.facts:
        hidden = some[name].is_null() & whole[name].is_not_null()
        told = int(whole[name].is_not_null().sum())
        assert int(hidden.sum()) == pytest.approx(told * 0.15, abs=4 * (told * 0.15 * 0.85) ** 0.5 + 1)
        assert some[name].drop_nulls().equals(whole[name].filter(some[name].is_not_null()))
    assert made(200, unknown=1.0)[0].drop("id").null_count().sum_horizontal().item() == 200 * len(PROGRAMME.facts)


def test_a_population_of_one_kind_has_no_other_rows() -> None:
    _facts, groups = people(300).of_kinds(["employer"]).stretch(0, 300)
    assert groups["kind"].unique().to_list() == ["employer"]
    with pytest.raises(PopulationFault, match="no kind of row ghost; known are person, employer"):
        people(300).of_kinds(["ghost"])


@pytest.mark.parametrize(("count", "unknown"), [(0, 0.0), (10**9, 0.0), (5, 1.5), (5, -0.1)])
def test_a_population_that_cannot_be_is_refused(count: int, unknown: float) -> None:
    with pytest.raises(PopulationFault):
        people(count, unknown=unknown)


def test_a_file_of_another_kind_or_place_is_refused_and_nothing_is_left(tmp_path: Path) -> None:
    with pytest.raises(PopulationFault, match=r"\.csv or \.parquet"):
        write_people(people(5), tmp_path / "people.xlsx")
    with pytest.raises(PopulationFault, match="two files"):
        write_people(people(5), tmp_path / "people.csv", groups=tmp_path / "people.csv")
    with pytest.raises(PopulationFault, match="not written"):
        write_people(people(5), tmp_path / "nowhere" / "people.csv")
    assert list(tmp_path.iterdir()) == []
