"""A programme at a glance: its policies, the groups of which one is drawn, its figures, the days on which the law changed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

from ansinh.doors.web.law.values import FigureShown, figures_shown
from ansinh.doors.web.public.figures import amounts
from ansinh.doors.web.public.forms import words
from ansinh.policy.changes import days_of_change

if TYPE_CHECKING:
    from ansinh.policy.programme import Policy, Programme, ProvinceRule

INSTRUMENT = re.compile(r"^[^,]*?/[^,\s]+")
"""An article is cited as its instrument, a comma, and the place in it."""


@dataclass(frozen=True, slots=True)
class PolicyLine:
    """A policy in a list: its amounts on the day, whether all of it is verified."""

    policy: Policy
    amounts: str
    verified: bool


@dataclass(frozen=True, slots=True)
class Group:
    """Policies of which a person draws one."""

    text: str
    policies: list[Policy]


@dataclass(frozen=True, slots=True)
class Overview:
    """A programme on a day; `changes` are pairs of days between which the law changed."""

    policies: list[PolicyLine]
    groups: list[Group]
    figures: list[FigureShown]
    days: tuple[date, ...]
    changes: list[tuple[date, date]]
    instruments: list[str]
    provinces: list[ProvinceRule]
    verified: bool


def overview(programme: Programme, day: date) -> Overview:
    """Set a programme as it stands on a day."""
    days = days_of_change(programme.policies)
    lines = [_line(policy, programme, day) for policy in programme.policies]
    return Overview(
        policies=lines,
        groups=[Group(words(text), [policy for policy in programme.policies if group in policy.groups]) for group, text in programme.exclusive_groups.items()],
        figures=figures_shown(programme),
        days=days,
        changes=list(pairwise(days)),
        instruments=instruments(programme),
        provinces=[rule for code in programme.provinces if (rule := programme.rule_of(code, day))],
        verified=all(line.verified for line in lines),
    )


def instruments(programme: Programme) -> list[str]:
    """Name the resolutions, decisions and decrees that the rules and figures cite, each once."""
    cites = [entry["cite"] for entry in programme.parameters.values()]
    for policy in programme.policies:
        cites.append(policy.cite)
        for version in policy.versions:
            cites += [part.cite for part in version.conditions] + [part.cite for part in version.components]
    return sorted({found[0] for cite in cites if (found := INSTRUMENT.match(cite))})


def _line(policy: Policy, programme: Programme, day: date) -> PolicyLine:
    version = policy.version_on(day)
    base = next((part for part in version.components if part.base), None) or next(iter(version.components), None)
    return PolicyLine(policy, amounts(base.amount, programme.facts) if base else "", version.verified)
