"""The law asked of a whole table at once: CSV or Parquet in, one row a person and policy out, in a stream and in bounded memory."""

from __future__ import annotations

from datetime import date
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING

import polars as pl

from ansinh.policy.determine import Outcome
from ansinh.policy.engines.columns import TYPES, expression
from ansinh.policy.engines.limits import limits
from ansinh.policy.facts import CODE, LARGEST
from ansinh.policy.language.evaluate import LARGEST_NUMBER
from ansinh.policy.language.nodes import Kind

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from pathlib import Path

    from ansinh.policy.programme import Component, FactDefinition, Policy, Programme, Version

ID = "id"
GIVEN = ("id", "policy", "outcome", "amount", "failed", "unknown")
"""The columns of the answer; ids of conditions are joined by a space."""

WHOLE_NUMBERS = (pl.Int8, pl.Int16, pl.Int32, pl.Int64, pl.UInt8, pl.UInt16, pl.UInt32)


class TableFault(ValueError):
    """A table that cannot be asked: which column, which row, and what to do."""


def read_table(path: Path, programme: Programme, *, policies: Collection[str] | None = None, as_of: date) -> pl.LazyFrame:
    """Open a table of facts, one column a fact, `id` first. Nothing is read but its head.

    Raises `TableFault` for a file of another kind, a column that no fact is named by, a column that the policies need and that is missing,
    `NotInForce` before the programme's first version.
    """
    programme.demand_in_force(as_of)
    kind = path.suffix.lower()
    if kind not in {".csv", ".parquet"}:
        raise TableFault(f"{path.name}: a table is .csv or .parquet")
    try:
        table = pl.scan_csv(path, infer_schema=False) if kind == ".csv" else pl.scan_parquet(path)
        columns = table.collect_schema()
    except (pl.exceptions.PolarsError, OSError) as error:
        raise TableFault(f"{path.name}: {str(error).splitlines()[0]}") from error
    names = columns.names()
    if not names or names[0] != ID:
        raise TableFault(f"{path.name}: the first column must be “{ID}”, it is “{names[0] if names else ''}”")
    unknown = [name for name in names[1:] if name not in programme.facts]
    if unknown:
        raise TableFault(f"{path.name}: no fact of {programme.id} is named {', '.join(f'“{name}”' for name in unknown)}")
    needed = dict.fromkeys(name for policy in asked(programme, policies) for name in policy.version_on(as_of).facts)
    missing = [name for name in needed if name not in names]
    if missing:
        raise TableFault(
            f"{path.name}: the column{'s' * (len(missing) > 1)} {', '.join(f'“{name}”' for name in missing)} is missing; leave it empty if it is unknown"
        )
    return table


def typed(table: pl.LazyFrame, programme: Programme, *, as_of: date) -> pl.LazyFrame:
    """Give the table with each column in the type of its fact. Raises `TableFault` naming column and first row of a value that cannot be.

    The whole table is read once to see that, before any answer is given.
    """
    columns = table.collect_schema()
    read = {name: _as(name, dtype, programme.facts[name]) for name, dtype in columns.items() if name != ID}
    wrong = {name: _wrong(name, value, programme.facts[name], as_of) for name, value in read.items()}
    tests = [expr.any().alias(name) for name, expr in wrong.items()] + [
        pl.col(ID).filter(expr).first().cast(pl.String).alias(f"{name} id") for name, expr in wrong.items()
    ]
    found = table.select(*tests, pl.col(ID).is_null().any().alias(ID)).collect(engine="streaming").row(0, named=True)
    for name in wrong:
        if found[name]:
            raise TableFault(f"row {found[f'{name} id']}: “{name}” holds a value that cannot be; it is {expected(programme.facts[name], as_of)}")
    if found[ID]:
        raise TableFault(f"a row has no “{ID}”")
    return table.select(pl.col(ID), *[value.alias(name) for name, value in read.items()])


def determine_table(table: pl.LazyFrame, programme: Programme, *, as_of: date, policies: Collection[str] | None = None) -> pl.LazyFrame:
    """Ask the law of each row of a typed table; give `GIVEN`, a row a person and policy: one policy after another, people in the order of the table.

    Raises `NotInForce` before the programme's first version, `KeyError` for a policy it has not.
    """
    programme.demand_in_force(as_of)
    in_force = ((policy.id, policy.version_on(as_of)) for policy in asked(programme, policies))
    return pl.concat([table.select(pl.col(ID), **_answer(policy, version)).select(GIVEN) for policy, version in in_force])


def asked(programme: Programme, policies: Collection[str] | None) -> Sequence[Policy]:
    """Give the policies asked for, all of them by default. Raises `KeyError` for one the programme has not."""
    return programme.policies if policies is None else [programme.policy(name) for name in policies]


def _answer(policy: str, version: Version) -> dict[str, pl.Expr]:
    results = [(condition.id, expression(condition.rule)) for condition in version.conditions]
    failed = reduce(or_, [~result.fill_null(value=True) for _id, result in results], pl.lit(value=False))
    unknown = reduce(or_, [result.is_null() for _id, result in results], pl.lit(value=False))
    amount = _amount(version.components)
    open_ = unknown | amount.is_null()
    outcome = pl.when(failed).then(pl.lit(str(Outcome.INELIGIBLE))).when(open_).then(pl.lit(str(Outcome.UNDETERMINED))).otherwise(pl.lit(str(Outcome.ELIGIBLE)))
    return {
        "policy": pl.lit(policy), "outcome": outcome, "amount": pl.when(failed).then(pl.lit(0, pl.Int64)).when(~open_).then(amount),
        "failed": _named([(name, ~result.fill_null(value=True)) for name, result in results]),
        "unknown": _named([(name, result.is_null()) for name, result in results]),
    }  # fmt: skip


def _amount(components: Sequence[Component]) -> pl.Expr:
    most = sum(max(map(abs, limits(component.amount))) for component in components)
    number = pl.Int64 if most <= LARGEST_NUMBER else pl.Int128
    total = pl.lit(0, number)
    open_ = pl.lit(value=False)
    for component in components:
        due = pl.lit(value=True) if component.due is None else expression(component.due)
        value = expression(component.amount)
        total = total + pl.when(due).then(value).otherwise(0).fill_null(0).cast(number)
        if component.base:
            open_ = open_ | (due.is_null() | (due & value.is_null()))
    return pl.when(~open_).then(total.cast(pl.Int64, strict=False))


def _named(tests: Sequence[tuple[str, pl.Expr]]) -> pl.Expr:
    """Join the names of the tests that hold, by a space, in their order."""
    return pl.concat_str([pl.when(test).then(pl.lit(name)) for name, test in tests], separator=" ", ignore_nulls=True) if tests else pl.lit("")


def _as(name: str, dtype: pl.DataType, fact: FactDefinition) -> pl.Expr:
    """Read a column as its fact's type; what cannot be read becomes null, and `_wrong` finds it."""
    column, kind = pl.col(name), fact.kind
    if dtype == TYPES[kind] or dtype == pl.Null:
        return column.cast(TYPES[kind])
    if kind in (Kind.INT, Kind.MONEY) and dtype in WHOLE_NUMBERS:
        return column.cast(pl.Int64)
    if dtype != pl.String:
        raise TableFault(f"“{name}” is a column of {dtype}; it must hold {expected(fact, None)}")
    if kind is Kind.BOOL:
        return column.replace_strict({"true": True, "false": False, "1": True, "0": False}, default=None, return_dtype=pl.Boolean)
    if kind is Kind.DATE:
        return pl.when(column.str.contains(r"^\d{4}-\d{2}-\d{2}$")).then(column).str.to_date("%Y-%m-%d", strict=False)
    return pl.when(column.str.contains(r"^\d{1,16}$")).then(column).cast(pl.Int64, strict=False)


def _wrong(name: str, value: pl.Expr, fact: FactDefinition, as_of: date) -> pl.Expr:
    """Say where a value stands that cannot be."""
    cannot = [pl.col(name).is_not_null() & value.is_null()]
    if fact.kind in (Kind.INT, Kind.MONEY):
        cannot.append(~value.is_between(0, LARGEST))
    elif fact.kind is Kind.DATE:
        cannot.append(~value.is_between(pl.lit(date.min), pl.lit(as_of)))
        if fact.whole_month:
            cannot.append(value.dt.day() != 1)
    elif fact.kind is Kind.CODE:
        cannot.append(~value.is_in(sorted(fact.codes)) if fact.codes else ~value.str.contains(f"^{CODE.pattern}$"))
    return reduce(or_, cannot).fill_null(value=False)


def expected(fact: FactDefinition, as_of: date | None) -> str:
    """Say what a fact holds, for whoever must mend a table; with a day, no date may lie after it."""
    match fact.kind:
        case Kind.BOOL:
            return "true or false"
        case Kind.DATE:
            by = f", not after {as_of.isoformat()}" if as_of else ""
            return f"{'the first day of a month' if fact.whole_month else 'a day'} as year-month-day{by}"
        case Kind.CODE:
            return f"one of {', '.join(sorted(fact.codes))}" if fact.codes else "a code"
        case _:
            return "a whole number from 0"
