"""What one version of a policy promises a person, as formulas: which conditions are met, whether she is eligible, and for how much."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import z3  # type: ignore[import-untyped] # the package names no types

from ansinh.policy.proofs.terms import Formula, Term

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from ansinh.policy.programme import Component, Version
    from ansinh.policy.proofs.smt import Person


@dataclass(frozen=True)
class Promise:
    """A version asked of a person. `parts` holds the amount of each component, 0 where it is not known to be due."""

    conditions: Mapping[str, Term]
    parts: Mapping[str, Formula]
    settled: Formula
    amount: Formula

    @property
    def eligible(self) -> Formula:
        """That every condition is met and the amount is settled."""
        return z3.And([self.settled, *(condition.true for condition in self.conditions.values())])

    @property
    def ineligible(self) -> Formula:
        """That a condition fails, whatever else is unknown."""
        return z3.Or([condition.false for condition in self.conditions.values()])

    def others_met(self, name: str) -> dict[str, Formula]:
        """Give for each condition but one that it is met."""
        return {other: condition.true for other, condition in self.conditions.items() if other != name}

    def without(self, names: Collection[str]) -> Formula:
        """Give the amount without some of its components."""
        return self.amount - sum((part for name, part in self.parts.items() if name in names), start=z3.IntVal(0, self.amount.ctx))


def promised(version: Version, person: Person) -> Promise:
    """Put what a version promises to the solver, as the interpreter reckons it."""
    nothing = z3.IntVal(0, person.world.context)
    parts: dict[str, Formula] = {}
    settled = []
    for component in version.components:
        counts, waits = _due(component, person)
        parts[component.id] = z3.If(counts, person.term(component.amount).value, nothing)
        settled.append(z3.Not(waits))
    total = person.world.within(sum(parts.values(), start=nothing), z3.And(settled) if settled else person.truth(value=True))
    return Promise({condition.id: person.term(condition.rule) for condition in version.conditions}, parts, total.known, total.value)


def _due(component: Component, person: Person) -> tuple[Formula, Formula]:
    """Give that a component counts, and that the whole policy waits for it."""
    always = person.truth(value=True)
    due = Term(always, always) if component.due is None else person.term(component.due)
    counts = z3.And(due.true, person.term(component.amount).known)
    return counts, z3.And(z3.Not(counts), z3.Not(due.false)) if component.base else z3.Not(always)
