"""The people themselves: rows made from a seed by a plan, any stretch of them by itself, as one table of facts and one of groups."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

import polars as pl

from ansinh.policy.engines.columns import TYPES, expression
from ansinh.policy.facts import LARGEST
from ansinh.policy.language.nodes import Kind
from ansinh.policy.population.chance import ROW, draw
from ansinh.policy.population.draws import Among
from ansinh.policy.population.plan import GROUP, KIND, LIFE, PROVINCE, Column, Plan

if TYPE_CHECKING:
    from ansinh.policy.language.nodes import Value

ID = "id"
CHUNK = 65_536
LARGEST_COUNT = 999_999_999
DIGITS = 9
NOTHING: dict[Kind, Value | None] = {Kind.BOOL: False, Kind.INT: 0, Kind.MONEY: 0, Kind.DATE: None, Kind.CODE: None}


class PopulationFault(ValueError):
    """A population that cannot be made: what is wrong with what was asked for."""


@dataclass(frozen=True)
class Population:
    """People as asked for: `count` rows from `seed` as on `as_of`, of each fact a share `unknown` (0 to 1) not told.

    Row n is the same whatever `count` is, and whatever stretch it is made in. Raises `PopulationFault` for what cannot be.
    """

    plan: Plan
    seed: int
    count: int
    as_of: date
    unknown: float = 0.0

    def __post_init__(self) -> None:
        """Refuse what cannot be."""
        if not 1 <= self.count <= LARGEST_COUNT:
            raise PopulationFault(f"between 1 and {LARGEST_COUNT:,} rows can be made, not {self.count:,}")
        if not 0 <= self.unknown <= 1:
            raise PopulationFault(f"the share that is unknown lies between 0 and 1, not {self.unknown}")

    def of_kinds(self, kinds: Collection[str]) -> Population:
        """Give a population of some kinds of row only, in their proportions. Raises `PopulationFault` for a kind the plan has not."""
        strange = [kind for kind in kinds if kind not in self.plan.kinds]
        if strange:
            raise PopulationFault(f"there is no kind of row {', '.join(strange)}; known are {', '.join(self.plan.kinds)}")
        return replace(self, plan=replace(self.plan, lives=tuple(life for life in self.plan.lives if life.kind in kinds)))

    def chunks(self, rows: int = CHUNK) -> Iterator[tuple[pl.DataFrame, pl.DataFrame]]:
        """Give facts and groups of all rows, `rows` at a time, in order."""
        for first in range(0, self.count, rows):
            yield self.stretch(first, min(rows, self.count - first))

    def stretch(self, first: int, rows: int) -> tuple[pl.DataFrame, pl.DataFrame]:
        """Make `rows` rows from number `first` (the very first is 0).

        Gives the facts (`id` and one column a fact, typed, nothing to tell = null) and what the rows are reported by
        (`id`, `kind`, `group`, `province` where one is drawn), told truly whatever is unknown among the facts.
        """
        table = pl.DataFrame({ROW: pl.int_range(first, first + rows, dtype=pl.UInt64, eager=True)}).with_columns(self._life(), *self._id())
        table = table.with_columns(_kind(self.plan))
        for level in self.plan.levels:
            table = self._drawn(table, level)
        province = [PROVINCE] if PROVINCE in table.columns else []
        groups = table.select(ID, KIND, _group(self.plan), *province)
        return table.select(ID, *[self._told(column) for column in self.plan.facts]), groups

    def _id(self) -> tuple[pl.Expr]:
        return ((pl.col(ROW) + 1).cast(pl.String).str.zfill(DIGITS).alias(ID),)

    def _life(self) -> pl.Expr:
        lives = self.plan.lives
        form = Among(tuple(life.id for life in lives), tuple(float(life.number) for life in lives))
        return form.column(draw(self.seed, LIFE), Kind.CODE).alias(LIFE)

    def _drawn(self, table: pl.DataFrame, level: Collection[Column]) -> pl.DataFrame:
        """Add columns that do not look at each other, in three passes, so that nothing is reckoned twice."""
        by_chance = [column for column in level if column.draws]
        table = table.with_columns(draw(self.seed, column.name).alias(_chance(column)) for column in by_chance)
        table = table.with_columns(_value(column).alias(column.name) for column in level).drop(map(_chance, by_chance))
        return table.with_columns(self._happened(column) for column in level if column.is_fact and column.kind is Kind.DATE)

    def _happened(self, column: Column) -> pl.Expr:
        """Leave out a day that lies ahead: it has not happened yet."""
        day = pl.col(column.name).dt.truncate("1mo") if column.whole_month else pl.col(column.name)
        return pl.when(day <= pl.lit(self.as_of)).then(day).alias(column.name)

    def _told(self, column: Column) -> pl.Expr:
        if not self.unknown:
            return pl.col(column.name)
        return pl.when(draw(self.seed, f"{column.name} unknown") >= self.unknown).then(pl.col(column.name)).alias(column.name)


def _chance(column: Column) -> str:
    return f"chance of {column.name}"


def _value(column: Column) -> pl.Expr:
    """Draw a column by the first way that surely is for the row, else nothing."""
    kind, chance = column.kind, pl.col(_chance(column))
    nothing = NOTHING[kind]
    value = pl.lit(nothing, TYPES[kind])
    for way in reversed(column.draws):
        drawn = way.column(chance, kind) if nothing is None else way.column(chance, kind).fill_null(nothing)
        value = drawn if way.when is None else pl.when(expression(way.when)).then(drawn).otherwise(value)
    return value.cast(TYPES[kind]).clip(0, LARGEST) if kind in (Kind.INT, Kind.MONEY) else value


def _kind(plan: Plan) -> pl.Expr:
    return pl.col(LIFE).replace_strict([life.id for life in plan.lives], [life.kind for life in plan.lives], return_dtype=pl.String).alias(KIND)


def _group(plan: Plan) -> pl.Expr:
    found = pl.lit(plan.groups[-1].id)
    for group in reversed(plan.groups[:-1]):
        if group.when is not None:
            found = pl.when(expression(group.when)).then(pl.lit(group.id)).otherwise(found)
    return found.alias(GROUP)
