"""What the engines are compared on: for each node kind and operator a few rules, and rows with unknown and edges in every position."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import Any

import hypothesis
import polars as pl
from hypothesis import strategies as st

from ansinh.policy.engines.columns import TYPES
from ansinh.policy.language.nodes import Fact, Kind, Node, facts_in
from ansinh.policy.language.parse import Reader, lookup

Row = dict[str, Any]

VOCABULARY = {
    "p": Kind.BOOL, "q": Kind.BOOL, "r": Kind.BOOL, "i": Kind.INT, "j": Kind.INT, "k": Kind.INT, "m": Kind.MONEY, "n": Kind.MONEY,
    "d": Kind.DATE, "e": Kind.DATE, "c": Kind.CODE, "b": Kind.CODE,
}  # fmt: skip
SCHEMA = {name: TYPES[kind] for name, kind in VOCABULARY.items()}
NAMES: dict[str, Node] = {name: Fact(name, kind) for name, kind in VOCABULARY.items()}
NAMES["rate"] = lookup(Fact("c", Kind.CODE), {"a": 1, "b": 2}, 3, Kind.INT)
NAMES["level"] = lookup(Fact("c", Kind.CODE), {"a": 7, "b": 7}, 7, Kind.INT)
NAMES["closed"] = lookup(Fact("c", Kind.CODE), {"a": 5, "b": 6}, None, Kind.MONEY)
NAMES["single"] = lookup(Fact("c", Kind.CODE), {"a": 5, "b": 5}, None, Kind.MONEY)

EDGES: dict[Kind, tuple[Any, ...]] = {
    Kind.BOOL: (None, True, False),
    Kind.INT: (None, 0, 1, 14, 15, 9_999, 3_037_000_499, 3_037_000_500, 10**15),  # the root of 2**63 lies between the two
    Kind.MONEY: (None, 0, 1, 4_999, 5_000, 3_037_000_499, 3_037_000_500, 10**15 - 1, 10**15),
    Kind.DATE: (
        None, date.min, date(4, 2, 29), date(1900, 2, 28), date(1969, 12, 31), date(2000, 2, 29), date(2020, 2, 29), date(2021, 2, 28), date(2021, 3, 1), date.max,
    ),
    Kind.CODE: (None, "a", "b", "A", "z"),
}  # fmt: skip
WIDE: dict[Kind, st.SearchStrategy[Any]] = {
    Kind.BOOL: st.booleans(), Kind.INT: st.integers(0, 10**15), Kind.MONEY: st.integers(0, 10**15), Kind.DATE: st.dates(), Kind.CODE: st.sampled_from(("a", "c")),
}  # fmt: skip
ROWS = st.fixed_dictionaries({name: st.sampled_from(EDGES[kind]) | WIDE[kind] for name, kind in VOCABULARY.items()})
MOST = 1_000
"""No rule gets more rows of edges than this; of a longer list every so many."""

OPERATORS: dict[str, tuple[str, ...]] = {
    "constant": (
        "m == 1000000000000",
        "d == date('0001-01-01')",
        "d == date('9999-12-31')",
        "p == True",
        "c == 'a'",
        "14 if p else 15",
        r"""c == 'it\'s "a" \\ thing'""",
    ),
    "fact": ("p", "i", "m", "d", "c"),
    "lookup": ("rate", "level", "closed", "single", "m * rate"),
    "not": ("not p", "not (p == q)", "not (p and q)", "not not p"),
    "and": ("p and q", "p and q and r", "p and (q or r)", "p and i < j"),
    "or": ("p or q", "p or q or r", "p or q and r", "p or i < j"),
    "==": ("i == j", "m == i", "d == e", "p == q", "c == b", "c == 'a'", "p == (q == r)"),
    "!=": ("i != j", "m != i", "d != e", "p != q", "c != b", "c != 'a'"),
    "<": ("i < j", "m < i", "d < e", "i < 15", "d < date('2021-03-01')"),
    "<=": ("i <= j", "m <= i", "d <= e", "i <= 15", "d <= date('2021-02-28')"),
    ">": ("i > j", "m > i", "d > e", "i > 14", "d > date('2021-02-28')"),
    ">=": ("i >= j", "m >= i", "d >= e", "i >= 15", "d >= date('2021-03-01')"),
    "in": ("c in ('a', 'b')", "not c in ('a', 'b')", "b in ('z',)"),
    "+": ("i + j", "m + i", "d + i", "d + (i - j)", "i * j + i * j", "d + i + j"),
    "-": ("i - j", "m - n", "i - j - k", "i - (j - k)", "d - i", "d - e", "d - (i - j)", "0 - i * j - i * j"),
    "*": ("i * j", "m * i", "i * j * k", "(i - j) * (i + j)", "3 * (i - 15)"),
    "min": ("min(i, j)", "min(m, i)", "min(d, e)", "min(i, 15)", "min(i, j, k)", "min(max(i, j), k)", "min(d + i, e)"),
    "max": ("max(i, j)", "max(m, i)", "max(d, e)", "max(i, 15)", "max(i, j, k)", "max(min(i, j), k)", "max(d + i, e)"),
    "share": ("share(m, i)", "share(m, 2200)", "share(m, 1)", "share(m - n, i)", "share(m - n, 1)", "share(m * i, j)"),
    "age": ("age(d, e)", "age(d, date('2021-02-28'))", "age(d, date('2020-02-29'))", "age(min(d, e), d + i)"),
    "if": ("i if p else j", "q if p else r", "d if p else e", "c if p else 'a'", "i + 1 if i < j else j + 1", "m if p and q else 5000"),
    "surely": ("surely(p)", "surely(p and q)", "surely(i < j)", "not surely(p or q)"),
}


@cache
def read(rule: str) -> Node:
    return Reader(NAMES).read(rule)


@cache
def rows() -> list[Row]:
    """Every edge in every position of every rule beside other facts by chance, and rows drawn at large; the same in every run."""
    chance = itertools.cycle(drawn(ROWS, 200))
    edged = [dict(next(chance), **dict(zip(names, values, strict=True))) for names in _operands() for values in _edges(names)]
    return [*edged, *drawn(ROWS, 200)]


def drawn(values: st.SearchStrategy[Any], count: int) -> list[Any]:
    """Draw values of a strategy, as a test with so many examples would."""
    found: list[Any] = []

    @hypothesis.settings(max_examples=count, database=None, phases=[hypothesis.Phase.generate])
    @hypothesis.given(values)
    def keep(value: Any) -> None:
        found.append(value)

    keep()
    return found


def frame(told: Sequence[Row]) -> pl.DataFrame:
    return pl.DataFrame(told, schema=SCHEMA)


def _operands() -> list[tuple[str, ...]]:
    """The sets of facts that rules rest on, each once."""
    return list(dict.fromkeys(tuple(sorted(facts_in(read(rule)))) for rules in OPERATORS.values() for rule in rules if facts_in(read(rule))))


def _edges(names: tuple[str, ...]) -> list[tuple[Any, ...]]:
    every = list(itertools.product(*(EDGES[VOCABULARY[name]] for name in names)))
    return every[:: len(every) // MOST + 1]


LEAVES = {
    Kind.BOOL: ("p", "q", "True"), Kind.INT: ("i", "j", "rate", "15"), Kind.MONEY: ("m", "n", "closed"), Kind.DATE: ("d", "e", "date('2021-02-28')"), Kind.CODE: ("c", "b"),
}  # fmt: skip
FORMS = {
    Kind.BOOL: (
        "not ?bool", "?bool and ?bool", "?bool or ?bool", "?bool or ?bool and ?bool", "?bool == ?bool", "?int == ?money", "?date != ?date", "?code == ?code",
        "?int < ?int", "?money <= ?int", "?date > ?date", "?date >= ?date", "?code in ('a', 'z')", "surely(?bool)",
    ),
    Kind.INT: ("?int + ?int", "?int - ?int", "?int * ?int", "min(?int, ?int)", "max(?int, ?int)", "?date - ?date", "age(?date, ?date)"),
    Kind.MONEY: ("?money + ?int", "?money - ?money", "?money * ?int", "min(?money, ?int)", "max(?money, ?money)", "share(?money, ?int)"),
    Kind.DATE: ("?date + ?int", "?date - ?int", "min(?date, ?date)", "max(?date, ?date)"),
    Kind.CODE: (),
}  # fmt: skip


@st.composite
def rule_texts(draw: st.DrawFn, kind: Kind, depth: int = 3) -> str:
    """A rule of a kind, operators nested in each other, in brackets."""
    if depth == 0:
        return draw(st.sampled_from(LEAVES[kind]))
    form = draw(st.sampled_from((*FORMS[kind], f"?{kind} if ?bool else ?{kind}")))
    return "(" + re.sub(r"\?(\w+)", lambda found: draw(rule_texts(Kind(found[1]), draw(st.integers(0, depth - 1)))), form) + ")"


@cache
def nested() -> tuple[str, ...]:
    """Rules drawn at large; the same in every run."""
    return tuple(dict.fromkeys(drawn(st.sampled_from(tuple(Kind)).flatmap(rule_texts), 120)))
