"""Faults of the engines over tables: each operator reckoned as Polars or SQL would tempt one to."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from operator import and_, or_
from typing import Any

import polars as pl
from sqlglot import exp

from ansinh.policy.engines.columns import FIRST_DAY, LAST_DAY
from ansinh.policy.engines.sql import call, cast, literal, when, within
from ansinh.policy.language.evaluate import LARGEST_NUMBER
from ansinh.policy.language.nodes import Kind, children
from policy.engines.faults import ZERO

SIGNS = ("==", "!=", "<", "<=", ">", ">=")
Fault = Callable[..., Any]


def _wrapped(node: Any, one: pl.Expr, other: pl.Expr, true: pl.Expr) -> pl.Expr:
    if Kind.DATE in (node.left.kind, node.right.kind):
        return true
    return {"+": one + other, "-": one - other, "*": one * other}[node.operator]


def _days(node: Any, one: pl.Expr, other: pl.Expr, true: pl.Expr) -> pl.Expr:
    if node.kind is not Kind.DATE:
        return true
    days, by = one.cast(pl.Int32).cast(pl.Int64), other
    return (days + by if node.operator == "+" else days - by).clip(FIRST_DAY, LAST_DAY).cast(pl.Int32).cast(pl.Date)


def _known(parts: tuple[pl.Expr, ...]) -> pl.Expr:
    return reduce(and_, [part.is_not_null() for part in parts])


COLUMNS: dict[str, dict[str, Fault]] = {
    "fact": {"unknown taken for nothing": lambda node, true: true.fill_null(ZERO[node.kind])},
    "lookup": {
        "an unknown code as any other": lambda node, code, true: pl.when(code.is_null()).then(pl.lit(node.otherwise, pl.Int64)).otherwise(true),
        "always asks for the code": lambda _node, code, true: pl.when(code.is_not_null()).then(true),
    },
    "not": {"unknown taken for no": lambda _node, part, _true: ~part.fill_null(value=False)},
    "and": {
        "unknown passed over": lambda _node, *parts: reduce(and_, [part.fill_null(value=True) for part in parts[:-1]]),
        "unknown settles": lambda _node, *parts: pl.when(_known(parts[:-1])).then(parts[-1]),
    },
    "or": {
        "unknown passed over": lambda _node, *parts: reduce(or_, [part.fill_null(value=False) for part in parts[:-1]]),
        "unknown settles": lambda _node, *parts: pl.when(_known(parts[:-1])).then(parts[-1]),
    },
    **{sign: {"unknown taken for no": lambda _node, _one, _other, true: true.fill_null(value=False)} for sign in SIGNS},
    "in": {"unknown taken for no": lambda _node, _part, true: true.fill_null(value=False)},
    "+": {"wrapped at 64 bits": _wrapped, "the calendar's end": _days},
    "-": {"wrapped at 64 bits": _wrapped, "the calendar's end": _days},
    "*": {"wrapped at 64 bits": _wrapped},
    "min": {"unknown passed over": lambda _node, one, other, _true: pl.min_horizontal(one, other)},
    "max": {"unknown passed over": lambda _node, one, other, _true: pl.max_horizontal(one, other)},
    "share": {
        "cut off": lambda _node, amount, points, _true: (amount.cast(pl.Int128) * points.cast(pl.Int128) // 10_000).cast(pl.Int64, strict=False),
        "in floating point": lambda _node, amount, points, _true: (amount.cast(pl.Float64) * points / 10_000).round().cast(pl.Int64, strict=False),
        "wrapped at 64 bits": lambda _node, amount, points, _true: (amount * points + 5_000) // 10_000,
    },
    "age": {
        "without the day": lambda _node, born, on, _true: (
            on.dt.year().cast(pl.Int64) - born.dt.year().cast(pl.Int64) - (on.dt.month() < born.dt.month()).cast(pl.Int64)
        ),
        "years only": lambda _node, born, on, _true: on.dt.year().cast(pl.Int64) - born.dt.year().cast(pl.Int64),
        "days of the year": lambda _node, born, on, _true: (
            on.dt.year().cast(pl.Int64) - born.dt.year().cast(pl.Int64) - (on.dt.ordinal_day() < born.dt.ordinal_day()).cast(pl.Int64)
        ),
    },
    "if": {
        "unknown takes the other side": lambda _node, test, then, otherwise, _true: pl.when(test).then(then).otherwise(otherwise),
        "unknown never agrees": lambda _node, test, _then, _otherwise, true: pl.when(test.is_not_null()).then(true),
    },
    "surely": {"unknown taken for yes": lambda _node, part, _true: part.fill_null(value=True)},
}  # fmt: skip


def of_the_columns(act: Fault) -> Fault:
    """A fault for `planted`: an expression made of those of the parts and the true one."""
    return lambda node, expression, true: act(node, *[expression(part) for part in children(node)], true(node))


def _or(value: exp.Expr, instead: exp.Expr) -> exp.Expr:
    return exp.Coalesce(this=value, expressions=[instead])


def _no(value: exp.Expr) -> exp.Expr:
    return _or(value, exp.false())


def _null(value: exp.Expr) -> exp.Expr:
    return exp.Is(this=within(value.copy()), expression=exp.null())


def _strict(*parts: exp.Expr) -> exp.Expr:
    return when((exp.or_(*[_null(part) for part in parts[:-1]]), exp.null()), default=parts[-1])


def _largest(node: Any, one: exp.Expr, other: exp.Expr, true: exp.Expr) -> exp.Expr:
    if Kind.DATE in (node.left.kind, node.right.kind):
        return true
    return when((exp.or_(_null(one), _null(other)), exp.null()), default=_or(true, literal(LARGEST_NUMBER, Kind.INT)))


def _product(amount: exp.Expr, points: exp.Expr, of: str) -> exp.Expr:
    return exp.Paren(this=exp.Mul(this=cast(amount, of), expression=cast(points, of)))


def _tenthousandth(value: exp.Expr) -> exp.Expr:
    return call("TRY_DIVIDE", value, exp.Literal.number(10_000))


def _part(name: str, born: exp.Expr, on: exp.Expr) -> exp.Expr:
    """Full years but for one part of the date."""
    before = exp.LT(this=call(name, on.copy()), expression=call(name, born.copy()))
    years = exp.Sub(this=call("YEAR", on.copy()), expression=call("YEAR", born.copy()))
    return cast(exp.Sub(this=years, expression=cast(before, "INT")), "BIGINT")


def _try_big(value: exp.Expr) -> exp.Expr:
    return exp.TryCast(this=value, to=exp.DataType.build("BIGINT"), safe=True)


SQL: dict[str, dict[str, Fault]] = {
    "fact": {"unknown taken for nothing": lambda node, true: _or(true, literal(ZERO[node.kind], node.kind))},
    "lookup": {
        "an unknown code as any other": lambda node, code, true: when((_null(code), literal(node.otherwise, node.kind)), default=true),
        "always asks for the code": lambda _node, code, true: when((exp.Not(this=_null(code)), true)),
    },
    "not": {"unknown taken for no": lambda _node, part, _true: exp.Not(this=_no(part))},
    "and": {"unknown passed over": lambda _node, *parts: exp.and_(*[_or(part, exp.true()) for part in parts[:-1]]), "unknown settles": lambda _node, *parts: _strict(*parts)},
    "or": {"unknown passed over": lambda _node, *parts: exp.or_(*[_no(part) for part in parts[:-1]]), "unknown settles": lambda _node, *parts: _strict(*parts)},
    **{sign: {"unknown taken for no": lambda _node, _one, _other, true: _no(true)} for sign in SIGNS},
    "in": {"unknown taken for no": lambda _node, _part, true: _no(true)},
    "+": {"the largest beyond 64 bits": _largest},
    "-": {"the largest beyond 64 bits": _largest},
    "*": {"the largest beyond 64 bits": _largest},
    "min": {"unknown passed over": lambda _node, one, other, _true: call("LEAST", one, other)},
    "max": {"unknown passed over": lambda _node, one, other, _true: call("GREATEST", one, other)},
    "share": {
        "cut off": lambda _node, amount, points, _true: _try_big(exp.Floor(this=_tenthousandth(_product(amount, points, "DECIMAL(19, 0)")))),
        "half away from nothing": lambda _node, amount, points, _true: _try_big(call("ROUND", _tenthousandth(_product(amount, points, "DECIMAL(19, 0)")))),
        "half to even": lambda _node, amount, points, _true: _try_big(call("BROUND", _tenthousandth(_product(amount, points, "DECIMAL(19, 0)")))),
        "in floating point": lambda _node, amount, points, _true: _try_big(call("ROUND", _tenthousandth(_product(amount, points, "DOUBLE")))),
        "in 64 bits": lambda _node, amount, points, _true: _try_big(exp.Floor(this=_tenthousandth(call("TRY_ADD", call("TRY_MULTIPLY", amount, points), literal(5_000, Kind.INT))))),
    },
    "age": {
        "without the day": lambda _node, born, on, _true: _part("MONTH", born, on),
        "days of the year": lambda _node, born, on, _true: _part("DAYOFYEAR", born, on),
        "months of Spark": lambda _node, born, on, _true: _try_big(exp.Floor(this=call("TRY_DIVIDE", call("MONTHS_BETWEEN", on, born), exp.Literal.number(12)))),
    },
    "if": {
        "unknown takes the other side": lambda _node, test, then, otherwise, _true: when((test, then), default=otherwise),
        "unknown never agrees": lambda _node, test, _then, _otherwise, true: when((exp.Not(this=_null(test)), true)),
    },
    "surely": {"unknown taken for yes": lambda _node, part, _true: _or(part, exp.true())},
}  # fmt: skip


def of_sql(act: Fault) -> Fault:
    """A fault for `planted`: as of the columns, in SQL."""
    return lambda node, expression, true: act(node, *[expression(part) for part in children(node)], true(node))
