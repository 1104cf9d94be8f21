"""Statements as text tables (CSV): encoding, separator and Vietnamese or English headings are found out, never asked for."""

from __future__ import annotations

import csv
import io
import tempfile
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from ansinh.papers.bank.cells import amount_of, day_of, outcome_of
from ansinh.papers.bank.iso20022 import MAX_BYTES
from ansinh.papers.bank.lines import Collecting, Outcome, Skipped, Statement, carried_id, whole_vnd
from ansinh.papers.bank.reasons import guess_code, reason_words
from ansinh.papers.bank.refusal import StatementRefused
from ansinh.papers.lists.refusals import ListRefused
from ansinh.papers.lists.sandbox import cells_in_child
from ansinh.policy.names import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

HEADINGS = {
    "transfer_id": (
        "ma lenh",
        "ma lenh chi",
        "ma giao dich khach hang",
        "ma thanh toan",
        "ma chuyen tien",
        "endtoendid",
        "end to end id",
        "end-to-end id",
        "transfer id",
        "payment id",
        "customer reference",
    ),
    "amount": ("so tien", "so tien (vnd)", "so tien (dong)", "so tien giao dich", "amount", "amount (vnd)", "transaction amount"),
    "debit": ("ghi no", "so tien ghi no", "phat sinh no", "no", "debit", "debit amount"),
    "credit": ("ghi co", "so tien ghi co", "phat sinh co", "co", "credit", "credit amount"),
    "booked_on": (
        "ngay hach toan",
        "ngay giao dich",
        "ngay ghi so",
        "ngay",
        "booking date",
        "booked on",
        "transaction date",
        "date",
        "value date",
        "ngay hieu luc",
        "ngay tra",
    ),
    "outcome": ("trang thai", "ket qua", "ket qua giao dich", "status", "result"),
    "code": ("ma ly do", "ma loi", "reason code", "error code", "return code"),
    "reason": ("ly do", "ly do tra lai", "ly do tu choi", "nguyen nhan", "reason", "error", "error description"),
    "reference": ("so tham chieu", "so but toan", "so chung tu", "so giao dich", "reference", "reference no", "bank reference", "transaction id"),
    "words": ("noi dung", "dien giai", "noi dung giao dich", "mo ta", "description", "details", "remittance", "narrative"),
    "account": ("tai khoan chi", "tai khoan ghi no", "so tai khoan chi", "debit account", "from account"),
}
_FIELDS = {heading: field for field, headings in HEADINGS.items() for heading in headings}
_ABOVE = {
    "so tai khoan": "account",
    "tai khoan": "account",
    "account": "account",
    "account number": "account",
    "ma sao ke": "id",
    "so sao ke": "id",
    "statement": "id",
    "statement id": "id",
}
_SEARCHED_LINES = 40
_TOTALS = ("tong", "cong", "total", "sum")


def read_table(content: bytes, name: str) -> Statement:
    """Read a CSV statement or payment result.

    Each line needs an amount, a day, and a status or separate debit and credit columns. Raises `StatementRefused` with the
    line and the reason; a total line that does not agree refuses the file.
    """
    return _read(_rows(_decoded(content)), name)


def read_workbook(content: bytes, name: str) -> Statement:
    """Read a list of the post or the cashier that came back with results; the file is opened in a confined child process.

    Lines without a result are not paid yet and are left for a later statement; what stands below the total is no line. Raises as `read_table`, for a
    file that cannot be opened too.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "list.xlsx"
        path.write_bytes(content)
        try:
            return _read(_sheet(path), name, list_came_back=True)
        except ListRefused as refusal:
            raise StatementRefused(refusal.message["vi"], refusal.message["en"], where=name) from refusal


def _sheet(path: Path) -> Iterator[tuple[int, list[str]]]:
    number = 0
    for kind, body in cells_in_child(path):
        if kind == "sheet" and number:
            return
        for line in body if kind == "lines" else ():
            number += 1
            yield number, [_cell(cell) for cell in line]


def _cell(cell: object) -> str:
    """Write a cell as a clerk would: a day as day/month/year, a whole number without a point."""
    if isinstance(cell, list):
        return "/".join(reversed(str(cell[0])[:10].split("-")))
    return f"{cell:.0f}" if isinstance(cell, float) and cell.is_integer() else "" if cell is None else str(cell).strip()


def _read(rows: Iterator[tuple[int, list[str]]], name: str, *, list_came_back: bool = False) -> Statement:
    found, about = Collecting(), {"id": "", "account": ""}
    columns = _heading(rows, about)
    found.account = about["account"]
    for number, row in rows:
        cells = {field: row[column] if column < len(row) else "" for field, column in columns.items()}
        if list_came_back and not (cells.get("outcome") or cells["booked_on"]):
            if not cells.get("transfer_id"):
                break  # the total, and who signs
            found.skipped.append(Skipped(f"dòng {number}", "chưa ghi kết quả / no result yet"))
        elif list_came_back and not cells["booked_on"]:
            raise StatementRefused("Dòng này ghi kết quả mà chưa ghi ngày trả.", "This line has a result but no day of payment.", where=f"dòng {number}")
        elif any(row):
            _line(cells, row, f"dòng {number}", found)
    if not found.lines:
        raise StatementRefused("Tệp không có dòng giao dịch nào.", "The file has no transaction.", where=name)
    return Statement(about["id"] or name, found.account, tuple(found.lines), tuple(found.skipped))


def _decoded(content: bytes) -> str:
    if len(content) > MAX_BYTES:
        raise StatementRefused(f"Tệp lớn hơn {MAX_BYTES >> 20} MB. Hãy chia nhỏ tệp.", f"The file is larger than {MAX_BYTES >> 20} MB. Split it.")
    wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if wide else ("utf-8-sig", "cp1258"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise StatementRefused(
        "Không đọc được tệp như văn bản. Hãy xuất sao kê dạng CSV (UTF-8) hoặc camt.053.",
        "The file is not text. Export the statement as CSV (UTF-8) or camt.053.",
    )


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    head = "\n".join(text.splitlines()[:_SEARCHED_LINES])
    delimiter = max(";\t|,", key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for row in reader:
            yield reader.line_num, [cell.strip() for cell in row]
    except csv.Error as error:
        raise StatementRefused(f"Dòng hỏng: {error}.", f"The line is broken: {error}.", where=f"dòng {reader.line_num}") from error


def _heading(rows: Iterator[tuple[int, list[str]]], about: dict[str, str]) -> dict[str, int]:
    for number, row in rows:
        columns: dict[str, int] = {}
        for column, cell in enumerate(row):
            field = _FIELDS.get(fold(cell).strip(" :.*"))
            if field:
                columns.setdefault(field, column)
        if "booked_on" in columns and {"amount", "debit"} & columns.keys():
            _demand_columns(columns, f"dòng {number}")
            return columns
        label, _, value = " ".join(cell for cell in row if cell).partition(":")
        known = _ABOVE.get(fold(label).strip())
        if known and value.strip():
            about[known] = value.strip()
        if number >= _SEARCHED_LINES:
            break
    raise StatementRefused(
        "Không thấy dòng tiêu đề có cột ngày và số tiền. Hãy xuất lại sao kê với dòng tiêu đề.",
        "No heading row with a date and an amount was found. Export the statement with its heading row.",
    )


def _demand_columns(columns: dict[str, int], where: str) -> None:
    if not {"transfer_id", "words"} & columns.keys():
        raise StatementRefused("Thiếu cột mã lệnh hoặc nội dung để tìm khoản chi.", "A column with the transfer id or the description is missing.", where=where)
    if "outcome" not in columns and not {"debit", "credit"} <= columns.keys():
        raise StatementRefused(
            "Thiếu cột trạng thái, hoặc hai cột ghi nợ và ghi có.", "A status column, or both debit and credit columns, is missing.", where=where
        )


def _line(cells: dict[str, str], row: list[str], where: str, found: Collecting) -> None:
    if fold(next(cell for cell in row if cell)).startswith(_TOTALS):
        _agree(cells, found, where)
        return
    amount, outcome = _movement(cells, where)
    transfer_id = cells.get("transfer_id") or carried_id(cells.get("words", ""))
    if outcome == "waiting" or (outcome == "failed" and "outcome" not in cells and transfer_id is None):
        found.skipped.append(
            Skipped(where, "chưa hạch toán / not booked" if outcome == "waiting" else "tiền vào, không phải khoản trả lại / money in, not a return")
        )
        return
    failed = outcome == "failed"
    said = cells.get("reason", "")
    code = (cells.get("code", "").upper() or guess_code(said)) if failed else ""
    settled: Outcome = "failed" if failed else "paid"
    found.account = cells.get("account") or found.account
    found.add(
        transfer_id=transfer_id, amount=whole_vnd(amount, where), booked_on=day_of(cells["booked_on"], where), outcome=settled,
        reference=cells.get("reference", ""), code=code, reason=(said or reason_words(code)["vi"]) if failed else "", where=where,
    )  # fmt: skip


def _movement(cells: dict[str, str], where: str) -> tuple[Decimal, str]:
    debit, credit = cells.get("debit", ""), cells.get("credit", "")
    written = cells.get("amount") or debit or credit
    amount = abs(amount_of(written, where))
    if cells.get("outcome"):
        return amount, outcome_of(cells["outcome"], where)
    if "outcome" in cells:
        raise StatementRefused("Dòng này không ghi trạng thái.", "This line has no status.", where=where)
    out = abs(amount_of(debit, where)) if debit else Decimal(0)
    back = abs(amount_of(credit, where)) if credit else Decimal(0)
    if (out > 0) == (back > 0):
        raise StatementRefused("Dòng phải có đúng một trong hai: ghi nợ hoặc ghi có.", "The line needs either a debit or a credit, not both.", where=where)
    return (out, "paid") if out else (back, "failed")


def _agree(cells: dict[str, str], found: Collecting, where: str) -> None:
    sums = {"amount": sum(line.amount_vnd for line in found.lines), "debit": 0, "credit": 0}
    sums["debit"] = sum(line.amount_vnd for line in found.lines if line.outcome == "paid")
    sums["credit"] = sums["amount"] - sums["debit"]
    for field, summed in sums.items():
        written = cells.get(field)
        if written and not found.skipped and abs(amount_of(written, where)) != summed:
            raise StatementRefused(
                f"Dòng tổng ghi {written}, các dòng cộng lại {summed:,}.", f"The total says {written}, the lines sum to {summed:,}.", where=where
            )
    found.skipped.append(Skipped(where, "dòng tổng / total"))
