"""Lists of codes that a parameter holds, as the jobs a province supports; a rule asks whether a code is `in` one."""

from __future__ import annotations

from dataclasses import dataclass

from ansinh.policy.language.nodes import Choose, Constant, Fact, Kind, Node, OneOf


@dataclass(frozen=True, slots=True)
class Codes:
    """Codes of the fact `of`, by a code where they differ; `None` stands for every code, an empty list for none."""

    of: Fact
    by: Fact | None
    values: tuple[tuple[str, tuple[str, ...] | None], ...]
    otherwise: tuple[str, ...] | None


def contained(codes: Codes) -> Node:
    """Write out, in nodes every engine knows, whether the fact's code is on the list that applies."""
    node = _among(codes.of, codes.otherwise)
    where: dict[tuple[str, ...] | None, list[str]] = {}
    for place, listed in codes.values:
        if listed != codes.otherwise:
            where.setdefault(listed, []).append(place)
    for listed, places in where.items():
        if codes.by is not None:
            node = Choose(OneOf(codes.by, tuple(places)), _among(codes.of, listed), node, Kind.BOOL)
    return node


def _among(fact: Fact, listed: tuple[str, ...] | None) -> Node:
    if not listed:
        return Constant(listed is None, Kind.BOOL)
    return OneOf(fact, listed)
