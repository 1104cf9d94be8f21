"""A table to take away, for a spreadsheet: as workbook or as text, no cell of which is run as a formula."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

import xlsxwriter
from django.http import Http404, HttpResponse

if TYPE_CHECKING:
    from collections.abc import Sequence

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
KINDS = ("xlsx", "csv")
NARROW, WIDE, OTHER = 11, 38, 17


def taken_away(kind: str, name: str, lines: Sequence[Sequence[Any]], stamp: str, *, names_from: int = 2) -> HttpResponse:
    """Give lines, the first of them the heads, as xlsx or csv; `stamp` stands below them. Columns before `names_from` are narrow, that one is wide.

    Any other kind is not there.
    """
    if kind not in KINDS:
        raise Http404
    content = _workbook(lines, stamp, names_from) if kind == "xlsx" else _text(lines, stamp)
    response = HttpResponse(content, content_type=XLSX if kind == "xlsx" else "text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return response


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


def _text(lines: Sequence[Sequence[Any]], stamp: str) -> str:
    """Write with a mark of order, so that Excel reads the letters."""
    out = io.StringIO()
    out.write("\ufeff")
    csv.writer(out).writerows([*lines, [], [stamp]])
    return out.getvalue()
