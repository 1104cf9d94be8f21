"""Asking the solver: is there anybody of whom all this holds? It finds somebody, or knows that there is nobody, or gives up and says so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import z3  # type: ignore[import-untyped] # the package names no types

if TYPE_CHECKING:
    from ansinh.policy.language.nodes import Value
    from ansinh.policy.proofs.terms import Formula, World

PATIENCE = 20_000_000
"""How much the solver may reckon on one question, in its own units, the same on every machine: some five seconds, a hundred times what the law needs."""


@dataclass(frozen=True)
class Somebody:
    """There is one: the facts known of her, and the values of those that are not."""

    facts: Mapping[str, Value]
    unknown: Mapping[str, Value]
    model: Any

    def value(self, world: World, name: str, formula: Formula) -> Value:
        """Give what she has for a formula of the kind of a fact."""
        return world.value(name, self.model.eval(formula, model_completion=True))


@dataclass(frozen=True)
class Nobody:
    """There is none, and these of the named claims alone rule everybody out."""

    because: tuple[str, ...] = ()


@dataclass(frozen=True)
class Undecided:
    """The solver gave up."""

    why: str = field(default="")


Found = Somebody | Nobody | Undecided


def anybody(world: World, *claims: Formula, named: Mapping[str, Formula] | None = None) -> Found:
    """Look for a person of the world of whom every claim holds; `named` claims are told of when they rule everybody out."""
    solver = z3.SimpleSolver(ctx=world.context)
    solver.set("rlimit", PATIENCE)
    solver.add(*world.bounds, *world.fits, *claims)
    for name, claim in (named or {}).items():
        solver.assert_and_track(claim, name)
    answer = solver.check()
    if answer == z3.unsat:
        return Nobody(tuple(str(name) for name in solver.unsat_core()))
    if answer != z3.sat:
        return Undecided(str(solver.reason_unknown()))
    model = solver.model()
    facts: dict[str, Value] = {}
    unknown: dict[str, Value] = {}
    for name, fact in world.facts.items():
        known = z3.is_true(model.eval(fact.known, model_completion=True))
        (facts if known else unknown)[name] = world.value(name, model.eval(fact.value, model_completion=True))
    return Somebody(facts, unknown, model)


def least_because(world: World, named: Mapping[str, Formula], because: tuple[str, ...], *claims: Formula) -> tuple[str, ...]:
    """Give as few of the named claims as still rule everybody out, beside the other claims."""
    kept = [name for name in named if name in because]
    for name in tuple(kept):
        rest = [other for other in kept if other != name]
        if isinstance(anybody(world, *claims, *(named[other] for other in rest)), Nobody):
            kept = rest
    return tuple(kept)
