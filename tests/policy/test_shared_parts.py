"""What rules share is reckoned once and gives what each rule gives by itself."""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ansinh.policy.engines.columns import expression
from ansinh.policy.engines.shared import shared
from ansinh.policy.language.evaluate import age, compiled
from ansinh.policy.language.nodes import Age, Fact, Kind
from ansinh.policy.language.parse import Reader
from policy.test_columns import MORE, SCHEMA
from policy.test_three_valued_rules import KLEENE, NAMES, PEOPLE

BOOLS = [rule for rule in (*KLEENE, *MORE) if Reader(NAMES).read(rule).kind is Kind.BOOL]


def step_by_step(rules: list[str], people: list[dict[str, object]]) -> list[list[object]]:
    found = shared([Reader(NAMES).read(rule) for rule in rules])
    table = pl.DataFrame(people, schema=SCHEMA).lazy()
    for step in found.steps:
        table = table.with_columns(expression(rule).alias(name) for name, rule in step)
    columns = table.with_columns(expression(rule).alias(f"answer {place}") for place, rule in enumerate(found.rules)).collect()
    return [columns[f"answer {place}"].to_list() for place in range(len(rules))]


@settings(max_examples=60)
@given(st.lists(st.sampled_from(BOOLS), min_size=2, max_size=5), st.lists(PEOPLE, min_size=1, max_size=10))
def test_shared_parts_change_no_answer(rules: list[str], people: list[dict[str, object]]) -> None:
    joined = [*rules, f"({rules[0]}) and not ({rules[1]})", f"({rules[1]}) if surely({rules[0]}) else ({rules[0]})"]
    told = [{name: value for name, value in person.items() if value is not None} for person in people]
    assert step_by_step(joined, people) == [[compiled(Reader(NAMES).read(rule))(one) for one in told] for rule in joined]  # type: ignore[arg-type]


def test_a_part_is_named_once_however_often_it_stands() -> None:
    found = shared([Reader(NAMES).read(rule) for rule in ("p and q", "not (p and q)", "(p and q) or r" if "r" in NAMES else "(p and q) or p")])
    assert [len(step) for step in found.steps] == [1]


@pytest.mark.parametrize("born", [date(1, 1, 1), date(1904, 2, 29), date(1999, 12, 31), date(2000, 2, 29), date(2000, 3, 1), date(2004, 2, 29)])
def test_full_years_agree_on_every_day_of_some_years_and_at_the_ends_of_the_calendar(born: date) -> None:
    years = [date(year, 1, 1) + timedelta(days) for year in (1, 1900, 2000, 2021, 2100, 9999) for days in range(365)]
    table = pl.DataFrame({"d": [born] * len(years), "e": years}, schema={"d": pl.Date, "e": pl.Date})
    found = table.select(answer=expression(Age(Fact("d", Kind.DATE), Fact("e", Kind.DATE)))).to_series().to_list()
    assert found == [age(born, day) for day in years]


def test_a_share_that_may_leave_64_bits_is_reckoned_exactly() -> None:
    people = [{**dict.fromkeys(SCHEMA), "m": 10**15, "i": 10**6}, {**dict.fromkeys(SCHEMA), "m": 10**15, "i": 10**15}]
    rule = Reader(NAMES).read("share(m, i)")
    assert pl.DataFrame(people, schema=SCHEMA).select(answer=expression(rule))["answer"].to_list() == [10**17, None]
