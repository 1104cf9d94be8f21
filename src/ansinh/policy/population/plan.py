"""The plan of a population: which lives there are, what is drawn for each and in which order, and the groups it is reported by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from ansinh.policy.language.nodes import Kind, Node, facts_in
from ansinh.policy.population.draws import Draw

LIFE, KIND, GROUP, AS_OF, PROVINCE = "life", "kind", "group", "as_of", "province"
"""Names of the plan itself: no trait may take them."""

Text = Mapping[str, str]


@dataclass(frozen=True)
class Life:
    """What a row can be, of which kind, and how many of it there are in the country."""

    id: str
    kind: str
    text: Text
    number: int
    verified: bool


@dataclass(frozen=True)
class Group:
    """A word by which figures are reported; a row belongs to the first group whose rule it meets, and the last has none."""

    id: str
    text: Text
    when: Node | None


@dataclass(frozen=True)
class Column:
    """One thing drawn: a fact of the law, or a trait that only other draws look at.

    The first draw whose `when` surely holds gives the value; where none does there is nothing: no, zero, or nothing to tell.
    """

    name: str
    kind: Kind
    draws: tuple[Draw, ...]
    is_fact: bool
    whole_month: bool = False
    cite: str = ""
    verified: bool = False
    note: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """Name what must have been drawn before."""
        return tuple(dict.fromkeys(name for draw in self.draws for name in draw.names))


@dataclass(frozen=True)
class Plan:
    """A population as planned, each column after those it looks at.

    `vocabulary` names the law's facts in its order; `plain` those the plan's file says nothing of, drawn by plain chance.
    """

    file: str
    lives: tuple[Life, ...]
    kinds: Mapping[str, Text]
    columns: tuple[Column, ...]
    groups: tuple[Group, ...]
    vocabulary: tuple[str, ...]
    plain: tuple[str, ...]

    @cached_property
    def country(self) -> int | None:
        """How many rows the whole country would have, as the plan's figures add up; nothing where it has none."""
        return sum(life.number for life in self.lives) if self.file else None

    @cached_property
    def facts(self) -> tuple[Column, ...]:
        """The columns that the law knows, in the order of its vocabulary."""
        drawn = {column.name: column for column in self.columns if column.is_fact}
        return tuple(drawn[name] for name in self.vocabulary if name in drawn)

    @cached_property
    def levels(self) -> tuple[tuple[Column, ...], ...]:
        """The columns in layers: each looks only at layers before its own."""
        depth: dict[str, int] = {}
        for column in self.columns:
            depth[column.name] = 1 + max((depth.get(name, 0) for name in column.names), default=0)
        return tuple(tuple(column for column in self.columns if depth[column.name] == level) for level in sorted(set(depth.values())))

    def for_groups(self) -> Plan:
        """Give the same plan with only what the groups rest on: enough to say which rows belong where."""
        needed = {PROVINCE, *(name for group in self.groups if group.when is not None for name in facts_in(group.when))}
        for column in reversed(self.columns):
            if column.name in needed:
                needed.update(column.names)
        return replace(self, columns=tuple(column for column in self.columns if column.name in needed))
