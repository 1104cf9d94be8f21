"""A rule as SQL for Spark: typed sqlglot expressions, three-valued as the interpreter is. Unknown is NULL.

Whatever could fail in a row (a sum beyond 64 bits, a day off the calendar) gives NULL instead, so the session may stay strict.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from sqlglot import exp

from ansinh.policy.language.evaluate import WHOLE
from ansinh.policy.language.nodes import Age, All, Choose, Compare, Constant, Fact, Kind, Lookup, Node, Not, OneOf, Reckon, Share, Some, Surely, Value

TYPES: dict[Kind, str] = {Kind.BOOL: "BOOLEAN", Kind.INT: "BIGINT", Kind.MONEY: "BIGINT", Kind.DATE: "DATE", Kind.CODE: "STRING"}
"""The column that holds a fact or a value of each kind."""

COMPARE: dict[str, type[exp.Binary]] = {"==": exp.EQ, "!=": exp.NEQ, "<": exp.LT, "<=": exp.LTE, ">": exp.GT, ">=": exp.GTE}
RECKON = {"+": "TRY_ADD", "-": "TRY_SUBTRACT", "*": "TRY_MULTIPLY"}
"""Sums and products that give NULL beyond 64 bits."""

FIRST_DAY, LAST_DAY = (date.min - date(1970, 1, 1)).days, (date.max - date(1970, 1, 1)).days
"""The calendar's ends in days from 1 January 1970; a day beyond them is unknown."""

ATOMS = (exp.Column, exp.Literal, exp.Boolean, exp.Null, exp.Cast, exp.Func)
"""What needs no brackets inside another expression."""


@dataclass
class Columns:
    """Rules over one table of facts, as columns of one SELECT.

    `named` holds, in order, what later columns use by name: a value used more than once is reckoned once, so that the text grows no
    faster than the rules. Spark lets a column of a SELECT use those before it.
    """

    named: list[exp.Expr] = field(default_factory=list)
    _names: dict[Node, exp.Column] = field(default_factory=dict)

    def name(self, node: Node) -> exp.Expr:
        """Give a value that may be used more than once: a fact or a figure itself, anything else by the name of a column."""
        return expression(node, self) if isinstance(node, Constant | Fact) else self.result(node)

    def result(self, node: Node) -> exp.Column:
        """Give a rule's value by the name of a column, whatever it is."""
        if node not in self._names:
            self._names[node] = self.keep(expression(node, self))
        return self._names[node].copy()

    def keep(self, value: exp.Expr) -> exp.Column:
        """Name a value; give the name as a column."""
        name = f"_{len(self.named) + 1}"  # no fact begins so
        self.named.append(exp.alias_(value, name, quoted=True))
        return column(name)


def expression(node: Node, columns: Columns) -> exp.Expr:  # noqa: C901, PLR0911, PLR0912 - one line for each kind of node, beside each other
    """Give the rule as an expression over columns named as the facts, typed by `TYPES`, and those that it adds to `columns`."""
    match node:
        case Constant(value=value, kind=kind):
            return literal(value, kind)
        case Fact(name=name):
            return column(name)
        case Lookup():
            return _lookup(node)
        case Not(part=part):
            return _not(expression(part, columns))
        case All(parts=parts):
            return _all([expression(part, columns) for part in parts])
        case Some(parts=parts):
            return _some([expression(part, columns) for part in parts])
        case Compare(operator=sign, left=left, right=right):
            return _compare(sign, expression(left, columns), expression(right, columns))
        case OneOf(part=part, among=among):
            return _one_of(expression(part, columns), among)
        case Reckon():
            return _reckon(node, columns)
        case Share(amount=amount, basis_points=points):
            return _share(expression(amount, columns), expression(points, columns))
        case Age(born=born, on=on):
            return _age(columns.name(born), columns.name(on))
        case Choose(test=test, then=then, otherwise=otherwise):
            return _choose(columns.name(test), columns.name(then), columns.name(otherwise))
        case Surely(part=part):
            return _surely(expression(part, columns))


def column(name: str) -> exp.Column:
    """Give a column by its name, quoted."""
    return exp.column(name, quoted=True)


def literal(value: Value | None, kind: Kind) -> exp.Expr:
    """Give a value of the law, in its type: numbers have 64 bits."""
    match value:
        case None:
            return cast(exp.null(), TYPES[kind])
        case bool():
            return exp.Boolean(this=value)
        case int():
            return cast(exp.Literal.number(value), TYPES[kind])
        case date():
            return cast(exp.Literal.string(value.isoformat()), TYPES[kind])
        case _:
            return exp.Literal.string(value)


def cast(value: exp.Expr, to: str) -> exp.Cast:
    """Give a value in another type; the cast must be one that cannot fail."""
    return exp.Cast(this=value, to=exp.DataType.build(to, dialect="spark"))


def try_cast(value: exp.Expr, to: str) -> exp.TryCast:
    """Give a value in another type, NULL where that type cannot hold it."""
    return exp.TryCast(this=value, to=exp.DataType.build(to, dialect="spark"), safe=True)


def call(name: str, *values: exp.Expr) -> exp.Anonymous:
    """Give a function of Spark's by its name."""
    return exp.Anonymous(this=name, expressions=list(values))


def when(*cases: tuple[exp.Expr, exp.Expr], default: exp.Expr | None = None) -> exp.Case:
    """Give the first value whose test is true. A test that is NULL is passed over, and without a default the rest is NULL."""
    return exp.Case(ifs=[exp.If(this=test, true=value) for test, value in cases], default=default)


def within(value: exp.Expr) -> exp.Expr:
    """Give an operand in brackets where it needs them."""
    return value if isinstance(value, ATOMS) and not isinstance(value, exp.Connector) else exp.Paren(this=value)


def is_null(value: exp.Expr) -> exp.Is:
    """Say whether a value is unknown."""
    return exp.Is(this=within(value), expression=exp.null())


def _lookup(node: Lookup) -> exp.Expr:
    every = {value for _code, value in node.values} | ({node.otherwise} if node.otherwise is not None else set())
    if len(every) == 1 and node.otherwise is not None:
        return literal(node.otherwise, node.kind)
    code = column(node.by.name)
    found = [(exp.EQ(this=code.copy(), expression=exp.Literal.string(name)), literal(value, node.kind)) for name, value in node.values]
    return when((is_null(code), literal(None, node.kind)), *found, default=literal(node.otherwise, node.kind))


def _not(part: exp.Expr) -> exp.Expr:
    return exp.Not(this=within(part))


def _all(parts: list[exp.Expr]) -> exp.Expr:
    return _joined(exp.And, parts)


def _some(parts: list[exp.Expr]) -> exp.Expr:
    return _joined(exp.Or, parts)


def _joined(word: type[exp.Connector], parts: list[exp.Expr]) -> exp.Expr:
    joined: exp.Expr = within(parts[0])
    for part in parts[1:]:
        joined = word(this=joined, expression=within(part))
    return joined


def _compare(sign: str, left: exp.Expr, right: exp.Expr) -> exp.Expr:
    return COMPARE[sign](this=within(left), expression=within(right))


def _one_of(part: exp.Expr, among: tuple[str, ...]) -> exp.Expr:
    return exp.In(this=within(part), expressions=[exp.Literal.string(code) for code in among])


def _reckon(node: Reckon, columns: Columns) -> exp.Expr:
    if node.operator in ("min", "max"):
        return _extreme(node.operator, columns.name(node.left), columns.name(node.right))
    left, right = expression(node.left, columns), expression(node.right, columns)
    if node.left.kind is not Kind.DATE:
        return call(RECKON[node.operator], left, right)
    days = cast(call("UNIX_DATE", left), "BIGINT")
    if node.right.kind is Kind.DATE:
        return call(RECKON[node.operator], days, cast(call("UNIX_DATE", right), "BIGINT"))
    return _moved(columns.keep(call(RECKON[node.operator], days, right)))


def _extreme(sign: str, left: exp.Expr, right: exp.Expr) -> exp.Expr:
    """Give the lesser or the greater of two known values; the functions of SQL would pass over an unknown one."""
    first = exp.LTE if sign == "min" else exp.GTE
    both = exp.and_(*(exp.Not(this=is_null(side.copy())) for side in (left, right)))
    return when((first(this=within(left.copy()), expression=within(right.copy())), left), (both, right))


def _moved(days: exp.Column) -> exp.Expr:
    inside = exp.Between(this=days.copy(), low=exp.Literal.number(FIRST_DAY), high=exp.Literal.number(LAST_DAY))
    return when((inside, call("DATE_FROM_UNIX_DATE", try_cast(days, "INT"))))


def _share(amount: exp.Expr, points: exp.Expr) -> exp.Expr:
    """Give ten-thousandths of an amount, half up. 38 digits hold any product of two numbers, and its ten-thousandth exactly."""
    product = exp.Mul(this=cast(amount, "DECIMAL(19, 0)"), expression=cast(points, "DECIMAL(19, 0)"))
    parts = call("TRY_DIVIDE", exp.Add(this=product, expression=exp.Literal.number(WHOLE // 2)), exp.Literal.number(WHOLE))
    return try_cast(exp.Floor(this=parts), "BIGINT")


def _age(born: exp.Expr, on: exp.Expr) -> exp.Expr:
    born_month, on_month = call("MONTH", born.copy()), call("MONTH", on.copy())
    earlier_day = exp.LT(this=call("DAY", on.copy()), expression=call("DAY", born.copy()))
    same_month = exp.EQ(this=on_month.copy(), expression=born_month.copy())
    before = exp.or_(exp.LT(this=on_month, expression=born_month), exp.and_(same_month, earlier_day))
    years = exp.Sub(this=call("YEAR", on), expression=call("YEAR", born))
    return cast(exp.Sub(this=exp.Paren(this=years), expression=cast(before, "INT")), "BIGINT")


def _choose(test: exp.Expr, then: exp.Expr, otherwise: exp.Expr) -> exp.Expr:
    """Choose; where the test is unknown, only what both sides agree on is known."""
    agreed = exp.EQ(this=within(then.copy()), expression=within(otherwise.copy()))
    return when((test, then), (_not(test.copy()), otherwise), (agreed, then.copy()))


def _surely(part: exp.Expr) -> exp.Expr:
    return exp.Coalesce(this=part, expressions=[exp.false()])
