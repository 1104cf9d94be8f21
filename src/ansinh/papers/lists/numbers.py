"""The cell of an identity number: what it holds, what a spreadsheet did to it, and whether that can be undone."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from ansinh.papers.lists.cells import Cell, text_of
from ansinh.policy.identifiers import CCCD_DIGITS, CMND_DIGITS, Identifier, Sex, contradictions, digits_of, province_exists, read_identifier
from ansinh.policy.names import clean

_RUN = re.compile(r"\d[\d .\-]*\d")
_SCIENTIFIC = re.compile(r"\d[.,]\d+e\+?\d+\Z", re.IGNORECASE)


class IdCell(NamedTuple):
    """A number as read, whom it identifies, whether its zeros were restored, and the code of its problem."""

    number: str | None
    identifier: Identifier | None = None
    written: str | None = None
    restored: bool = False
    problem: str | None = None
    hint: str = ""
    hint_en: str = ""

    def contradicted_by(self, sex: Sex | None, birth_year: int | None) -> bool:
        """Tell whether the number contradicts what the list says of the person."""
        return self.identifier is not None and bool(contradictions(self.identifier, sex=sex, birth_year=birth_year))

    def as_written(self) -> IdCell:
        """Take the restored zeros away again: the number is as the file has it, and a problem."""
        return _wrong_length(self.written or "")


def read_id(cell: Cell, *, typed: bool) -> IdCell:
    """Read the cell. Zeros are restored only in a number cell (`typed` file) and only to a CCCD of an existing province."""
    if isinstance(cell, str):
        if cell.isdecimal() and cell.isascii():
            return _of_digits(cell)
        return _of_text(clean(cell))
    text = text_of(cell)
    if typed and not isinstance(cell, bool) and isinstance(cell, (int, float)) and text.isdecimal():
        restored = read_identifier(text.zfill(CCCD_DIGITS)) if len(text) < CCCD_DIGITS and len(text) != CMND_DIGITS else None
        if restored:
            return IdCell(restored.number, restored, written=text, restored=True)
    return _of_digits(text) if text.isdecimal() else _wrong_length(text)


def _of_text(text: str) -> IdCell:
    if not text or not text.strip("-–. /"):
        return IdCell(None, problem="id_missing")
    digits = digits_of(text)
    if digits is not None:
        return _of_digits(digits)
    runs = [d for run in _RUN.findall(text) if (d := digits_of(run))]
    for length in (CCCD_DIGITS, CMND_DIGITS):
        fitting = {run for run in runs if len(run) == length}
        if len(fitting) == 1:
            return _of_digits(fitting.pop())
    return _wrong_length(text)


def _of_digits(digits: str) -> IdCell:
    identifier = read_identifier(digits)
    if identifier:
        return IdCell(digits, identifier)
    if len(digits) == CCCD_DIGITS and not province_exists(digits):
        return IdCell(digits, problem="id_province")
    return _wrong_length(digits)


@lru_cache(maxsize=1_000)
def _wrong_length(text: str) -> IdCell:
    if _SCIENTIFIC.match(text):
        return IdCell(
            text, problem="id_length",
            hint=" Bảng tính đã rút gọn số này, các chữ số cuối đã mất.", hint_en=" The spreadsheet shortened this number; its last digits are lost.",
        )  # fmt: skip
    if text.isdecimal() and len(text) == CMND_DIGITS - 1:
        return IdCell(
            text,
            problem="id_length",
            hint=f" Có thể là CMND {text.zfill(CMND_DIGITS)} bị mất số 0 ở đầu.",
            hint_en=f" Perhaps CMND {text.zfill(CMND_DIGITS)} that lost its zero.",
        )
    return IdCell(text, problem="id_length")
