"""How large a number of a rule can get: facts are bounded, so most sums and products can be seen to stay within 64 bits before any row is read."""

from __future__ import annotations

from datetime import date
from itertools import product

from ansinh.policy.facts import LARGEST
from ansinh.policy.language.evaluate import LARGEST_NUMBER, LEAST_NUMBER, WHOLE, age
from ansinh.policy.language.nodes import Age, Choose, Constant, Fact, Kind, Lookup, Node, Reckon, Share, Value

Limits = tuple[int, int]

YEARS = int(age(date.min, date.max))
DAYS = (date.min.toordinal(), date.max.toordinal())


def stays_small(node: Reckon) -> bool:
    """Say whether the sum, difference or product can never leave 64 bits, so that it may be reckoned without watching for that."""
    low, high = _reckoned(node)
    return low >= LEAST_NUMBER and high <= LARGEST_NUMBER


def limits(node: Node) -> Limits:
    """Give the least and the largest value of a number; of a day as its ordinal. Asked of numbers and days only; anything else has the limits 0 and 1."""
    match node:
        case Constant(value=value):
            return _number(value), _number(value)
        case Fact(kind=kind):
            return DAYS if kind is Kind.DATE else (0, LARGEST)
        case Lookup(values=values, otherwise=otherwise):
            every = [_number(value) for value in (*dict(values).values(), otherwise) if value is not None]
            return min(every, default=0), max(every, default=0)
        case Choose(then=then, otherwise=otherwise):
            return _around(*limits(then), *limits(otherwise))
        case Age():
            return -YEARS, YEARS
        case Reckon(kind=kind):
            low, high = _reckoned(node)
            first, last = DAYS if kind is Kind.DATE else (LEAST_NUMBER, LARGEST_NUMBER)
            return max(low, first), min(high, last)  # what lies beyond is unknown
        case Share(amount=amount, basis_points=points):
            low, high = _products(limits(amount), limits(points))
            return max(low // WHOLE, LEAST_NUMBER), min(high // WHOLE + 1, LARGEST_NUMBER)
        case _:
            return 0, 1


def _reckoned(node: Reckon) -> Limits:
    (low, high), (least, most) = limits(node.left), limits(node.right)
    match node.operator:
        case "min":
            return min(low, least), min(high, most)
        case "max":
            return max(low, least), max(high, most)
        case "+":
            return low + least, high + most
        case "-":
            return low - most, high - least
        case _:
            return _products((low, high), (least, most))


def _products(left: Limits, right: Limits) -> Limits:
    return _around(*(one * other for one, other in product(left, right)))


def _around(*values: int) -> Limits:
    return min(values), max(values)


def _number(value: Value) -> int:
    return value.toordinal() if isinstance(value, date) else int(value) if not isinstance(value, str) else 0
