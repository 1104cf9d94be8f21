"""A fault planted in any operator of any engine is seen by the comparison of the engines; one that is not seen fails here."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from types import ModuleType
from typing import TYPE_CHECKING, Any

import pytest

from ansinh.policy.engines import columns, sql
from ansinh.policy.language import evaluate
from ansinh.policy.language.nodes import Node
from policy.engines.drawn import OPERATORS, read, rows
from policy.engines.engines import OnSpark, Values, by_columns, by_interpreter, differing
from policy.engines.faults import IN_THE_RULE, VALUES, of_the_interpreter, operator_of
from policy.engines.faults_of_engines import COLUMNS, SQL, of_sql, of_the_columns

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

pytestmark = pytest.mark.xdist_group("spark")

Fault = Callable[..., Any]


def _in_the_rule(rewrite: Callable[[Any], Node]) -> Fault:
    return lambda node, _compile, true: true(rewrite(node))


def faults(own: Mapping[str, Mapping[str, Fault]], made: Callable[[Fault], Fault]) -> dict[tuple[str, str], Fault]:
    """Every fault of an engine by operator and name: those of the rule and its own."""
    found = {(operator, f"read as {name}"): _in_the_rule(rewrite) for operator, named in IN_THE_RULE.items() for name, rewrite in named.items()}
    return found | {(operator, name): made(act) for operator, named in own.items() for name, act in named.items()}


OF_THE_INTERPRETER = faults(VALUES, of_the_interpreter)
OF_THE_COLUMNS = faults(COLUMNS, of_the_columns)
OF_SQL = faults(SQL, of_sql)


@contextmanager
def planted(module: ModuleType, name: str, operator: str, fault: Fault) -> Iterator[None]:
    """Let an engine's compile function make one operator wrong, wherever it stands in a rule."""
    true = getattr(module, name)

    def faulty(node: Node, *more: Any) -> Any:
        if operator_of(node) != operator:
            return true(node, *more)
        return fault(node, lambda part: faulty(part, *more), lambda whole: true(whole, *more))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, name, faulty)
        yield


def rules_of(operator: str) -> dict[str, Node]:
    return {rule: read(rule) for rule in OPERATORS[operator]}


def seen(one: Mapping[str, Values], other: Mapping[str, Values]) -> bool:
    return any(differing(one[rule], other[rule]) for rule in one)


@pytest.fixture(scope="module")
def true() -> dict[str, Values]:
    """What the rules give, by the interpreter."""
    return by_interpreter({rule: read(rule) for rules in OPERATORS.values() for rule in rules}, rows())


@pytest.fixture(scope="module")
def with_faults(spark: SparkSession, tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], dict[str, Values]]:
    """What Spark gives with each fault planted: all of them asked at once."""
    on_spark = OnSpark(spark, rows(), tmp_path_factory.mktemp("planted"))
    for (operator, name), fault in OF_SQL.items():
        with planted(sql, "expression", operator, fault):
            for rule, node in rules_of(operator).items():
                on_spark.put(f"{operator}: {name}: {rule}", node)
    given = on_spark.answers()
    return {(operator, name): {rule: given[f"{operator}: {name}: {rule}"] for rule in OPERATORS[operator]} for operator, name in OF_SQL}


def test_every_operator_has_a_fault_in_every_engine() -> None:
    for engine in (OF_THE_INTERPRETER, OF_THE_COLUMNS, OF_SQL):
        assert {operator for operator, _name in engine} == set(OPERATORS)


@pytest.mark.parametrize(("operator", "name"), OF_THE_INTERPRETER)
def test_a_fault_in_the_interpreter_is_seen(operator: str, name: str) -> None:
    over_columns = by_columns(rules_of(operator), rows())
    with planted(evaluate, "compiled", operator, OF_THE_INTERPRETER[operator, name]):
        assert seen(by_interpreter(rules_of(operator), rows()), over_columns)


@pytest.mark.parametrize(("operator", "name"), OF_THE_COLUMNS)
def test_a_fault_in_the_columns_is_seen(operator: str, name: str, true: dict[str, Values]) -> None:
    with planted(columns, "expression", operator, OF_THE_COLUMNS[operator, name]):
        assert seen(by_columns(rules_of(operator), rows()), true)


@pytest.mark.parametrize(("operator", "name"), OF_SQL)
def test_a_fault_in_the_sql_is_seen(operator: str, name: str, true: dict[str, Values], with_faults: dict[tuple[str, str], dict[str, Values]]) -> None:
    assert seen(with_faults[operator, name], true)
