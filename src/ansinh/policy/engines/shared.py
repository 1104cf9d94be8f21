"""Parts that several rules share, or one rule uses more than once, named as columns of their own, so that each is reckoned once."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any

from ansinh.policy.language.nodes import Age, Choose, Constant, Fact, Kind, Lookup, Node, Reckon, children

if TYPE_CHECKING:
    from collections.abc import Sequence

NAMED = (Kind.BOOL, Kind.DATE)
"""Kinds whose values a column can stand for; a number would lose its limits."""

LEAVES = (Constant, Fact, Lookup)


@dataclass(frozen=True)
class Shared:
    """Rules in which named columns stand for what is shared, and these columns: of each step, what rests on facts and the steps before."""

    rules: tuple[Node, ...]
    steps: tuple[tuple[tuple[str, Node], ...], ...]


def shared(rules: Sequence[Node]) -> Shared:
    """Find what the rules share. The names begin with a space, as no fact does."""
    uses: Counter[Node] = Counter(rules)
    seen: set[Node] = set()
    for rule in rules:
        _count(rule, uses, seen)
    named: dict[Node, tuple[str, int]] = {}
    steps: list[list[tuple[str, Node]]] = []

    def rewritten(node: Node) -> tuple[Node, int]:
        """Give the node with names for what is shared in it, and the step after which it can be reckoned."""
        if isinstance(node, LEAVES):
            return node, 0
        if node in named:
            name, step = named[node]
            return Fact(name, node.kind), step
        parts = {part: rewritten(part) for part in children(node)}
        step = max((after for _part, after in parts.values()), default=0)
        made = _with_parts(node, {part: new for part, (new, _after) in parts.items()})
        if uses[node] == 1 or node.kind not in NAMED:
            return made, step
        name = f" shared {len(named)}"
        named[node] = name, step + 1
        if len(steps) == step:
            steps.append([])
        steps[step].append((name, made))
        return Fact(name, node.kind), step + 1

    found = tuple(rewritten(rule)[0] for rule in rules)
    return Shared(found, tuple(map(tuple, steps)))


def _count(node: Node, uses: Counter[Node], seen: set[Node]) -> None:
    if node in seen or isinstance(node, LEAVES):
        return
    seen.add(node)
    often = 2 if isinstance(node, Age | Choose) or (isinstance(node, Reckon) and node.operator in ("min", "max")) else 1
    for part in children(node):
        uses[part] += often
        _count(part, uses, seen)


def _with_parts(node: Node, new: dict[Node, Node]) -> Node:
    changed: dict[str, Any] = {}
    for field in fields(node):
        value = getattr(node, field.name)
        if isinstance(value, tuple) and value and not isinstance(value[0], str):
            changed[field.name] = tuple(new[part] for part in value)
        elif isinstance(value, Node):
            changed[field.name] = new[value]
    return replace(node, **changed)
