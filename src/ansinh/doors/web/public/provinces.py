"""The 63 provinces as a choice, in the order of the alphabet people know."""

from __future__ import annotations

from functools import cache

from ansinh.doors.web.tiles import TILES
from ansinh.policy.names import fold


@cache
def provinces() -> list[tuple[str, str]]:
    """Give code and name of every province, sorted by name."""
    return sorted(((tile.code, tile.name) for tile in TILES), key=lambda province: fold(province[1]))
