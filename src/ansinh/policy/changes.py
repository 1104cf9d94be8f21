"""What of the law changes and when: each condition and benefit part with the days it stood in each wording, and two days compared."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, Generic, TypeVar

from ansinh.policy.programme import Component, Condition

if TYPE_CHECKING:
    from ansinh.policy.programme import Policy, Version

Part = TypeVar("Part", Condition, Component)


@dataclass(frozen=True)
class Span(Generic[Part]):
    """One wording of a condition or a benefit part: from its first day until the day it no longer holds, `None` while it does."""

    part: Part
    starts: date
    until: date | None


@dataclass(frozen=True)
class Change(Generic[Part]):
    """A condition or a benefit part on two days; `None` on the day it does not stand."""

    before: Part | None
    after: Part | None

    @property
    def what(self) -> str:
        """Say what happened: added, removed, changed or same."""
        if self.before is None:
            return "added"
        if self.after is None:
            return "removed"
        return "same" if same(self.before, self.after) else "changed"


def same(one: Condition | Component, other: Condition | Component) -> bool:
    """Say whether two wordings are one: text, article, marks and rule."""
    return _wording(one) == _wording(other)


def versions_that_differ(policy: Policy) -> tuple[Version, ...]:
    """Give the versions of a policy in which something of it differs from the one before; a change elsewhere is none of its own."""
    found = list(policy.versions[:1])
    for before, after in pairwise(policy.versions):
        whats = {change.what for change in changes(before.conditions, after.conditions)}
        whats |= {change.what for change in changes(before.components, after.components)}
        if whats - {"same"}:
            found.append(after)
    return tuple(found)


def days_of_change(policies: Iterable[Policy]) -> tuple[date, ...]:
    """Give the days on which a version of any of the policies begins, in order."""
    return tuple(sorted({version.starts for policy in policies for version in versions_that_differ(policy)}))


def changes(before: Sequence[Part], after: Sequence[Part]) -> tuple[Change[Part], ...]:
    """Compare what stood on two days, in the order of the law; what was removed stands where it stood."""
    old, new = {part.id: part for part in before}, {part.id: part for part in after}
    order = list(new)
    for place, name in enumerate(old):
        if name not in new:
            order.insert(place, name)
    return tuple(Change(old.get(name), new.get(name)) for name in order)


def conditions_over_time(policy: Policy) -> dict[str, tuple[Span[Condition], ...]]:
    """Give for each condition its wordings in order of their days."""
    return _over_time([(version.starts, version.conditions) for version in policy.versions])


def components_over_time(policy: Policy) -> dict[str, tuple[Span[Component], ...]]:
    """Give for each part of the benefit its wordings in order of their days."""
    return _over_time([(version.starts, version.components) for version in policy.versions])


def _over_time(dated: Sequence[tuple[date, Sequence[Part]]]) -> dict[str, tuple[Span[Part], ...]]:
    found: dict[str, list[Span[Part]]] = {}
    for place, (day, parts) in enumerate(dated):
        until = dated[place + 1][0] if place + 1 < len(dated) else None
        for part in parts:
            spans = found.setdefault(part.id, [])
            if spans and spans[-1].until == day and same(spans[-1].part, part):
                spans[-1] = Span(spans[-1].part, spans[-1].starts, until)
            else:
                spans.append(Span(part, day, until))
    return {name: tuple(spans) for name, spans in found.items()}


def _wording(part: Condition | Component) -> tuple[object, ...]:
    marks = (part.text, part.cite, part.verified, part.note)
    return (*marks, part.rule) if isinstance(part, Condition) else (*marks, part.base, part.due, part.amount)
