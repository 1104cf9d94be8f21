"""The list as read, as a workbook to hand back: each fault marked in its cell and said beside its row."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import xlsxwriter
from django.utils.translation import get_language, gettext

from ansinh.delivery.cases.recheck import FIELDS, as_typed
from ansinh.doors.web.lists.forms import LABELS
from ansinh.doors.web.lists.shown import OF_CODE, OF_PREFIX

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ansinh.delivery.cases.models import Upload, UploadRow

NARROW, WIDE, WIDEST = 12, 24, 90
WIDTHS = {"full_name": WIDE, "address": WIDE, "id_number": 16}


def marked(rows: Iterable[UploadRow], upload: Upload) -> bytes:
    """Write the rows, one a line; cells with a fault are red, with a note yellow. Every cell is text, so nothing is lost or run."""
    language = "en" if (get_language() or "vi").startswith("en") else "vi"
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False})
    head = book.add_format({"bold": True, "bg_color": "#d9e8ec", "border": 1, "text_wrap": True})
    tones = {"error": book.add_format({"bg_color": "#f9d6d2", "num_format": "@"}), "warning": book.add_format({"bg_color": "#fff1c2", "num_format": "@"})}
    plain = book.add_format({"num_format": "@"})
    sheet = book.add_worksheet(gettext("Danh sách đánh dấu lỗi")[:31])
    _widths(sheet)
    names = [gettext("Trang"), gettext("Dòng"), *(str(LABELS[name]) for name in FIELDS), gettext("Tình trạng"), gettext("Cần làm gì")]
    for column, name in enumerate(names):
        sheet.write_string(0, column, name, head)
    sheet.freeze_panes(1, 3)
    for line, row in enumerate(rows, 1):
        _write(sheet, line, row, language, tones, plain)
    book.set_properties({"title": upload.file.name})
    book.close()
    return out.getvalue()


def _widths(sheet: Any) -> None:
    for column, name in enumerate(FIELDS, 2):
        sheet.set_column(column, column, WIDTHS.get(name, NARROW))
    sheet.set_column(len(FIELDS) + 2, len(FIELDS) + 2, NARROW)
    sheet.set_column(len(FIELDS) + 3, len(FIELDS) + 3, WIDEST)


def _write(sheet: Any, line: int, row: UploadRow, language: str, tones: dict[str, Any], plain: Any) -> None:
    wrong: dict[str, str] = {}
    for problem in row.problems:
        name = OF_CODE.get(problem["code"]) or OF_PREFIX.get(problem["code"].split("_")[0], "")
        if wrong.get(name) != "error":
            wrong[name] = problem["severity"]
    sheet.write_string(line, 0, row.sheet, plain)
    sheet.write_number(line, 1, row.row)
    typed = as_typed(row.data)
    for column, name in enumerate(FIELDS, 2):
        sheet.write_string(line, column, typed[name], tones.get(wrong.get(name, ""), plain))
    sheet.write_string(line, len(FIELDS) + 2, str(row.get_state_display()), plain)
    said = [problem["message"][language] for problem in row.problems] + ([row.reason] if row.reason else [])
    sheet.write_string(line, len(FIELDS) + 3, " ".join(said), plain)
