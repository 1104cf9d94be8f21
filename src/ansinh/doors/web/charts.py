"""Geometry of the charts that the server draws: shares of a width, heights, steps of the map. Templates do the drawing.

Text of bars and columns is HTML, so that it stays readable on a narrow telephone; only the shapes are SVG.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ansinh.doors.web.tiles import COLUMNS, ISLANDS, ROWS, TILES, Islands, Tile

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

STEPS = 4
TILE = 48


@dataclass(frozen=True, slots=True)
class Value:
    """One thing to draw: its label, its size, the size in words, the address of the rows behind it.

    `group` (`a`, `b`, `c`) colours a bar and is written beside it; `short` is the size in at most five letters, for a tile.
    """

    label: str
    value: int
    text: str
    url: str = ""
    group: str = ""
    short: str = ""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A value with its place in the drawing, in percent of the whole."""

    value: Value
    start: float
    share: float

    @property
    def top(self) -> float:
        """Where a column begins, from above."""
        return 100 - self.share


def ranked(values: Sequence[Value]) -> list[Drawn]:
    """Give the values from the largest down, each with its share of the largest; equal ones keep their order."""
    _refuse_negative(values)
    largest = max((value.value for value in values), default=0)
    return [Drawn(value, 0, _percent(value.value, largest)) for value in sorted(values, key=lambda value: -value.value)]


def columns(values: Sequence[Value]) -> list[Drawn]:
    """Give the values in their order as columns of one width: `start` from the left, `share` of the highest."""
    _refuse_negative(values)
    largest = max((value.value for value in values), default=0)
    width = 100 / max(len(values), 1)
    return [Drawn(value, round(place * width, 3), _percent(value.value, largest)) for place, value in enumerate(values)]


def stacked(values: Sequence[Value]) -> list[Drawn]:
    """Give the values as parts of one bar, one after the other; the shares come to 100 unless all are nought."""
    _refuse_negative(values)
    total, before, parts = sum(value.value for value in values), 0, []
    for value in values:
        start = _percent(before, total)
        before += value.value
        parts.append(Drawn(value, start, round(_percent(before, total) - start, 3)))
    return parts


@dataclass(frozen=True, slots=True)
class Strip:
    """One of many on a line from nought to a thousand: the lowest, the quarters and the highest of its like, and itself."""

    marks: list[Value]
    own: Value

    @property
    def places(self) -> list[float]:
        """Where the marks stand, in percent of the line."""
        _refuse_negative(self.marks)
        return [_percent(min(mark.value, 1000), 1000) for mark in self.marks]

    @property
    def own_place(self) -> float:
        """Where it stands itself."""
        _refuse_negative([self.own])
        return _percent(min(self.own.value, 1000), 1000)


@dataclass(frozen=True, slots=True)
class Square:
    """A tile as drawn: its corner, its shade from 0 (nothing) to 4, what it stands for."""

    tile: Tile
    x: int
    y: int
    step: int
    value: Value | None


@dataclass(frozen=True, slots=True)
class TileMap:
    """The whole drawing: squares, archipelagos, the least value of each shade from 1 up."""

    squares: list[Square]
    islands: list[tuple[Islands, int, int]]
    least: list[Value]
    width: int = COLUMNS * TILE
    height: int = ROWS * TILE


def tile_map(values: Mapping[str, Value]) -> TileMap:
    """Shade each province by the quarter its value falls in; nought and unknown have the shade of nothing.

    Raises `KeyError` for a code that is no province of the map: a figure is never left out silently.
    """
    _refuse_negative(values.values())
    return _tiled(values, _quarters([value for value in values.values() if value.value]))


def group_map(values: Mapping[str, Value]) -> TileMap:
    """Place each province with its group, which stands in the value; raises `KeyError` for a code that is no province of the map."""
    return _tiled(values, [])


def _tiled(values: Mapping[str, Value], least: list[Value]) -> TileMap:
    strangers = set(values) - {tile.code for tile in TILES}
    if strangers:
        raise KeyError(*sorted(strangers))
    bounds = [value.value for value in least]
    squares = [Square(tile, tile.column * TILE, tile.row * TILE, _step(values.get(tile.code), bounds), values.get(tile.code)) for tile in TILES]
    return TileMap(squares, [(islands, islands.column * TILE, islands.row * TILE) for islands in ISLANDS], least)


def _step(value: Value | None, bounds: Sequence[int]) -> int:
    return bisect_right(bounds, value.value) if value and value.value else 0


def _quarters(values: Sequence[Value]) -> list[Value]:
    """Give the least value of each quarter; fewer where quarters begin alike."""
    ordered = sorted(values, key=lambda value: value.value)
    starts = [ordered[len(ordered) * quarter // STEPS] for quarter in range(STEPS)] if ordered else []
    return [start for place, start in enumerate(starts) if not place or start.value > starts[place - 1].value]


def _percent(part: int, whole: int) -> float:
    return round(100 * part / whole, 3) if whole else 0.0


def _refuse_negative(values: Iterable[Value]) -> None:
    for value in values:
        if value.value < 0:
            message = f"a chart shows amounts from nought up, not {value.value} ({value.label})"
            raise ValueError(message)
