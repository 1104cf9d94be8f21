"""What a rule comes to whatever is known: parts that the law's own figures settle are written out, so that nothing is asked for them."""

from __future__ import annotations

from ansinh.policy.language.nodes import All, Choose, Compare, Constant, Kind, Lookup, Node, Not, OneOf, Some


def settled(node: Node) -> Node:
    """Give a rule of the same value for all facts, known or unknown, without the tests that the figures alone decide.

    A figure that is the same for every code is that figure; of `a if test else b` with `test` decided, one side is left.
    """
    match node:
        case Lookup():
            return _figure(node)
        case Not(part=part):
            inner = settled(part)
            return Constant(not inner.value, Kind.BOOL) if isinstance(inner, Constant) else Not(inner)
        case All(parts=parts):
            return _joined(parts, decides=False)
        case Some(parts=parts):
            return _joined(parts, decides=True)
        case Choose(test=test, then=then, otherwise=otherwise, kind=kind):
            return _chosen(settled(test), settled(then), settled(otherwise), kind)
        case Compare(operator=sign, left=left, right=right):
            return Compare(sign, settled(left), settled(right))
        case OneOf(part=part, among=among):
            return OneOf(settled(part), among)
        case _:
            return node


def _figure(node: Lookup) -> Node:
    """Give the one figure where it is the same for every code that can be."""
    every = {value for _code, value in node.values}
    return Constant(node.otherwise, node.kind, node.figure) if node.otherwise is not None and every <= {node.otherwise} else node


def _joined(parts: tuple[Node, ...], *, decides: bool) -> Node:
    """Join by `and` (false decides) or by `or` (true decides)."""
    inner = [settled(part) for part in parts]
    if any(isinstance(part, Constant) and part.value is decides for part in inner):
        return Constant(decides, Kind.BOOL)
    left = tuple(part for part in inner if not isinstance(part, Constant))
    if not left:
        return Constant(not decides, Kind.BOOL)
    return left[0] if len(left) == 1 else (Some if decides else All)(left)


def _chosen(test: Node, then: Node, otherwise: Node, kind: Kind) -> Node:
    if isinstance(test, Constant):
        return then if test.value else otherwise
    if isinstance(then, Constant) and then == otherwise:
        return then
    return Choose(test, then, otherwise, kind)
