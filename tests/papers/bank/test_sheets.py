"""The lists of the post and of the cashier carry every person, a place to sign, and a total that was checked."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, date, datetime

import openpyxl
import pypdf
import pytest

from ansinh.papers.bank.refusal import PaperRefused, TransfersRefused
from ansinh.papers.bank.sheets import PayList, write_cash_list, write_post_list
from ansinh.papers.bank.statements import StatementRefused, read_statement
from ansinh.papers.letters.parts import Agency, Person

AT = datetime(2021, 8, 11, 8, tzinfo=UTC)
NAMES = ("Nguyễn Thị Hoà", "=cmd|' /C calc'!A0", "@SUM(A1)", "http://x.vn", "Hoa\x00\u202eLê")
PAYING = PayList(
    Agency("Ủy ban nhân dân phường An Lưu", "An Lưu"), date(2021, 8, 11), "07/DS-UBND", "12/QĐ-UBND", date(2021, 8, 10), "Chủ tịch UBND thị xã Kinh Môn",
    "Lao động tự do", "phường An Lưu", "Trần Thị Thủy",
    tuple(Person(name, "1987", f"0{n}0187001234", "Cổ Tân", 1_500_000, "", f"HD-{n}", f"{n:032x}") for n, name in enumerate(NAMES)), "https://example.vn/v", "DS-1",
)  # fmt: skip


def test_the_workbook_keeps_leading_zeros_and_runs_nothing() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(write_cash_list(PAYING, at=AT).xlsx)).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    heading = next(number for number, row in enumerate(rows) if row[0] == "TT")
    assert rows[heading][7] == "Ký nhận"
    assert [row[1] for row in rows[heading + 1 : heading + 6]] == ["Nguyễn Thị Hoà", "=cmd|' /C calc'!A0", "@SUM(A1)", "http://x.vn", "HoaLê"]
    assert rows[heading + 1][3] == "000187001234"
    assert rows[heading + 1][8] == "0" * 32
    assert (rows[heading + 6][0], rows[heading + 6][6]) == ("Tổng cộng: 5 người", 7_500_000)
    assert rows[heading + 7][0] == "Bằng chữ: Bảy triệu năm trăm nghìn đồng."
    assert all(cell.data_type != "f" and cell.hyperlink is None for row in sheet.iter_rows() for cell in row)


def test_the_pdf_has_motto_basis_people_and_places_to_sign() -> None:
    made = write_post_list(PAYING, at=AT, expect_vnd=7_500_000)
    assert made.pdf is not None
    text = " ".join(pypdf.PdfReader(io.BytesIO(made.pdf)).pages[0].extract_text().split())
    for part in (
        "Độc lập - Tự do - Hạnh phúc",
        "DANH SÁCH CHI TRẢ QUA BƯU ĐIỆN",
        "Theo Quyết định số 12/QĐ-UBND",
        "Ký nhận",
        "=cmd|' /C calc'!A0",
        "BƯU ĐIỆN CHI TRẢ",
        "7.500.000",
    ):
        assert part in text
    assert (made.count, made.sum_vnd, made.name) == (5, 7_500_000, "buu-dien-07-DS-UBND")


def test_the_same_list_gives_the_same_bytes() -> None:
    first, second = write_cash_list(PAYING, at=AT), write_cash_list(PAYING, at=AT)
    assert (first.xlsx, first.pdf) == (second.xlsx, second.pdf)


def test_an_empty_list_and_one_with_another_sum_are_refused() -> None:
    with pytest.raises(TransfersRefused):
        write_cash_list(replace(PAYING, people=()), at=AT)
    with pytest.raises(PaperRefused):
        write_post_list(PAYING, at=AT, expect_vnd=1)


def test_a_long_list_is_a_workbook_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ansinh.papers.bank.sheets.MAX_PDF_ROWS", 4)
    assert write_post_list(PAYING, at=AT).pdf is None


def came_back(*results: tuple[object, object, object]) -> bytes:
    """The cashier's workbook with result, day and reason of the first people, saved by a spreadsheet program."""
    book = openpyxl.load_workbook(io.BytesIO(write_cash_list(PAYING, at=AT).xlsx))
    sheet = book.active
    first = next(row for row in range(1, 20) if sheet.cell(row, 1).value == "TT") + 1
    for number, cells in enumerate(results):
        for column, value in enumerate(cells, 10):
            sheet.cell(first + number, column).value = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_the_list_comes_back_as_the_statement_and_who_has_no_result_waits() -> None:
    found = read_statement(came_back(("Đã trả", datetime(2021, 8, 12), None), ("Không trả được", "13/08/2021", "Đi vắng")), "tien-mat.xlsx")  # noqa: DTZ001 - a cell has no zone
    assert [(line.transfer_id, line.outcome, line.amount_vnd, line.booked_on) for line in found.lines] == [
        (f"{0:032x}", "paid", 1_500_000, date(2021, 8, 12)), (f"{1:032x}", "failed", 1_500_000, date(2021, 8, 13)),
    ]  # fmt: skip
    assert found.lines[1].reason == "Đi vắng"
    assert len(found.skipped) == 3
    whole = read_statement(came_back(*[("đã trả", "12/8/2021", None)] * 5), "tien-mat.xlsx")
    assert (len(whole.lines), whole.skipped) == (5, ())
    assert whole.lines[0].key == found.lines[0].key, "told again, it is the same line"


@pytest.mark.parametrize(
    ("result", "said"),
    [
        (("Đã trả", None, None), "chưa ghi ngày trả"),
        ((None, "12/8/2021", None), "không ghi trạng thái"),
        (("hẹn mai", "12/8/2021", None), "Không hiểu trạng thái"),
    ],
)
def test_half_a_result_is_refused_with_its_line(result: tuple[object, object, object], said: str) -> None:
    with pytest.raises(StatementRefused) as refusal:
        read_statement(came_back(result), "tien-mat.xlsx")
    assert said in refusal.value.message["vi"]
    assert refusal.value.where == "dòng 10"


def test_a_list_without_any_result_and_a_workbook_that_is_none_are_refused_in_words() -> None:
    for content, said in ((write_cash_list(PAYING, at=AT).xlsx, "không có dòng giao dịch"), (b"PK\x03\x04 and nothing more", "Tệp bị hỏng")):
        with pytest.raises(StatementRefused) as refusal:
            read_statement(content, "x.xlsx")
        assert said in refusal.value.message["vi"]
