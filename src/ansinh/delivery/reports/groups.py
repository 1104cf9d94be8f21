"""The groups of provinces that decide the pace of work: A quiet, B with an outbreak, C under Directive 16; from the measures entered of them, before that from the programme's own."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

import ansinh
from ansinh.delivery.offices.measures import Standing, standing
from ansinh.policy.pace import group_of

if TYPE_CHECKING:
    from datetime import date
FOLDER = Path(ansinh.__file__).parent / "programmes"


def groups_on(on: date, programme: str = "nq68") -> dict[str, str]:
    """Give the group (`a`, `b`, `c`) of each province on a day, by GSO code; empty for a programme without groups.

    What the ministry set itself comes before the measures that were entered, and these before what the programme began with.
    """
    return groups_under(standing(on), programme)


def groups_under(found: Standing, programme: str = "nq68") -> dict[str, str]:
    """Give the same under what holds on a day."""
    began = groups_of(programme)
    if not began:
        return {}
    return {**began, **{province: group_of(measures) for province, measures in found.measures.items()}, **found.groups}


@cache
def groups_of(programme: str = "nq68") -> dict[str, str]:
    """Give the group of each province as the programme began with it."""
    return {str(code): group for group, codes in _read(programme).get("groups", {}).items() for code in codes}


@cache
def infected(programme: str = "nq68") -> str:
    """Give the policy under which patients and isolated people claim: how many do tells how hard a place is hit. Empty for none."""
    return str(_read(programme).get("infected", ""))


@cache
def verified(programme: str = "nq68") -> bool:
    """Say whether somebody compared the groups with the ministry's list."""
    return bool(_read(programme).get("verified", False))


@cache
def _read(programme: str) -> dict[str, Any]:
    path = FOLDER / programme / "measures" / "provinces.yaml"
    return dict(yaml.safe_load(path.read_text(encoding="utf-8"))) if path.exists() else {}
