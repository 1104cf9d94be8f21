"""Letters as a table to take away."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import xlsxwriter
from django.http import HttpResponse
from django.utils import timezone

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_EXPORTED = 20_000


def workbook(name: str, head: Sequence[str], rows: Iterable[Sequence[str]]) -> HttpResponse:
    """Give rows of texts as a workbook, no cell of which is run as a formula; `name` and the minute name the file."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, head, book.add_format({"bold": True, "bg_color": "#d9e8ec"}))
    sheet.freeze_panes(1, 1)
    sheet.set_column(0, len(head), 24)
    for line, row in enumerate(rows, 1):
        for column, text in enumerate(row):
            sheet.write_string(line, column, text)
    book.close()
    response = HttpResponse(out.getvalue(), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{name}-{timezone.localtime():%Y%m%d-%H%M}.xlsx"'
    return response
