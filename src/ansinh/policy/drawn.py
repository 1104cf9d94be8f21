"""What each row of a table really draws once the exclusive groups have chosen: of one group the largest amount, ties to the lower number."""

from __future__ import annotations

from functools import reduce
from operator import and_, or_
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from ansinh.policy.engines.answers import Asking
    from ansinh.policy.programme import Policy


def drawn(people: pl.DataFrame, asking: Asking) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Ask each row of a typed table and let the exclusive groups choose among the policies asked.

    Gives two tables, a column a policy, rows in order: the amount in đồng that is drawn (null where nothing is), and whether
    the policy is undetermined for the row.
    """
    answers = asking.answers(people)
    due = pl.DataFrame([pl.select(pl.when(one.eligible).then(one.amount)).to_series().alias(one.policy.id) for one in answers])
    open_ = pl.DataFrame([one.undetermined.alias(one.policy.id) for one in answers])
    programme = asking.asked.programme
    policies = sorted((programme.policy(one.policy.id) for one in answers), key=lambda policy: policy.order)
    return due.select(_chosen(policy, policies).alias(policy.id) for policy in policies), open_.select(policy.id for policy in policies)


def _chosen(policy: Policy, policies: list[Policy]) -> pl.Expr:
    """Give a policy's amount where every group it belongs to chooses it."""
    amount = pl.col(policy.id)
    tests = [_is_best(policy, [other for other in policies if group in other.groups]) for group in policy.groups]
    return pl.when(reduce(and_, tests)).then(amount) if tests else amount


def _is_best(policy: Policy, rivals: list[Policy]) -> pl.Expr:
    amount = pl.col(policy.id)
    best = pl.max_horizontal(other.id for other in rivals)
    earlier = [(pl.col(other.id) == best).fill_null(value=False) for other in rivals if other.order < policy.order]
    return (amount == best) & ~reduce(or_, earlier, pl.lit(value=False))
