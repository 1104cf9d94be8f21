"""The three engines beside each other: what each gives for rules over the same rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl
from sqlglot import exp

from ansinh.policy.engines import columns, sql
from ansinh.policy.language import evaluate
from ansinh.policy.language.nodes import Node
from policy.engines.drawn import Row, frame

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

Values = list[Any]


def by_interpreter(rules: Mapping[str, Node], told: Sequence[Row]) -> dict[str, Values]:
    known = [{name: value for name, value in row.items() if value is not None} for row in told]
    return {name: [run(one) for one in known] for name, run in ((name, evaluate.compiled(node)) for name, node in rules.items())}


def by_columns(rules: Mapping[str, Node], told: Sequence[Row]) -> dict[str, Values]:
    table = frame(told)
    answers = table.with_columns(**{f"={name}": columns.expression(node) for name, node in rules.items()})
    return {name: answers[f"={name}"].to_list() for name in rules}


class OnSpark:
    """Rules over rows in one query. A rule may be put to it as a fault left it."""

    def __init__(self, spark: SparkSession, told: Sequence[Row], folder: Path) -> None:
        """Lay the rows where Spark reads them."""
        self.spark, self.folder = spark, folder
        frame(told).with_row_index("row").write_parquet(folder / "told.parquet")
        self.columns: list[exp.Expr] = []
        self.asked: dict[str, exp.Expr] = {}

    def put(self, name: str, node: Node) -> None:
        """Compile a rule as the engine stands at this moment."""
        self.asked[name] = sql.Columns(self.columns).result(node)  # names of its own: nothing is taken from rules put before

    def answers(self) -> dict[str, Values]:
        self.spark.read.parquet(str(self.folder / "told.parquet")).createOrReplaceTempView("rules_told")
        reckoned = exp.select(sql.column("row"), *self.columns).from_("rules_told")
        names = [exp.alias_(value, f"r{number}") for number, value in enumerate(self.asked.values())]
        statement = exp.select(sql.column("row"), *names).from_(reckoned.subquery("reckoned"))
        self.spark.sql(statement.sql("spark")).write.mode("overwrite").parquet(str(self.folder / "answers"))
        found = pl.read_parquet(self.folder / "answers" / "*.parquet").sort("row")
        return {name: found[f"r{number}"].to_list() for number, name in enumerate(self.asked)}


def differing(one: Values, other: Values) -> list[int]:
    """The rows in which two engines differ, in value or in type."""
    assert len(one) == len(other)
    return [number for number, (left, right) in enumerate(zip(one, other, strict=True)) if left != right or type(left) is not type(right)]
