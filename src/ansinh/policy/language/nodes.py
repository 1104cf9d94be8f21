"""What a rule is made of: typed nodes, kept as data, so that one definition can be run, explained and handed to other engines."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

Value = bool | int | date | str


class Kind(StrEnum):
    """The types of the language. Money is whole đồng; a code is one of a closed list."""

    BOOL = "bool"
    INT = "int"
    MONEY = "money"
    DATE = "date"
    CODE = "code"


NUMBERS = (Kind.INT, Kind.MONEY)


@dataclass(frozen=True, slots=True)
class Constant:
    """A value written in the law; `figure` names the parameter it comes from and is no part of what it is."""

    value: Value
    kind: Kind
    figure: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact about the person, unknown until somebody tells it; `codes` are all it can hold, none where they are not listed."""

    name: str
    kind: Kind
    codes: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Lookup:
    """A figure that depends on a code, as the minimum wage on the region; `otherwise` stands for all codes not named.

    `figure` names the parameter it comes from and is no part of what it is.
    """

    by: Fact
    values: tuple[tuple[str, Value], ...]
    otherwise: Value | None
    kind: Kind
    figure: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Not:
    """True where the part is false; unknown where it is unknown."""

    part: Node
    kind: Kind = Kind.BOOL


@dataclass(frozen=True, slots=True)
class All:
    """And: one false part settles it."""

    parts: tuple[Node, ...]
    kind: Kind = Kind.BOOL


@dataclass(frozen=True, slots=True)
class Some:
    """Or: one true part settles it."""

    parts: tuple[Node, ...]
    kind: Kind = Kind.BOOL


@dataclass(frozen=True, slots=True)
class Compare:
    """Two values of one kind beside each other: ==, !=, <, <=, >, >=."""

    operator: str
    left: Node
    right: Node
    kind: Kind = Kind.BOOL


@dataclass(frozen=True, slots=True)
class OneOf:
    """Whether a code is one of those listed."""

    part: Node
    among: tuple[str, ...]
    kind: Kind = Kind.BOOL


@dataclass(frozen=True, slots=True)
class Reckon:
    """Arithmetic: +, -, *, min, max. Between dates only `-` (days), between a date and a number + and -."""

    operator: str
    left: Node
    right: Node
    kind: Kind


@dataclass(frozen=True, slots=True)
class Share:
    """A part of an amount in basis points (ten-thousandths), rounded half up to the đồng."""

    amount: Node
    basis_points: Node
    kind: Kind = Kind.MONEY


@dataclass(frozen=True, slots=True)
class Age:
    """Full years between a birth date and a day; somebody born on 29 February completes a year on 1 March."""

    born: Node
    on: Node
    kind: Kind = Kind.INT


@dataclass(frozen=True, slots=True)
class Choose:
    """One of two values by a condition; unknown conditions choose nothing unless both sides agree."""

    test: Node
    then: Node
    otherwise: Node
    kind: Kind


@dataclass(frozen=True, slots=True)
class Surely:
    """True only where the part is known to be true; never unknown."""

    part: Node
    kind: Kind = Kind.BOOL


Node = Constant | Fact | Lookup | Not | All | Some | Compare | OneOf | Reckon | Share | Age | Choose | Surely


def children(node: Node) -> tuple[Node, ...]:
    """Give the parts of a node, in order."""
    match node:
        case Constant() | Fact():
            return ()
        case Lookup(by=by):
            return (by,)
        case All(parts=parts) | Some(parts=parts):
            return parts
        case Not(part=part) | OneOf(part=part) | Surely(part=part):
            return (part,)
        case Compare(left=left, right=right) | Reckon(left=left, right=right):
            return (left, right)
        case Share(amount=amount, basis_points=points):
            return (amount, points)
        case Age(born=born, on=on):
            return (born, on)
        case Choose(test=test, then=then, otherwise=otherwise):
            return (test, then, otherwise)


def facts_in(node: Node) -> tuple[str, ...]:
    """Name the facts a node rests on, each once, in order of appearance."""
    found: dict[str, None] = {}
    stack = [node]
    while stack:
        at = stack.pop()
        if isinstance(at, Fact):
            found[at.name] = None
        stack.extend(reversed(children(at)))
    return tuple(found)


def extent(node: Node) -> tuple[int, int]:
    """Give how many nodes a rule has when every definition in it is written out, and how deep they nest."""
    known: dict[int, tuple[int, int]] = {}

    def measure(at: Node) -> tuple[int, int]:
        if id(at) not in known:
            below = [measure(part) for part in children(at)]
            known[id(at)] = (1 + sum(size for size, _depth in below), 1 + max((depth for _size, depth in below), default=0))
        return known[id(at)]

    return measure(node)
