"""One rule asked twice: of the interpreter, and of the formulas with every fact put in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import z3

from ansinh.policy.language.evaluate import compiled
from ansinh.policy.language.nodes import Kind, Node
from ansinh.policy.language.parse import Reader
from ansinh.policy.programme import FactDefinition
from ansinh.policy.proofs.smt import Person
from ansinh.policy.proofs.terms import Term, World
from policy.test_three_valued_rules import NAMES, VOCABULARY

DEFINITIONS = {name: FactDefinition(name, kind, {}, {}, {}, "", ask=True) for name, kind in VOCABULARY.items()}
JUNK: dict[Kind, Any] = {Kind.BOOL: True, Kind.INT: 17, Kind.MONEY: 10**14, Kind.DATE: date(2004, 2, 29), Kind.CODE: "a"}
"""What stands in a fact that is unknown: it must never be looked at."""


def world() -> World:
    return World(DEFINITIONS, date.max)


def filled(facts: World, told: dict[str, Any]) -> list[tuple[Any, Any]]:
    """Give each fact of a world its value, and whether it is known."""
    known = z3.BoolVal(True, facts.context), z3.BoolVal(False, facts.context)
    put = []
    for name, fact in facts.facts.items():
        value = told.get(name)
        put += [(fact.value, facts.literal(JUNK[facts.definitions[name].kind] if value is None else value)), (fact.known, known[value is None])]
    return put


def as_value(facts: World, put: list[tuple[Any, Any]], term: Term, kind: Kind) -> Any:
    """Give what a term comes to, nothing where it is unknown."""
    known, value = (z3.simplify(z3.substitute(part, *put)) for part in (term.known, term.value))
    assert z3.is_true(known) or z3.is_false(known), known
    if z3.is_false(known):
        return None
    if kind is Kind.BOOL:
        assert z3.is_true(value) or z3.is_false(value), value
        return z3.is_true(value)
    return date.fromordinal(value.as_long()) if kind is Kind.DATE else value.as_long()


def asked(rule: str | Node) -> Callable[[dict[str, Any]], tuple[Any, Any]]:
    """Give what to ask of a rule: the interpreter's answer for some facts, and the formulas'."""
    node = Reader(NAMES).read(rule) if isinstance(rule, str) else rule
    run, facts = compiled(node), world()
    term = Person(facts).term(node)

    def both(told: dict[str, Any]) -> tuple[Any, Any]:
        said = run({name: value for name, value in told.items() if value is not None})
        return said, as_value(facts, filled(facts, told), term, node.kind)

    return both
