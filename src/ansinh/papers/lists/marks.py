"""What a spreadsheet knows of its cells beside their values: where formulas stand, where no value is, which rows are hidden."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

from ansinh.papers.lists.refusals import refused

Place: TypeAlias = tuple[int, int]
"""A cell: row from 1, column from 0."""
MOST_MARKS = 2_200_000
"""Two formulas in each row of the longest sheet."""
LAST_COLUMN = 702
"""Column ZZ; what stands further right is no list."""


@dataclass(slots=True)
class Marks:
    """The marks of one sheet, each once and in the order of the file."""

    formulas: dict[Place, None] = field(default_factory=dict)
    valueless: dict[Place, None] = field(default_factory=dict)
    """Cells that show an error (`#N/A`), and formulas whose result the file does not keep."""
    hidden: dict[int, None] = field(default_factory=dict)
    """Rows, from 1."""
    hidden_columns: set[int] = field(default_factory=set)
    """Columns, from 0, as far as a list can reach."""

    def hide_columns(self, first: int, last: int) -> None:
        """Remember hidden columns, from `first` to `last`, both from 0."""
        self.hidden_columns.update(range(first, min(last, LAST_COLUMN) + 1))

    def check(self) -> None:
        """Raise `ListRefused` when a sheet has more formulas than any list needs."""
        if len(self.formulas) > MOST_MARKS:
            raise refused("too_large", what=f"{len(self.formulas)} công thức / formulas")
