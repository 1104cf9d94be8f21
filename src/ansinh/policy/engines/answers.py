"""The law asked of a batch of people: for each policy an amount, and a number that says what stands against it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, reduce
from operator import or_
from typing import TYPE_CHECKING

import polars as pl

from ansinh.policy.determine import Outcome
from ansinh.policy.engines.columns import expression
from ansinh.policy.engines.limits import limits
from ansinh.policy.engines.shared import Shared, shared
from ansinh.policy.language.evaluate import LARGEST_NUMBER
from ansinh.policy.language.nodes import Constant, Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ansinh.policy.engines.asked import Asked, AskedPolicy
    from ansinh.policy.language.nodes import Node
    from ansinh.policy.programme import Component

OUTCOMES = (Outcome.ELIGIBLE, Outcome.INELIGIBLE, Outcome.UNDETERMINED)
"""An outcome is kept as its place in this list."""

ALWAYS = Constant(value=True, kind=Kind.BOOL)

AMOUNT, ROW = " amount", " row"
"""Columns beside those of the facts, none of which is named so."""

ROWS = pl.int_range(pl.len(), dtype=pl.UInt32).alias(ROW)
"""Stands beside what may be a figure of the law alone, so that there is one for each person."""


@dataclass(frozen=True)
class PolicyAnswers:
    """What a policy gives to each person of a batch.

    `reasons` are numbers as `AskedPolicy` tells, 0 where nothing stands against it; `amount` is in đồng, 0 unless eligible.
    """

    policy: AskedPolicy
    reasons: pl.Series
    amount: pl.Series

    @cached_property
    def ineligible(self) -> pl.Series:
        """Whether a condition failed."""
        return self.reasons & self.policy.any_failed != 0

    @cached_property
    def eligible(self) -> pl.Series:
        """Whether nothing stands against it."""
        return self.reasons == 0

    @cached_property
    def undetermined(self) -> pl.Series:
        """Whether it depends on what is unknown."""
        return ~(self.ineligible | self.eligible)

    @cached_property
    def outcome(self) -> pl.Series:
        """Give the place of each outcome in `OUTCOMES`."""
        eligible, ineligible, undetermined = (pl.lit(place, pl.UInt8) for place in range(len(OUTCOMES)))
        return pl.select(pl.when(self.ineligible).then(ineligible).when(self.eligible).then(eligible).otherwise(undetermined)).to_series()


class Asking:
    """The rules of what is asked, made ready once for all batches."""

    def __init__(self, asked: Asked) -> None:
        """Make the rules ready. A condition that several policies share is asked once."""
        self.asked = asked
        rules = list(dict.fromkeys(condition.rule for policy in asked.policies for condition in policy.version.conditions))
        self.conditions = shared(rules)
        names = {rule: f" {place}" for place, rule in enumerate(rules)}  # no fact begins so
        self.results = [expression(rule).alias(name) for rule, name in zip(self.conditions.rules, names.values(), strict=True)]
        self.reasons = [_reasons(policy, names) for policy in asked.policies]
        self.amounts = {policy.id: _Amount(policy.version.components) for policy in asked.policies}

    def answers(self, people: pl.DataFrame) -> list[PolicyAnswers]:
        """Ask each person of a typed batch, one policy after another."""
        reasons = _step_by_step(people.lazy(), self.conditions).with_columns(self.results).select(ROWS, *self.reasons).collect()
        met = [reasons[policy.id] == 0 for policy in self.asked.policies]
        amounts = self._amounts(people, met)
        return [_answer(policy, reasons[policy.id], *one) for policy, one in zip(self.asked.policies, amounts, strict=True)]

    def _amounts(self, people: pl.DataFrame, met: Sequence[pl.Series]) -> Iterator[tuple[pl.Series, pl.Series | None]]:
        """Give for each policy the amounts of all people, 0 where none is due, and the rows of those whose amount is unknown.

        Reckoned only of those who meet every condition, for nobody else has one; all policies at once, for a plan has its price.
        """
        rows = pl.int_range(people.height, dtype=pl.UInt32, eager=True).alias(ROW)
        rules = [self.amounts[policy.id] for policy in self.asked.policies]
        given = iter(pl.collect_all([due.plan([rows, *people.select(due.facts)], who) for due, who in zip(rules, met, strict=True) if due.flat is None]))
        for due, who in zip(rules, met, strict=True):
            if due.flat is not None:
                yield pl.select(pl.when(who).then(pl.lit(due.flat, pl.Int64)).otherwise(pl.lit(0, pl.Int64))).to_series(), None
                continue
            reckoned = next(given)
            unknown = reckoned[ROW].filter(reckoned[AMOUNT].is_null()) if reckoned[AMOUNT].null_count() else None
            nothing = pl.repeat(0, people.height, dtype=pl.Int64, eager=True)
            yield nothing.scatter(reckoned[ROW], reckoned[AMOUNT].fill_null(0)), unknown


def _answer(policy: AskedPolicy, reasons: pl.Series, amount: pl.Series, unknown: pl.Series | None) -> PolicyAnswers:
    return PolicyAnswers(policy, reasons if unknown is None else reasons.scatter(unknown, policy.amount_unknown), amount)


def _reasons(policy: AskedPolicy, names: Mapping[Node, str]) -> pl.Expr:
    """Give the number of failed and unknown conditions; the amount is not asked yet."""
    bits = [pl.lit(1 << place, policy.room) for place in range(len(policy.bits))]
    nothing, width, numbers = pl.lit(0, policy.room), len(policy.conditions), []
    for place, condition in enumerate(policy.version.conditions):
        result = pl.col(names[condition.rule])
        numbers.append(pl.when(result).then(nothing).when(result.is_null()).then(bits[width + place]).otherwise(bits[place]))
    return reduce(or_, numbers, nothing).alias(policy.id)


class _Amount:
    """The sum of what is known to be due, or nothing while a base part is unknown."""

    def __init__(self, components: Sequence[Component]) -> None:
        self.facts = list(dict.fromkeys(name for component in components for name in component.facts))
        self.rules = shared([rule for component in components for rule in (component.due or ALWAYS, component.amount)])
        most = sum(max(map(abs, limits(component.amount))) for component in components)
        number = pl.Int64 if most <= LARGEST_NUMBER else pl.Int128
        total, open_ = pl.lit(0, number), pl.lit(value=False)
        for component, rule, amount in zip(components, self.rules.rules[::2], self.rules.rules[1::2], strict=True):
            due, value = expression(rule), expression(amount)
            total = total + pl.when(due).then(value).otherwise(0).fill_null(0).cast(number)
            if component.base:
                open_ = open_ | (due.is_null() | (due & value.is_null()))
        self.sum = pl.when(~open_).then(total.cast(pl.Int64, strict=False)).alias(AMOUNT)

    @cached_property
    def flat(self) -> int | None:
        """The amount, in đồng, where it depends on nothing but the law."""
        return None if self.facts else pl.select(self.sum).item()

    def plan(self, columns: Sequence[pl.Series], who: pl.Series) -> pl.LazyFrame:
        """Give the row and the amount, in đồng, of those people who are meant. The columns are the row's number and the facts."""
        return _step_by_step(pl.LazyFrame(columns).filter(who), self.rules).select(ROW, self.sum)


def _step_by_step(people: pl.LazyFrame, rules: Shared) -> pl.LazyFrame:
    """Add the columns that the rules share, each step on top of those before."""
    for step in rules.steps:
        people = people.with_columns(expression(rule).alias(name) for name, rule in step)
    return people
