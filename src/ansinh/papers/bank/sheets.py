"""Lists by which the post office and the commune's cashier pay: a workbook and a PDF, each with a column for the signature."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

import xlsxwriter

from ansinh.papers.bank.refusal import TransfersRefused
from ansinh.papers.bank.text import plain
from ansinh.papers.letters.parts import MAX_PDF_ROWS, Agency, Person, figures, frame, long_day, summed, support
from ansinh.papers.letters.typesetting import qr_svg, typeset
from ansinh.policy.money import in_words_vi

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime

    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

HEADS = ("TT", "Họ và tên", "Ngày sinh", "Số CCCD/CMND", "Nơi ở", "Mã hồ sơ", "Số tiền (đồng)", "Ký nhận", "Mã lệnh", "Kết quả", "Ngày trả", "Lý do")
"""The last three are filled in by whoever paid: the workbook comes back as the statement. On paper they are left out."""
RESULTS = ("Đã trả", "Không trả được")
_WIDTHS = (6, 28, 12, 16, 44, 17, 16, 22, 36, 16, 14, 30)
_AMOUNT, _SIGNED, _PRINTED, _RESULT, _PAID_ON, _REASON = 6, 7, 8, 9, 10, 11


@dataclass(frozen=True, slots=True)
class PayList:
    """What a list says beside its people. `place_name` is the commune (`phường An Phụ`); `paid_by` the post office or cashier."""

    agency: Agency
    dated: date
    number: str
    decision_number: str
    decided_on: date
    decided_by: str
    policy_name: str
    place_name: str
    paid_by: str
    people: tuple[Person, ...]
    verify_url: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class Sheets:
    """The finished list: `pdf` is None beyond `MAX_PDF_ROWS` people. `name` has no ending."""

    xlsx: bytes
    pdf: bytes | None
    name: str
    count: int
    sum_vnd: int


def write_post_list(paying: PayList, *, at: datetime, expect_vnd: int | None = None) -> Sheets:
    """Make the list by which the post pays. Raises `TransfersRefused` without people, `PaperRefused` when sums disagree."""
    return _made(
        paying,
        "Danh sách chi trả qua bưu điện",
        "buu-dien",
        (("Người lập", ""), ("Bưu điện chi trả", paying.paid_by), ("Thủ trưởng đơn vị", "")),
        at,
        expect_vnd,
    )


def write_cash_list(paying: PayList, *, at: datetime, expect_vnd: int | None = None) -> Sheets:
    """Make the list by which the commune pays in cash. Raises as `write_post_list`."""
    return _made(
        paying,
        "Danh sách chi trả tiền mặt",
        "tien-mat",
        (("Người lập", ""), ("Thủ quỹ", paying.paid_by), ("Đại diện MTTQ giám sát", ""), ("Chủ tịch UBND", "")),
        at,
        expect_vnd,
    )


def _made(paying: PayList, kind: str, name: str, signatures: tuple[tuple[str, str], ...], at: datetime, expect_vnd: int | None) -> Sheets:
    if not paying.people:
        raise TransfersRefused("Danh sách không có người nào.", "The list has nobody on it.")
    total = summed(paying.people, expect_vnd)
    about = f"H{support(paying.policy_name)[1:]} tại {paying.place_name}"
    basis = f"(Theo Quyết định số {paying.decision_number} {long_day(paying.decided_on)} của {paying.decided_by})"
    titles = (kind, about, basis)
    pdf = None
    if len(paying.people) <= MAX_PDF_ROWS:
        data = frame(title=f"{kind} {paying.number}", agency=paying.agency, dated=paying.dated, number=paying.number, code=paying.code) | {
            "kind": kind, "about": about, "basis": basis, "qr": qr_svg(paying.verify_url), "signatures": signatures, "count": figures(len(paying.people)),
            "total": figures(total), "total_words": in_words_vi(total), "rows": [_row(order, person) for order, person in enumerate(paying.people, 1)],
        }  # fmt: skip
        pdf = typeset("paylist", data, at=at)
    return Sheets(_workbook(paying, titles, signatures, total, at), pdf, f"{name}-{plain(paying.number, 40).replace('/', '-')}", len(paying.people), total)


def _row(order: int, person: Person) -> list[str]:
    return [str(order), person.name, person.birth, person.id_number, person.address, person.code, figures(person.amount_vnd)]


def _workbook(paying: PayList, titles: tuple[str, ...], signatures: tuple[tuple[str, str], ...], total: int, at: datetime) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
    )
    book.set_properties({"title": titles[0], "company": plain(paying.agency.name, 100), "created": at.replace(tzinfo=None)})
    styles = {name: book.add_format({"font_name": "Times New Roman", "font_size": 12, **style}) for name, style in _STYLES.items()}
    sheet = book.add_worksheet("Danh sách")
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    first = _head(sheet, styles, paying, titles)
    for order, person in enumerate(paying.people, 1):
        _person(sheet, styles, first + order, order, person)
    last = first + len(paying.people)
    sheet.data_validation(first + 1, _RESULT, last, _RESULT, {"validate": "list", "source": list(RESULTS)})
    sheet.print_area(0, 0, last + 12, _PRINTED)
    _foot(sheet, styles, first + len(paying.people) + 1, signatures, len(paying.people), total)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(first)
    sheet.set_margins(left=0.6, right=0.4, top=0.6, bottom=0.6)
    sheet.set_footer("&L&8" + plain(paying.code, 40).replace("&", "&&") + "&RTrang &P/&N")
    sheet.freeze_panes(first + 1, 2)
    book.close()
    return out.getvalue()


_LINE = {"border": 1, "valign": "vcenter", "text_wrap": True}
_STYLES: dict[str, dict[str, object]] = {
    "bold": {"bold": True, "align": "center"},
    "title": {"bold": True, "align": "center", "font_size": 14},
    "italic": {"italic": True, "align": "center"},
    "words": {"italic": True},
    "head": {"bold": True, "align": "center", "bg_color": "#E7ECF2", **_LINE},
    "text": {"num_format": "@", **_LINE},
    "middle": {"num_format": "@", "align": "center", **_LINE},
    "money": {"num_format": "#,##0", **_LINE},
    "sum": {"bold": True, "align": "center", **_LINE},
    "sum_money": {"bold": True, "num_format": "#,##0", **_LINE},
}


def _head(sheet: Worksheet, styles: dict[str, Format], paying: PayList, titles: tuple[str, ...]) -> int:
    """Write agency, motto and titles; give the row (from 0) of the table's heading."""
    writes: list[tuple[int, int, int, str, str]] = [
        (0, 0, 3, paying.agency.superior.upper(), "italic"), (0, 4, 7, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "bold"),
        (1, 0, 3, paying.agency.name.upper(), "bold"), (1, 4, 7, "Độc lập - Tự do - Hạnh phúc", "bold"),
        (2, 0, 3, f"Số: {paying.number}", "italic"), (2, 4, 7, f"{paying.agency.place}, {long_day(paying.dated)}", "italic"),
        (4, 0, 7, titles[0].upper(), "title"), (5, 0, 7, titles[1], "bold"), (6, 0, 7, titles[2], "italic"),
    ]  # fmt: skip
    for row, first, last, words, style in writes:
        sheet.merge_range(row, first, row, last, plain(words, 300), styles[style])
    heading = 8
    sheet.set_row(heading, 34)
    for column, words in enumerate(HEADS):
        sheet.write_string(heading, column, words, styles["head"])
    return heading


def _person(sheet: Worksheet, styles: dict[str, Format], row: int, order: int, person: Person) -> None:
    sheet.set_row(row, 30)
    text: Callable[[int, str, str], object] = lambda column, words, style: sheet.write_string(row, column, plain(words, 300), styles[style])  # noqa: E731 - one row's pen
    sheet.write_number(row, 0, order, styles["middle"])
    text(1, person.name, "text")
    text(2, person.birth, "middle")
    text(3, person.id_number, "middle")
    text(4, person.address, "text")
    text(5, person.code, "middle")
    sheet.write_number(row, _AMOUNT, person.amount_vnd, styles["money"])
    text(_SIGNED, "", "text")
    text(8, person.transfer_id, "middle")
    for column in (_RESULT, _PAID_ON, _REASON):
        text(column, "", "text")


def _foot(sheet: Worksheet, styles: dict[str, Format], row: int, signatures: tuple[tuple[str, str], ...], count: int, total: int) -> None:
    sheet.merge_range(row, 0, row, _AMOUNT - 1, f"Tổng cộng: {figures(count)} người", styles["sum"])
    sheet.write_number(row, _AMOUNT, total, styles["sum_money"])
    sheet.write_string(row, _SIGNED, "", styles["sum"])
    sheet.write_string(row + 1, 0, f"Bằng chữ: {in_words_vi(total)}.", styles["words"])
    step = 8 // len(signatures)
    for place, (title, name) in enumerate(signatures):
        column = min(place * step + 1, 7)
        sheet.write_string(row + 3, column, title.upper(), styles["bold"])
        sheet.write_string(row + 4, column, "(Ký, ghi rõ họ tên)", styles["italic"])
        if name:
            sheet.write_string(row + 9, column, plain(name, 100), styles["bold"])
