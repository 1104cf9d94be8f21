"""Templates to hand out: one workbook a policy, with its columns, choices and checks, filled in with known people where wanted."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

import xlsxwriter

from ansinh.papers.lists.lawful import CASH_POLICIES
from ansinh.papers.lists.stamp import SHEET, Stamp, cells_of

SPARE_ROWS = 500
"""Blank rows prepared below the people filled in."""
HEAD_ROW = 4
_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_DAYS = ("nq68-04", "nq68-05", "nq68-08", "nq68-09a", "nq68-10")
_INSURED = ("nq68-04", "nq68-05", "nq68-06")
_PRECISION = {"day": "%d/%m/%Y", "month": "%m/%Y", "year": "%Y"}
_SEXES = {"female": "Nữ", "male": "Nam"}


class Column(NamedTuple):
    """A column: its meaning, heading, width, what may be written, and the policies that have it (none: all)."""

    meaning: str
    heading: str
    width: int = 14
    check: str = ""
    policies: tuple[str, ...] = ()


_COLUMNS = (
    Column("order", "STT", 6), Column("full_name", "Họ và tên", 28), Column("date_of_birth", "Ngày, tháng, năm sinh", 16), Column("sex", "Giới tính", 10, "sex"),
    Column("id_number", "Số CCCD/CMND", 16, "id"), Column("address", "Chỗ ở hiện nay", 28), Column("phone", "Số điện thoại", 14),
    Column("si_number", "Số sổ BHXH", 14, "", _INSURED), Column("occupation", "Công việc trước khi mất việc", 22, "", ("nq68-12",)),
    Column("group", "Đối tượng (F0/F1)", 12, "group", ("nq68-08",)), Column("period_start", "Từ ngày", 12, "day", _DAYS), Column("period_end", "Đến ngày", 12, "day", _DAYS),
    Column("period_days", "Số ngày", 9, "count", _DAYS), Column("period_start", "Ngày chấm dứt hợp đồng", 14, "day", ("nq68-06",)),
    Column("pregnant", "Đang mang thai", 10, "mark", _INSURED), Column("children_under_6", "Số con dưới 6 tuổi", 10, "count", _INSURED),
    Column("account_number", "Số tài khoản", 18), Column("bank_name", "Ngân hàng", 18), Column("amount", "Số tiền hỗ trợ (đồng)", 16, "money"), Column("note", "Ghi chú", 20),
    Column("row_key", "Mã dòng", 0),
)  # fmt: skip
_CHECKS: dict[str, dict[str, Any]] = {
    "sex": {"validate": "list", "source": ["Nam", "Nữ"], "error_title": "Giới tính", "error_message": "Chọn Nam hoặc Nữ."},
    "group": {"validate": "list", "source": ["F0", "F1"], "error_title": "Đối tượng", "error_message": "Chọn F0 hoặc F1."},
    "mark": {"validate": "list", "source": ["x"], "error_title": "Đánh dấu", "error_message": "Chọn x hoặc để trống."},
    "count": {"validate": "integer", "criteria": "between", "minimum": 0, "maximum": 400, "error_title": "Số", "error_message": "Ghi bằng chữ số."},
    "money": {"validate": "integer", "criteria": "between", "minimum": 0, "maximum": 10**9, "error_title": "Số tiền", "error_message": "Ghi số đồng, chỉ chữ số."},
    "day": {
        "validate": "date", "criteria": "between", "minimum": date(2020, 1, 1), "maximum": date(2100, 1, 1), "error_type": "warning", "error_title": "Ngày",
        "error_message": "Ghi ngày/tháng/năm.",
    },
}  # fmt: skip


def columns_of(policy: str) -> list[Column]:
    """Give the columns of a policy's template. Raises `LookupError` for a policy that is not filed by a list of people."""
    if policy not in CASH_POLICIES:
        raise LookupError(policy)
    return [column for column in _COLUMNS if not column.policies or policy in column.policies]


def make_template(title: str, stamp: Stamp, signature: str = "") -> bytes:
    """Give the workbook of `stamp.policy`, its first rows the people of `stamp.base`, in that order. `title` names the policy.

    The key of a row stands in a hidden column and the stamp in a hidden sheet, so that what comes back is known row by row.
    """
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, _OPTIONS)
    sheet = book.add_worksheet("Danh sách")
    columns = columns_of(stamp.policy)
    _head(book, sheet, columns, title, stamp)
    text = book.add_format({"num_format": "@"})
    for number, (key, told) in enumerate(stamp.base.items(), 1):
        _fill(sheet, HEAD_ROW + number, columns, {**_written(told), "order": str(number), "row_key": key}, text)
    _check(sheet, columns, HEAD_ROW + len(stamp.base) + SPARE_ROWS)
    hidden = book.add_worksheet(SHEET)
    for row, cell in enumerate(cells_of(stamp, signature)):
        hidden.write_string(row, 0, cell)
    hidden.very_hidden()
    sheet.activate()
    book.close()
    return out.getvalue()


def _head(book: Any, sheet: Any, columns: Sequence[Column], title: str, stamp: Stamp) -> None:
    sheet.write_string(0, 0, f"DANH SÁCH ĐỀ NGHỊ HỖ TRỢ: {title}", book.add_format({"bold": True, "font_size": 13}))
    made = f" Phát ra {stamp.made_at[8:10]}/{stamp.made_at[5:7]}/{stamp.made_at[:4]}." if stamp.made_at else ""
    sheet.write_string(1, 0, f"Mẫu chính sách {stamp.policy}.{made} Sửa dòng có sẵn khi thông tin đã đổi; ghi người mới vào các dòng trống bên dưới.")
    sheet.write_string(2, 0, "Chỉ ghi từ dòng 6 trở xuống. Xóa dòng của người không đề nghị lần này. Không xóa cột ẩn và trang ẩn của mẫu.")
    shape = book.add_format({"bold": True, "text_wrap": True, "valign": "vcenter", "align": "center", "border": 1, "bg_color": "#D9E8EC"})
    text = book.add_format({"num_format": "@"})
    for place, column in enumerate(columns):
        plain = column.check in {"count", "money", "day"} or column.meaning == "order"
        sheet.set_column(place, place, column.width or 12, None if plain else text, {"hidden": not column.width})
        sheet.write_string(HEAD_ROW, place, column.heading, shape)
    sheet.set_row(HEAD_ROW, 34)
    sheet.freeze_panes(HEAD_ROW + 1, 2)
    sheet.repeat_rows(HEAD_ROW)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)


def _fill(sheet: Any, row: int, columns: Sequence[Column], told: Mapping[str, str], text: Any) -> None:
    for place, column in enumerate(columns):
        if told.get(column.meaning):
            sheet.write_string(row, place, told[column.meaning], text)


def _written(told: Mapping[str, Any]) -> dict[str, str]:
    """Write what is known as a clerk would."""
    texts = {name: str(value) for name, value in told.items() if value}
    if told.get("date_of_birth"):
        texts["date_of_birth"] = f"{date.fromisoformat(told['date_of_birth']):{_PRECISION.get(told.get('birth_precision') or 'day', '%d/%m/%Y')}}"
    return {**texts, "sex": _SEXES.get(told.get("sex") or "", "")}


def _check(sheet: Any, columns: Sequence[Column], last: int) -> None:
    first = HEAD_ROW + 1
    for place, column in enumerate(columns):
        check = _CHECKS.get(column.check)
        if column.check == "id":
            cell = f"{chr(65 + place)}{first + 1}"
            valid = f"=AND(ISNUMBER(--{cell}),OR(LEN({cell})=12,LEN({cell})=9),COUNTIF(${chr(65 + place)}${first + 1}:${chr(65 + place)}${last + 1},{cell})=1)"
            check = {
                "validate": "custom",
                "value": valid,
                "error_type": "warning",
                "error_title": "Số giấy tờ",
                "error_message": "12 số (CCCD) hoặc 9 số (CMND), mỗi người một dòng.",
            }
        if check:
            sheet.data_validation(first, place, last, place, check)
