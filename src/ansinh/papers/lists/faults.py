"""Gives a list back to its clerk with each fault coloured and explained in the cell where it stands."""

from __future__ import annotations

import io
import tempfile
from collections import defaultdict
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.exceptions import OverlappingRange
from xlsxwriter.utility import xl_cell_to_rowcol

from ansinh.papers.lists.problems import Problem
from ansinh.papers.lists.reading import ListReading
from ansinh.papers.lists.sandbox import cells_in_child

LONGEST_NOTE = 1_000
_COLOURS = {"error": "#F9C6C6", "warning": "#FFF2B3"}
_OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}

Place = tuple[int, int]


def mark_faults(original: bytes, reading: ListReading) -> bytes:
    """Give the list as a fresh .xlsx: the same sheets, cells, dates and merged cells; faulty cells coloured, with a comment.

    Errors are red, warnings yellow. Formulas become their values; fonts, borders and widths of the original are not kept.
    Raises `ListRefused` for a file that cannot be opened again.
    """
    marks = _marks(reading)
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, _OPTIONS)
    page = _Page(book)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "list"
        path.write_bytes(original)
        for kind, body in cells_in_child(path):
            if kind == "sheet":
                page.close()
                name, visible, merged = body
                page.open(name, merged, marks.get(name, {}), hidden=not visible)
            elif kind == "lines":
                page.write(body)
    page.close()
    book.close()
    return out.getvalue()


def _marks(reading: ListReading) -> dict[str, dict[Place, list[Problem]]]:
    """Put each problem at a cell of its sheet; one of a row at its first cell, one of a sheet at A1."""
    marks: dict[str, dict[Place, list[Problem]]] = defaultdict(lambda: defaultdict(list))
    for found in reading.problems:
        place = xl_cell_to_rowcol(f"{found.column or 'A'}{found.row or 1}")
        marks[found.sheet][place].append(found)
    return marks


class _Page:
    """The sheet being written."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        """Make the formats of `book`."""
        self.book = book
        self.formats = {
            (fault, day): book.add_format({**({"bg_color": _COLOURS[fault]} if fault else {}), **({"num_format": "dd/mm/yyyy"} if day else {})})
            for fault in (None, *_COLOURS)
            for day in (False, True)
        }
        self.sheet: Any = None
        self.marks: dict[Place, list[Problem]] = {}
        self.row = 0

    def open(self, name: str, merged: list[list[int]], marks: dict[Place, list[Problem]], *, hidden: bool) -> None:
        """Begin a sheet."""
        self.sheet, self.marks, self.row = self.book.add_worksheet(name[:31]), dict(marks), 0
        if hidden:
            self.sheet.hide()
        for top, left, bottom, right in merged:
            if (top, left) != (bottom, right):
                with suppress(OverlappingRange):
                    self.sheet.merge_range(top - 1, left, bottom - 1, right, "")

    def write(self, lines: list[list[Any]]) -> None:
        """Write some lines, each fault beside its cell."""
        for line in lines:
            for column, cell in enumerate(line):
                if cell is not None and cell != "":
                    self._cell(column, cell, self.marks.pop((self.row, column), []))
            self.row += 1

    def _cell(self, column: int, cell: Any, found: list[Problem]) -> None:
        worst = "error" if any(p.severity == "error" for p in found) else "warning" if found else None
        shape = self.formats[worst, isinstance(cell, list)]
        if isinstance(cell, list):
            self.sheet.write_datetime(self.row, column, _day(cell[0]), shape)
        elif isinstance(cell, str):
            self.sheet.write_string(self.row, column, cell, shape)
        elif isinstance(cell, bool):
            self.sheet.write_boolean(self.row, column, cell, shape)
        else:
            self.sheet.write_number(self.row, column, cell, shape)
        if found:
            self._note(self.row, column, found)

    def _note(self, row: int, column: int, found: list[Problem]) -> None:
        words = "\n".join(problem.message["vi"] for problem in found)
        self.sheet.write_comment(row, column, words[:LONGEST_NOTE], {"author": "An Sinh", "x_scale": 2, "y_scale": 1 + len(words) / 200})

    def close(self) -> None:
        """Mark the faulty cells that are blank, and leave the sheet."""
        for (row, column), found in self.marks.items():
            worst = "error" if any(p.severity == "error" for p in found) else "warning"
            self.sheet.write_blank(row, column, None, self.formats[worst, False])
            self._note(row, column, found)
        self.marks = {}


def _day(text: str) -> date | datetime:
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)
