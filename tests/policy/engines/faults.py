"""Faults to plant: for each operator what could be wrong with it, in the rule itself and in the way each engine reckons it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from ansinh.policy.language.nodes import (
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
    children,
)

KINDS = {
    Constant: "constant",
    Fact: "fact",
    Lookup: "lookup",
    Not: "not",
    All: "and",
    Some: "or",
    OneOf: "in",
    Share: "share",
    Age: "age",
    Choose: "if",
    Surely: "surely",
}
ZERO: dict[Kind, Any] = {Kind.BOOL: False, Kind.INT: 0, Kind.MONEY: 0, Kind.DATE: date(1970, 1, 1), Kind.CODE: ""}


def operator_of(node: Node) -> str:
    return node.operator if isinstance(node, Compare | Reckon) else KINDS[type(node)]


def _next(node: Any) -> Node:
    match node.value:
        case bool(value):
            return replace(node, value=not value)
        case int(value):
            return replace(node, value=value + 1)
        case date() as day:
            return replace(node, value=day - timedelta(1) if day == date.max else day + timedelta(1))
        case text:
            return replace(node, value=f"{text}s")


def _as(operator: str) -> Callable[[Any], Node]:
    return lambda node: replace(node, operator=operator)


def _swapped(node: Any) -> Node:
    return replace(node, left=node.right, right=node.left) if node.left.kind == node.right.kind else node


IN_THE_RULE: dict[str, dict[str, Callable[[Any], Node]]] = {
    "constant": {"the next value": _next},
    "lookup": {"without otherwise": lambda node: replace(node, otherwise=None), "the first code forgotten": lambda node: replace(node, values=node.values[1:])},
    "not": {"forgotten": lambda node: node.part},
    "and": {"or": lambda node: Some(node.parts), "the last part forgotten": lambda node: All(node.parts[:-1])},
    "or": {"and": lambda node: All(node.parts), "the last part forgotten": lambda node: Some(node.parts[:-1])},
    "==": {"!=": _as("!=")},
    "!=": {"==": _as("==")},
    "<": {"<=": _as("<="), "sides swapped": _swapped},
    "<=": {"<": _as("<"), "sides swapped": _swapped},
    ">": {">=": _as(">="), "sides swapped": _swapped},
    ">=": {">": _as(">"), "sides swapped": _swapped},
    "in": {"the last code forgotten": lambda node: replace(node, among=(*node.among[:-1], "nobody"))},
    "+": {"-": _as("-")},
    "-": {"+": lambda node: node if node.right.kind is Kind.DATE else replace(node, operator="+"), "sides swapped": _swapped},
    "*": {"+": _as("+")},
    "min": {"max": _as("max")},
    "max": {"min": _as("min")},
    "age": {"sides swapped": lambda node: Age(node.on, node.born)},
    "if": {"sides swapped": lambda node: replace(node, then=node.otherwise, otherwise=node.then)},
    "surely": {"forgotten": lambda node: node.part},
}
"""Faults that any engine could have: the rule with its operator misread."""

Act = Callable[..., Any]


def _reckoned(sign: str, one: Any, other: Any) -> Any:
    return {"+": lambda: one + other, "-": lambda: one - other, "*": lambda: one * other}[sign]()


def _kept(node: Any, one: Any, other: Any, true: Any) -> Any:
    """Keep a number beyond 64 bits."""
    return true if one is None or other is None or Kind.DATE in (node.left.kind, node.right.kind) else _reckoned(node.operator, one, other)


def _at_the_end(node: Any, one: Any, other: Any, true: Any) -> Any:
    """Take the last day of the calendar for one beyond it."""
    return date.max if true is None and one is not None and other is not None and node.kind is Kind.DATE else true


def _years(on: date, born: date, *, early: bool) -> int:
    return on.year - born.year - early


VALUES: dict[str, dict[str, Act]] = {
    "fact": {"unknown taken for nothing": lambda node, true: ZERO[node.kind] if true is None else true},
    "lookup": {
        "an unknown code as any other": lambda node, code, true: node.otherwise if code is None else true,
        "always asks for the code": lambda _node, code, true: None if code is None else true,
    },
    "not": {"unknown taken for no": lambda _node, part, _true: not part},
    "and": {
        "unknown passed over": lambda _node, *parts: all(part for part in parts[:-1] if part is not None),
        "unknown settles": lambda _node, *parts: None if None in parts[:-1] else parts[-1],
    },
    "or": {
        "unknown passed over": lambda _node, *parts: any(parts[:-1]),
        "unknown settles": lambda _node, *parts: None if None in parts[:-1] else parts[-1],
    },
    **{sign: {"unknown taken for no": lambda _node, _one, _other, true: bool(true)} for sign in ("==", "!=", "<", "<=", ">", ">=")},
    "in": {"unknown taken for no": lambda _node, _part, true: bool(true)},
    "+": {"kept beyond 64 bits": _kept, "unknown passed over": lambda _node, one, _other, true: one if true is None else true, "the calendar's end": _at_the_end},
    "-": {"kept beyond 64 bits": _kept, "unknown passed over": lambda _node, one, _other, true: one if true is None else true, "the calendar's end": _at_the_end},
    "*": {"kept beyond 64 bits": _kept, "nothing times unknown": lambda _node, one, other, true: 0 if 0 in (one, other) else true},
    "min": {"unknown passed over": lambda _node, *sides: min((side for side in sides[:-1] if side is not None), default=None)},
    "max": {"unknown passed over": lambda _node, *sides: max((side for side in sides[:-1] if side is not None), default=None)},
    "share": {
        "cut off": lambda _node, amount, points, true: None if true is None else amount * points // 10_000,
        "half away from nothing": lambda _node, amount, points, true: true if true is None or amount >= 0 else -((-amount * points + 5_000) // 10_000),
        "kept beyond 64 bits": lambda _node, amount, points, true: true if amount is None or points is None else (amount * points + 5_000) // 10_000,
    },
    "age": {
        "without the day": lambda _node, born, on, true: None if true is None else _years(on, born, early=on.month < born.month),
        "years only": lambda _node, born, on, true: None if true is None else _years(on, born, early=False),
        "a leap day completes on the last of February": lambda _node, born, on, true: (
            true if true is None or (born.month, born.day) != (2, 29) else _years(on, born, early=(on.month, on.day) < (2, 28))
        ),
    },
    "if": {
        "unknown takes the other side": lambda _node, test, _then, otherwise, true: otherwise if test is None else true,
        "unknown never agrees": lambda _node, test, _then, _otherwise, true: None if test is None else true,
    },
    "surely": {"unknown taken for yes": lambda _node, part, _true: part is not False},
}  # fmt: skip
"""Faults of the interpreter: from the node, the values of its parts and its true value to a wrong one."""


def of_the_interpreter(act: Act) -> Callable[..., Any]:
    """A fault for `planted`: the parts and the whole are run, then the wrong value is taken."""

    def fault(node: Node, compiled: Callable[[Node], Any], true: Callable[[Node], Any]) -> Any:
        parts, whole = [compiled(part) for part in children(node)], true(node)
        return lambda known: act(node, *[part(known) for part in parts], whole(known))

    return fault
