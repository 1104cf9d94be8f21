"""What is asked of Spark for a whole table, as SQL: each column read as its fact, each value that cannot be, and the answers of the policies."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

import polars as pl
from sqlglot import exp

from ansinh.policy.determine import Outcome
from ansinh.policy.engines.columns import TYPES as HELD_AS
from ansinh.policy.engines.sql import TYPES, Columns, call, cast, column, is_null, literal, try_cast, when
from ansinh.policy.engines.table import ID, WHOLE_NUMBERS, TableFault, asked, expected
from ansinh.policy.facts import CODE, LARGEST
from ansinh.policy.language.nodes import Kind

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from ansinh.policy.programme import Component, FactDefinition, Programme, Version

TOLD = "told"
"""The view that holds the table as it was read."""

Fields = Sequence[tuple[str, exp.Expr]]


def typed(held: Mapping[str, pl.DataType], programme: Programme) -> exp.Select:
    """Select `id` and each fact in the type of its kind from `TOLD`, whose columns are `held`. Raises `TableFault` for a column of another type."""
    return _select([ID, *(exp.alias_(_read(name, dtype, programme.facts[name]), name, quoted=True) for name, dtype in held.items() if name != ID)]).from_(TOLD)


def faults(held: Mapping[str, pl.DataType], programme: Programme, as_of: date) -> exp.Select:
    """Say for each column of `TOLD`, `id` included, whether any row holds in it what cannot be. Raises `TableFault` as `typed` does."""
    return _select([exp.alias_(call("BOOL_OR", wrong(name, dtype, programme, as_of)), name, quoted=True) for name, dtype in held.items()]).from_(TOLD)


def wrong(name: str, held_as: pl.DataType, programme: Programme, as_of: date) -> exp.Expr:
    """Say whether a row of `TOLD` holds in this column what cannot be; never NULL."""
    if name == ID:
        return is_null(column(ID))
    fact = programme.facts[name]
    value = _read(name, held_as, fact)
    unread = exp.and_(exp.Not(this=is_null(column(name))), is_null(value.copy()))
    return exp.Coalesce(this=exp.or_(unread, *_impossible(value, fact, as_of)), expressions=[exp.false()])


def answers(facts: exp.Select, programme: Programme, *, as_of: date, policies: Collection[str] | None = None) -> exp.Select:
    """Select `id, policy, outcome, amount, failed, unknown`, a row a person and policy, from typed facts.

    Raises `NotInForce` before the programme's first version, `KeyError` for a policy it has not.
    """
    programme.demand_in_force(as_of)
    columns = Columns()
    rows = [_answer(policy.id, policy.version_on(as_of), columns) for policy in asked(programme, policies)]
    reckoned = _select([ID, *columns.named]).from_(facts.subquery("facts"))
    return _select([ID, call("INLINE", call("ARRAY", *rows))]).from_(reckoned.subquery("reckoned"))


def _select(columns: Sequence[str | exp.Expr]) -> exp.Select:
    return exp.select(*(column(one) if isinstance(one, str) else one for one in columns))


def _read(name: str, held_as: pl.DataType, fact: FactDefinition) -> exp.Expr:
    """Read a column as its fact's type; what cannot be read becomes NULL, and `wrong` finds it."""
    value, kind = column(name), fact.kind
    if held_as == HELD_AS[kind]:
        return value
    if held_as == pl.Null:
        return literal(None, kind)
    if kind in (Kind.INT, Kind.MONEY) and held_as in WHOLE_NUMBERS:
        return cast(value, TYPES[kind])
    if held_as != pl.String:
        raise TableFault(f"“{name}” is a column of {held_as}; it must hold {expected(fact, None)}")
    if kind is Kind.BOOL:
        return when((_one_of(value, "true", "1"), exp.true()), (_one_of(value.copy(), "false", "0"), exp.false()))
    form = "[0-9]{4}-[0-9]{2}-[0-9]{2}" if kind is Kind.DATE else "[0-9]{1,16}"
    return when((_of_form(value, form), try_cast(value.copy(), TYPES[kind])))


def _impossible(value: exp.Expr, fact: FactDefinition, as_of: date) -> list[exp.Expr]:
    match fact.kind:
        case Kind.INT | Kind.MONEY:
            return [_not_between(value, literal(0, Kind.INT), literal(LARGEST, Kind.INT))]
        case Kind.DATE:
            first = exp.NEQ(this=call("DAY", value.copy()), expression=exp.Literal.number(1))
            return [_not_between(value, literal(date.min, Kind.DATE), literal(as_of, Kind.DATE)), *([first] if fact.whole_month else [])]
        case Kind.CODE:
            return [exp.Not(this=_one_of(value, *sorted(fact.codes)) if fact.codes else _of_form(value, CODE.pattern))]
        case _:
            return []


def _not_between(value: exp.Expr, low: exp.Expr, high: exp.Expr) -> exp.Expr:
    return exp.Not(this=exp.Between(this=value.copy(), low=low, high=high))


def _one_of(value: exp.Expr, *among: str) -> exp.In:
    return exp.In(this=value, expressions=[exp.Literal.string(one) for one in among])


def _of_form(value: exp.Expr, form: str) -> exp.RegexpLike:
    return exp.RegexpLike(this=value, expression=exp.Literal.string(rf"^(?:{form})\z"))  # `$` would let a line's end pass


def _answer(policy: str, version: Version, columns: Columns) -> exp.Expr:
    results = [(condition.id, columns.result(condition.rule)) for condition in version.conditions]
    failures = [(name, exp.Not(this=result)) for name, result in results]
    gaps = [(name, is_null(result)) for name, result in results]
    failed = columns.keep(exp.Coalesce(this=_any([test for _name, test in failures]), expressions=[exp.false()]))
    amount = columns.keep(_amount(version.components, columns))
    open_ = exp.or_(is_null(amount), *(test for _name, test in gaps))
    said = [(failed, Outcome.INELIGIBLE), (open_, Outcome.UNDETERMINED)]
    outcome = when(*((test, exp.Literal.string(str(outcome))) for test, outcome in said), default=exp.Literal.string(str(Outcome.ELIGIBLE)))
    due = when((failed.copy(), literal(0, Kind.MONEY)), (exp.Not(this=exp.Paren(this=open_.copy())), amount.copy()))
    return _row([("policy", exp.Literal.string(policy)), ("outcome", outcome), ("amount", due), ("failed", _named(failures)), ("unknown", _named(gaps))])


def _amount(components: Sequence[Component], columns: Columns) -> exp.Expr:
    """Give the sum of what is known to be due; NULL while a base part is open, and beyond 64 bits."""
    total: exp.Expr = literal(0, Kind.MONEY)
    open_: list[exp.Expr] = []
    for component in components:
        due = exp.true() if component.due is None else columns.name(component.due)
        value = columns.name(component.amount)
        paid = when((due, exp.Coalesce(this=value.copy(), expressions=[literal(0, Kind.MONEY)])), default=literal(0, Kind.MONEY))
        total = call("TRY_ADD", total, paid)
        if component.base:
            open_.append(exp.or_(is_null(due.copy()), exp.and_(due.copy(), is_null(value.copy()))))
    return when((exp.Not(this=exp.Paren(this=_any(open_))), total))


def _any(tests: Sequence[exp.Expr]) -> exp.Expr:
    return exp.or_(*(test.copy() for test in tests)) if tests else exp.false()


def _named(tests: Fields) -> exp.Expr:
    """Join the names of the tests that hold, by a space, in their order."""
    return call("CONCAT_WS", exp.Literal.string(" "), *(when((test.copy(), exp.Literal.string(name))) for name, test in tests))


def _row(fields: Fields) -> exp.Expr:
    return call("NAMED_STRUCT", *(part for name, value in fields for part in (exp.Literal.string(name), value)))
