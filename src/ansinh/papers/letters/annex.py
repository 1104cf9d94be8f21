"""The annex of a decision too long for paper: the list as a workbook that the decision names with its fingerprint."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import xlsxwriter

from ansinh.papers.bank.text import plain

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from ansinh.papers.letters.parts import Person

HEADS = ("TT", "Họ và tên", "Ngày sinh", "Số CCCD/CMND", "Nơi ở", "Số tiền (đồng)", "Hình thức nhận, ghi chú", "Mã hồ sơ")
_WIDTHS = (8, 30, 12, 16, 46, 16, 34, 18)


def annex_workbook(people: Sequence[Person], *, titles: Sequence[str], at: datetime) -> bytes:
    """Write the list with its titles and its total in đồng; the same list and time give the same bytes."""
    out = io.BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(out, options)
    book.set_properties({"title": plain(titles[0], 200), "created": at.replace(tzinfo=None)})
    bold, money = book.add_format({"bold": True}), book.add_format({"num_format": "#,##0"})
    sheet = book.add_worksheet("Phụ lục")
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    for row, title in enumerate(titles):
        sheet.write_string(row, 0, plain(title, 500), bold)
    first = len(titles) + 1
    for column, head in enumerate(HEADS):
        sheet.write_string(first, column, head, bold)
    sheet.freeze_panes(first + 1, 2)
    for order, person in enumerate(people, 1):
        row = first + order
        sheet.write_number(row, 0, order)
        for column, words in ((1, person.name), (2, person.birth), (3, person.id_number), (4, person.address), (6, person.note), (7, person.code)):
            sheet.write_string(row, column, plain(words, 300))
        sheet.write_number(row, 5, person.amount_vnd, money)
    sheet.write_string(first + len(people) + 1, 1, "Tổng cộng", bold)
    sheet.write_number(first + len(people) + 1, 5, sum(person.amount_vnd for person in people), money)
    book.close()
    return out.getvalue()
