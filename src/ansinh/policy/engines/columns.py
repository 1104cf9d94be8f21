"""A rule as an expression over columns, for whole tables at once. Unknown is null, and stays unknown as the interpreter has it."""

from __future__ import annotations

import operator
from collections.abc import Callable, Collection
from datetime import date
from functools import cache, reduce
from operator import and_, or_
from typing import cast

import polars as pl

from ansinh.policy.engines.limits import stays_small
from ansinh.policy.language.evaluate import COMPARE, WHOLE
from ansinh.policy.language.nodes import Age, All, Choose, Compare, Constant, Fact, Kind, Lookup, Node, Not, OneOf, Reckon, Share, Some, Surely

TYPES: dict[Kind, pl.DataType] = {Kind.BOOL: pl.Boolean(), Kind.INT: pl.Int64(), Kind.MONEY: pl.Int64(), Kind.DATE: pl.Date(), Kind.CODE: pl.String()}
"""The column that holds a fact or a value of each kind."""

FIRST_DAY, LAST_DAY = (date.min - date(1970, 1, 1)).days, (date.max - date(1970, 1, 1)).days
"""The calendar's ends in days from 1 January 1970; a day beyond them is unknown."""

MARCH, YEAR, ERA = 3, 512, 146_097
"""The month a year is counted from here, a number above 12 x 32 that stands for one year, and the days of 400 years."""

BEFORE = 5 * ERA - (date(2000, 3, 1) - date(1970, 1, 1)).days
"""Days that make every day of the calendar one after 1 March of the year 0."""

SHORT_CODE, LONG_CODE_COSTS, LOOKING_UP_COSTS = 12, 4, 10
"""To compare with each code is quicker than to look up while codes are few. One short enough to stand within a column's own cells costs 1."""

HALF = Constant(WHOLE // 2, Kind.MONEY)

RECKON: dict[str, Callable[[pl.Expr, pl.Expr], pl.Expr]] = {"+": operator.add, "-": operator.sub, "*": operator.mul}
"""Whatever may leave 64 bits is reckoned in 128; beyond 64 it is unknown, as everywhere."""


def expression(node: Node) -> pl.Expr:  # noqa: C901, PLR0911, PLR0912 - one line for each kind of node, beside each other
    """Give the rule as a Polars expression over columns named as the facts, typed by `TYPES`."""
    match node:
        case Constant(value=value, kind=kind):
            return pl.lit(value, TYPES[kind])
        case Fact(name=name):
            return pl.col(name)
        case Lookup():
            return _lookup(node)
        case Not(part=part):
            return ~expression(part)
        case All(parts=parts):
            return reduce(and_, map(expression, parts))
        case Some(parts=parts):
            return reduce(or_, map(expression, parts))
        case Compare(operator=sign, left=left, right=right):
            return cast("Callable[[pl.Expr, pl.Expr], pl.Expr]", COMPARE[sign])(expression(left), expression(right))
        case OneOf(part=part, among=among):
            return one_of(expression(part), among)
        case Reckon():
            return _reckon(node)
        case Share(amount=amount, basis_points=points):
            return _share(Reckon("*", amount, points, node.kind))
        case Age(born=born, on=on):
            return _age(expression(born), expression(on))
        case Choose(test=test, then=then, otherwise=otherwise):
            return _choose(expression(test), expression(then), expression(otherwise), known=always_known(test))
        case Surely(part=part):
            return expression(part).fill_null(value=False)


def one_of(value: pl.Expr, among: Collection[object]) -> pl.Expr:
    """Say where one of these values stands; unknown where the value is."""
    codes = [code for code in among if isinstance(code, str)]
    few = codes and sum(1 if len(code) <= SHORT_CODE else LONG_CODE_COSTS for code in codes) < LOOKING_UP_COSTS
    return reduce(or_, [value == code for code in codes]) if few else value.is_in(list(among))


def _lookup(node: Lookup) -> pl.Expr:
    every = {value for _code, value in node.values} | ({node.otherwise} if node.otherwise is not None else set())
    kind = TYPES[node.kind]
    if len(every) == 1 and node.otherwise is not None:
        return pl.lit(node.otherwise, kind)
    code = pl.col(node.by.name)
    found = code.replace_strict([name for name, _value in node.values], [value for _code, value in node.values], default=node.otherwise, return_dtype=kind)
    return pl.when(code.is_not_null()).then(found)


def _reckon(node: Reckon) -> pl.Expr:
    left, right = expression(node.left), expression(node.right)
    if node.operator in ("min", "max"):  # of two, both must be known; the horizontal ones of Polars would pass over an unknown one
        return pl.when(left <= right if node.operator == "min" else left >= right).then(left).when(left.is_not_null() & right.is_not_null()).then(right)
    if node.left.kind is not Kind.DATE:
        if stays_small(node):
            return RECKON[node.operator](left, right)
        return RECKON[node.operator](left.cast(pl.Int128), right.cast(pl.Int128)).cast(pl.Int64, strict=False)
    days = left.cast(pl.Int32).cast(pl.Int64)
    if node.right.kind is Kind.DATE:
        return days - right.cast(pl.Int32).cast(pl.Int64)
    moved = days + right if node.operator == "+" else days - right
    return pl.when(moved.is_between(FIRST_DAY, LAST_DAY)).then(moved).cast(pl.Int32).cast(pl.Date)


def _share(product: Reckon) -> pl.Expr:
    left, right = expression(product.left), expression(product.right)
    if stays_small(product) and stays_small(Reckon("+", product, HALF, product.kind)):
        return (left * right + HALF.value) // WHOLE
    return ((left.cast(pl.Int128) * right.cast(pl.Int128) + HALF.value) // WHOLE).cast(pl.Int64, strict=False)


def _age(born: pl.Expr, on: pl.Expr) -> pl.Expr:
    return ((_anniversary(on) - _anniversary(born)) // YEAR).cast(pl.Int64)


def _anniversary(day: pl.Expr) -> pl.Expr:
    """Give a number that grows by `YEAR` from a day to its anniversary, and by less to any day before it.

    Years are counted from March, so that 29 February is the last day of its year; the calendar repeats itself every 400 years.
    """
    days = day.cast(pl.Int32) + BEFORE
    return pl.lit(_era()).gather(days % ERA) + days // ERA * (400 * YEAR)


@cache
def _era() -> pl.Series:
    days = pl.date_range(date(2000, 3, 1), date(2400, 2, 29), eager=True)
    early = days.dt.month() < MARCH
    years = days.dt.year() - early.cast(pl.Int32)
    return (years - 2000) * YEAR + (days.dt.month().cast(pl.Int32) - MARCH + early.cast(pl.Int32) * 12) * 32 + days.dt.day().cast(pl.Int32)


def _choose(test: pl.Expr, then: pl.Expr, otherwise: pl.Expr, *, known: bool) -> pl.Expr:
    """Choose; where the test is unknown, only what both sides agree on is known."""
    if known:
        return pl.when(test).then(then).otherwise(otherwise)
    return pl.when(test).then(then).when(~test).then(otherwise).when(then == otherwise).then(then)


def always_known(node: Node) -> bool:
    """Say whether a rule is never unknown."""
    match node:
        case Constant() | Surely():
            return True
        case Not(part=part):
            return always_known(part)
        case All(parts=parts) | Some(parts=parts):
            return all(map(always_known, parts))
        case _:
            return False
