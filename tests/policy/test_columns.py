"""A rule over columns gives what the interpreter gives, row by row, with unknown in every position."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ansinh.policy.engines.columns import TYPES, expression
from ansinh.policy.language.evaluate import compiled
from ansinh.policy.language.nodes import Reckon
from ansinh.policy.language.parse import Reader
from policy.test_three_valued_rules import KLEENE, NAMES, PEOPLE, STRICT, VOCABULARY

MORE = ("level", "closed", "d + i", "d - i", "age(d, e)", "surely(p)", "surely(p and q)", "m if p else n", "i if c == 'a' else j", "not surely(i > j) or q")
SCHEMA = {name: TYPES[kind] for name, kind in VOCABULARY.items()}


def by_columns(rule: str, people: list[dict[str, Any]]) -> list[Any]:
    return pl.DataFrame(people, schema=SCHEMA).lazy().select(answer=expression(Reader(NAMES).read(rule))).collect()["answer"].to_list()


def by_interpreter(rule: str, people: list[dict[str, Any]]) -> list[Any]:
    run = compiled(Reader(NAMES).read(rule))
    return [run({name: value for name, value in told.items() if value is not None}) for told in people]


@pytest.mark.parametrize("rule", [*STRICT, *KLEENE, *MORE])
def test_an_operator_gives_over_columns_what_it_gives_one_by_one(rule: str) -> None:
    @settings(max_examples=40)
    @given(st.lists(PEOPLE, min_size=1, max_size=30))
    def agrees(people: list[dict[str, Any]]) -> None:
        found = by_columns(rule, people)
        assert (found * len(people) if len(found) == 1 else found) == by_interpreter(rule, people)  # a figure of the law is one for all rows

    agrees()


def test_a_share_of_the_largest_amount_is_exact() -> None:
    people = [{**dict.fromkeys(VOCABULARY), "m": 10**15 - 1}]
    assert by_columns("share(m, 9999)", people) == by_interpreter("share(m, 9999)", people)


def test_a_product_beyond_64_bits_is_unknown() -> None:
    people = [{**dict.fromkeys(VOCABULARY), "m": 10**12, "i": 10**12}]
    assert by_columns("m * i", people) == by_interpreter("m * i", people) == [None]


@pytest.mark.parametrize(("sign", "wrong"), [("+", "-"), ("min", "max"), ("max", "min"), ("-", "+")])
def test_a_fault_planted_in_an_operator_is_seen(sign: str, wrong: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from ansinh.policy.engines import columns

    true = columns._reckon
    monkeypatch.setattr(columns, "_reckon", lambda node: true(Reckon(wrong, node.left, node.right, node.kind)))
    rule = f"{sign}(i, j)" if sign in ("min", "max") else f"i {sign} j"
    people = [{**dict.fromkeys(VOCABULARY), "i": 7, "j": 3}]
    assert by_columns(rule, people) != by_interpreter(rule, people)
