"""What came person by person, written as one workbook: a sheet a channel, a row a person, as the list reader would have read it."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

import xlsxwriter

from ansinh.papers.lists.told import COLUMNS, MEANINGS, as_written

HEADINGS: Final = {
    "order": "STT", "full_name": "Họ và tên", "date_of_birth": "Ngày, tháng, năm sinh", "sex": "Giới tính", "id_number": "Số CCCD/CMND", "address": "Chỗ ở hiện nay",
    "phone": "Số điện thoại", "si_number": "Số sổ BHXH", "occupation": "Công việc", "group": "Đối tượng (F0/F1)", "period_start": "Từ ngày", "period_end": "Đến ngày",
    "period_days": "Số ngày", "pregnant": "Đang mang thai", "children_under_6": "Số con dưới 6 tuổi", "account_number": "Số tài khoản", "bank_name": "Ngân hàng",
    "amount": "Số tiền hỗ trợ (đồng)", "row_key": "Mã dòng",
}  # fmt: skip
FIRST_ROW: Final = 2
"""The row of the first person, from 1, below the heading."""
LONGEST_NAME: Final = 31
_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def write_gathered(sheets: Mapping[str, Sequence[Mapping[str, Any]]], *, made_at: datetime) -> bytes:
    """Give a workbook of `sheets`: by name (at most 31 letters) the people as told, in order. The same people at the same moment give the same bytes."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, _OPTIONS)
    book.set_properties({"created": made_at.replace(tzinfo=None)})
    bold = book.add_format({"bold": True, "text_wrap": True, "border": 1, "bg_color": "#D9E8EC"})
    for name, people in sheets.items():
        sheet = book.add_worksheet(name[:LONGEST_NAME])
        sheet.freeze_panes(1, 2)
        sheet.set_column(0, len(MEANINGS) - 1, 16)
        for meaning in MEANINGS:
            sheet.write_string(0, COLUMNS[meaning], HEADINGS[meaning], bold)
        for row, told in enumerate(people, FIRST_ROW - 1):
            for meaning, text in as_written(told).items():
                sheet.write_string(row, COLUMNS[meaning], text)
    book.close()
    return out.getvalue()
