"""The law's answer as a tree: each condition with its reasons, down to the facts told and the figures of the law."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ansinh.doors.web.law.values import language, value_in_words
from ansinh.doors.web.public.forms import words
from ansinh.policy.determine import Outcome, determine
from ansinh.policy.facts import known_facts
from ansinh.policy.figures import figures
from ansinh.policy.language.words import Reason, Speaker, speaker

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from ansinh.policy.determine import ComponentAnswer, PolicyAnswer
    from ansinh.policy.language.nodes import Value
    from ansinh.policy.programme import Component, Condition, FactDefinition, Policy, Programme


@dataclass(frozen=True, slots=True)
class Branch:
    """A reason ready to be drawn: its words and outcome, the facts told and the figures it rests on, the branches below."""

    words: str
    outcome: str
    worked: str
    told: list[tuple[str, str]]
    figures: list[tuple[str, str, str]]
    parts: list[Branch]


@dataclass(frozen=True, slots=True)
class Judged:
    """A condition with its outcome and the tree below it."""

    condition: Condition
    outcome: str
    reason: Branch


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the benefit: its amount, how it is reckoned, why it is due or not."""

    component: Component
    amount: int
    rule: str
    told: list[tuple[str, str]]
    due: Branch | None
    open: list[FactDefinition]


@dataclass(frozen=True, slots=True)
class Answered:
    """The answer to a trial."""

    outcome: str
    amount: int | None
    conditions: list[Judged]
    parts: list[Part]
    missing: list[FactDefinition]
    verified: bool
    groups: list[str]
    day: date


@dataclass(frozen=True)
class _Telling:
    """What every branch needs: who speaks, what is known, what the figures of the day are."""

    says: Speaker
    known: Mapping[str, Value]
    figures: Mapping[str, tuple[str, str, str]]

    def branch(self, reason: Reason) -> Branch:
        """Draw a reason; only the last branches name the facts and figures they rest on."""
        last = not reason.parts
        return Branch(
            words=_capital(reason.words),
            outcome=reason.outcome,
            worked=reason.worked,
            told=self.told(reason.facts) if last else [],
            figures=[self.figures[name] for name in reason.figures if name in self.figures] if last else [],
            parts=[self.branch(part) for part in reason.parts],
        )

    def told(self, names: tuple[str, ...]) -> list[tuple[str, str]]:
        """Say what is known of facts; nothing stands beside one that is not."""
        return [(self.says.label(name), self.says.told(name, self.known[name]) if name in self.known else "") for name in names]

    def part(self, answer: ComponentAnswer, facts: Mapping[str, FactDefinition]) -> Part:
        """Draw a part of the benefit."""
        component = answer.component
        due = self.branch(self.says.explain(component.due, self.known)) if component.due else None
        return Part(component, answer.amount, self.says.say(component.amount), self.told(component.facts), due, [facts[name] for name in answer.open])


def answered(facts: Mapping[str, Any], policy: Policy, programme: Programme, day: date) -> Answered:
    """Ask the law of one policy and draw why. Raises `FactError` for a fact that cannot be."""
    answer: PolicyAnswer = determine(facts, programme, as_of=day, policies=[policy.id]).policies[0]
    named = {figure.id: (words(figure.text), value_in_words(figure, day, programme), figure.on(day).cite) for figure in figures(programme)}
    telling = _Telling(speaker(programme, language()), known_facts(facts, programme.facts, as_of=day), named)
    explained = [(asked, telling.says.explain(asked.condition.rule, telling.known)) for asked in answer.conditions]
    missing = answer.missing if answer.outcome is Outcome.UNDETERMINED else ()
    return Answered(
        outcome=str(answer.outcome),
        amount=answer.amount,
        conditions=[Judged(asked.condition, asked.outcome, telling.branch(reason)) for asked, reason in explained],
        parts=[telling.part(part, programme.facts) for part in answer.components],
        missing=[programme.facts[name] for name in missing],
        verified=answer.verified,
        groups=[words(programme.exclusive_groups[group]) for group in policy.groups],
        day=day,
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
