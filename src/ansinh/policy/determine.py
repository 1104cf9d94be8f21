"""What the law says of given facts on a given day: an outcome, an amount, and for each condition a reason and an article.

A condition that fails settles a policy whatever else is unknown; one unknown condition leaves it undetermined; an
unknown base amount does so too. Everything else of a benefit counts only when it is known to be due.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

from ansinh.policy.facts import FactError, known_facts, not_applicable
from ansinh.policy.language.evaluate import within
from ansinh.policy.language.nodes import Value
from ansinh.policy.programme import Component, Condition, NotInForce, Policy, Programme, Version
from ansinh.policy.without import version_without

__all__ = [
    "ComponentAnswer",
    "ConditionAnswer",
    "Determination",
    "Draw",
    "FactError",
    "NotInForce",
    "Outcome",
    "PolicyAnswer",
    "RowAnswer",
    "determine",
    "determine_rows",
]

Known = Mapping[str, Value]


class Outcome(StrEnum):
    """What the law says of a policy."""

    ELIGIBLE = "eligible"
    INELIGIBLE = "ineligible"
    UNDETERMINED = "undetermined"


class ConditionAnswer(NamedTuple):
    """One condition, asked: met, failed or unknown."""

    condition: Condition
    outcome: str
    missing: tuple[str, ...]


class ComponentAnswer(NamedTuple):
    """One part of a benefit: its amount in đồng when due, or the facts it waits for."""

    component: Component
    amount: int
    open: tuple[str, ...] = ()


class PolicyAnswer(NamedTuple):
    """One policy, asked. `amount` is in đồng, 0 when ineligible, `None` when undetermined."""

    policy: str
    outcome: Outcome
    amount: int | None
    conditions: tuple[ConditionAnswer, ...]
    components: tuple[ComponentAnswer, ...]
    failed: tuple[str, ...]
    missing: tuple[str, ...]
    verified: bool

    @property
    def open(self) -> tuple[ComponentAnswer, ...]:
        """The parts that would still be due if their facts were known."""
        return tuple(part for part in self.components if part.open)

    def as_json(self) -> dict[str, Any]:
        """Give the answer as a document."""
        return {
            "policy": self.policy,
            "outcome": str(self.outcome),
            "amount": self.amount,
            "components": [
                {"id": c.component.id, "amount": c.amount, "cite": c.component.cite, "text": dict(c.component.text)} for c in self.components if c.amount
            ],
            "open": [{"id": c.component.id, "facts": list(c.open), "cite": c.component.cite} for c in self.open],
            "conditions": [
                {
                    "id": c.condition.id,
                    "outcome": c.outcome,
                    "cite": c.condition.cite,
                    "text": dict(c.condition.text),
                    "facts": list(c.condition.facts),
                    "verified": c.condition.verified,
                }
                for c in self.conditions
            ],
            "failed": list(self.failed),
            "missing": list(self.missing),
            "verified": self.verified,
        }


@dataclass(frozen=True, slots=True)
class Draw:
    """A policy that is drawn after the exclusive groups have chosen."""

    policy: str
    amount: int


@dataclass(frozen=True)
class Determination:
    """Everything the programme says of one person or employer on a day."""

    programme: str
    as_of: date
    law_version: str
    policies: tuple[PolicyAnswer, ...]
    draws: tuple[Draw, ...]
    total: int
    by_policy: Mapping[str, PolicyAnswer] = field(repr=False, default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """Give the whole answer as a document."""
        return {
            "programme": self.programme,
            "as_of": self.as_of.isoformat(),
            "law_version": self.law_version,
            "policies": [answer.as_json() for answer in self.policies],
            "draws": [{"policy": draw.policy, "amount": draw.amount} for draw in self.draws],
            "total": self.total,
        }


class RowAnswer(NamedTuple):
    """What a list needs to know of one row under one policy."""

    outcome: Outcome
    amount: int | None
    failed: tuple[str, ...]
    missing: tuple[str, ...]


def determine(facts: Mapping[str, object], programme: Programme, *, as_of: date, policies: Collection[str] | None = None) -> Determination:
    """Say what `programme` gives for `facts` on `as_of`, with a reason for each condition.

    Unknown facts (absent or `None`) stay unknown; those told to be `not_applicable` match nobody. Raises `FactError` for a fact that cannot be, `NotInForce` before the
    programme's first version, `KeyError` for a policy it has not.
    """
    programme.demand_in_force(as_of)
    known = known_facts(facts, programme.facts, as_of=as_of)
    asked = programme.policies if policies is None else tuple(programme.policy(name) for name in policies)
    absent = not_applicable(facts)
    answers = {policy.id: _ask(policy, version_without(policy.version_on(as_of), absent), known) for policy in asked}
    draws = _draws(asked, answers)
    cash = {policy.id for policy in asked if policy.pays == "cash"}
    total = sum(draw.amount for draw in draws if draw.policy in cash)
    return Determination(programme.id, as_of, programme.law_version, tuple(answers.values()), draws, total, answers)


def determine_rows(rows: Sequence[Mapping[str, object]], programme: Programme, policy_id: str, *, as_of: date) -> list[RowAnswer]:
    """Say for each row what one policy gives, without the explanation. Raises as `determine` does; a `FactError` names no row."""
    programme.demand_in_force(as_of)
    version = programme.policy(policy_id).version_on(as_of)
    definitions, rests_on = programme.facts, version.facts
    given: dict[tuple[Value | frozenset[str] | None, ...], RowAnswer] = {}  # rows of one list often tell the same of what the policy asks
    answers: list[RowAnswer] = []
    for row in rows:
        known = known_facts(row, definitions, as_of=as_of)
        absent = not_applicable(row)
        told = (*map(known.get, rests_on), absent)
        answer = given.get(told)
        if answer is None:
            answer = given[told] = _short(version_without(version, absent), known)
        answers.append(answer)
    return answers


def _short(version: Version, known: Known) -> RowAnswer:
    failed: list[str] = []
    unknown: list[Condition] = []
    for condition in version.conditions:
        result = condition.run(known)
        if result is None:
            unknown.append(condition)
        elif not result:
            failed.append(condition.id)
    if failed:
        return RowAnswer(Outcome.INELIGIBLE, 0, tuple(failed), ())
    if not unknown:
        amount = _amount(version, known)
        if amount is not None:
            return RowAnswer(Outcome.ELIGIBLE, amount, (), ())
    return RowAnswer(Outcome.UNDETERMINED, None, (), _missing(unknown, version, known))


def _amount(version: Version, known: Known) -> int | None:
    """Give the sum of what is known to be due, or nothing while a base part is unknown."""
    total = 0
    for component in version.components:
        due = True if component.is_due is None else component.is_due(known)
        amount = component.run(known) if due else None
        if due and amount is not None:
            total += int(amount)  # type: ignore[arg-type] # money by its type
        elif component.base and due is not False:
            return None
    return within(total)


def _missing(unknown: Sequence[Condition], version: Version, known: Known) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for condition in unknown:
        found |= dict.fromkeys(condition.wants(known))
    for component in version.components:
        if component.base:
            found |= dict.fromkeys(_open(component, known))
    return tuple(found)


def _open(component: Component, known: Known) -> tuple[str, ...]:
    """Name the facts a component waits for; none when it is settled."""
    due = True if component.is_due is None else component.is_due(known)
    if due is False:
        return ()
    if due is None and component.due_wants is not None:
        return tuple(dict.fromkeys((*component.due_wants(known), *component.wants(known))))
    return component.wants(known)


def _ask(policy: Policy, version: Version, known: Known) -> PolicyAnswer:
    conditions = []
    failed: list[str] = []
    unknown: list[Condition] = []
    for condition in version.conditions:
        result = condition.run(known)
        if result:
            conditions.append(ConditionAnswer(condition, "met", ()))
        elif result is None:
            unknown.append(condition)
            conditions.append(ConditionAnswer(condition, "unknown", condition.wants(known)))
        else:
            failed.append(condition.id)
            conditions.append(ConditionAnswer(condition, "failed", ()))
    if failed:
        return PolicyAnswer(policy.id, Outcome.INELIGIBLE, 0, tuple(conditions), (), tuple(failed), (), version.verified)
    amount = None if unknown else _amount(version, known)
    if amount is None:
        return PolicyAnswer(policy.id, Outcome.UNDETERMINED, None, tuple(conditions), (), (), _missing(unknown, version, known), version.verified)
    components = tuple([_component(component, known) for component in version.components])
    return PolicyAnswer(policy.id, Outcome.ELIGIBLE, amount, tuple(conditions), components, (), (), version.verified)


def _component(component: Component, known: Known) -> ComponentAnswer:
    waits = _open(component, known)
    if waits:
        return ComponentAnswer(component, 0, waits)
    due = True if component.is_due is None else component.is_due(known)
    return ComponentAnswer(component, int(component.run(known) or 0) if due else 0)  # type: ignore[arg-type] # money by its type


def _draws(asked: Sequence[Policy], answers: Mapping[str, PolicyAnswer]) -> tuple[Draw, ...]:
    """Let each exclusive group choose its largest amount, the lower number among equals; all other eligible policies stand."""
    best: dict[str, Policy] = {}
    eligible = [policy for policy in asked if answers[policy.id].outcome is Outcome.ELIGIBLE]
    for policy in eligible:
        for group in policy.groups:
            first = best.get(group)
            if first is None or (answers[policy.id].amount or 0, -policy.order) > (answers[first.id].amount or 0, -first.order):
                best[group] = policy
    return tuple(Draw(policy.id, answers[policy.id].amount or 0) for policy in eligible if all(best[group] is policy for group in policy.groups))
