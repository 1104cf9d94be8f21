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
from ansinh.policy.language.evaluate import LARGEST_NUMBER

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ansinh.policy.engines.asked import Asked, AskedPolicy
    from ansinh.policy.language.nodes import Node
    from ansinh.policy.programme import Component

OUTCOMES = (Outcome.ELIGIBLE, Outcome.INELIGIBLE, Outcome.UNDETERMINED)
"""An outcome is kept as its place in this list."""

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
        rules = dict.fromkeys(condition.rule for policy in asked.policies for condition in policy.version.conditions)
        names = {rule: f" {place}" for place, rule in enumerate(rules)}  # no fact begins so
        self.results = [expression(rule).alias(name) for rule, name in names.items()]
        self.masks = [mask for policy in asked.policies for mask in _masks(policy, names)]
        self.amounts = {policy.id: _amount(policy.version.components).alias(AMOUNT) for policy in asked.policies}
        self.needs = {policy.id: list(dict.fromkeys(name for part in policy.version.components for name in part.facts)) for policy in asked.policies}

    def answers(self, people: pl.DataFrame) -> list[PolicyAnswers]:
        """Ask each person of a typed batch, one policy after another."""
        masks = people.lazy().with_columns(self.results).select(pl.int_range(pl.len(), dtype=pl.UInt32).alias(ROW), *self.masks).collect().rechunk()
        return [self._answer(policy, people, masks[ROW], masks[f"{policy.id} failed"], masks[f"{policy.id} unknown"]) for policy in self.asked.policies]

    def _answer(self, policy: AskedPolicy, people: pl.DataFrame, row: pl.Series, failed: pl.Series, unknown: pl.Series) -> PolicyAnswers:
        """Reckon the amount only of those who meet every condition: nobody else has one."""
        ineligible = failed != 0
        met = ~ineligible & (unknown == 0)
        amount = pl.select(pl.when(ineligible).then(pl.lit(0, pl.Int64))).to_series()
        few = pl.DataFrame([column.filter(met) for column in (row, *map(people.get_column, self.needs[policy.id]))])
        if few.height:
            amount = amount.scatter(few[ROW], few.lazy().select(ROW, self.amounts[policy.id]).collect()[AMOUNT])
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


def _amount(components: Sequence[Component]) -> pl.Expr:
    """Give the sum of what is known to be due, or nothing while a base part is unknown."""
    most = sum(max(map(abs, limits(component.amount))) for component in components)
    number = pl.Int64 if most <= LARGEST_NUMBER else pl.Int128
    total, open_ = pl.lit(0, number), pl.lit(value=False)
    for component in components:
        due = pl.lit(value=True) if component.due is None else expression(component.due)
        value = expression(component.amount)
        total = total + pl.when(due).then(value).otherwise(0).fill_null(0).cast(number)
        if component.base:
            open_ = open_ | (due.is_null() | (due & value.is_null()))
    return pl.when(~open_).then(total.cast(pl.Int64, strict=False))
