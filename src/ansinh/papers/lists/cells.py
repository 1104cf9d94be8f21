"""A cell of a sheet: its kinds, and how it reads as text."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TypeAlias

Cell: TypeAlias = str | float | int | bool | date | datetime | time | timedelta
Line: TypeAlias = list[Cell]


def letter(column: int) -> str:
    """Name a column as a spreadsheet does: 0 is A, 26 is AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def is_blank(cell: Cell) -> bool:
    """Tell whether a cell holds nothing a person could see."""
    return cell == "" or (isinstance(cell, str) and not cell.strip(" \t\r\n\u00a0\u200b\ufeff"))


def text_of(cell: Cell) -> str:
    """Write a cell as text: whole numbers without a decimal point, dates as dd/mm/yyyy."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "1" if cell else "0"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e18 else repr(cell)  # noqa: PLR2004 - exact integers only
    if isinstance(cell, (datetime, date)):
        return cell.strftime("%d/%m/%Y")
    return str(cell)
