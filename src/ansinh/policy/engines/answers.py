"""The law asked of a batch of people: for each policy an outcome, an amount, and a bit for each condition that failed or is unknown."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
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
    from collections.abc import Mapping, Sequence

    from ansinh.policy.engines.asked import Asked, AskedPolicy
    from ansinh.policy.language.nodes import Node
    from ansinh.policy.programme import Component

OUTCOMES = (Outcome.ELIGIBLE, Outcome.INELIGIBLE, Outcome.UNDETERMINED)
"""An outcome is kept as its place in this list."""

ALWAYS = Constant(value=True, kind=Kind.BOOL)

AMOUNT, ROW = " amount", " row"
"""Columns beside those of the facts, none of which is named so."""


@dataclass(frozen=True)
class PolicyAnswers:
    """What a policy gives to each person of a batch.

    `outcome` as its place in `OUTCOMES`; `amount` in đồng, 0 where ineligible, null where undetermined; `failed` and `unknown` as
    numbers whose bit 0 is the policy's first condition.
    """

    policy: AskedPolicy
    outcome: pl.Series
    amount: pl.Series
    failed: pl.Series
    unknown: pl.Series


class Asking:
    """The rules of what is asked, made ready once for all batches."""

    def __init__(self, asked: Asked) -> None:
        """Make the rules ready. A condition that several policies share is asked once."""
        self.asked = asked
        rules = list(dict.fromkeys(condition.rule for policy in asked.policies for condition in policy.version.conditions))
        self.conditions = shared(rules)
        names = {rule: f" {place}" for place, rule in enumerate(rules)}  # no fact begins so
        self.results = [expression(rule).alias(name) for rule, name in zip(self.conditions.rules, names.values(), strict=True)]
        self.masks = [mask for policy in asked.policies for mask in _masks(policy, names)]
        self.amounts = {policy.id: _Amount(policy.version.components) for policy in asked.policies}

    def answers(self, people: pl.DataFrame) -> list[PolicyAnswers]:
        """Ask each person of a typed batch, one policy after another."""
        masks = (
            _step_by_step(people.lazy(), self.conditions)
            .with_columns(self.results)
            .select(pl.int_range(pl.len(), dtype=pl.UInt32).alias(ROW), *self.masks)
            .collect()
            .rechunk()
        )
        return [self._answer(policy, people, masks[ROW], masks[f"{policy.id} failed"], masks[f"{policy.id} unknown"]) for policy in self.asked.policies]

    def _answer(self, policy: AskedPolicy, people: pl.DataFrame, row: pl.Series, failed: pl.Series, unknown: pl.Series) -> PolicyAnswers:
        """Reckon the amount only of those who meet every condition: nobody else has one."""
        ineligible = failed != 0
        met = ~ineligible & (unknown == 0)
        amount = pl.select(pl.when(ineligible).then(pl.lit(0, pl.Int64))).to_series()
        due = self.amounts[policy.id]
        few = pl.DataFrame([column.filter(met) for column in (row, *map(people.get_column, due.facts))])
        if few.height:
            amount = amount.scatter(few[ROW], due.of(few))
        known = amount.is_not_null()
        outcome = pl.select(pl.when(ineligible).then(pl.lit(1, pl.UInt8)).when(known).then(pl.lit(0, pl.UInt8)).otherwise(pl.lit(2, pl.UInt8))).to_series()
        return PolicyAnswers(policy, outcome, amount, failed, unknown)


def _masks(policy: AskedPolicy, names: Mapping[Node, str]) -> tuple[pl.Expr, pl.Expr]:
    results = [pl.col(names[condition.rule]) for condition in policy.version.conditions]
    failed, unknown = _mask([~result for result in results], policy.bits), _mask([result.is_null() for result in results], policy.bits)
    return failed.alias(f"{policy.id} failed"), unknown.alias(f"{policy.id} unknown")


def _mask(tests: Sequence[pl.Expr], bits: pl.DataType) -> pl.Expr:
    """Give a number whose bit 0 is the first test; a test that is unknown sets none."""
    nothing = pl.lit(0, bits)
    return reduce(or_, [pl.when(test).then(pl.lit(1 << place, bits)).otherwise(nothing) for place, test in enumerate(tests)], nothing)


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

    def of(self, people: pl.DataFrame) -> pl.Series:
        """Give the amount of each person, in đồng."""
        return _step_by_step(people.lazy(), self.rules).select(ROW, self.sum).collect()[AMOUNT]


def _step_by_step(people: pl.LazyFrame, rules: Shared) -> pl.LazyFrame:
    """Add the columns that the rules share, each step on top of those before."""
    for step in rules.steps:
        people = people.with_columns(expression(rule).alias(name) for name, rule in step)
    return people
