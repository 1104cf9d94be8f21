"""Answers as rows: long, a row a person and policy in words, or wide, a row a person with the bits themselves."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import polars as pl

from ansinh.policy.engines.answers import OUTCOMES
from ansinh.policy.engines.table import GIVEN, ID

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ansinh.policy.engines.answers import PolicyAnswers

NAMES = pl.Enum([str(outcome) for outcome in OUTCOMES])
FEW_BITS = 16
"""Up to so many bits, every number has its place in a list."""


def long_rows(people: pl.Series, answers: Sequence[PolicyAnswers]) -> pl.DataFrame:
    """Give `GIVEN`: people in their order, for each the policies in theirs; ids of conditions joined by a space."""
    order = _order(len(people), len(answers))
    below = {
        "policy": order["policy"].cat.to(pl.Enum([one.policy.id for one in answers])),
        "outcome": _interleaved([one.outcome for one in answers], order).cat.to(NAMES),
        "amount": _interleaved([one.amount for one in answers], order),
        "failed": _in_words([(one, one.failed) for one in answers], order),
        "unknown": _in_words([(one, one.unknown) for one in answers], order),
    }
    return pl.DataFrame({ID: people.gather(order["person"]), **below}).select(GIVEN)


def wide_rows(people: pl.Series, answers: Sequence[PolicyAnswers]) -> pl.DataFrame:
    """Give `id` and for each policy `<policy>_outcome`, `_amount`, `_failed`, `_unknown`; bit 0 is the policy's first condition.

    No column but `id` has gaps, so that every tool keeps whole numbers: an amount is 0 unless the outcome is eligible.
    """
    columns = [people.alias(ID)]
    for one in answers:
        name = one.policy.id
        columns += [one.outcome.cat.to(NAMES).alias(f"{name}_outcome"), one.amount.fill_null(0).alias(f"{name}_amount")]
        columns += [one.failed.alias(f"{name}_failed"), one.unknown.alias(f"{name}_unknown")]
    return pl.DataFrame(columns)


@lru_cache(maxsize=2)
def _order(count: int, width: int) -> pl.DataFrame:
    """For each row of a long table: the person, the policy, and where it stands when each policy's rows stand below those of the one before."""
    row = pl.int_range(count * width, dtype=pl.UInt32)
    return pl.select(person=row // width, policy=(row % width).cast(pl.UInt32)).with_columns(below=pl.col("policy") * count + pl.col("person"))


def _interleaved(columns: Sequence[pl.Series], order: pl.DataFrame) -> pl.Series:
    return pl.concat([column.alias("") for column in columns], rechunk=True).gather(order["below"])


def _in_words(masks: Sequence[tuple[PolicyAnswers, pl.Series]], order: pl.DataFrame) -> pl.Series:
    """Give for each mask the ids of its conditions. A text stands once, however often it is meant."""
    texts: dict[str, int] = {}
    places = [_places(one, mask, texts) for one, mask in masks]
    return _interleaved(places, order).cat.to(pl.Enum(list(texts)))


def _places(one: PolicyAnswers, mask: pl.Series, texts: dict[str, int]) -> pl.Series:
    """Give the place of each mask's text in `texts`, which grows by those that are new."""
    met = mask.unique().to_list()
    places = [texts.setdefault(one.policy.named(number), len(texts)) for number in met]
    bits = len(one.policy.conditions)
    if bits > FEW_BITS:
        return mask.replace_strict(met, places, return_dtype=pl.UInt32)
    table = [0] * (1 << bits)
    for number, place in zip(met, places, strict=True):
        table[number] = place
    return pl.Series(table, dtype=pl.UInt32).gather(mask.cast(pl.UInt32))
