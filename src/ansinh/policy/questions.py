"""The next question worth asking: one whose answer can still change what a person gets. Nothing else is ever asked."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING

from ansinh.policy.determine import Outcome, PolicyAnswer, determine
from ansinh.policy.facts import known_facts

if TYPE_CHECKING:
    from ansinh.policy.language.evaluate import Known
    from ansinh.policy.programme import Component, FactDefinition, Programme

ADDS = 0.01
"""The weight of a fact that can only add to an amount, beside one that can settle a policy."""


def next_question(
    facts: Mapping[str, object],
    programme: Programme,
    *,
    as_of: date,
    policies: Collection[str] | None = None,
    never: Collection[str] = (),
    vouched: Collection[str] = (),
) -> FactDefinition | None:
    """Give the fact to ask next, or nothing when no answer can change an outcome or an amount any more.

    First comes what decides most policies at once, then what a policy's earlier conditions need, then the shortest question.
    `never` are facts the person said she does not know. `vouched` names the registers that will be looked into: what one of them
    can tell is never asked, and the rest is asked as if it were told. Raises as `determine` does.
    """
    weights = _weights(facts, programme, as_of=as_of, policies=policies, vouched=vouched)
    order = {name: place for place, name in enumerate(programme.facts)}
    told = vouched_facts(programme, vouched)
    askable = [name for name in weights if programme.facts[name].ask and name not in never and name not in told]
    if not askable:
        return None
    return programme.facts[min(askable, key=lambda name: (-weights[name], _length(programme.facts[name]), order[name]))]


def questions_left(
    facts: Mapping[str, object], programme: Programme, *, as_of: date, policies: Collection[str] | None = None, vouched: Collection[str] = ()
) -> frozenset[str]:
    """Name every fact whose answer can still change an outcome or an amount; those that a register of `vouched` will tell are left out."""
    return frozenset(_weights(facts, programme, as_of=as_of, policies=policies, vouched=vouched)) - vouched_facts(programme, vouched)


def vouched_facts(programme: Programme, registers: Collection[str]) -> frozenset[str]:
    """Name the facts that one of these registers can vouch for."""
    if not registers:
        return frozenset()
    return frozenset(name for name, fact in programme.facts.items() if any(register in registers for register in fact.vouched_by))


def _length(fact: FactDefinition) -> int:
    return len(fact.question["vi"].split())


def _weights(facts: Mapping[str, object], programme: Programme, *, as_of: date, policies: Collection[str] | None, vouched: Collection[str]) -> dict[str, float]:
    """Weigh each fact that matters: by how many policies wait for it, and more where few facts are left to ask."""
    answer = determine(facts, programme, as_of=as_of, policies=policies)
    told, known = vouched_facts(programme, vouched), known_facts(facts, programme.facts, as_of=as_of)
    weights: dict[str, float] = {}
    for policy in answer.policies:
        if policy.outcome is Outcome.INELIGIBLE:
            continue
        waits, adds = _waits(policy, programme, as_of, known, told)
        for place, name in enumerate(dict.fromkeys(waits)):
            weights[name] = weights.get(name, 0.0) + (ADDS if adds else 1.0) / (1 + 0.2 * place + 0.05 * len(waits))
    return weights


def _waits(policy: PolicyAnswer, programme: Programme, as_of: date, known: Known, told: Collection[str]) -> tuple[tuple[str, ...], bool]:
    """Name the facts a policy waits for, and whether they can only add to its amount.

    A policy that waits for registers alone may still come true: what it adds then is asked now, while the person is here.
    """
    if policy.outcome is Outcome.ELIGIBLE:
        return tuple(name for part in policy.open for name in part.open), True
    if told and not set(policy.missing) - set(told):
        components = programme.policy(policy.policy).version_on(as_of).components
        return (*policy.missing, *(name for part in components for name in _open(part, known))), True
    return policy.missing, False


def _open(component: Component, known: Known) -> Iterable[str]:
    """Name the facts a part of a benefit may wait for; none where it is not due."""
    if component.is_due is None or component.due_wants is None:
        return component.wants(known)
    return () if component.is_due(known) is False else (*component.due_wants(known), *component.wants(known))
