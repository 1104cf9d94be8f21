"""A fact that does not apply is neither known nor unknown: a day of isolation, of somebody never isolated. What rests on it cannot be evaluated.

The rule is written anew without such facts, in the same language, so that every engine runs it as any other rule. What cannot be
evaluated matches nobody: a comparison with it is not met, nor is its opposite; of `a or b` the side that can be evaluated decides.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ansinh.policy.language.nodes import Age, All, Choose, Compare, Constant, Fact, Kind, Lookup, Node, Not, OneOf, Reckon, Share, Some, Surely
from ansinh.policy.language.settled import settled

if TYPE_CHECKING:
    from collections.abc import Callable

NEVER = Constant(value=False, kind=Kind.BOOL)


class Applied(NamedTuple):
    """What is left of a value: its node, and the conditions under which it can be evaluated; no node at all where it never can."""

    value: Node | None
    where: tuple[Node, ...] = ()


def met(rule: Node, absent: frozenset[str]) -> Node:
    """Give a rule that is true just where `rule` can be evaluated and is true, when the facts `absent` do not apply."""
    left = applied(rule, absent)
    return NEVER if left.value is None else settled(_all(left.where, left.value))


def applied(node: Node, absent: frozenset[str]) -> Applied:  # noqa: C901, PLR0911, PLR0912 - one line for each kind of node, beside each other
    """Give what is left of a node when the facts `absent` do not apply."""
    match node:
        case Fact(name=name):
            return Applied(None if name in absent else node)
        case Constant():
            return Applied(node)
        case Lookup(by=by):
            return Applied(None if by.name in absent and not isinstance(settled(node), Constant) else settled(node))
        case Not(part=part):
            return _made((part,), absent, lambda parts: Not(parts[0]))
        case All(parts=parts):
            return _made(parts, absent, All)
        case Some(parts=parts):
            sides = tuple(side for side in (met(part, absent) for part in parts) if side != NEVER)
            return Applied(Some(sides) if sides else None)
        case Compare(operator=sign, left=left, right=right):
            return _made((left, right), absent, lambda parts: Compare(sign, parts[0], parts[1]))
        case OneOf(part=part, among=among):
            return _made((part,), absent, lambda parts: OneOf(parts[0], among))
        case Reckon(operator=sign, left=left, right=right, kind=kind):
            return _made((left, right), absent, lambda parts: Reckon(sign, parts[0], parts[1], kind))
        case Share(amount=amount, basis_points=points):
            return _made((amount, points), absent, lambda parts: Share(parts[0], parts[1]))
        case Age(born=born, on=on):
            return _made((born, on), absent, lambda parts: Age(parts[0], parts[1]))
        case Surely(part=part):
            return Applied(Surely(met(part, absent)))
        case Choose():
            return _chosen(node, absent)


def _made(parts: tuple[Node, ...], absent: frozenset[str], make: Callable[[tuple[Node, ...]], Node]) -> Applied:
    """Put a node together again that needs all of its parts."""
    left = [applied(part, absent) for part in parts]
    values = tuple(part.value for part in left if part.value is not None)
    return Applied(make(values), tuple(one for part in left for one in part.where)) if len(values) == len(parts) else Applied(None)


def _chosen(node: Choose, absent: frozenset[str]) -> Applied:
    """Choose among what can be evaluated; where only one side can be, only the people of that side have a value."""
    test, then, otherwise = (applied(part, absent) for part in (node.test, node.then, node.otherwise))
    if test.value is None or (then.value is None and otherwise.value is None):
        return Applied(None)
    if then.value is None:
        return Applied(otherwise.value, (*test.where, Not(test.value), *otherwise.where))
    if otherwise.value is None:
        return Applied(then.value, (*test.where, test.value, *then.where))
    either = ((Some((Not(test.value), _all(then.where))),) if then.where else ()) + ((Some((test.value, _all(otherwise.where))),) if otherwise.where else ())
    return Applied(Choose(test.value, then.value, otherwise.value, node.kind), (*test.where, *either))


def _all(parts: tuple[Node, ...], *more: Node) -> Node:
    every = (*parts, *more)
    return every[0] if len(every) == 1 else All(every)
