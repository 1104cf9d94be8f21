"""Gives a list back to its clerk with each fault coloured and explained in the cell where it stands."""

from __future__ import annotations

import io
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any, NamedTuple

import xlsxwriter
from xlsxwriter.exceptions import OverlappingRange
from xlsxwriter.utility import xl_cell_to_rowcol

from ansinh.papers.lists.problems import Problem
from ansinh.papers.lists.sandbox import cells_in_child

LONGEST_NOTE = 1_000
LARGE = 20_000
"""Rows from which a workbook is written row by row: merged cells are then not kept."""
_COLOURS = {"error": "#F9C6C6", "warning": "#FFF2B3", "corrected": "#CDEBD0"}
_OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
_CORRECTED = {"vi": "Đã sửa từ “{before}”.", "en": "Corrected from “{before}”."}

Place = tuple[int, int]


class Correction(NamedTuple):
    """A cell that was put right since the list was read: its sheet, row (from 1) and column letter, what it said and what it says now."""

    sheet: str
    row: int
    column: str
    before: str
    now: str


@dataclass
class _Mark:
    """What is said of one cell."""

    tone: str = ""
    words: list[str] = field(default_factory=list)
    now: str | None = None


def mark_faults(original: bytes, problems: Iterable[Problem], corrections: Iterable[Correction] = (), *, language: str = "vi", rows: int = 0) -> bytes:
    """Give the list as a fresh .xlsx: the same sheets, cells, dates and merged cells; faulty cells coloured, with a comment in each.

    Errors are red, warnings yellow; corrected cells are green and say what they now say. Formulas become their values, text of
    old fonts becomes Unicode; fonts, borders and widths of the original are not kept. `rows` is how many the list has, where known.
    Raises `ListRefused` for a file that cannot be opened again.
    """
    marks = _marks(problems, corrections, language)
    out = io.BytesIO()
    large = rows > LARGE
    book = xlsxwriter.Workbook(out, {**_OPTIONS, "constant_memory": large, "in_memory": not large})
    page = _Page(book)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "list"
        path.write_bytes(original)
        for kind, body in cells_in_child(path):
            if kind == "sheet":
                page.close()
                name, visible, merged = body
                page.open(name, [] if large else merged, marks.get(name, {}), hidden=not visible)
            elif kind == "lines":
                page.write(body)
    page.close()
    book.close()
    return out.getvalue()


def _marks(problems: Iterable[Problem], corrections: Iterable[Correction], language: str) -> dict[str, dict[Place, _Mark]]:
    """Put each problem at a cell of its sheet; one of a row at its first cell, one of a sheet at A1."""
    marks: dict[str, dict[Place, _Mark]] = defaultdict(lambda: defaultdict(_Mark))
    for done in corrections:
        mark = marks[done.sheet][xl_cell_to_rowcol(f"{done.column}{done.row}")]
        mark.tone, mark.now = "corrected", done.now
        mark.words.append(_CORRECTED[language].format(before=done.before or "–"))
    for found in problems:
        mark = marks[found.sheet][xl_cell_to_rowcol(f"{found.column or 'A'}{found.row or 1}")]
        mark.tone = "error" if "error" in {mark.tone, found.severity} else mark.tone or found.severity
        mark.words.append(found.message[language])
    return marks


class _Page:
    """The sheet being written."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        """Make the formats of `book`."""
        self.book = book
        self.formats = {
            (tone, day): book.add_format({**({"bg_color": _COLOURS[tone]} if tone else {}), **({"num_format": "dd/mm/yyyy"} if day else {})})
            for tone in ("", *_COLOURS)
            for day in (False, True)
        }
        self.sheet: Any = None
        self.marks: dict[int, dict[int, _Mark]] = {}
        self.row = 0

    def open(self, name: str, merged: list[list[int]], marks: Mapping[Place, _Mark], *, hidden: bool) -> None:
        """Begin a sheet."""
        self.sheet, self.row, self.marks = self.book.add_worksheet(name[:31]), 0, defaultdict(dict)
        for (row, column), mark in marks.items():
            self.marks[row][column] = mark
        if hidden:
            self.sheet.hide()
        for top, left, bottom, right in merged:
            if (top, left) != (bottom, right):
                with suppress(OverlappingRange):
                    self.sheet.merge_range(top - 1, left, bottom - 1, right, "")

    def write(self, lines: list[list[Any]]) -> None:
        """Write some lines, each mark with its cell."""
        for line in lines:
            marks = self.marks.pop(self.row, {})
            for column, cell in enumerate(line):
                if cell is not None and cell != "":
                    self._cell(column, cell, marks.pop(column, None))
            self._blank(marks)
            self.row += 1

    def _cell(self, column: int, cell: Any, mark: _Mark | None) -> None:
        if mark and mark.now is not None:
            cell = mark.now
        shape = self.formats[mark.tone if mark else "", isinstance(cell, list)]
        if isinstance(cell, list):
            self.sheet.write_datetime(self.row, column, _day(cell[0]), shape)
        elif isinstance(cell, str):
            self.sheet.write_string(self.row, column, cell, shape)
        elif isinstance(cell, bool):
            self.sheet.write_boolean(self.row, column, cell, shape)
        else:
            self.sheet.write_number(self.row, column, cell, shape)
        if mark:
            self._note(column, mark)

    def _blank(self, marks: Mapping[int, _Mark]) -> None:
        """Mark cells of the row that hold nothing."""
        for column, mark in sorted(marks.items()):
            if mark.now:
                self.sheet.write_string(self.row, column, mark.now, self.formats[mark.tone, False])
            else:
                self.sheet.write_blank(self.row, column, None, self.formats[mark.tone, False])
            self._note(column, mark)

    def _note(self, column: int, mark: _Mark) -> None:
        words = "\n".join(mark.words)
        self.sheet.write_comment(self.row, column, words[:LONGEST_NOTE], {"author": "An Sinh", "x_scale": 2, "y_scale": 1 + len(words) / 200})

    def close(self) -> None:
        """Mark what lies below the last line, and leave the sheet."""
        for row, marks in sorted(self.marks.items()):
            self.row = row
            self._blank(marks)
        self.marks = {}


def _day(text: str) -> date | datetime:
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)
