"""Running a rule on what is known: three-valued, quick, and able to say which unknown facts still matter."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from datetime import date, timedelta

from ansinh.policy.language.nodes import (
    Age,
    All,
    Choose,
    Compare,
    Constant,
    Fact,
    Lookup,
    Node,
    Not,
    OneOf,
    Reckon,
    Share,
    Some,
    Surely,
    Value,
    children,
    facts_in,
)

Known = Mapping[str, Value]
Run = Callable[[Known], Value | None]
Wants = Callable[[Known], tuple[str, ...]]

LEAST_NUMBER, LARGEST_NUMBER = -(2**63), 2**63 - 1
"""Numbers have 64 bits in every engine; a result beyond them is unknown, so that no rule is met by it."""

WHOLE = 10_000
"""Basis points of the whole."""

COMPARE: dict[str, Callable[[Value, Value], bool]] = {
    "==": operator.eq, "!=": operator.ne, "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}  # fmt: skip


def compiled(node: Node) -> Run:  # noqa: C901, PLR0911, PLR0912 - one line for each kind of node, beside each other
    """Make a function from known facts to the node's value, or `None` where that is unknown. Unknown facts are absent."""
    match node:
        case Constant(value=value):
            return lambda _known: value
        case Fact(name=name):
            return lambda known: known.get(name)
        case Lookup():
            return _lookup(node)
        case Not(part=part):
            return _not(compiled(part))
        case All(parts=parts):
            return _all(tuple(compiled(part) for part in parts))
        case Some(parts=parts):
            return _some(tuple(compiled(part) for part in parts))
        case Compare(operator=sign, left=left, right=right):
            return _both(COMPARE[sign], left, right)
        case OneOf(part=part, among=among):
            return _one_of(compiled(part), frozenset(among))
        case Reckon(operator=sign, left=left, right=right):
            return _both(RECKON[sign], left, right)
        case Share(amount=amount, basis_points=points):
            return _both(share, amount, points)
        case Age(born=born, on=on):
            return _both(age, born, on)
        case Choose(test=test, then=then, otherwise=otherwise):
            return _choose(compiled(test), compiled(then), compiled(otherwise))
        case Surely(part=part):
            return _surely(compiled(part))


def compiled_wants(node: Node) -> Wants:
    """Make a function that names the unknown facts that can still change the node's value; none when it is known.

    A part that is settled hides the facts below it: of `a or b` with `b` true, nothing about `a` matters.
    """
    if isinstance(node, Surely):
        return compiled_wants(node.part)
    if _needs_all(node):
        return _absent(facts_in(node))
    run = compiled(node)
    if isinstance(node, Choose):
        return _wants_choice(run, compiled(node.test), tuple(compiled_wants(part) for part in children(node)))
    parts = tuple(compiled_wants(part) for part in children(node))
    return lambda known: () if run(known) is not None else _joined(parts, known)


def _needs_all(node: Node) -> bool:
    """Say whether a value is known exactly when every fact in it is."""
    return isinstance(node, Constant | Fact | Not | Compare | OneOf | Reckon | Share | Age) and all(_needs_all(part) for part in children(node))


def _absent(names: tuple[str, ...]) -> Wants:
    return lambda known: tuple([name for name in names if name not in known])


def _wants_choice(run: Run, test: Run, parts: tuple[Wants, ...]) -> Wants:
    def wants(known: Known) -> tuple[str, ...]:
        if run(known) is not None:
            return ()
        chosen = test(known)
        return _joined(parts, known) if chosen is None else parts[1 if chosen else 2](known)

    return wants


def _joined(parts: tuple[Wants, ...], known: Known) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for part in parts for name in part(known)))


def share(amount: Value, basis_points: Value) -> int | None:
    """Give ten-thousandths of an amount, rounded half up to the đồng; unknown beyond 64 bits."""
    return within((int(amount) * int(basis_points) + WHOLE // 2) // WHOLE)  # type: ignore[arg-type] # both are numbers: the parser has seen to it


def within(number: int) -> int | None:
    """Give a number that 64 bits hold; any other is unknown."""
    return number if LEAST_NUMBER <= number <= LARGEST_NUMBER else None


def age(born: Value, on: Value) -> int:
    """Give full years from a birth to a day; negative before it."""
    assert isinstance(born, date)  # noqa: S101 - the parser has seen to it
    assert isinstance(on, date)  # noqa: S101 - as above
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def _add(left: Value, right: Value) -> Value | None:
    return _moved(left, right) if isinstance(left, date) else within(left + right)  # type: ignore[operator, arg-type] # typed by the parser


def _subtract(left: Value, right: Value) -> Value | None:
    if isinstance(left, date):
        return (left - right).days if isinstance(right, date) else _moved(left, -right)  # type: ignore[operator] # typed by the parser
    return within(left - right)  # type: ignore[operator] # typed by the parser


def _multiply(left: Value, right: Value) -> Value | None:
    return within(left * right)  # type: ignore[operator, arg-type] # typed by the parser


def _moved(day: date, by: Value) -> date | None:
    """Move a day; one that leaves the calendar is unknown, so that no rule is met by it."""
    try:
        moved: date = day + timedelta(by)  # type: ignore[arg-type] # typed by the parser
    except OverflowError:
        return None
    return moved


RECKON: dict[str, Callable[[Value, Value], Value | None]] = {"+": _add, "-": _subtract, "*": _multiply, "min": min, "max": max}


def _lookup(node: Lookup) -> Run:
    table, name, otherwise = dict(node.values), node.by.name, node.otherwise
    every = {*table.values(), *([] if otherwise is None else [otherwise])}
    same = next(iter(every)) if len(every) == 1 and otherwise is not None else None

    def run(known: Known) -> Value | None:
        code = known.get(name)
        return same if code is None else table.get(str(code), otherwise)

    return run


def _not(part: Run) -> Run:
    def run(known: Known) -> Value | None:
        value = part(known)
        return None if value is None else not value

    return run


def _all(parts: tuple[Run, ...]) -> Run:
    def run(known: Known) -> Value | None:
        result: bool | None = True
        for part in parts:
            value = part(known)
            if value is False:
                return False
            if value is None:
                result = None
        return result

    return run


def _some(parts: tuple[Run, ...]) -> Run:
    def run(known: Known) -> Value | None:
        result: bool | None = False
        for part in parts:
            value = part(known)
            if value is True:
                return True
            if value is None:
                result = None
        return result

    return run


def _both(act: Callable[[Value, Value], Value | None], left: Node, right: Node) -> Run:
    if isinstance(left, Fact) and isinstance(right, Constant):
        return _beside_constant(act, left.name, right.value)
    first, second = compiled(left), compiled(right)

    def run(known: Known) -> Value | None:
        one = first(known)
        if one is None:
            return None
        other = second(known)
        return None if other is None else act(one, other)

    return run


def _beside_constant(act: Callable[[Value, Value], Value | None], name: str, constant: Value) -> Run:
    """Make the most frequent function of all, a fact beside a figure of the law, without the detour."""

    def run(known: Known) -> Value | None:
        value = known.get(name)
        return None if value is None else act(value, constant)

    return run


def _one_of(part: Run, among: frozenset[str]) -> Run:
    def run(known: Known) -> Value | None:
        value = part(known)
        return None if value is None else value in among

    return run


def _choose(test: Run, then: Run, otherwise: Run) -> Run:
    def run(known: Known) -> Value | None:
        chosen = test(known)
        if chosen is None:
            first = then(known)
            return first if first is not None and first == otherwise(known) else None
        return then(known) if chosen else otherwise(known)

    return run


def _surely(part: Run) -> Run:
    return lambda known: part(known) is True
