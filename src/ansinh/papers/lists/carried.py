"""Cells merged downwards: what stands in the first row of such a cell holds for the rows below it."""

from __future__ import annotations

from ansinh.papers.lists.grid import Cell, Grid, Line, is_blank

MOST_CARRIED = 200_000
"""Rows under merged cells; beyond that cells are taken as they stand."""


class Carried:
    """The cells of one sheet that are merged downwards."""

    def __init__(self, grid: Grid) -> None:
        """Note the rows that each merged cell of `grid` covers."""
        self.tops: dict[int, list[tuple[int, int]]] = {}
        self.values: dict[tuple[int, int], Cell] = {}
        carried = 0
        for top, left, bottom, _ in grid.merged:
            carried += bottom - top
            if bottom > top and carried <= MOST_CARRIED:
                for row in range(top, bottom + 1):
                    self.tops.setdefault(row, []).append((left, top))

    def fill(self, number: int, line: Line, alone: set[int]) -> Line:
        """Give the line with the cells that are carried down to it filled, but for the columns `alone` (money, order)."""
        spans = self.tops.get(number)
        if not spans:
            return line
        line = list(line)
        for column, top in spans:
            if column >= len(line) or column in alone:
                continue
            if top == number:
                self.values[column, top] = line[column]
            elif is_blank(line[column]):
                line[column] = self.values.get((column, top), "")
        return line

    def top_of(self, number: int, column: int) -> int | None:
        """Give the first row of the merged cell that covers this one from above, None when there is none."""
        return next((top for left, top in self.tops.get(number, ()) if left == column and top < number), None)
