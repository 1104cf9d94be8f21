"""The ways in which a value can be drawn: yes or no, one of several, a number or day from bands, or reckoned from what was drawn before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import accumulate
from typing import TYPE_CHECKING

import polars as pl

from ansinh.policy.engines.columns import TYPES, expression
from ansinh.policy.language.nodes import Kind, Node, facts_in

if TYPE_CHECKING:
    from ansinh.policy.language.nodes import Value

EPOCH = date(1970, 1, 1)
INSIDE = 1 - 2.0**-40
"""Keeps what is reckoned in floating point from stepping past the last value of a band."""


@dataclass(frozen=True, slots=True)
class Chance:
    """Yes with a chance of `share`, between 0 and 1."""

    share: float

    def column(self, chance: pl.Expr, _kind: Kind) -> pl.Expr:
        """Turn a draw between 0 and 1 into the value."""
        return chance < self.share


@dataclass(frozen=True, slots=True)
class Among:
    """One of several values, each as often as its weight says."""

    values: tuple[Value, ...]
    weights: tuple[float, ...]

    def column(self, chance: pl.Expr, kind: Kind) -> pl.Expr:
        """Turn a draw between 0 and 1 into the value."""
        if len(self.values) == 1:
            return pl.lit(self.values[0], TYPES[kind])
        return _pick(self.values, _which(chance, self.weights), TYPES[kind])


@dataclass(frozen=True, slots=True)
class Bands:
    """A whole number, an amount or a day: first a band by its weight, then any value of the band, both ends included."""

    bands: tuple[tuple[int, int, float], ...]
    """First, last, weight; days are counted from 1 January 1970."""

    def column(self, chance: pl.Expr, kind: Kind) -> pl.Expr:
        """Turn a draw between 0 and 1 into the value."""
        firsts, weights = tuple(band[0] for band in self.bands), tuple(band[2] for band in self.bands)
        rates = [(last - first + 1) / weight * INSIDE for first, last, weight in self.bands]
        total, below = sum(weights), [0.0, *accumulate(weights)][:-1]
        if len(self.bands) == 1:
            value = pl.lit(firsts[0], pl.Int64) + (chance * (total * rates[0])).cast(pl.Int64)
        else:
            band = _which(chance, weights)
            ahead = (chance * total - _pick(below, band, pl.Float64())) * _pick(rates, band, pl.Float64())
            value = _pick(firsts, band, pl.Int64()) + ahead.cast(pl.Int64)
        return value.cast(pl.Int32).cast(pl.Date) if kind is Kind.DATE else value


@dataclass(frozen=True, slots=True)
class Is:
    """What a rule of the law's own language gives from what was drawn before; where that is unknown, nothing."""

    rule: Node

    def column(self, _chance: pl.Expr, _kind: Kind) -> pl.Expr:
        """Give the rule over columns."""
        return expression(self.rule)


Form = Chance | Among | Bands | Is


@dataclass(frozen=True, slots=True)
class Draw:
    """One way to draw a value: for whom, in which form, and the most it can be."""

    form: Form
    when: Node | None = None
    most: Node | None = None

    def column(self, chance: pl.Expr, kind: Kind) -> pl.Expr:
        """Give the value over columns, whoever it is for."""
        value = self.form.column(chance, kind)
        return value if self.most is None else pl.min_horizontal(value, expression(self.most))

    @property
    def names(self) -> tuple[str, ...]:
        """Name what must have been drawn before."""
        nodes = (self.when, self.most, self.form.rule if isinstance(self.form, Is) else None)
        return tuple(dict.fromkeys(name for node in nodes if node is not None for name in facts_in(node)))


def days_of(day: date) -> int:
    """Count the days from 1 January 1970."""
    return (day - EPOCH).days


def _which(chance: pl.Expr, weights: tuple[float, ...]) -> pl.Expr:
    """Say which of the weights a draw falls on, counted from 0."""
    total = sum(weights)
    edges = pl.Series([edge / total for edge in accumulate(weights)][:-1], dtype=pl.Float64)
    return pl.lit(edges).search_sorted(chance, side="right")


def _pick(values: tuple[Value, ...] | tuple[float, ...] | list[float] | list[int], which: pl.Expr, dtype: pl.DataType) -> pl.Expr:
    return pl.lit(pl.Series(values, dtype=dtype)).gather(which)
