"""Each operator of the rule language against a second, slow reading of the same nodes; unknown in every position."""

from __future__ import annotations

import itertools
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ansinh.policy.language.evaluate import compiled, compiled_wants
from ansinh.policy.language.nodes import Fact, Kind, facts_in
from ansinh.policy.language.parse import Reader, RuleFault, lookup

VOCABULARY = {
    "p": Kind.BOOL, "q": Kind.BOOL, "r": Kind.BOOL, "i": Kind.INT, "j": Kind.INT, "k": Kind.INT, "m": Kind.MONEY, "n": Kind.MONEY,
    "d": Kind.DATE, "e": Kind.DATE, "c": Kind.CODE,
}  # fmt: skip
NAMES: dict[str, Any] = {name: Fact(name, kind) for name, kind in VOCABULARY.items()}
NAMES["rate"] = lookup(NAMES["c"], {"a": 1, "b": 2}, 3, Kind.INT)
NAMES["level"] = lookup(NAMES["c"], {"a": 7, "b": 7}, 7, Kind.INT)
NAMES["closed"] = lookup(NAMES["c"], {"a": 5}, None, Kind.INT)
BOOLS = st.sampled_from([True, False, None])
INTS = st.none() | st.sampled_from([0, 1, 14, 15, 16]) | st.integers(0, 10**12)
DATES = st.none() | st.sampled_from([date(2020, 2, 29), date(2021, 5, 1), date(2021, 12, 31)]) | st.dates(date(1900, 1, 1), date(2100, 1, 1))
CODES = st.sampled_from([None, "a", "b", "z"])
PEOPLE = st.fixed_dictionaries(
    {name: {Kind.BOOL: BOOLS, Kind.INT: INTS, Kind.MONEY: INTS, Kind.DATE: DATES, Kind.CODE: CODES}[kind] for name, kind in VOCABULARY.items()}
)


def value_of(rule: str, told: dict[str, Any]) -> Any:
    return compiled(Reader(NAMES).read(rule))({name: value for name, value in told.items() if value is not None})


def wanted(rule: str, told: dict[str, Any]) -> set[str]:
    return set(compiled_wants(Reader(NAMES).read(rule))({name: value for name, value in told.items() if value is not None}))


def full_years(born: date, on: date) -> int:
    years, day = -1, born
    while day <= on:
        years += 1
        year = born.year + years + 1
        day = date(year, 3, 1) if (born.month, born.day) == (2, 29) and (year % 4 or (year % 100 == 0 and year % 400)) else date(year, born.month, born.day)
    return years


def held(number: int) -> int | None:
    """A number of 64 bits; one beyond them is unknown."""
    return number if -(2**63) <= number < 2**63 else None


STRICT = {
    "i == j": lambda t: t["i"] == t["j"], "i != j": lambda t: t["i"] != t["j"], "i < j": lambda t: t["i"] < t["j"], "i <= j": lambda t: t["i"] <= t["j"],
    "i > j": lambda t: t["i"] > t["j"], "i >= j": lambda t: t["i"] >= t["j"], "d < e": lambda t: t["d"] < t["e"], "d >= e": lambda t: t["d"] >= t["e"], "p == q": lambda t: t["p"] is t["q"],
    'c == "a"': lambda t: t["c"] == "a", 'c != "a"': lambda t: t["c"] != "a", 'c in ("a", "b")': lambda t: t["c"] in {"a", "b"}, "i + j": lambda t: t["i"] + t["j"],
    "i - j": lambda t: t["i"] - t["j"], "i * j": lambda t: held(t["i"] * t["j"]), "m + n": lambda t: t["m"] + t["n"], "m * i": lambda t: held(t["m"] * t["i"]),
    "min(i, j)": lambda t: min(t["j"], t["i"]),

    "max(i, j, k)": lambda t: sorted([t["i"], t["j"], t["k"]])[2], "min(d, e)": lambda t: min(t["e"], t["d"]), "d - e": lambda t: t["d"].toordinal() - t["e"].toordinal(),
    "share(m, 2200)": lambda t: t["m"] * 22 // 100 + (t["m"] * 22 % 100 >= 50), "rate": lambda t: {"a": 1, "b": 2}.get(t["c"], 3), "not p": lambda t: t["p"] is False,
}  # fmt: skip
"""Operators that are known exactly when all their facts are."""


@pytest.mark.parametrize("rule", STRICT)
def test_a_strict_operator_is_known_exactly_when_all_its_facts_are(rule: str) -> None:
    used = facts_in(Reader(NAMES).read(rule))

    @given(PEOPLE)
    def holds(told: dict[str, Any]) -> None:
        known = all(told[name] is not None for name in used)
        assert value_of(rule, told) == (STRICT[rule](told) if known else None)
        assert wanted(rule, told) == ({name for name in used if told[name] is None} if not known else set())

    holds()


def completions(told: dict[str, Any], *names: str) -> list[dict[str, Any]]:
    choices = [[told[name]] if told[name] is not None else [True, False] for name in names]
    return [dict(zip(names, values, strict=True)) for values in itertools.product(*choices)]


KLEENE = {
    "p and q": lambda t: t["p"] and t["q"], "p or q": lambda t: t["p"] or t["q"], "p and q and r": lambda t: t["p"] and t["q"] and t["r"], "p or q or r": lambda t: t["p"] or t["q"] or t["r"],
    "p and (q or r)": lambda t: t["p"] and (t["q"] or t["r"]), "p or not q": lambda t: t["p"] or not t["q"], "not (p and q)": lambda t: not (t["p"] and t["q"]),
    "q if p else r": lambda t: t["q"] if t["p"] else t["r"],
}  # fmt: skip
"""Each fact stands once in these, so the answer is known exactly when every completion of the unknown agrees."""


@pytest.mark.parametrize("rule", KLEENE)
def test_and_or_not_if_are_known_exactly_when_every_completion_agrees(rule: str) -> None:
    for p, q, r in itertools.product([True, False, None], repeat=3):
        told = {"p": p, "q": q, "r": r}
        results = {KLEENE[rule](whole) for whole in completions(told, "p", "q", "r")}
        assert value_of(rule, told) == (results.pop() if len(results) == 1 else None), told


@pytest.mark.parametrize("rule", KLEENE)
def test_wanted_facts_are_those_that_alone_can_keep_the_answer_open(rule: str) -> None:
    used = facts_in(Reader(NAMES).read(rule))
    for values in itertools.product([True, False, None], repeat=3):
        told = dict(zip("pqr", values, strict=True))
        open_facts = {
            name
            for name in used
            if told[name] is None
            and any(KLEENE[rule]({**whole, name: True}) != KLEENE[rule]({**whole, name: False}) for whole in completions(told, "p", "q", "r"))
        }
        assert wanted(rule, told) == open_facts, told


@given(DATES, DATES)
@example(date(2020, 2, 29), date(2021, 2, 28))
@example(date(2020, 2, 29), date(2021, 3, 1))
@example(date(2005, 6, 15), date(2021, 6, 15))
@example(date(2005, 6, 15), date(2021, 6, 14))
def test_age_counts_full_years_and_a_leap_day_completes_on_the_first_of_march(born: date | None, on: date | None) -> None:
    got = value_of("age(d, e)", {"d": born, "e": on})
    if born is None or on is None:
        assert got is None
    elif born <= on:
        assert got == full_years(born, on)
    else:
        assert got < 0


@given(st.integers(0, 10**12), st.integers(0, 10_000))
def test_a_share_is_rounded_half_up_to_the_dong(amount: int, points: int) -> None:
    got = value_of("share(m, i)", {"m": amount, "i": points})
    assert got * 10_000 - 5_000 <= amount * points < got * 10_000 + 5_000


@given(DATES, st.none() | st.integers(0, 400))
def test_a_day_moves_by_a_number_of_days(day: date | None, by: int | None) -> None:
    known = day is not None and by is not None
    assert value_of("d + i", {"d": day, "i": by}) == (day + timedelta(by) if known else None)  # type: ignore[operator, arg-type]
    assert value_of("d - i", {"d": day, "i": by}) == (day - timedelta(by) if known else None)  # type: ignore[operator, arg-type]


@pytest.mark.parametrize("by", [10**9, 10**14])
def test_a_day_that_leaves_the_calendar_is_unknown_and_so_matches_nobody(by: int) -> None:
    assert value_of("d + i", {"d": date(2021, 5, 1), "i": by}) is None
    assert value_of("d - i < e", {"d": date(2021, 5, 1), "i": by, "e": date(2021, 5, 1)}) is None


def test_surely_turns_unknown_into_no() -> None:
    assert [value_of("surely(p)", {"p": value}) for value in (True, False, None)] == [True, False, False]


def test_a_choice_without_its_test_is_known_when_both_sides_agree() -> None:
    assert value_of("i if p else j", {"i": 3, "j": 3}) == 3
    assert value_of("i if p else j", {"i": 3, "j": 4}) is None
    assert wanted("i if p else j", {"p": True, "j": 4}) == {"i"}


def test_a_figure_that_is_the_same_for_every_code_needs_no_code() -> None:
    assert value_of("level", {}) == 7
    assert wanted("level", {}) == set()
    assert value_of("rate", {}) is None
    assert wanted("rate", {}) == {"c"}


def test_a_code_that_the_figure_does_not_name_gives_none_where_nothing_stands_for_the_others() -> None:
    assert value_of("closed", {"c": "a"}) == 5
    assert value_of("closed", {"c": "z"}) is None


REFUSED = {
    "__import__('os').system('x')": "is no function", "p.__class__": "Attribute", "[p for p in q]": "ListComp", "lambda: 1": "Lambda", "i ** j": "BinOp",
    "i / j": "BinOp", "i // j": "BinOp", "i % j": "BinOp", "i << 1": "BinOp", "i < j < k": "two values at a time", "i is j": "Is ",
    "i not in (1, 2)": "NotIn", "x": "no fact", "p and i": "bool is needed", "p + q": "no meaning", "c < 'a'": "no order", "p < q": "no order",
    "d + e": "no meaning", "m * n": "no meaning", "i == d": "do not go together", "i in ('a',)": "for codes", "c in (1, 2)": "codes in quotes",
    "c in ()": "codes in quotes", "1.5": "float", "None": "NoneType", "b'x'": "bytes", "10**18": "BinOp", "9999999999999999": "too large",
    "date('2021-02-30')": "no date", "date(d)": "is no function", "min(i)": "is no function", "min(*i)": "plain values", "share(m, points=1)": "plain values",
    "f'{i}'": "JoinedStr", "(p := q)": "NamedExpr", "i if i else j": "bool is needed", "p if q else i": "do not go together", "p;q": "no rule", "": "no rule",
    "p and": "no rule", "eval('1')": "is no function", "exec": "no fact", "age(i, d)": "date is needed", "share(i, d)": "int is needed",
    "'a' 'b' == c if p else q.r": "Attribute", "{'a': 1}": "Dict", "c[0]": "Subscript", "-i": "UnaryOp", "await p": "Await", "yield": "no rule",
}  # fmt: skip


@pytest.mark.parametrize("rule", REFUSED)
def test_whatever_is_not_of_the_language_is_refused_with_its_column(rule: str) -> None:
    with pytest.raises(RuleFault, match=REFUSED[rule]) as refusal:
        Reader(NAMES).read(rule)
    assert 1 <= refusal.value.column <= max(1, len(rule) + 1)


@pytest.mark.parametrize("rule", ["p" + " and p" * 1_000, "not " * 100 + "p", "(" * 300 + "p" + ")" * 300, "i" + " + i" * 300, "p" * 3_000])
def test_a_rule_too_long_or_too_deep_is_refused(rule: str) -> None:
    with pytest.raises(RuleFault):
        Reader(NAMES).read(rule)


def test_the_column_points_at_the_fault_within_the_rule() -> None:
    with pytest.raises(RuleFault) as refusal:
        Reader(NAMES).read("p and nobody")
    assert refusal.value.column == 7
