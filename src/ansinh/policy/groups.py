"""The groups of provinces as a programme began with them: A quiet, B with an outbreak, C under Directive 16; read from its files."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from ansinh.policy.yaml_files import Entry, read_entry

if TYPE_CHECKING:
    from collections.abc import Mapping

PROGRAMMES = Path(__file__).resolve().parents[1] / "programmes"


@dataclass(frozen=True)
class Began:
    """The group (`a`, `b`, `c`) of each province by GSO code, from which day, by which document, and whether somebody compared it.

    `infected` is the policy under which patients and isolated people claim: how many do tells how hard a place is hit.
    """

    groups: Mapping[str, str]
    since: date | None = None
    cite: str = ""
    verified: bool = False
    infected: str = ""


@cache
def began(programme: str = "nq68") -> Began:
    """Give what a programme began with; no groups for one without. Raises `LawFault` with file and line for a file at fault."""
    path = PROGRAMMES / programme / "measures" / "provinces.yaml"
    if not path.exists():
        return Began({})
    file = read_entry(path)
    listed = file.need("groups", Entry)
    groups = {str(code): str(group) for group, codes in listed.items() for code in codes}
    return Began(groups, file.need("from", date), str(file.need("cite")), bool(file.need("verified", bool)), file.may("infected", str, ""))


def groups_of(programme: str = "nq68") -> dict[str, str]:
    """Give the group of each province as the programme began with it."""
    return dict(began(programme).groups)


def verified(programme: str = "nq68") -> bool:
    """Say whether somebody compared the groups with the ministry's list."""
    return began(programme).verified


def infected(programme: str = "nq68") -> str:
    """Give the policy under which patients and isolated people claim; empty for none."""
    return began(programme).infected
