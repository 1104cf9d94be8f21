"""A policy in one period, asked both ways: of the solver, about everybody there could be, and of the interpreter, about whom it finds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from ansinh.policy.determine import Outcome
from ansinh.policy.money import vnd
from ansinh.policy.proofs.ask import Found, Nobody, Somebody
from ansinh.policy.proofs.findings import Finding, Verdict
from ansinh.policy.proofs.promise import Promise, promised
from ansinh.policy.proofs.smt import Person
from ansinh.policy.proofs.terms import World
from ansinh.policy.proofs.witness import Facts, Holds, Witness, asked, plainest

if TYPE_CHECKING:
    from ansinh.policy.determine import PolicyAnswer
    from ansinh.policy.programme import Programme, Text
    from ansinh.policy.proofs.periods import Period

Says = Callable[[Facts, Facts], "Text"]
OUTCOMES: Mapping[Outcome, Text] = {
    Outcome.ELIGIBLE: {"vi": "đủ điều kiện", "en": "eligible"},
    Outcome.INELIGIBLE: {"vi": "chưa đủ điều kiện", "en": "not eligible"},
    Outcome.UNDETERMINED: {"vi": "chưa xác định được", "en": "undetermined"},
}


@dataclass
class Case:
    """A policy in one period, with a world of its own."""

    programme: Programme
    period: Period
    world: World = field(init=False)

    def __post_init__(self) -> None:
        """Make the world: its facts lie on or before the period's last day."""
        self.world = World(self.programme.facts, self.period.until)

    @cached_property
    def person(self) -> Person:
        """The person of whom nothing is settled."""
        return Person(self.world)

    @cached_property
    def promise(self) -> Promise:
        """What the version promises that person."""
        return promised(self.period.version, self.person)

    def answer(self, facts: Facts) -> PolicyAnswer:
        """Give what the interpreter says of a person on the first day of the period on which her facts can be told."""
        day = self.period.first_day_for(facts)
        return asked(self.programme, facts, day, self.period.policy.id).policies[0]

    def amount(self, facts: Facts) -> int | None:
        """Give the amount of somebody eligible, nothing for anybody else."""
        answer = self.answer(facts)
        return answer.amount if answer.outcome is Outcome.ELIGIBLE else None

    def says(self, facts: Facts) -> Text:
        """Give the interpreter's answer in words."""
        return outcome_in_words(self.period.policy.id, self.answer(facts))

    def finding(self, name: str, verdict: Verdict, about: Text | None = None, cite: str = "", witness: Witness | None = None) -> Finding:
        """Make a finding about this policy in this period."""
        return Finding(name, verdict, self.period.policy.id, self.period.starts, self.period.ends, about, cite, witness)

    def witness(self, found: Somebody, holds: Holds, says: Says, turned: Facts | None = None) -> Witness:
        """Make the plainest witness of whom `holds` by the interpreter. Raises `NotConfirmed` when it says otherwise than the solver."""
        facts, beside = plainest(dict(found.facts), turned or {}, holds, self.programme.facts, self.period.starts)
        return Witness(self.period.first_day_for({**facts, **beside}), facts, beside, says(facts, beside))

    def concluded(self, name: str, found: Found, holds: Holds, says: Says, *, turned: Facts | None = None, cite: str = "") -> Finding:
        """Make the finding of a property that must hold, from whether the solver found somebody of whom it does not."""
        if isinstance(found, Nobody):
            return self.finding(name, Verdict.PROVED, cite=cite)
        if not isinstance(found, Somebody):
            return self.finding(name, Verdict.UNDECIDED, cite=cite)
        return self.finding(name, Verdict.REFUTED, cite=cite, witness=self.witness(found, holds, says, turned))


def outcome_in_words(policy: str, answer: PolicyAnswer) -> Text:
    """Give an answer as `nq68-04: eligible, VND 1,855,000`."""
    outcome = OUTCOMES[answer.outcome]
    amount = {language: f", {vnd(answer.amount or 0, language)}" if answer.outcome is Outcome.ELIGIBLE else "" for language in ("vi", "en")}
    return {language: f"{policy}: {outcome[language]}{amount[language]}" for language in ("vi", "en")}
