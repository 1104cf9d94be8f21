"""Lists made to be hard, each fault named, with what a reader must say of them: rows, problems and skipped lines, all exact."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import xlsxwriter
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P
from openpyxl.comments import Comment

from papers.lists.handmade import Sheet, write

Cells = Sequence[Any]


@dataclass(frozen=True)
class Somebody:
    """What the reader should say of one row."""

    full_name: str | None
    id_number: str | None
    born: date | None = None
    precision: str = "none"
    amount: int | None = None
    address: str | None = None


HOA = Somebody("Nguyễn Thị Hoa", "030187001234", date(1987, 3, 5), "day", 1_500_000, "Thôn Đoài")
NAM = Somebody("Trần Văn Nam", "001079004321", date(1979, 11, 12), "day", 1_500_000, "Xóm 3")
LAN = Somebody("Lê Thị Lan", "030190001111", date(1990, 7, 1), "day", 1_500_000, "Khu 5")
ALL = (HOA, NAM, LAN)

HEAD = ["STT", "Họ và tên", "Ngày sinh", "Số CCCD", "Địa chỉ", "Số tiền"]


def cells(who: Somebody, order: int = 1) -> list[Any]:
    """Write somebody under `HEAD`."""
    assert who.born is not None
    return [order, who.full_name, f"{who.born:%d/%m/%Y}", who.id_number, who.address, who.amount]


TABLE = [HEAD, *(cells(who, n) for n, who in enumerate(ALL, 1))]


@dataclass(frozen=True)
class Nasty:
    """One list: its fault, how it is written into a folder, and the truth. Rows and lines are keyed by sheet and row."""

    fault: str
    make: Callable[[Path], Path]
    rows: dict[tuple[str, int], Somebody]
    skipped: dict[tuple[str, int], str]
    problems: list[tuple[int | None, str]] = field(default_factory=list)


def xlsx(
    fault: str, rows: Sequence[Cells], people: dict[int, Somebody], skipped: dict[int, str], *problems: tuple[int | None, str], merged: Sequence[str] = ()
) -> Nasty:
    """Make a list of one sheet `DS`, written as .xlsx."""
    return Nasty(
        fault,
        lambda folder: write(folder / "a.xlsx", Sheet(rows, merged=merged)),
        {("DS", row): who for row, who in people.items()},
        {("DS", row): why for row, why in skipped.items()},
        list(problems),
    )


def made(
    fault: str, make: Callable[[Path], Path], people: dict[int, Somebody], skipped: dict[int, str], *problems: tuple[int | None, str], sheet: str = "DS"
) -> Nasty:
    """Make a list written by `make`."""
    return Nasty(fault, make, {(sheet, row): who for row, who in people.items()}, {(sheet, row): why for row, why in skipped.items()}, list(problems))


def bare(who: Somebody, **more: Any) -> Somebody:
    """Give somebody of whom a list tells less."""
    return replace(who, **more)


def text_file(data: str | bytes, encoding: str = "utf-8") -> Callable[[Path], Path]:
    """Write a text file."""

    def make(folder: Path) -> Path:
        path = folder / "DS.csv"
        path.write_bytes(data if isinstance(data, bytes) else data.encode(encoding))
        return path

    return make


def csv_of(rows: Sequence[Cells], delimiter: str = ";") -> str:
    """Write rows as text parted by `delimiter`, quoted where needed."""
    quoted = [[f'"{cell}"' if any(mark in str(cell) for mark in (delimiter, "\n")) else str("" if cell is None else cell) for cell in row] for row in rows]
    return "\r\n".join(delimiter.join(row) for row in quoted) + "\r\n"


def openpyxl_file(change: Callable[[Any], None], rows: Sequence[Cells] = TABLE) -> Callable[[Path], Path]:
    """Write rows, then let `change` do what it likes with the sheet."""

    def make(folder: Path) -> Path:
        book = openpyxl.Workbook()
        page = book.active
        page.title = "DS"
        for row in rows:
            page.append(list(row))
        change(page)
        book.save(folder / "a.xlsx")
        return folder / "a.xlsx"

    return make


def xls_file(rows: Sequence[Cells], *, hidden: Sequence[int] = (), hidden_columns: Sequence[int] = ()) -> Callable[[Path], Path]:
    """Write an old workbook; dates are true dates."""

    def make(folder: Path) -> Path:
        book = xlwt.Workbook()
        page = book.add_sheet("DS")
        day = xlwt.easyxf(num_format_str="DD/MM/YYYY")
        for row, line in enumerate(rows):
            for column, cell in enumerate(line):
                if isinstance(cell, date):
                    page.write(row, column, cell, day)
                elif cell not in {None, ""}:
                    page.write(row, column, cell)
            if row + 1 in hidden:
                page.row(row).hidden = True
        for column in hidden_columns:
            page.col(column).hidden = True
        book.save(str(folder / "a.xls"))
        return folder / "a.xls"

    return make


def ods_file(rows: Sequence[Cells], *, hidden: Sequence[int] = (), blank_before: int = 0) -> Callable[[Path], Path]:
    """Write an OpenDocument sheet, its blank rows and cells as repeats."""

    def make(folder: Path) -> Path:
        document = OpenDocumentSpreadsheet()
        table = Table(name="DS")
        if blank_before:
            gap = TableRow(numberrowsrepeated=blank_before)
            gap.addElement(TableCell(numbercolumnsrepeated=16_384))
            table.addElement(gap)
        for number, line in enumerate(rows, blank_before + 1):
            row = TableRow(visibility="collapse") if number in hidden else TableRow()
            for cell in line:
                row.addElement(_ods_cell(cell))
            table.addElement(row)
        document.spreadsheet.addElement(table)
        document.save(str(folder / "a.ods"))
        return folder / "a.ods"

    return make


def _ods_cell(cell: Any) -> TableCell:
    if cell is None or cell == "":
        return TableCell()
    if isinstance(cell, (int, float)):
        return TableCell(valuetype="float", value=str(cell))
    if isinstance(cell, date):
        return TableCell(valuetype="date", datevalue=cell.isoformat())
    written = TableCell(valuetype="string")
    for part in str(cell).split("\n"):
        written.addElement(P(text=part))
    return written


def xlsxwriter_file(change: Callable[[Any, Any], None], rows: Sequence[Cells] = TABLE) -> Callable[[Path], Path]:
    """Write rows, then let `change` do what it likes with book and sheet."""

    def make(folder: Path) -> Path:
        book = xlsxwriter.Workbook(str(folder / "a.xlsx"))
        page = book.add_worksheet("DS")
        for number, row in enumerate(rows):
            page.write_row(number, 0, row)
        change(book, page)
        book.close()
        return folder / "a.xlsx"

    return make


def commented(page: Any) -> None:
    """Put a comment on a name and one on an empty cell below the table."""
    page["B2"].comment = Comment("Đã chuyển đi?", "kế toán")
    page["H40"].comment = Comment("Tổng cộng 99 người", "kế toán")
