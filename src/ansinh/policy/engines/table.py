"""A table of facts, CSV or Parquet, one row a person: which columns it must have, what they hold, and how a fault is worded."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import polars as pl

from ansinh.policy.engines.columns import TYPES, one_of
from ansinh.policy.facts import CODE, LARGEST
from ansinh.policy.language.nodes import Kind

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from pathlib import Path

    from ansinh.policy.programme import FactDefinition, Policy, Programme

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


def asked(programme: Programme, policies: Collection[str] | None) -> Sequence[Policy]:
    """Give the policies asked for, all of them by default. Raises `KeyError` for one the programme has not."""
    return programme.policies if policies is None else [programme.policy(name) for name in policies]


def as_fact(name: str, dtype: pl.DataType, fact: FactDefinition) -> pl.Expr:
    """Read a column as its fact's type; what cannot be read becomes null, and is found by that. Raises `TableFault` for a column that cannot hold the fact."""
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


def impossible(value: pl.Expr, fact: FactDefinition, as_of: date) -> pl.Expr:
    """Say of a typed column where a value stands that cannot be; unknown where the value is."""
    match fact.kind:
        case Kind.INT | Kind.MONEY:
            return ~value.is_between(0, LARGEST)
        case Kind.DATE:
            beyond = ~value.is_between(pl.lit(date.min), pl.lit(as_of))
            return beyond | (value.dt.day() != 1) if fact.whole_month else beyond
        case Kind.CODE:
            if not fact.codes:
                return ~value.str.contains(f"^{CODE.pattern}$")
            return ~one_of(value, sorted(fact.codes))
        case _:
            return pl.lit(value=False)


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
