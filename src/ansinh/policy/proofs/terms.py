"""What a solver reckons with: a value and whether it is known, in a world of its own so that two proofs never meet."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

import z3  # type: ignore[import-untyped] # the package names no types

from ansinh.policy.facts import LARGEST
from ansinh.policy.language.evaluate import LARGEST_NUMBER, LEAST_NUMBER
from ansinh.policy.language.nodes import Kind, Value
from ansinh.policy.proofs.years import in_order, is_first_of_month

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ansinh.policy.programme import FactDefinition

Formula = Any
"""A formula or number of the solver: its package names no types."""

MOST_CODES = 1_000_000


class Term(NamedTuple):
    """A value, and whether it is known; what stands in `value` while it is unknown means nothing."""

    value: Formula
    known: Formula

    @property
    def true(self) -> Formula:
        """That it is known to be true."""
        return z3.And(self.known, self.value)

    @property
    def false(self) -> Formula:
        """That it is known to be false."""
        return z3.And(self.known, z3.Not(self.value))


@dataclass
class World:
    """Everything one question to the solver speaks of: the facts with their bounds, on the last day that the question is about.

    `bounds` hold for every person; `fits` says that no number reckoned on the way leaves 64 bits, for a fact of such a size is nobody's.
    """

    definitions: Mapping[str, FactDefinition]
    until: date
    context: Any = field(default_factory=z3.Context)
    facts: dict[str, Term] = field(default_factory=dict)
    bounds: list[Formula] = field(default_factory=list)
    fits: list[Formula] = field(default_factory=list)
    ages: list[tuple[Formula, Formula, Formula]] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)

    def fact(self, name: str) -> Term:
        """Give a fact of a person of whom nothing is settled."""
        if name not in self.facts:
            self.facts[name] = self.new(name, name)
        return self.facts[name]

    def new(self, name: str, called: str) -> Term:
        """Make a value of the kind of the fact `name`, within its bounds, under a name of its own."""
        definition = self.definitions[name]
        known = z3.Bool(f"{called}?", self.context)
        if definition.kind is Kind.BOOL:
            return Term(z3.Bool(called, self.context), known)
        value = z3.Int(called, self.context)
        self.bounds.extend(self._bounds(value, definition))
        return Term(value, known)

    def _bounds(self, value: Formula, definition: FactDefinition) -> Iterable[Formula]:
        match definition.kind:
            case Kind.DATE:
                yield self.between(value, date.min.toordinal(), self.until.toordinal())
                if definition.whole_month:
                    yield is_first_of_month(value)
            case Kind.CODE if definition.codes:
                yield z3.Or([value == self.code(code) for code in sorted(definition.codes)])
            case Kind.CODE:
                yield self.between(value, 0, MOST_CODES)
            case _:
                yield self.between(value, 0, LARGEST)

    def literal(self, value: Value) -> Formula:
        """Give a value of the law as the solver holds it: a day as its number, a code as its place among those met so far."""
        if isinstance(value, bool):
            return z3.BoolVal(value, self.context)
        if isinstance(value, date):
            return z3.IntVal(value.toordinal(), self.context)
        return z3.IntVal(self.code(value) if isinstance(value, str) else value, self.context)

    def code(self, code: str) -> int:
        """Give the number that stands for a code."""
        if code not in self.codes:
            self.codes.append(code)
        return self.codes.index(code)

    def value(self, name: str, formula: Formula) -> Value:
        """Give what the solver found for a fact, as the interpreter takes it."""
        kind = self.definitions[name].kind
        if kind is Kind.BOOL:
            return bool(z3.is_true(formula))
        number = int(formula.as_long())
        if kind is Kind.DATE:
            return date.fromordinal(number)
        if kind is Kind.CODE:
            return self.codes[number] if number < len(self.codes) else f"code_{number}"
        return number

    def between(self, value: Formula, least: int, most: int) -> Formula:
        """Give that a number lies between two others, both included."""
        return z3.And(value >= z3.IntVal(least, self.context), value <= z3.IntVal(most, self.context))

    def within(self, value: Formula, known: Formula) -> Term:
        """Give a number that is unknown beyond 64 bits, and remember that nobody's is."""
        small = self.between(value, LEAST_NUMBER, LARGEST_NUMBER)
        self.fits.append(z3.Implies(known, small))
        return Term(value, z3.And(known, small))

    def aged(self, born: Formula, on: Formula, years: Formula) -> None:
        """Remember an age, and that of two days the later one makes nobody younger: the solver would find that out, but slowly."""
        self.bounds.extend(in_order(on, other, years, age) for at, other, age in self.ages if at.eq(born))
        self.ages.append((born, on, years))
