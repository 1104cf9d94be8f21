"""The pace a province works at, from the measures in force there: A quiet, B with an outbreak, C under Directive 16."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple

GROUPS = ("a", "b", "c")


class Directive(StrEnum):
    """What a place is told to do; the numbers are those of the Prime Minister's directives of 2020."""

    LIFTED = "lifted"
    D19 = "19"
    D15 = "15"
    D16 = "16"


class InForce(NamedTuple):
    """A directive in force in a province, or in a part of it."""

    directive: Directive
    whole: bool


def group_of(measures: Iterable[InForce]) -> str:
    """Give the group of a province: `c` where all of it is under Directive 16, `b` where any measure is in force anywhere in it, else `a`."""
    standing = [one for one in measures if one.directive != Directive.LIFTED]
    if any(one.whole and one.directive == Directive.D16 for one in standing):
        return "c"
    return "b" if standing else "a"
