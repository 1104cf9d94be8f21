"""A table to take away, for a spreadsheet: as workbook or as text, no cell of which is run as a formula."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

import xlsxwriter
from django.http import Http404, HttpResponse

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
KINDS = ("xlsx", "csv")
RUN_AS_FORMULA = ("=", "+", "-", "@", "\t", "\r")
NARROW, WIDE, OTHER = 11, 38, 17


def taken_away(kind: str, name: str, lines: Sequence[Sequence[Any]], stamp: str, *, names_from: int = 2) -> HttpResponse:
    """Give lines, the first of them the heads, as xlsx or csv; `stamp` stands below them. Columns before `names_from` are narrow, that one is wide.

    Any other kind is not there.
    """
    if kind not in KINDS:
        raise Http404
    if kind == "csv":
        return csv_of(name, [*lines, [], [stamp]])
    response = HttpResponse(_workbook(lines, stamp, names_from), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return response


def csv_of(name: str, lines: Iterable[Iterable[Any]]) -> HttpResponse:
    """Give lines as a file `name`.csv, as `as_text` writes them."""
    response = HttpResponse(as_text(lines), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def as_text(lines: Iterable[Iterable[Any]]) -> str:
    """Write lines as CSV with a mark of order, so that Excel reads the letters; a text that a spreadsheet would run stays a text."""
    out = io.StringIO()
    out.write("\ufeff")
    csv.writer(out).writerows([f"'{cell}" if isinstance(cell, str) and cell.startswith(RUN_AS_FORMULA) else cell for cell in line] for line in lines)
    return out.getvalue()


def _workbook(lines: Sequence[Sequence[Any]], stamp: str, names_from: int) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet()
    head, figure = book.add_format({"bold": True, "bg_color": "#d9e8ec", "text_wrap": True}), book.add_format({"num_format": "#,##0"})
    sheet.freeze_panes(1, names_from + 1)
    sheet.set_column(0, names_from, NARROW)
    sheet.set_column(names_from, names_from, WIDE)
    sheet.set_column(names_from + 1, len(lines[0]), OTHER)
    for place, line in enumerate(lines):
        for column, value in enumerate(line):
            if isinstance(value, int):
                sheet.write_number(place, column, value, figure)
            else:
                sheet.write_string(place, column, str(value), head if not place else None)
    sheet.write_string(len(lines) + 1, 0, stamp)
    book.close()
    return out.getvalue()
