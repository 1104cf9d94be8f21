"""Who gains and who loses between the law of two days: for each policy somebody, confirmed by the interpreter, or the proof that there is nobody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import z3  # type: ignore[import-untyped] # the package names no types

from ansinh.policy.determine import Outcome
from ansinh.policy.proofs.ask import Found, Nobody, Somebody, anybody
from ansinh.policy.proofs.case import outcome_in_words
from ansinh.policy.proofs.periods import same_rules
from ansinh.policy.proofs.promise import Promise, promised
from ansinh.policy.proofs.smt import Person
from ansinh.policy.proofs.terms import World
from ansinh.policy.proofs.witness import Facts, Witness, asked, plainest

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from ansinh.policy.determine import PolicyAnswer
    from ansinh.policy.programme import Policy, Programme, Text
    from ansinh.policy.proofs.terms import Formula

QUESTIONS: dict[str, Text] = {
    "gains": {"vi": "Ai mới được hưởng?", "en": "Who becomes eligible?"},
    "loses": {"vi": "Ai không còn được hưởng?", "en": "Who is no longer eligible?"},
    "grows": {"vi": "Ai được nhiều hơn?", "en": "Who gets more?"},
    "shrinks": {"vi": "Ai được ít hơn?", "en": "Who gets less?"},
}
"""What is asked of each policy."""

ANSWERS: dict[str, Text] = {
    "somebody": {"vi": "có người", "en": "somebody"},
    "nobody": {"vi": "không ai (đã chứng minh)", "en": "nobody (proved)"},
    "not decided": {"vi": "chưa kết luận được", "en": "not decided"},
}
"""What is answered; only somebody comes with a witness."""


@dataclass(frozen=True)
class Difference:
    """One question about one policy, answered."""

    policy: str
    question: str
    answer: str
    witness: Witness | None = None

    def as_json(self, programme: Programme) -> dict[str, Any]:
        """Give the answer as a document."""
        witness = self.witness.as_json(programme) if self.witness else None
        return {"policy": self.policy, "question": self.question, "answer": self.answer, "text": dict(QUESTIONS[self.question]), "witness": witness}


def differences(programme: Programme, before: date, after: date, *, policies: Collection[str] | None = None) -> Iterator[Difference]:
    """Ask for each policy who gains and who loses between two days, on the same facts, all of them told by the earlier day.

    Raises `NotInForce` for a day before the programme's first, `KeyError` for a policy it has not, `NotConfirmed` when solver and
    interpreter disagree.
    """
    programme.demand_in_force(min(before, after))
    for policy in programme.policies if policies is None else map(programme.policy, policies):
        yield from _Change(programme, policy, before, after).answers()


@dataclass(frozen=True)
class _Change:
    programme: Programme
    policy: Policy
    before: date
    after: date

    def answers(self) -> Iterator[Difference]:
        old, new = self.policy.version_on(self.before), self.policy.version_on(self.after)
        if same_rules(old, new):
            yield from (Difference(self.policy.id, question, "nobody") for question in QUESTIONS)
            return
        world = World(self.programme.facts, min(self.before, self.after))
        person = Person(world)
        had, has = promised(old, person), promised(new, person)
        for question in QUESTIONS:
            claims = _claims(question, had, has)
            found, place = _first(world, claims)
            witness = self._witness(question, found, settled=place < len(claims) - 1) if isinstance(found, Somebody) else None
            yield Difference(self.policy.id, question, _word(found), witness)

    def _witness(self, question: str, found: Somebody, *, settled: bool) -> Witness:
        """Make the plainest witness; one who is `settled` on both days stays so."""

        def holds(facts: Facts, _turned: Facts) -> bool:
            was, now = self._ask(facts, self.before), self._ask(facts, self.after)
            return _differs(question, was, now) and not (settled and Outcome.UNDETERMINED in (was.outcome, now.outcome))

        facts, _none = plainest(dict(found.facts), {}, holds, self.programme.facts, min(self.before, self.after))
        return Witness(min(self.before, self.after), facts, {}, self._says(facts))

    def _ask(self, facts: Facts, day: date) -> PolicyAnswer:
        return asked(self.programme, facts, day, self.policy.id).policies[0]

    def _says(self, facts: Facts) -> Text:
        was, now = (outcome_in_words(self.policy.id, self._ask(facts, day)) for day in (self.before, self.after))
        return {
            "vi": f"Ngày {self.before:%d/%m/%Y} {was['vi']}; ngày {self.after:%d/%m/%Y} {now['vi']}",
            "en": f"On {self.before.isoformat()} {was['en']}; on {self.after.isoformat()} {now['en']}",
        }


def _claims(question: str, had: Promise, has: Promise) -> tuple[Formula, ...]:
    """Give what to look for, the plainest first: somebody for whom both days are settled, then somebody for whom one is open."""
    match question:
        case "gains":
            return z3.And(had.ineligible, has.eligible), z3.And(z3.Not(had.eligible), has.eligible)
        case "loses":
            return z3.And(had.eligible, has.ineligible), z3.And(had.eligible, z3.Not(has.eligible))
        case "grows":
            return (z3.And(had.eligible, has.eligible, has.amount > had.amount),)
        case _:
            return (z3.And(had.eligible, has.eligible, has.amount < had.amount),)


def _first(world: World, claims: tuple[Formula, ...]) -> tuple[Found, int]:
    """Give the first person found and by which claim; nobody only where the last and widest claim has nobody."""
    for place, claim in enumerate(claims[:-1]):
        found = anybody(world, claim)
        if isinstance(found, Somebody):
            return found, place
    return anybody(world, claims[-1]), len(claims) - 1


def _word(found: Found) -> str:
    return "somebody" if isinstance(found, Somebody) else "nobody" if isinstance(found, Nobody) else "not decided"


def _differs(question: str, was: PolicyAnswer, now: PolicyAnswer) -> bool:
    had, has = (answer.outcome is Outcome.ELIGIBLE for answer in (was, now))
    match question:
        case "gains":
            return has and not had
        case "loses":
            return had and not has
        case "grows":
            return had and has and (now.amount or 0) > (was.amount or 0)
        case _:
            return had and has and (now.amount or 0) < (was.amount or 0)
