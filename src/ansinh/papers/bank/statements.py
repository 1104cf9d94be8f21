"""What the bank answers, or the post and the cashier: a statement in camt.053 or CSV, a pay list with its results, read into lines that each paid or failed."""

from __future__ import annotations

from ansinh.papers.bank.camt import read_camt
from ansinh.papers.bank.lines import Skipped, Statement, StatementLine
from ansinh.papers.bank.refusal import StatementRefused
from ansinh.papers.bank.table import read_table, read_workbook

__all__ = ["Skipped", "Statement", "StatementLine", "StatementRefused", "read_statement"]

_WORKBOOK = b"PK\x03\x04"
_NEVER = {b"%PDF": "PDF", b"\xd0\xcf\x11\xe0": "xls"}


def read_statement(content: bytes, name: str) -> Statement:
    """Read a statement by what it holds, whatever its name: camt.053 XML, a CSV table, or the workbook of a pay list with its results.

    Raises `StatementRefused` with the reason in both languages and the line: nothing of such a file is used.
    """
    for start, kind in _NEVER.items():
        if content.startswith(start):
            raise StatementRefused(
                f"Tệp {kind} không đọc được ở đây. Hãy xuất sao kê dạng camt.053 hoặc CSV.",
                f"A {kind} file cannot be read here. Export the statement as camt.053 or CSV.",
                where=name,
            )
    if content.startswith(_WORKBOOK):
        return read_workbook(content, name)
    if not content.strip():
        raise StatementRefused("Tệp rỗng. Hãy xuất lại sao kê.", "The file is empty. Export the statement again.", where=name)
    if content.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<"):
        return read_camt(content)
    return read_table(content, name)
