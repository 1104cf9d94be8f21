"""Facts of a table, batch by batch: each column in the type of its fact, and whatever cannot be refused with its row."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import polars as pl

from ansinh.policy.engines.columns import TYPES
from ansinh.policy.engines.table import ID, TableFault, as_fact, expected, impossible
from ansinh.policy.facts import LARGEST
from ansinh.policy.language.nodes import NUMBERS, Kind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ansinh.policy.programme import Programme


class Checks:
    """What is to be seen of each batch of one table.

    A batch without fault is passed by its ends alone: the least and the largest of a column. Only where these are at fault is
    the row looked for.
    """

    def __init__(self, columns: Mapping[str, pl.DataType], programme: Programme, *, as_of: date) -> None:
        """Prepare for a table of these columns. Raises `TableFault` for a column that can hold no such fact."""
        self.facts, self.as_of = programme.facts, as_of
        self.read = {name: as_fact(name, dtype, self.facts[name]) for name, dtype in columns.items() if name != ID}
        self.same = {name for name in self.read if columns[name] == TYPES[self.facts[name].kind]}
        self.ends = [expr for name in self.read for expr in self._ends(name)]

    def typed(self, batch: pl.DataFrame) -> pl.DataFrame:
        """Give the batch with each column in the type of its fact. Raises `TableFault` naming column and row of a value that cannot be."""
        if batch[ID].null_count():
            raise TableFault(f"a row has no “{ID}”")
        read = batch.select(pl.col(ID), *[value.alias(name) for name, value in self.read.items()])
        lost = [name for name in self.read if name not in self.same and read[name].null_count() > batch[name].null_count()]
        if lost or (self.ends and any(read.select(self.ends).row(0))):
            self._refuse(batch)
        return read

    def _ends(self, name: str) -> list[pl.Expr]:
        """Tests of a typed column that give true where a value cannot be."""
        fact, column = self.facts[name], pl.col(name)
        if fact.kind in NUMBERS:
            return [(column.min() < 0).alias(f"{name} least"), (column.max() > LARGEST).alias(f"{name} most")]
        if fact.kind is Kind.BOOL:
            return []
        if fact.kind is Kind.CODE or fact.whole_month:
            met = column.unique() if fact.whole_month else column  # of months there are few
            return [impossible(met, fact, self.as_of).any().alias(name)]
        return [(column.min() < pl.lit(date.min)).alias(f"{name} least"), (column.max() > pl.lit(self.as_of)).alias(f"{name} most")]

    def _refuse(self, batch: pl.DataFrame) -> None:
        for name, value in self.read.items():
            unread = pl.col(name).is_not_null() & value.is_null()
            wrong = unread | impossible(value, self.facts[name], self.as_of).fill_null(value=False)
            row = batch.lazy().filter(wrong).select(pl.col(ID).cast(pl.String)).head(1).collect()
            if row.height:
                raise TableFault(f"row {row.item()}: “{name}” holds a value that cannot be; it is {expected(self.facts[name], self.as_of)}")
