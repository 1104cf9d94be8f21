"""A row that was handed out comes back: what the clerk changed, what the office changed meanwhile, and where both did."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ansinh.papers.lists.stamp import KEPT


@dataclass
class Merged:
    """A row after the merge: the values to take, and by field what happened. Each change holds what was handed out, what came back, what is known now."""

    values: dict[str, Any] = field(default_factory=dict)
    changed: list[str] = field(default_factory=list)
    meanwhile: list[str] = field(default_factory=list)
    conflicts: list[str] = field(default_factory=list)


def merge(base: Mapping[str, Any], returned: Mapping[str, Any], now: Mapping[str, Any]) -> Merged:
    """Merge field by field: who alone changed something is followed; where both changed it differently the row keeps what came back, for people to decide."""
    merged = Merged()
    for name in KEPT:
        was, came, known = (_told(row.get(name)) for row in (base, returned, now))
        if came != was and known not in {was, came}:
            merged.conflicts.append(name)
        elif came not in {was, known}:
            merged.changed.append(name)
        elif came == was != known:
            merged.meanwhile.append(name)
            merged.values[name] = now.get(name)
    return merged


def _told(value: Any) -> str:
    return "" if value is None else str(value)
