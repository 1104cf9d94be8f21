"""A sheet as cells: the workbook opened, its sheets walked row by row, whatever the format."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TypeAlias

import python_calamine as calamine

Cell: TypeAlias = str | float | int | bool | date | datetime | time | timedelta
Line: TypeAlias = list[Cell]


@dataclass(slots=True)
class Grid:
    """One sheet. `merged` holds (top, left, bottom, right), rows from 1 and columns from 0, all inclusive."""

    name: str
    visible: bool
    lines: Iterator[Line]
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    typed: bool = True
    """False when the file keeps no types (CSV): then no cell is a number cell."""


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
        yield Grid(about.name, visible, _shifted(sheet), merged)


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
    text = _decoded(path.read_bytes())
    sample = "\n".join(text.splitlines()[:50])
    delimiter = max(",;\t|", key=sample.count)
    lines: Iterator[Line] = ([_unwrapped(cell) for cell in line] for line in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    return Grid(path.stem, visible=True, lines=lines, typed=False)


def _unwrapped(cell: str) -> str:
    """Take the text out of `="0123"`, which people write so that a spreadsheet keeps the zero."""
    return cell[2:-1] if cell.startswith('="') and cell.endswith('"') else cell


def _decoded(data: bytes) -> str:
    """Decode a text file: UTF-16 with its mark, UTF-8, else the Vietnamese Windows code page."""
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1258", errors="replace")
