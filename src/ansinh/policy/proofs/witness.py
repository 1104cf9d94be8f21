"""A witness: a person for whom the interpreter itself says what the solver found, told in questions and answers, with no fact that does not matter."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from ansinh.policy.determine import Determination, determine
from ansinh.policy.facts import FactError
from ansinh.policy.language.nodes import Kind
from ansinh.policy.language.words import speaker

if TYPE_CHECKING:
    from ansinh.policy.language.nodes import Value
    from ansinh.policy.programme import FactDefinition, Programme, Text

Facts = dict[str, "Value"]
Holds = Callable[[Facts, Facts], bool]
State = dict[tuple[bool, str], "Value"]
"""Both pictures in one: whether a fact stands in the second, its name, its value."""

PASSES = 4
ROUND_SUM = 10_000_000
"""A sum in đồng that people would name."""


class NotConfirmed(RuntimeError):
    """The solver found somebody of whom the interpreter says otherwise: an error of the proofs, never of the law."""


@dataclass(frozen=True)
class Witness:
    """A person on a day. `turned` are facts beside them in a second picture: how a harm grew, or what an unknown fact may turn out to be."""

    as_of: date
    facts: Mapping[str, Value]
    turned: Mapping[str, Value]
    says: Text

    def in_words(self, programme: Programme) -> dict[str, list[str]]:
        """Give the person in questions and answers, in both languages, then what the law says of her."""
        return {language: [*self._questions(programme, language), self.says[language]] for language in ("vi", "en")}

    def as_json(self, programme: Programme) -> dict[str, Any]:
        """Give the person as a document."""
        plain = {
            key: {name: value.isoformat() if isinstance(value, date) else value for name, value in facts.items()}
            for key, facts in (("facts", self.facts), ("turned", self.turned))
        }
        return {"as_of": self.as_of.isoformat(), **plain, "words": self.in_words(programme)}

    def _questions(self, programme: Programme, language: str) -> list[str]:
        says = speaker(programme, language)
        then = {"vi": "và nếu là", "en": "and if it is"}[language]
        lines = []
        for name, fact in programme.facts.items():
            question, told = fact.question[language], says.told(name, self.facts.get(name))
            if name in self.turned:
                lines.append(f"{question} {told}, {then} {says.told(name, self.turned[name])}")
            elif name in self.facts:
                lines.append(f"{question} {told}")
        return lines


def plainest(facts: Facts, turned: Facts, holds: Holds, definitions: Mapping[str, FactDefinition], near: date) -> tuple[Facts, Facts]:
    """Leave out every fact that does not matter, bring numbers near 0, sums to round ones and days near `near`, as long as `holds`.

    Raises `NotConfirmed` when it does not hold of what the solver found.
    """
    state: State = {**{(False, name): value for name, value in facts.items()}, **{(True, name): value for name, value in turned.items()}}
    if not _confirmed(holds, state):
        raise NotConfirmed(f"the interpreter does not confirm {facts} {turned}")
    for _pass in range(PASSES):
        before = state
        for key in tuple(state):
            fewer = {other: value for other, value in state.items() if other != key}
            state = fewer if _confirmed(holds, fewer) else state
        for key, value in tuple(state.items()):
            state = {**state, key: _plainer(value, partial(_holds_with, holds, state, key), definitions[key[1]].kind, near)}
        if state == before:
            break
    return _split(state)


def asked(programme: Programme, facts: Facts, as_of: date, *policies: str) -> Determination:
    """Ask the interpreter of a person. Raises as `determine` does."""
    return determine(facts, programme, as_of=as_of, policies=policies)


def _split(state: State) -> tuple[Facts, Facts]:
    return {name: value for (turned, name), value in state.items() if not turned}, {name: value for (turned, name), value in state.items() if turned}


def _confirmed(holds: Holds, state: State) -> bool:
    try:
        return holds(*_split(state))
    except FactError:
        return False


def _holds_with(holds: Holds, state: State, key: tuple[bool, str], value: Value) -> bool:
    return _confirmed(holds, {**state, key: value})


def _plainer(value: Value, holds: Callable[[Value], bool], kind: Kind, near: date) -> Value:
    if isinstance(value, bool | str):
        return value
    if isinstance(value, date):
        return date.fromordinal(_nearest(value.toordinal(), near.toordinal(), lambda day: holds(date.fromordinal(day))))
    return ROUND_SUM if kind is Kind.MONEY and holds(ROUND_SUM) else _nearest(value, 0, holds)


def _nearest(value: int, goal: int, holds: Callable[[int], bool]) -> int:
    """Give a number as near to the goal as halving the way finds; `value` holds."""
    if value == goal or holds(goal):
        return goal
    while abs(value - goal) > 1:
        middle = (value + goal) // 2
        if holds(middle):
            value = middle
        else:
            goal = middle
    return value
