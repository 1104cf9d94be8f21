"""A rule as formulas for a solver: each result a value and whether it is known, as the interpreter has it."""

from __future__ import annotations

import operator
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import reduce
from typing import Any

import z3  # type: ignore[import-untyped] # the package names no types

from ansinh.policy.engines.limits import stays_small
from ansinh.policy.language.evaluate import WHOLE
from ansinh.policy.language.nodes import Age, All, Choose, Compare, Constant, Fact, Kind, Lookup, Node, Not, OneOf, Reckon, Share, Some, Surely
from ansinh.policy.proofs.terms import Formula, Term, World
from ansinh.policy.proofs.years import age_on

COMPARE: dict[str, Callable[[Formula, Formula], Formula]] = {
    "==": operator.eq, "!=": operator.ne, "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}  # fmt: skip
RECKON: dict[str, Callable[[Formula, Formula], Formula]] = {
    "+": operator.add, "-": operator.sub, "*": operator.mul,
    "min": lambda left, right: z3.If(left <= right, left, right), "max": lambda left, right: z3.If(left >= right, left, right),
}  # fmt: skip


@dataclass
class Person:
    """One person of a world, of whom some facts may be other than the world has them."""

    world: World
    other: dict[str, Term] = field(default_factory=dict)
    told: bool = False
    _terms: dict[Node, Term] = field(default_factory=dict)

    def but(self, name: str, value: Term) -> Person:
        """Give somebody like this one in everything but one fact."""
        return Person(self.world, {**self.other, name: value}, told=self.told)

    def with_all_told(self) -> Person:
        """Give the same person once everything is known of her; what was unknown may turn out to be anything."""
        return Person(self.world, self.other, told=True)

    def fact(self, name: str) -> Term:
        """Give a fact of this person."""
        found = self.other.get(name) or self.world.fact(name)
        return Term(found.value, self.truth(value=True)) if self.told else found

    def term(self, node: Node) -> Term:
        """Give what a rule comes to for this person."""
        if node not in self._terms:
            self._terms[node] = OPERATORS[type(node)](self, node)
        return self._terms[node]

    def truth(self, *, value: bool) -> Formula:
        """Give a truth that rests on nothing."""
        return z3.BoolVal(value, self.world.context)


def _constant(person: Person, node: Constant) -> Term:
    return Term(person.world.literal(node.value), person.truth(value=True))


def _fact(person: Person, node: Fact) -> Term:
    return person.fact(node.name)


def _lookup(person: Person, node: Lookup) -> Term:
    every = {value for _code, value in node.values} | ({node.otherwise} if node.otherwise is not None else set())
    if len(every) == 1 and node.otherwise is not None:
        return _constant(person, Constant(node.otherwise, node.kind))
    world, code = person.world, person.term(node.by)
    named = [(code.value == world.literal(name), world.literal(value)) for name, value in node.values]
    last = world.literal(node.values[0][1] if node.otherwise is None else node.otherwise)
    value = reduce(lambda rest, one: z3.If(one[0], one[1], rest), reversed(named), last)
    return Term(value, z3.And(code.known, z3.Or([is_it for is_it, _value in named])) if node.otherwise is None else code.known)


def _not(person: Person, node: Not) -> Term:
    part = person.term(node.part)
    return Term(z3.Not(part.value), part.known)


def _all(person: Person, node: All) -> Term:
    parts = [person.term(part) for part in node.parts]
    return Term(z3.And([part.value for part in parts]), z3.Or(z3.And([part.known for part in parts]), *(part.false for part in parts)))


def _some(person: Person, node: Some) -> Term:
    parts = [person.term(part) for part in node.parts]
    return Term(z3.Or([part.value for part in parts]), z3.Or(z3.And([part.known for part in parts]), *(part.true for part in parts)))


def _compare(person: Person, node: Compare) -> Term:
    left, right = person.term(node.left), person.term(node.right)
    return Term(COMPARE[node.operator](left.value, right.value), z3.And(left.known, right.known))


def _one_of(person: Person, node: OneOf) -> Term:
    part = person.term(node.part)
    return Term(z3.Or([part.value == person.world.literal(code) for code in node.among]), part.known)


def _reckon(person: Person, node: Reckon) -> Term:
    left, right = person.term(node.left), person.term(node.right)
    value, known = RECKON[node.operator](left.value, right.value), z3.And(left.known, right.known)
    if node.kind is Kind.DATE and node.operator not in ("min", "max"):
        return Term(value, z3.And(known, person.world.between(value, date.min.toordinal(), date.max.toordinal())))
    if node.operator in ("min", "max") or node.right.kind is Kind.DATE or stays_small(node):
        return Term(value, known)
    return person.world.within(value, known)


def _share(person: Person, node: Share) -> Term:
    amount, points = person.term(node.amount), person.term(node.basis_points)
    return person.world.within((amount.value * points.value + WHOLE // 2) / WHOLE, z3.And(amount.known, points.known))


def _age(person: Person, node: Age) -> Term:
    born, on = person.term(node.born), person.term(node.on)
    years = age_on(born.value, on.value)
    person.world.aged(born.value, on.value, years)
    return Term(years, z3.And(born.known, on.known))


def _choose(person: Person, node: Choose) -> Term:
    test, then, otherwise = person.term(node.test), person.term(node.then), person.term(node.otherwise)
    agreed = z3.And(then.known, otherwise.known, then.value == otherwise.value)
    known = z3.If(test.known, z3.If(test.value, then.known, otherwise.known), agreed)
    return Term(z3.If(z3.And(test.known, z3.Not(test.value)), otherwise.value, then.value), known)


def _surely(person: Person, node: Surely) -> Term:
    return Term(person.term(node.part).true, person.truth(value=True))


OPERATORS: dict[type, Callable[[Person, Any], Term]] = {
    Constant: _constant, Fact: _fact, Lookup: _lookup, Not: _not, All: _all, Some: _some, Compare: _compare, OneOf: _one_of,
    Reckon: _reckon, Share: _share, Age: _age, Choose: _choose, Surely: _surely,
}  # fmt: skip
"""How each kind of node is put to the solver."""
