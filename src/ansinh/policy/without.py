"""A policy for somebody to whom some facts do not apply: its conditions and components written anew without them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ansinh.policy.language.applied import NEVER, applied, met
from ansinh.policy.language.evaluate import compiled, compiled_wants
from ansinh.policy.language.nodes import All, Not, Some, facts_in
from ansinh.policy.language.settled import settled
from ansinh.policy.programme import Component, Condition, Version

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ansinh.policy.language.nodes import Node


def version_without(version: Version, absent: frozenset[str]) -> Version:
    """Give a version for people to whom the facts `absent` do not apply.

    A condition that cannot be evaluated fails. A component that cannot be evaluated is not due; a base component that cannot be
    is a failed condition of its own, since nobody is eligible to an amount nobody can reckon.
    """
    absent = absent.intersection(version.facts)
    if not absent:
        return version
    conditions = tuple(_condition(condition, met(condition.rule, absent)) for condition in version.conditions)
    without = [list(_without(component, absent)) for component in version.components]
    return replace(
        version,
        conditions=(*conditions, *(one for found in without for one in found if isinstance(one, Condition))),
        components=tuple(one for found in without for one in found if isinstance(one, Component)),
    )


def _condition(condition: Condition, rule: Node) -> Condition:
    return replace(condition, rule=rule, run=compiled(rule), wants=compiled_wants(rule), facts=facts_in(rule))


def _without(component: Component, absent: frozenset[str]) -> Iterator[Condition | Component]:
    due = met(component.due, absent) if component.due is not None else None
    amount = applied(component.amount, absent)
    can = NEVER if amount.value is None else settled(All(amount.where)) if amount.where else None
    if component.base and can is not None:
        demanded = can if due is None else settled(Some((Not(due), can)))
        yield Condition(
            component.id,
            component.text,
            component.cite,
            component.verified,
            component.note,
            demanded,
            compiled(demanded),
            compiled_wants(demanded),
            facts_in(demanded),
        )
    if amount.value is None:
        return
    tests = tuple(test for test in (due, can) if test is not None)
    due = settled(All(tests)) if tests else None
    yield replace(
        component,
        due=due,
        is_due=compiled(due) if due is not None else None,
        due_wants=compiled_wants(due) if due is not None else None,
        amount=amount.value,
        run=compiled(amount.value),
        wants=compiled_wants(amount.value),
        facts=tuple(dict.fromkeys((*(facts_in(due) if due is not None else ()), *facts_in(amount.value)))),
    )
