"""The groups of provinces that decide the pace of work: A quiet, B with an outbreak, C under Directive 16; read from the programme's measures."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml

import ansinh

GROUPS = ("a", "b", "c")
FOLDER = Path(ansinh.__file__).parent / "programmes"


@cache
def groups_of(programme: str = "nq68") -> dict[str, str]:
    """Give the group (`a`, `b`, `c`) of each province by GSO code; empty for a programme without groups."""
    return {str(code): group for group, codes in _read(programme).get("groups", {}).items() for code in codes}


@cache
def verified(programme: str = "nq68") -> bool:
    """Say whether somebody compared the groups with the ministry's list."""
    return bool(_read(programme).get("verified", False))


@cache
def _read(programme: str) -> dict[str, Any]:
    path = FOLDER / programme / "measures" / "provinces.yaml"
    return dict(yaml.safe_load(path.read_text(encoding="utf-8"))) if path.exists() else {}
