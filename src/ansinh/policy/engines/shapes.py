"""Answers as rows: long, a row a person and policy in words, or wide, a row a person with the numbers themselves."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import polars as pl

from ansinh.policy.engines.answers import OUTCOMES
from ansinh.policy.engines.table import GIVEN, ID

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ansinh.policy.engines.answers import PolicyAnswers

NAMES = pl.Enum([str(outcome) for outcome in OUTCOMES])
MANY = 1 << 16
"""Up to so large, every number has its place in a list."""


def long_rows(people: pl.Series, answers: Sequence[PolicyAnswers]) -> pl.DataFrame:
    """Give `GIVEN`: people in their order, for each the policies in theirs; ids of conditions joined by a space."""
    order = _order(len(people), len(answers))
    below = {
        "policy": order["policy"].cat.to(pl.Enum([one.policy.id for one in answers])),
        "outcome": _interleaved([one.outcome for one in answers], order).cat.to(NAMES),
        "amount": _interleaved([pl.select(pl.when(~one.undetermined).then(one.amount)).to_series() for one in answers], order),
        "failed": _in_words([(one.reasons, one.policy.failed) for one in answers], order),
        "unknown": _in_words([(one.reasons, one.policy.unknown) for one in answers], order),
    }
    return pl.DataFrame({ID: people.gather(order["person"]), **below}).select(GIVEN)


def wide_rows(people: pl.Series, answers: Sequence[PolicyAnswers]) -> pl.DataFrame:
    """Give `id` and for each policy `<policy>_amount` and `<policy>_reasons`, whose bits `AskedPolicy` tells; reasons of 0 are eligible.

    No column but `id` has gaps, so that every tool keeps whole numbers: an amount is 0 unless the outcome is eligible.
    """
    columns = [people.alias(ID)]
    for one in answers:
        columns += [one.amount.alias(f"{one.policy.id}_amount"), one.reasons.alias(f"{one.policy.id}_reasons")]
    return pl.DataFrame(columns)


@lru_cache(maxsize=2)
def _order(count: int, width: int) -> pl.DataFrame:
    """For each row of a long table: the person, the policy, and where it stands when each policy's rows stand below those of the one before."""
    row = pl.int_range(count * width, dtype=pl.UInt32)
    return pl.select(person=row // width, policy=(row % width).cast(pl.UInt32)).with_columns(below=pl.col("policy") * count + pl.col("person"))


def _interleaved(columns: Sequence[pl.Series], order: pl.DataFrame) -> pl.Series:
    return pl.concat([column.alias("") for column in columns], rechunk=True).gather(order["below"])


def _in_words(told: Sequence[tuple[pl.Series, Callable[[int], str]]], order: pl.DataFrame) -> pl.Series:
    """Give for each number its text. A text stands once, however often it is meant."""
    texts: dict[str, int] = {}
    places = [_places(reasons, words, texts) for reasons, words in told]
    return _interleaved(places, order).cat.to(pl.Enum(list(texts)))


def _places(reasons: pl.Series, words: Callable[[int], str], texts: dict[str, int]) -> pl.Series:
    """Give the place of each number's text in `texts`, which grows by those that are new."""
    met = reasons.unique().to_list()
    places = [texts.setdefault(words(number), len(texts)) for number in met]
    if max(met, default=0) > MANY:
        return reasons.replace_strict(met, places, return_dtype=pl.UInt32)
    table = [0] * (max(met, default=0) + 1)
    for number, place in zip(met, places, strict=True):
        table[number] = place
    return pl.Series(table, dtype=pl.UInt32).gather(reasons.cast(pl.UInt32))
