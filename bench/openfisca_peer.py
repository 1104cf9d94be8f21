"""The peer of `determine.py`: the same rules of the same policies as variables of OpenFisca-core, each condition and each amount one.

OpenFisca knows no unknown: what is unknown counts as no, nothing or the first day of the calendar here, and no reasons are kept. Only
reckoning is measured, on columns that are in memory already.
"""

from __future__ import annotations

import time
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl
from openfisca_core import entities, periods, simulations, taxbenefitsystems, variables

from ansinh.policy.language.evaluate import COMPARE
from ansinh.policy.language.nodes import Age, All, Choose, Compare, Constant, Fact, Kind, Lookup, Node, Not, OneOf, Reckon, Share, Some, Surely

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ansinh.policy.programme import Programme, Version

    Columns = Callable[[str], Any]

HELD_AS = {Kind.BOOL: bool, Kind.INT: int, Kind.MONEY: int, Kind.DATE: date, Kind.CODE: str}
NOTHING: dict[Kind, Any] = {Kind.BOOL: False, Kind.INT: 0, Kind.MONEY: 0, Kind.DATE: date(1970, 1, 1), Kind.CODE: ""}
RECKON = {"+": np.add, "-": np.subtract, "*": np.multiply, "min": np.minimum, "max": np.maximum}


def value(node: Node, column: Columns) -> Any:  # noqa: C901, PLR0911, PLR0912 - one line for each kind of node, as in the engines
    """Reckon a rule with numpy; `column` gives a fact's column."""
    match node:
        case Constant(value=given, kind=kind):
            return np.datetime64(given) if kind is Kind.DATE else given
        case Fact(name=name):
            return column(name)
        case Lookup(by=by, values=values, otherwise=otherwise):
            code = column(by.name)
            return np.select([code == name for name, _value in values], [amount for _name, amount in values], otherwise or 0)
        case Not(part=part):
            return ~value(part, column)
        case All(parts=parts):
            return np.logical_and.reduce([value(part, column) for part in parts])
        case Some(parts=parts):
            return np.logical_or.reduce([value(part, column) for part in parts])
        case Compare(operator=sign, left=left, right=right):
            return COMPARE[sign](value(left, column), value(right, column))
        case OneOf(part=part, among=among):
            return np.isin(value(part, column), among)
        case Reckon(operator=sign, left=left, right=right, kind=kind):
            result = RECKON[sign](value(left, column), value(right, column))
            return result.astype(np.int64) if kind is Kind.INT and left.kind is Kind.DATE else result
        case Share(amount=amount, basis_points=points):
            return (value(amount, column) * value(points, column) + 5_000) // 10_000
        case Age(born=born, on=on):
            return _years(value(born, column), value(on, column))
        case Choose(test=test, then=then, otherwise=otherwise):
            return np.where(value(test, column), value(then, column), value(otherwise, column))
        case Surely(part=part):
            return value(part, column)


def _years(born: Any, on: Any) -> Any:
    first, last = born.astype("datetime64[M]"), on.astype("datetime64[M]")
    months = (last - first).astype(int) - ((on - last) < (born - first))
    return months // 12


def system_of(programme: Programme, policies: Sequence[str], as_of: date) -> Any:
    """Make OpenFisca's system: a variable for each fact, for each condition and for the amount of each policy."""
    person = entities.Entity("person", "people", "", "")
    system = taxbenefitsystems.TaxBenefitSystem([person])
    versions = {name: programme.policy(name).version_on(as_of) for name in policies}

    def add(name: str, held_as: type, nothing: Any, formula: Any = None) -> None:
        about = {"value_type": held_as, "entity": person, "definition_period": periods.DateUnit.DAY, "label": name, "default_value": nothing}
        system.add_variable(type(name, (variables.Variable,), {**about, **({"formula": formula} if formula else {})}))

    for name in dict.fromkeys(name for version in versions.values() for name in version.facts):
        kind = programme.facts[name].kind
        add(name, HELD_AS[kind], NOTHING[kind])
    for policy, version in versions.items():
        for condition in version.conditions:
            add(_named(policy, condition.id), bool, nothing=False, formula=_formula(condition.rule))
        add(_named(policy, "amount"), int, 0, _amount(policy, version))
    return system


def _named(policy: str, name: str) -> str:
    return f"{policy}_{name}".replace("-", "_")


def _formula(rule: Node) -> Callable[..., Any]:
    return lambda people, period: np.broadcast_to(value(rule, lambda name: people(name, period)), people.count)


def _amount(policy: str, version: Version) -> Callable[..., Any]:
    def formula(people: Any, period: Any) -> Any:
        def column(name: str) -> Any:
            return people(name, period)

        eligible = np.logical_and.reduce([column(_named(policy, condition.id)) for condition in version.conditions])
        total = 0
        for part in version.components:
            due = True if part.due is None else value(part.due, column)
            total = total + np.where(due, value(part.amount, column), 0)
        return np.where(eligible, total, 0)

    return formula


def people_a_second(table: pl.DataFrame, programme: Programme, policies: Sequence[str], as_of: date) -> tuple[float, dict[str, int]]:
    """Ask OpenFisca of everybody; give how many people a second it reckons, and the sum of each policy's amounts in đồng."""
    system, period = system_of(programme, policies, as_of), periods.period(as_of.isoformat())
    filled = {
        name: table[name].fill_null(NOTHING[programme.facts[name].kind]).to_numpy()
        for name in dict.fromkeys(name for policy in policies for name in programme.policy(policy).version_on(as_of).facts)
    }
    started = time.perf_counter()
    simulation = simulations.SimulationBuilder().build_default_simulation(system, count=table.height)
    for name, column in filled.items():
        simulation.set_input(name, period, column)
    sums = {policy: int(simulation.calculate(_named(policy, "amount"), period).sum()) for policy in policies}
    return table.height / (time.perf_counter() - started), sums
