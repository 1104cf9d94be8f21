"""Reading a rule: a small, typed part of Python's expression syntax becomes nodes; everything else is refused with its place.

Nothing is executed: the text is parsed to a syntax tree, and each of its nodes is either known here or refused.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from ansinh.policy.language.code_lists import Codes, contained
from ansinh.policy.language.nodes import (
    NUMBERS,
    Age,
    All,
    Choose,
    Compare,
    Constant,
    Fact,
    Kind,
    Lookup,
    Node,
    Not,
    OneOf,
    Reckon,
    Share,
    Some,
    Surely,
    Value,
    extent,
)

LONGEST = 2_000
DEEPEST = 40
LARGEST = 2_000
COMPARE = {ast.Eq: "==", ast.NotEq: "!=", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">="}
RECKON = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*"}
DIVISION = "there is no division; a part of an amount is share(amount, basis points)"
REFUSED: dict[type[ast.operator], str] = {ast.Div: DIVISION, ast.FloorDiv: DIVISION, ast.Mod: DIVISION}
Names = Mapping[str, Node | Codes]


class RuleFault(ValueError):
    """A rule that cannot be read; `column` counts from 1 within its text."""

    def __init__(self, text: str, column: int) -> None:
        """Keep what is wrong and where."""
        super().__init__(text)
        self.column = column


@dataclass(frozen=True)
class Reader:
    """Reads rules over given names: facts, parameters, and definitions made of them."""

    names: Names

    def read(self, text: str, kind: Kind | None = None) -> Node:
        """Give the nodes of a rule of the kind asked for. Raises `RuleFault`."""
        if len(text) > LONGEST:
            raise RuleFault(f"the rule is longer than {LONGEST} characters", LONGEST)
        try:
            tree = ast.parse(text.strip(), mode="eval").body
        except (SyntaxError, ValueError, MemoryError, RecursionError) as error:
            raise RuleFault(f"this is no rule: {getattr(error, 'msg', error)}", getattr(error, "offset", 1) or 1) from error
        node = self._node(tree, 0)
        size, depth = extent(node)
        if size > LARGEST or depth > 2 * DEEPEST:
            raise RuleFault(f"the rule with its definitions written out has {size} parts, {depth} deep; at most {LARGEST} and {2 * DEEPEST} are read", 1)
        if kind is not None and not _fits(node.kind, kind):
            raise RuleFault(f"the rule gives {node.kind}, {kind} is needed", 1)
        return node

    def _node(self, at: ast.expr, depth: int) -> Node:  # noqa: C901 - one case for each kind of expression, beside each other
        if depth > DEEPEST:
            raise _fault(at, f"the rule is nested deeper than {DEEPEST}")
        below = depth + 1
        match at:
            case ast.Constant(value=value):
                return _constant(at, value)
            case ast.Name(id=name):
                if name not in self.names:
                    raise _fault(at, f"“{name}” is no fact, parameter or definition of this programme")
                return self._named(at, name)
            case ast.BoolOp(op=op, values=values):
                parts = tuple(self._typed(value, Kind.BOOL, below) for value in values)
                return All(parts) if isinstance(op, ast.And) else Some(parts)
            case ast.UnaryOp(op=ast.Not(), operand=part):
                return Not(self._typed(part, Kind.BOOL, below))
            case ast.Compare():
                return self._compare(at, below)
            case ast.BinOp(op=op, left=left, right=right) if type(op) in RECKON:
                return _reckon(at, RECKON[type(op)], self._node(left, below), self._node(right, below))
            case ast.IfExp(test=test, body=then, orelse=otherwise):
                first, second = self._node(then, below), self._node(otherwise, below)
                return Choose(self._typed(test, Kind.BOOL, below), first, second, _common(at, first, second))
            case ast.Call():
                return self._call(at, below)
            case ast.BinOp(op=op):
                raise _fault(at, f"BinOp is not part of the language of rules: {REFUSED.get(type(op), 'numbers have + - * min max only')}")
            case _:
                raise _fault(at, f"{type(at).__name__} is not part of the language of rules")

    def _named(self, at: ast.expr, name: str) -> Node:
        found = self.names[name]
        if isinstance(found, Codes):
            raise _fault(at, f"“{name}” is a list of codes; a rule asks whether “{found.of.name}” is `in` it")
        return found

    def _typed(self, at: ast.expr, kind: Kind, depth: int) -> Node:
        node = self._node(at, depth)
        if not _fits(node.kind, kind):
            raise _fault(at, f"{kind} is needed here, this is {node.kind}")
        return node

    def _compare(self, at: ast.Compare, depth: int) -> Node:
        if len(at.ops) != 1:
            raise _fault(at, "compare two values at a time and join with `and`")
        left, sign, right = self._node(at.left, depth), at.ops[0], at.comparators[0]
        if isinstance(sign, ast.In):
            if left.kind is not Kind.CODE:
                raise _fault(at, "`in` is for codes")
            if isinstance(right, ast.Name) and isinstance(listed := self.names.get(right.id), Codes):
                if left != listed.of:
                    raise _fault(at, f"“{right.id}” lists codes of “{listed.of.name}”, of nothing else")
                return contained(listed)
            return OneOf(left, _possible(right, left, _codes(right)))
        if type(sign) not in COMPARE:
            raise _fault(at, f"{type(sign).__name__} is not part of the language of rules")
        other = self._node(right, depth)
        kind = _common(at, left, other)
        if kind in (Kind.BOOL, Kind.CODE) and COMPARE[type(sign)] not in ("==", "!="):
            raise _fault(at, f"{kind} has no order")
        for one, beside in ((left, other), (other, left)):
            if isinstance(one, Constant) and isinstance(one.value, str):
                _possible(at, beside, (one.value,))
        return Compare(COMPARE[type(sign)], left, other)

    def _call(self, at: ast.Call, depth: int) -> Node:
        name = at.func.id if isinstance(at.func, ast.Name) else ""
        if at.keywords or any(isinstance(part, ast.Starred) for part in at.args):
            raise _fault(at, "functions take plain values only")
        match name, at.args:
            case "date", [ast.Constant(value=str() as text)]:
                return _date(at, text)
            case (("min" | "max"), [first, second, *rest]):
                node = _reckon(at, name, self._node(first, depth), self._node(second, depth))
                for more in rest:
                    node = _reckon(at, name, node, self._node(more, depth))
                return node
            case "share", [amount, points]:
                return Share(self._typed(amount, Kind.MONEY, depth), self._typed(points, Kind.INT, depth))
            case "age", [born, on]:
                return Age(self._typed(born, Kind.DATE, depth), self._typed(on, Kind.DATE, depth))
            case "surely", [part]:
                return Surely(self._typed(part, Kind.BOOL, depth))
            case _:
                raise _fault(at, f"“{ast.unparse(at.func)[:40]}” with {len(at.args)} values is no function of the language of rules")


def lookup(by: Fact, values: Mapping[str, Value], otherwise: Value | None, kind: Kind) -> Lookup:
    """Make a figure that depends on a code."""
    return Lookup(by, tuple(sorted(values.items())), otherwise, kind)


def _constant(at: ast.expr, value: object) -> Constant:
    match value:
        case bool():
            return Constant(value, Kind.BOOL)
        case int():
            return Constant(value, Kind.INT) if abs(value) < 10**15 else _refuse(at, "the number is too large")
        case str():
            return Constant(value, Kind.CODE)
    raise _fault(at, f"{type(value).__name__} is not part of the language of rules")


def _date(at: ast.expr, text: str) -> Constant:
    try:
        return Constant(date.fromisoformat(text), Kind.DATE)
    except ValueError as error:
        raise _fault(at, f"“{text}” is no date (year-month-day)") from error


def _codes(at: ast.expr) -> tuple[str, ...]:
    if isinstance(at, ast.Tuple | ast.List) and at.elts:
        codes = [part.value for part in at.elts if isinstance(part, ast.Constant) and isinstance(part.value, str)]
        if len(codes) == len(at.elts):
            return tuple(codes)
    raise _fault(at, "a list of codes in quotes is needed after `in`")


def _possible(at: ast.expr, beside: Node, codes: tuple[str, ...]) -> tuple[str, ...]:
    """Refuse a code that the fact beside it can never hold: a slip of the pen would match nobody, and nobody would notice."""
    for code in codes:
        if isinstance(beside, Fact) and beside.codes and code not in beside.codes:
            raise _fault(at, f"“{beside.name}” is never “{code}”; it may be {', '.join(sorted(beside.codes))}")
    return codes


def _reckon(at: ast.expr, sign: str, left: Node, right: Node) -> Node:
    kinds = (left.kind, right.kind)
    if sign in ("min", "max") and (kinds == (Kind.DATE, Kind.DATE) or set(kinds) <= set(NUMBERS)):
        return Reckon(sign, left, right, _common(at, left, right))
    if sign == "-" and kinds == (Kind.DATE, Kind.DATE):
        return Reckon(sign, left, right, Kind.INT)
    if sign in "+-" and kinds == (Kind.DATE, Kind.INT):
        return Reckon(sign, left, right, Kind.DATE)
    if set(kinds) <= set(NUMBERS) and not (sign == "*" and kinds == (Kind.MONEY, Kind.MONEY)):
        return Reckon(sign, left, right, Kind.MONEY if Kind.MONEY in kinds else Kind.INT)
    raise _fault(at, f"{left.kind} {sign} {right.kind} has no meaning")


def _common(at: ast.expr, left: Node, right: Node) -> Kind:
    if left.kind == right.kind:
        return left.kind
    if left.kind in NUMBERS and right.kind in NUMBERS:
        return Kind.MONEY
    raise _fault(at, f"{left.kind} and {right.kind} do not go together")


def _fits(given: Kind, wanted: Kind) -> bool:
    return given == wanted or (given in NUMBERS and wanted in NUMBERS)


def _fault(at: ast.expr, text: str) -> RuleFault:
    return RuleFault(text, at.col_offset + 1)


def _refuse(at: ast.expr, text: str) -> Constant:
    raise _fault(at, text)
