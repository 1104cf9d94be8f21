"""Tools to write lists by hand, cell by cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

import xlsxwriter

from ansinh.papers.lists.reading import ListReading

TODAY = date(2021, 8, 10)
Cells = Sequence[Any]


@dataclass(frozen=True)
class Formula:
    """A formula with the result the file keeps."""

    text: str
    result: Any = 0


@dataclass
class Sheet:
    """A sheet to be written: rows of cells from A1 on, merged ranges such as "C5:D5", hidden or not."""

    rows: Sequence[Cells]
    name: str = "DS"
    merged: Sequence[str] = field(default_factory=tuple)
    hidden: bool = False


def write(path: Path, *sheets: Sheet) -> Path:
    """Write sheets as .xlsx."""
    book = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False})
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    for sheet in sheets:
        page = book.add_worksheet(sheet.name)
        for merged in sheet.merged:
            page.merge_range(merged, "")
        for row, cells in enumerate(sheet.rows):
            for column, cell in enumerate(cells):
                if isinstance(cell, Formula):
                    page.write_formula(row, column, cell.text, value=cell.result)
                elif isinstance(cell, (date, datetime)):
                    page.write_datetime(row, column, cell, day)
                elif cell is not None and cell != "":
                    page.write(row, column, cell)
        if sheet.hidden:
            page.hide()
    book.close()
    return path


def filled(rows: Sequence[Cells]) -> list[int]:
    """Number the rows that hold something."""
    return [n for n, cells in enumerate(rows, 1) if any(c is not None and str(c).strip() for c in cells)]


def accounted(reading: ListReading, sheet: str) -> list[int]:
    """Number the rows that are a person or skipped, each once."""
    return sorted([row.row for row in reading.rows if row.sheet == sheet] + [line.row for line in reading.skipped if line.sheet == sheet])
