"""A sheet as cells: the workbook opened, its sheets walked row by row, whatever the format; every text in Unicode."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import python_calamine as calamine

from ansinh.papers.lists.cells import Cell, Line, is_blank, letter, text_of
from ansinh.papers.lists.old_fonts import Writings
from ansinh.papers.lists.text_files import look_at, read_lines

__all__ = ["Cell", "Grid", "Line", "is_blank", "letter", "open_grids", "text_of"]


@dataclass(slots=True)
class Grid:
    """One sheet. `merged` holds (top, left, bottom, right), rows from 1 and columns from 0, all inclusive."""

    name: str
    visible: bool
    lines: Iterator[Line]
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    typed: bool = True
    """False when the file keeps no types (CSV): then no cell is a number cell."""
    height: int = 0
    """How many lines it has, about."""
    encoding: str = ""
    """Of a text file; a workbook has none."""
    writings: Writings = field(default_factory=Writings)
    """What was put into Unicode; complete when `lines` has been walked."""

    def __post_init__(self) -> None:
        """Put the cells of old fonts into Unicode as the lines are walked."""
        self.lines = self.writings.unified(self.lines)


def open_grids(path: Path) -> Iterator[Grid]:
    """Walk the sheets of a workbook or CSV file that has passed `safety.inspect`, one open at a time."""
    with path.open("rb") as file:
        head = file.read(8)
    if head[:4] in {b"PK\x03\x04", b"\xd0\xcf\x11\xe0"}:
        yield from _workbook(path)
    else:
        yield _text(path)


def _workbook(path: Path) -> Iterator[Grid]:
    book = calamine.CalamineWorkbook.from_path(str(path))
    for index, about in enumerate(book.sheets_metadata):
        if about.typ != calamine.SheetTypeEnum.WorkSheet:
            yield Grid(about.name, visible=False, lines=iter(()))
            continue
        sheet = book.get_sheet_by_index(index)
        merged = [(top + 1, left, bottom + 1, right) for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()]
        visible = about.visible == calamine.SheetVisibleEnum.Visible
        yield Grid(about.name, visible, _shifted(sheet), merged, height=sheet.total_height)


def _shifted(sheet: calamine.CalamineSheet) -> Iterator[Line]:
    """Give every line from column A on, which the library leaves out when A is empty."""
    left = sheet.start[1] if sheet.start else 0
    if not left:
        yield from sheet.iter_rows()
        return
    empty: Line = [""] * left
    for line in sheet.iter_rows():
        yield empty + line


def _text(path: Path) -> Grid:
    text = look_at(path)
    return Grid(path.stem, visible=True, lines=read_lines(path, text.encoding), typed=False, height=text.lines, encoding=text.encoding)
