"""A rule as formulas comes to what the interpreter says, unknown in every position; a fault planted in any operator is seen."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
import z3
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ansinh.policy.language.evaluate import age
from ansinh.policy.language.nodes import Age, All, Choose, Compare, Constant, Fact, Kind, Lookup, Not, OneOf, Reckon, Share, Some, Surely
from ansinh.policy.proofs import smt, years
from ansinh.policy.proofs.terms import Term
from ansinh.policy.proofs.years import age_on, in_order, is_first_of_month
from policy.proofs.asked import asked
from policy.test_three_valued_rules import KLEENE, PEOPLE, STRICT, VOCABULARY

MORE = (
    "level", "closed", "d + i", "d - i", "age(d, e)", "surely(p)", "surely(p and q)", "m if p else n", "i if c == 'a' else j", "not surely(i > j) or q",
    "max(d, e)", "p != q", "d == e", "age(d, min(d, e)) < 16", "share(m, i)", "(i if p else j) + k", "p if q else not r",
)  # fmt: skip
EDGES: dict[Kind, list[Any]] = {
    Kind.BOOL: [True, False], Kind.INT: [0, 15, 2**40], Kind.MONEY: [0, 2**40, 10**15], Kind.DATE: [date.min, date(2020, 2, 29), date.max], Kind.CODE: ["a", "z"],
}  # fmt: skip


@pytest.mark.parametrize("rule", [*STRICT, *KLEENE, *MORE])
def test_a_rule_comes_to_what_the_interpreter_says(rule: str) -> None:
    both = asked(rule)

    @settings(max_examples=25)
    @given(PEOPLE)
    def agrees(told: dict[str, Any]) -> None:
        said, reckoned = both(told)
        assert reckoned == said

    agrees()


REVEALING: dict[type, str] = {
    Constant: "i + 7", Fact: "i", Lookup: "rate", Not: "not p", All: "p and q", Some: "p or q", Compare: "i < j", OneOf: 'c in ("a", "b")',
    Reckon: "i - j", Share: "share(m, i)", Age: "age(d, e)", Choose: "i if p else j", Surely: "surely(p)",
}  # fmt: skip
"""For each kind of node a rule made of little else."""


def everybody(rule: str) -> list[dict[str, Any]]:
    """Give the edges of every fact of a rule beside each other, unknown among them."""
    used = [name for name in VOCABULARY if name in {word.strip("(),") for word in rule.split()} or (name == "c" and rule == "rate") or f"({name}" in rule]
    return [dict(zip(used, values, strict=True)) for values in itertools.product(*([None, *EDGES[VOCABULARY[name]]] for name in used))]


def differs(rule: str) -> bool:
    both = asked(rule)
    return any(said != reckoned for said, reckoned in map(both, everybody(rule)))


@pytest.mark.parametrize("rule", REVEALING.values())
def test_the_edges_of_every_operator_agree(rule: str) -> None:
    assert len(everybody(rule)) > 2
    assert not differs(rule)


def _value(change: Callable[[Any], Any]) -> Callable[[Term], Term]:
    return lambda term: Term(change(term.value), term.known)


def _always_known(term: Term) -> Term:
    return Term(term.value, z3.BoolVal(True, term.known.ctx))


def _never_known(term: Term) -> Term:
    return Term(term.value, z3.BoolVal(False, term.known.ctx))


FAULTS: list[tuple[type, Callable[[Term], Term]]] = [
    (Constant, _value(lambda value: value + 1)), (Constant, _never_known), (Fact, _value(lambda value: value + 1)), (Fact, _always_known),
    (Lookup, _value(lambda value: value + 1)), (Lookup, _always_known), (Not, _value(z3.Not)), (Not, _always_known),
    (All, _value(z3.Not)), (All, _always_known), (Some, _value(z3.Not)), (Some, _always_known),
    (Compare, _value(z3.Not)), (Compare, _always_known), (OneOf, _value(z3.Not)), (OneOf, _always_known),
    (Reckon, _value(lambda value: -value)), (Reckon, _always_known), (Share, _value(lambda value: value + 1)), (Share, _always_known),
    (Age, _value(lambda value: value + 1)), (Age, _always_known), (Choose, _value(lambda value: value + 1)), (Choose, _always_known),
    (Surely, _value(z3.Not)), (Surely, _never_known),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "fault"), FAULTS)
def test_a_fault_planted_in_an_operator_is_seen(kind: type, fault: Callable[[Term], Term], monkeypatch: pytest.MonkeyPatch) -> None:
    true = smt.OPERATORS[kind]
    monkeypatch.setitem(smt.OPERATORS, kind, lambda person, node: fault(true(person, node)))
    assert differs(REVEALING[kind])


SLIPS = [
    ("RECKON", "+", "i + j", lambda left, right: left - right), ("RECKON", "-", "i - j", lambda left, right: right - left), ("RECKON", "*", "i * j", lambda left, right: left + right),
    ("RECKON", "min", "min(i, j)", lambda left, _right: left), ("RECKON", "max", "max(i, j)", lambda left, _right: left),
    ("COMPARE", "<", "i < j", lambda left, right: left <= right), ("COMPARE", "<=", "i <= j", lambda left, right: left < right), ("COMPARE", ">", "i > j", lambda left, right: left >= right),
    ("COMPARE", ">=", "i >= j", lambda left, right: left > right), ("COMPARE", "==", "i == j", lambda left, right: left != right), ("COMPARE", "!=", "i != j", lambda left, right: left == right),
]  # fmt: skip


@pytest.mark.parametrize(("table", "sign", "rule", "slip"), SLIPS)
def test_a_slip_in_a_sign_is_seen(table: str, sign: str, rule: str, slip: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not differs(rule)
    monkeypatch.setitem(getattr(smt, table), sign, slip)
    assert differs(rule)


def test_and_that_forgets_that_one_false_part_settles_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    true = smt.OPERATORS[All]

    def strict(person: smt.Person, node: All) -> Term:
        return Term(true(person, node).value, z3.And([person.term(part).known for part in node.parts]))

    monkeypatch.setitem(smt.OPERATORS, All, strict)
    assert differs("p and q")


def test_every_kind_of_node_has_its_formulas_and_its_planted_faults() -> None:
    assert set(smt.OPERATORS) == set(REVEALING) == {kind for kind, _fault in FAULTS}


NUMBERED = st.integers(1, date.max.toordinal()) | st.dates(date(1890, 1, 1), date(2110, 1, 1)).map(date.toordinal)


@settings(max_examples=120)
@given(NUMBERED, NUMBERED, NUMBERED)
@example(date(2020, 2, 29).toordinal(), date(2021, 2, 28).toordinal(), date(2021, 3, 1).toordinal())
@example(date(2000, 2, 29).toordinal(), date(2100, 2, 28).toordinal(), date(2100, 3, 1).toordinal())
@example(date.min.toordinal(), date.max.toordinal(), date(400, 12, 31).toordinal())
def test_full_years_are_those_of_the_calendar_and_in_the_order_of_the_days(born: int, on: int, other: int) -> None:
    context = z3.Context()
    days = [z3.IntVal(day, context) for day in (born, on, other)]
    years = age_on(days[0], days[1])
    assert z3.simplify(years).as_long() == age(date.fromordinal(born), date.fromordinal(on))
    assert z3.is_true(z3.simplify(in_order(days[1], days[2], years, age_on(days[0], days[2]))))


BIRTHS = [date(1899, 12, 31), date(1900, 2, 28), date(1999, 3, 1), date(2000, 2, 29), date(2000, 12, 31), date(2001, 1, 1), date(2004, 2, 29)]


def ages_differ() -> bool:
    context = z3.Context()
    ends = [date(born.year + 100, born.month, 28) + timedelta(ahead) for born in BIRTHS for ahead in range(5)]
    pairs = [(born, on) for born in BIRTHS for on in (*ends, *BIRTHS)]
    return any(z3.simplify(age_on(*(z3.IntVal(day.toordinal(), context) for day in pair))).as_long() != age(*pair) for pair in pairs)


@pytest.mark.parametrize(("part", "wrong"), [("IN_400", 146_096), ("IN_100", 36_525), ("IN_4", 1_460), ("IN_1", 366), ("FEBRUARY_29", 60), ("FEBRUARY_29", 58)])
def test_a_fault_planted_in_the_calendar_is_seen(part: str, wrong: int, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not ages_differ()
    monkeypatch.setattr(years, part, wrong)
    assert ages_differ()


def test_the_firsts_of_the_months_are_those_of_the_calendar() -> None:
    context = z3.Context()
    for start, days in ((date(1999, 12, 15), 90), (date(2020, 1, 1), 366), (date(2099, 12, 15), 90)):
        for day in (start + timedelta(ahead) for ahead in range(days)):
            assert z3.is_true(z3.simplify(is_first_of_month(z3.IntVal(day.toordinal(), context)))) == (day.day == 1), day
