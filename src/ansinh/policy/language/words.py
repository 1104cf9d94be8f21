"""Rules in words: what a rule asks, for a reader who knows no formula, and the tree of reasons behind its answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from ansinh.policy.language.evaluate import compiled
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
    Value,
    children,
    facts_in,
)
from ansinh.policy.language.wording import COMPARED, JOINED, MONTHS, SIGNS, UNITS, Wording, wording
from ansinh.policy.money import vnd

if TYPE_CHECKING:
    from ansinh.policy.programme import FactDefinition, Programme, Text

Known = Mapping[str, Value]
SUMS = (Reckon, Share, Choose)
"""Parts that read better beside a sign than inside a sentence."""


@dataclass(frozen=True)
class Reason:
    """One rule, or a part of one, with its answer.

    `words` say what is asked, `outcome` is met, failed or unknown, `worked` shows both sides reckoned where that helps,
    `facts` and `figures` name the facts and the law's parameters it rests on, `parts` are the reasons below it.
    """

    words: str
    outcome: str
    worked: str
    facts: tuple[str, ...]
    figures: tuple[str, ...]
    parts: tuple[Reason, ...] = ()


def speaker(programme: Programme, language: str) -> Speaker:
    """Give the speaker of a programme in `vi` or `en`. Raises `ValueError` for another language."""
    return Speaker(programme.facts, {name: entry["text"] for name, entry in programme.parameters.items()}, wording(language))


@dataclass(frozen=True)
class Speaker:
    """Says rules with the short labels of facts and the names of the law's figures."""

    facts: Mapping[str, FactDefinition]
    figures: Mapping[str, Text]
    manner: Wording

    def say(self, node: Node) -> str:
        """Word a rule in one line."""
        match node:
            case Constant():
                return self.value(node.value, node.kind)
            case Fact(name=name):
                return self.label(name)
            case Lookup():
                return self._lookup(node)
            case Not(part=part):
                return self._not(part)
            case All() | Some():
                joint = self.manner.both if isinstance(node, All) else self.manner.either
                return joint.join(self._bracketed(part, (All, Some, Choose)) for part in _flat(node))
            case Compare():
                return self._compare(node)
            case OneOf(part=part, among=among):
                named = ", ".join(self._beside(Constant(code, Kind.CODE), part) for code in among)
                return self.manner.one_of.format(self.say(part), named)
            case _:
                return self._reckoned(node)

    def explain(self, node: Node, known: Known) -> Reason:
        """Give the tree of reasons for a rule that is met or not, on what is known."""
        node = taken(node, known)
        value = compiled(node)(known)
        outcome = "unknown" if value is None else "met" if value else "failed"
        heading, parts = self._split(node, known)
        worked = "" if parts else self._worked(node, known)
        return Reason(heading, outcome, worked, facts_in(node), figures_in(node), tuple(self.explain(part, known) for part in parts))

    def label(self, name: str) -> str:
        """Give a fact's short label, or its question where it has none."""
        fact = self.facts[name]
        return (fact.label or fact.question)[self.manner.language]

    def told(self, name: str, value: Value | None) -> str:
        """Word the value of a fact; `None` is not known."""
        if value is None:
            return self.manner.unknown
        return self._beside(Constant(value, self.facts[name].kind), Fact(name, self.facts[name].kind))

    def value(self, value: Value, kind: Kind) -> str:
        """Word a value by its kind: an amount, a day, a number, yes or no, a code."""
        if isinstance(value, bool):
            return self.manner.yes if value else self.manner.no
        if isinstance(value, date):
            return f"{value.day}/{value.month}/{value.year}" if self._vi else f"{value.day} {MONTHS[value.month - 1]} {value.year}"
        if isinstance(value, int):
            return vnd(value, self.manner.language) if kind is Kind.MONEY else self._number(value)
        return value

    @property
    def _vi(self) -> bool:
        return self.manner.language == "vi"

    def _number(self, value: int) -> str:
        written = f"{value:,}"
        return written.replace(",", ".") if self._vi else written

    def _split(self, node: Node, known: Known) -> tuple[str, tuple[Node, ...]]:
        """Give the heading of a rule made of rules, with those; a rule that stands alone is its own words."""
        match node:
            case All():
                return self.manner.all_of, _flat(node)
            case Some():
                return self.manner.some_of, _flat(node)
            case Not(part=All() | Some() | Not() as part):
                return self.manner.not_so, (part,)
            case Surely(part=part):
                return self.manner.surely.format(self.say(part)), (part,)
            case Choose(test=test, then=then, otherwise=otherwise):
                chosen = compiled(test)(known)
                after = (then, otherwise) if chosen is None else (then,) if chosen else (otherwise,)
                return self.manner.by_case, (test, *after)
            case _:
                return self.say(node), ()

    def _worked(self, node: Node, known: Known) -> str:
        """Show both sides of a comparison reckoned, where one of them is more than a fact or a figure."""
        if not isinstance(node, Compare) or all(isinstance(side, Constant | Fact) for side in (node.left, node.right)):
            return ""
        left, right = compiled(node.left)(known), compiled(node.right)(known)
        if left is None or right is None:
            return ""
        return f"{self.value(left, node.left.kind)} {SIGNS[node.operator]} {self.value(right, node.right.kind)}"

    def _not(self, part: Node) -> str:
        said = self._bracketed(part, (All, Some, Choose))
        has = self.manner.has
        return self.manner.has_not + said.removeprefix(has) if has and isinstance(part, Fact) and said.startswith(has) else self.manner.no_case.format(said)

    def _compare(self, node: Compare) -> str:
        left, right = self._beside(node.left, node.right), self._beside(node.right, node.left)
        if isinstance(node.left, SUMS) or isinstance(node.right, SUMS):
            return f"{left} {SIGNS[node.operator]} {right}"
        kind = "date" if node.left.kind is Kind.DATE else "number"
        return COMPARED[self.manner.language][kind][node.operator].format(left, right)

    def _beside(self, node: Node, other: Node) -> str:
        """Word one side of a comparison; a bare value takes the unit, the month or the name of a code from the fact beside it."""
        if not isinstance(node, Constant):
            return self.say(node)
        fact = self.facts.get(other.name) if isinstance(other, Fact) else None
        value = node.value
        if fact is None or isinstance(value, bool):
            return self.value(value, node.kind)
        if isinstance(value, date) and fact.whole_month:
            return f"tháng {value.month}/{value.year}" if self._vi else f"{MONTHS[value.month - 1]} {value.year}"
        if isinstance(value, str) and value in fact.choices:
            return fact.choices[value][self.manner.language]
        if isinstance(value, int) and fact.kind is Kind.INT and fact.unit:
            return f"{self._number(value)} {self._unit(fact.unit, value)}"
        return self.value(value, fact.kind if isinstance(value, int) else node.kind)

    def _unit(self, unit: str, count: int) -> str:
        vi, one, many = UNITS.get(unit, (unit, unit, unit))
        return vi if self._vi else one if count == 1 else many

    def _lookup(self, node: Lookup) -> str:
        named = self.figures.get(node.figure, {}).get(self.manner.language, "")
        named = named[:1].lower() + named[1:] if named else self.manner.figure
        return self.manner.by.format(named, self.label(node.by.name))

    def _reckoned(self, node: Node) -> str:
        match node:
            case Reckon(operator=("min" | "max") as operator):
                among = _flat(node)
                fact = next((part for part in among if isinstance(part, Fact)), node)
                said = "; ".join(self._beside(part, fact) for part in among)
                kind = "date" if node.kind is Kind.DATE else "number"
                return f"{JOINED[self.manner.language][kind, operator]} ({said})"
            case Reckon(operator=sign, left=left, right=right):
                tight = (Choose, All, Some) if sign == "+" else (Choose, All, Some, Reckon)
                return f"{self._summand(left, tight if sign == '*' else (Choose, All, Some))} {SIGNS[sign]} {self._summand(right, tight)}"
            case Share(amount=amount, basis_points=Constant(value=int() as points)):
                return self.manner.share.format(self._per_cent(points), self._bracketed(amount, SUMS))
            case Share(amount=amount, basis_points=points):
                return self.manner.points.format(self._bracketed(points, SUMS), self._bracketed(amount, SUMS))
            case Age(on=on):
                return self.manner.age.format(self._bracketed(on, (Choose,)))
            case Choose(test=test, then=then, otherwise=otherwise):
                return self.manner.choice.format(self._bracketed(then, (Choose,)), self.say(test), self._bracketed(otherwise, (Choose,)))
            case Surely(part=part):
                return self.manner.surely.format(self._bracketed(part, (All, Some)))
        message = f"{type(node).__name__} has no words yet"
        raise TypeError(message)

    def _per_cent(self, points: int) -> str:
        written = f"{points / 100:g}"
        return written.replace(".", ",") if self._vi else written

    def _summand(self, node: Node, kinds: tuple[type, ...]) -> str:
        """Word a part of a sum; min and max carry brackets of their own."""
        named = isinstance(node, Reckon) and node.operator in ("min", "max")
        product = isinstance(node, Reckon) and node.operator == "*"
        return self.say(node) if named or product else self._bracketed(node, kinds)

    def _bracketed(self, node: Node, kinds: tuple[type, ...]) -> str:
        return f"({self.say(node)})" if isinstance(node, kinds) else self.say(node)


def taken(node: Node, known: Known) -> Node:
    """Give the reckoning of a comparison with each choice in it made, where what is known makes it; all else stays as it is."""
    match node:
        case Compare(left=left, right=right) | Reckon(left=left, right=right):
            return replace(node, left=_made(left, known), right=_made(right, known))
        case Share(amount=amount, basis_points=points):
            return replace(node, amount=_made(amount, known), basis_points=_made(points, known))
        case Age(born=born, on=on):
            return replace(node, born=_made(born, known), on=_made(on, known))
        case _:
            return node


def _made(node: Node, known: Known) -> Node:
    """Follow a choice to the side that its test chooses."""
    while isinstance(node, Choose):
        chosen = compiled(node.test)(known)
        if chosen is None:
            return node
        node = node.then if chosen else node.otherwise
    return taken(node, known)


def figures_in(node: Node) -> tuple[str, ...]:
    """Name the law's parameters a rule rests on, each once, in order of appearance."""
    found: dict[str, None] = {}
    stack = [node]
    while stack:
        at = stack.pop()
        if isinstance(at, Constant | Lookup) and at.figure:
            found[at.figure] = None
        stack.extend(reversed(children(at)))
    return tuple(found)


def _flat(node: Node) -> tuple[Node, ...]:
    """Write out a chain of one operator: the least of three, and `(a and b) and c`, are one list."""
    match node:
        case All(parts=parts) | Some(parts=parts):
            return tuple(inner for part in parts for inner in (_flat(part) if isinstance(part, type(node)) else (part,)))
        case Reckon(operator=("min" | "max") as operator, left=left, right=right):
            sides = ((side, isinstance(side, Reckon) and side.operator == operator) for side in (left, right))
            return tuple(inner for side, same in sides for inner in (_flat(side) if same else (side,)))
    return (node,)
