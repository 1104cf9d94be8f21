"""What comes first in which group of provinces: read from the programme's files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from ansinh.policy.load_marks import cited, text, verified
from ansinh.policy.pace import GROUPS
from ansinh.policy.yaml_files import Entry, read_entry

PROGRAMMES = Path(__file__).resolve().parents[1] / "programmes"
LONGEST = 250
"""Working days: about a year."""


@dataclass(frozen=True)
class Aim:
    """By when a group is to be done with its first `tiers` tiers: within so many working days of the province's plan; where it is written, whether compared."""

    within_working_days: int
    tiers: int
    cite: str
    verified: bool


@dataclass(frozen=True)
class Pace:
    """How one group works: in words, its policies by tiers, the first first, and by when, where the ministry said."""

    text: Mapping[str, str]
    tiers: tuple[frozenset[str], ...]
    aim: Aim | None = None

    def aim_of(self, policy: str) -> Aim | None:
        """Give by when a policy is to be done, nothing where the ministry set no day."""
        return self.aim if self.aim and self.tier(policy) < self.aim.tiers else None

    def tier(self, policy: str) -> int:
        """Give the tier of a policy from 0; one that no tier names comes after all."""
        return next((place for place, tier in enumerate(self.tiers) if policy in tier), len(self.tiers))


@dataclass(frozen=True)
class Playbook:
    """The pace of each group (`a`, `b`, `c`), where it is written, and whether somebody compared it."""

    paces: Mapping[str, Pace]
    cite: str
    verified: bool

    def tier(self, group: str, policy: str) -> int:
        """Give the tier of a policy in a group, 0 first; every policy is alike where the group is not known."""
        return self.paces[group].tier(policy) if group in self.paces else 0

    def aim_of(self, group: str, policy: str) -> Aim | None:
        """Give by when a policy is to be done in a group, nothing where the ministry set no day or the group is not known."""
        return self.paces[group].aim_of(policy) if group in self.paces else None


@cache
def playbook(programme: str = "nq68") -> Playbook | None:
    """Give the programme's playbook, none where it has none. Raises `LawFault` with file and line for an entry at fault."""
    file = PROGRAMMES / programme / "measures" / "playbook.yaml"
    return playbook_in(read_entry(file)) if file.exists() else None


def playbook_in(file: Entry) -> Playbook:
    """Read a playbook from a file already parsed; raises `LawFault` for the first entry at fault."""
    file.only("cite", "verified", "note", "groups")
    paces = {entry.need("id"): _pace(entry) for entry in file.need("groups", list)}
    if sorted(paces) != sorted(GROUPS):
        raise file.fault(f"“groups” names each of {', '.join(GROUPS)} once", "groups")
    return Playbook(paces, cited(file), verified(file)[0])


def _pace(entry: Entry) -> Pace:
    entry.only("id", "text", "tiers", "due")
    tiers: list[Any] = entry.need("tiers", list)
    policies = [policy for tier in tiers for policy in tier]
    if len(set(policies)) < len(policies):
        raise entry.fault("a policy stands in one tier only", "tiers")
    return Pace(text(entry, "text"), tuple(frozenset(tier) for tier in tiers), _aim(entry.may("due", Entry), len(tiers)))


def _aim(entry: Entry | None, tiers: int) -> Aim | None:
    if entry is None:
        return None
    entry.only("within_working_days", "tiers", "cite", "verified", "note")
    days, first = entry.need("within_working_days", int), entry.need("tiers", int)
    if not 0 < days <= LONGEST:
        raise entry.fault(f"a group’s day lies 1 to {LONGEST} working days after the plan", "within_working_days")
    if not 0 < first <= tiers:
        raise entry.fault(f"“tiers” says how many of the {tiers} tiers are to be done by the day", "tiers")
    return Aim(days, first, cited(entry), verified(entry)[0])
