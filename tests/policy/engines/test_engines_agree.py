"""Interpreter, columns and Spark give the same for every operator, with unknown and edges in every position."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from policy.engines.drawn import OPERATORS, nested, read, rows
from policy.engines.engines import OnSpark, Values, by_columns, by_interpreter, differing

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

pytestmark = pytest.mark.xdist_group("spark")

Told = dict[str, dict[str, Values]]


@pytest.fixture(scope="module")
def given(spark: SparkSession, tmp_path_factory: pytest.TempPathFactory) -> Told:
    """What each engine gives for every rule and row: Spark is asked once for all of them."""
    rules = {rule: read(rule) for group in (*OPERATORS.values(), nested()) for rule in group}
    on_spark = OnSpark(spark, rows(), tmp_path_factory.mktemp("agree"))
    for name, node in rules.items():
        on_spark.put(name, node)
    return {"interpreter": by_interpreter(rules, rows()), "columns": by_columns(rules, rows()), "spark": on_spark.answers()}


def disagreements(given: Told, rules: tuple[str, ...]) -> list[str]:
    """The first row in which an engine differs from the interpreter, rule by rule, in words."""
    told = []
    for rule in rules:
        for engine in ("columns", "spark"):
            rows_apart = differing(given["interpreter"][rule], given[engine][rule])
            if rows_apart:
                at = rows_apart[0]
                told.append(f"{rule}: {given['interpreter'][rule][at]!r}, {engine} {given[engine][rule][at]!r} for {rows()[at]}, {len(rows_apart)} rows")
    return told


@pytest.mark.parametrize("operator", OPERATORS)
def test_an_operator_gives_the_same_on_every_engine(operator: str, given: Told) -> None:
    assert disagreements(given, OPERATORS[operator]) == []


@pytest.mark.parametrize("operator", OPERATORS)
def test_the_rows_try_an_operator_with_known_and_unknown_outcomes(operator: str, given: Told) -> None:
    found = [value for rule in OPERATORS[operator] for value in given["interpreter"][rule]]
    assert len({value for value in found if value is not None}) >= 2
    assert None in found or operator == "surely"


def test_operators_nested_in_each_other_give_the_same_on_every_engine(given: Told) -> None:
    assert len(nested()) >= 50
    assert disagreements(given, nested()) == []
