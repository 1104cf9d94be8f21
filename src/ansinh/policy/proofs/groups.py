"""Exclusive groups: nobody draws two of their policies, whoever is eligible draws the largest, and who would have had several draws one."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import combinations
from typing import TYPE_CHECKING

import z3  # type: ignore[import-untyped] # the package names no types

from ansinh.policy.determine import Outcome
from ansinh.policy.money import vnd
from ansinh.policy.proofs.ask import Nobody, Somebody, Undecided, anybody
from ansinh.policy.proofs.choice import Offer, drawn
from ansinh.policy.proofs.findings import Finding, Verdict
from ansinh.policy.proofs.periods import days_of_change
from ansinh.policy.proofs.promise import promised
from ansinh.policy.proofs.smt import Person
from ansinh.policy.proofs.terms import World
from ansinh.policy.proofs.witness import Facts, Holds, Witness, asked, plainest

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from ansinh.policy.determine import Determination
    from ansinh.policy.language.nodes import Value
    from ansinh.policy.programme import Policy, Programme, Text
    from ansinh.policy.proofs.terms import Formula


def groups(programme: Programme, chosen: Collection[Policy]) -> Iterator[Finding]:
    """Ask of each exclusive group that one of the chosen policies belongs to."""
    for group in programme.exclusive_groups:
        members = tuple(policy for policy in programme.policies if group in policy.groups)
        if any(policy in chosen for policy in members):
            stretches = _stretches(programme, group, members)
            yield from _choice(stretches)
            yield from (finding for stretch in stretches for finding in stretch.overlap())


@dataclass
class _Stretch:
    """A group in days in which none of its members changes."""

    programme: Programme
    group: str
    members: tuple[Policy, ...]
    starts: date
    ends: date | None
    world: World = field(init=False)
    offers: dict[str, Offer] = field(init=False)

    def __post_init__(self) -> None:
        """Put what each member gives one person to the solver."""
        self.world = World(self.programme.facts, self.ends or date.max)
        person = Person(self.world)
        promises = {policy.id: promised(policy.version_on(self.starts), person) for policy in self.members}
        self.offers = {name: Offer(promise.eligible, promise.amount) for name, promise in promises.items()}

    def broken(self, name: str) -> Finding:
        """Ask of the policies as they are whether somebody is chosen for as the property forbids."""
        found = anybody(self.world, BROKEN[name](drawn(self.members, self.offers), self.offers))
        if isinstance(found, Nobody):
            return self._finding(name, Verdict.PROVED)
        if isinstance(found, Undecided):
            return self._finding(name, Verdict.UNDECIDED)
        return self._finding(name, Verdict.REFUTED, witness=self._witness(found, lambda facts, _turned: self._breaks(name, self._asked(facts))))

    def overlap(self) -> Iterator[Finding]:
        """Find somebody eligible for as many of the members as can be, and say what she draws; nothing where no two go together."""
        together: list[Policy] = []
        last: Somebody | None = None
        for policy in self.members:
            found = anybody(self.world, *(self.offers[member.id].eligible for member in (*together, policy)))
            if isinstance(found, Somebody):
                together, last = [*together, policy], found
        if last is not None and len(together) > 1:
            names = {policy.id for policy in together}
            witness = self._witness(last, lambda facts, _turned: names <= set(_eligible(self._asked(facts))))
            if len(self._asked(dict(witness.facts)).draws) == 1:  # of any other number the questions above tell
                yield self._finding("group_overlap", Verdict.REPORTED, witness=witness)

    def _breaks(self, name: str, answer: Determination) -> bool:
        """Say whether the interpreter's own choice does what the property forbids."""
        draws = {draw.policy: draw.amount for draw in answer.draws}
        if name == "one_of_a_group":
            return len(draws) > 1
        return max(_eligible(answer).values(), default=0) > max(draws.values(), default=-1)

    def _asked(self, facts: Facts) -> Determination:
        return asked(self.programme, facts, self._day(facts), *(policy.id for policy in self.members))

    def _day(self, facts: Mapping[str, Value]) -> date:
        return max([self.starts, *(value for value in facts.values() if isinstance(value, date))])

    def _witness(self, found: Somebody, holds: Holds) -> Witness:
        facts, _none = plainest(dict(found.facts), {}, holds, self.programme.facts, self.starts)
        return Witness(self._day(facts), facts, {}, _says(self._asked(facts)))

    def _finding(self, name: str, verdict: Verdict, witness: Witness | None = None) -> Finding:
        return Finding(name, verdict, self.group, self.starts, self.ends, witness=witness)


def _stretches(programme: Programme, group: str, members: tuple[Policy, ...]) -> list[_Stretch]:
    starts = days_of_change(members)
    ends = [*(day - timedelta(1) for day in starts[1:]), None]
    return [_Stretch(programme, group, members, start, end) for start, end in zip(starts, ends, strict=True)]


def _choice(stretches: Sequence[_Stretch]) -> Iterator[Finding]:
    """Ask of the choice itself, whatever its policies give; only where it fails so, ask whether the policies can give that."""
    programme, members = stretches[0].programme, stretches[0].members
    world = World(programme.facts, date.max)
    offers = {policy.id: Offer(z3.Bool(f"{policy.id} eligible", world.context), z3.Int(f"{policy.id} amount", world.context)) for policy in members}
    draws = drawn(members, offers)
    for name, broken in BROKEN.items():
        if name == "group_draws_most" and any(len(policy.groups) > 1 for policy in members):
            continue  # a policy of two groups may be the best of one and be kept out by the other
        if isinstance(anybody(world, broken(draws, offers)), Nobody):
            yield Finding(name, Verdict.PROVED, stretches[0].group, stretches[0].starts)
        else:
            yield from (stretch.broken(name) for stretch in stretches)


def _two(draws: Mapping[str, Formula], offers: Mapping[str, Offer]) -> Formula:
    """Give that two are drawn."""
    context = next(iter(offers.values())).eligible.ctx
    return z3.Or([z3.And(one, other) for one, other in combinations(draws.values(), 2)], context)


def _less(draws: Mapping[str, Formula], offers: Mapping[str, Offer]) -> Formula:
    """Give that somebody eligible for a policy draws none that gives as much."""
    enough = {name: z3.Or([z3.And(draw, offers[other].amount >= offer.amount) for other, draw in draws.items()]) for name, offer in offers.items()}
    return z3.Or([z3.And(offer.eligible, z3.Not(enough[name])) for name, offer in offers.items()])


BROKEN = {"one_of_a_group": _two, "group_draws_most": _less}
"""For each property of the choice, the formula of somebody of whom it does not hold."""


def _eligible(answer: Determination) -> dict[str, int]:
    return {policy.policy: policy.amount or 0 for policy in answer.policies if policy.outcome is Outcome.ELIGIBLE}


def _says(answer: Determination) -> Text:
    lines = {}
    for language, (eligible, draws) in {"vi": ("Đủ điều kiện", "được hưởng"), "en": ("Eligible for", "draws")}.items():
        had = ", ".join(f"{name} ({vnd(amount, language)})" for name, amount in _eligible(answer).items())
        lines[language] = f"{eligible} {had}; {draws} {', '.join(f'{draw.policy} ({vnd(draw.amount, language)})' for draw in answer.draws)}"
    return lines
