"""The next question worth asking: one whose answer can still change what a person gets. Nothing else is ever asked."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import TYPE_CHECKING

from ansinh.policy.determine import Outcome, determine

if TYPE_CHECKING:
    from ansinh.policy.programme import FactDefinition, Programme


def next_question(
    facts: Mapping[str, object], programme: Programme, *, as_of: date, policies: Collection[str] | None = None, never: Collection[str] = ()
) -> FactDefinition | None:
    """Give the fact to ask next, or nothing when no answer can change an outcome or an amount any more.

    First comes what decides most policies at once, then what a policy's earlier conditions need. `never` are facts the
    person said she does not know. Raises as `determine` does.
    """
    weights = _weights(facts, programme, as_of=as_of, policies=policies)
    order = {name: place for place, name in enumerate(programme.facts)}
    askable = [name for name in weights if programme.facts[name].ask and name not in never]
    if not askable:
        return None
    return programme.facts[min(askable, key=lambda name: (-weights[name], order[name]))]


def questions_left(facts: Mapping[str, object], programme: Programme, *, as_of: date, policies: Collection[str] | None = None) -> frozenset[str]:
    """Name every fact whose answer can still change an outcome or an amount."""
    return frozenset(_weights(facts, programme, as_of=as_of, policies=policies))


def _weights(facts: Mapping[str, object], programme: Programme, *, as_of: date, policies: Collection[str] | None) -> dict[str, float]:
    """Weigh each fact that matters: by how many policies wait for it, and more where few facts are left to ask."""
    answer = determine(facts, programme, as_of=as_of, policies=policies)
    weights: dict[str, float] = {}
    for policy in answer.policies:
        waits = policy.missing if policy.outcome is Outcome.UNDETERMINED else tuple(name for part in policy.open for name in part.open)
        if policy.outcome is Outcome.INELIGIBLE:
            continue
        for place, name in enumerate(dict.fromkeys(waits)):
            weights[name] = weights.get(name, 0.0) + (1.0 if policy.outcome is Outcome.UNDETERMINED else 0.01) / (1 + 0.2 * place + 0.05 * len(waits))
    return weights
