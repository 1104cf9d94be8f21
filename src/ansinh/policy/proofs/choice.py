"""What an exclusive group chooses, as formulas: the interpreter's choice, step by step, whatever the policies give."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import z3  # type: ignore[import-untyped] # the package names no types

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ansinh.policy.programme import Policy
    from ansinh.policy.proofs.terms import Formula


class Offer(NamedTuple):
    """That a person is eligible for a policy, and the amount of it."""

    eligible: Formula
    amount: Formula


def drawn(policies: Sequence[Policy], offers: Mapping[str, Offer]) -> dict[str, Formula]:
    """Give for each policy that it is drawn: it is eligible and the best of each of its groups."""
    best: dict[str, dict[str, Formula]] = {}
    for policy in policies:
        for group in policy.groups:
            first = best.setdefault(group, {})
            beats = [z3.Implies(is_best, _better(policy, other, offers)) for other, is_best in _known(first, policies)]
            takes = z3.And([offers[policy.id].eligible, *beats])
            best[group] = {**{name: z3.And(is_best, z3.Not(takes)) for name, is_best in first.items()}, policy.id: takes}
    return {policy.id: z3.And([offers[policy.id].eligible, *(best[group][policy.id] for group in policy.groups)]) for policy in policies}


def _known(first: Mapping[str, Formula], policies: Sequence[Policy]) -> list[tuple[Policy, Formula]]:
    return [(policy, first[policy.id]) for policy in policies if policy.id in first]


def _better(policy: Policy, other: Policy, offers: Mapping[str, Offer]) -> Formula:
    """Give that a policy is chosen before another: the larger amount, the lower number among equals."""
    mine, its = offers[policy.id].amount, offers[other.id].amount
    return mine > its if policy.order > other.order else mine >= its
