"""Stretches of days in which a policy's rules stay the same, whatever else is dated in the programme's files."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ansinh.policy.language.nodes import Value
    from ansinh.policy.programme import Component, Condition, Policy, Version


@dataclass(frozen=True)
class Period:
    """A policy as it stands from `starts` to `ends`, both included; `ends` is nothing for the newest."""

    policy: Policy
    version: Version
    starts: date
    ends: date | None

    @property
    def until(self) -> date:
        """The last day; that of the calendar for a period without an end. No fact of the period can lie after it."""
        return self.ends or date.max

    def first_day_for(self, facts: Mapping[str, Value]) -> date:
        """Give the first day of the period on which such facts can be told."""
        return max([self.starts, *(value for value in facts.values() if isinstance(value, date))])


def periods(policy: Policy) -> tuple[Period, ...]:
    """Give the periods of a policy in order; a version whose rules are those of the one before opens none."""
    first = [version for at, version in enumerate(policy.versions) if at == 0 or not same_rules(policy.versions[at - 1], version)]
    ends = [later.starts - timedelta(1) for _before, later in pairwise(first)]
    return tuple(Period(policy, version, version.starts, end) for version, end in zip(first, [*ends, None], strict=True))


def same_rules(one: Version, other: Version) -> bool:
    """Say whether two versions ask and give the same, whatever their wording."""
    return _rules(one) == _rules(other)


def parts_of(version: Version) -> tuple[Condition | Component, ...]:
    """Give the conditions and the components of a version."""
    return (*version.conditions, *version.components)


def days_of_change(policies: Iterable[Policy]) -> tuple[date, ...]:
    """Give every day on which the rules of one of the policies change, their first days included."""
    return tuple(sorted({period.starts for policy in policies for period in periods(policy)}))


def changed(before: Version, after: Version) -> tuple[Condition | Component, ...]:
    """Give what of a version the other one, before or after it, has not, or has with another rule."""
    earlier = {(_kind(part), part.id): _rule(part) for part in parts_of(before)}
    return tuple(part for part in parts_of(after) if earlier.get((_kind(part), part.id)) != _rule(part))


def _rules(version: Version) -> object:
    return [(_kind(part), part.id, _rule(part)) for part in parts_of(version)], version.most and version.most.amount


def _kind(part: Condition | Component) -> str:
    return type(part).__name__


def _rule(part: Condition | Component) -> tuple[object, ...]:
    return tuple(getattr(part, name, None) for name in ("rule", "base", "due", "amount"))
