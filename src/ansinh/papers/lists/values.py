"""Single cells of a list read as what they mean: money, telephones, sex, marks, groups."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Final, Literal

from ansinh.papers.lists.cells import Cell, text_of
from ansinh.policy.identifiers import Sex
from ansinh.policy.names import clean, fold

UNREAD: Final = "unread"
"""Stands for a cell that says something which is not of the kind asked for."""

LARGEST_VND = 10**15
LONGEST_MARK = 12
"""Characters, spaces around it included."""
_GROUPED = re.compile(r"\d{1,3}([.,  ']\d{3})+\Z")
_DECIMALS = re.compile(r"[.,]0{1,2}\Z")
_MONEY = re.compile(r"([\d.,'\s]+)(trieu|tr|nghin|ngan|k|ty)?(dong|vnd|vn|d)?\Z")
_SCALE = {"trieu": 1_000_000, "tr": 1_000_000, "nghin": 1_000, "ngan": 1_000, "k": 1_000, "ty": 1_000_000_000}
_MARKS = {"x", "co", "v", "yes", "y", "true", "1", "dung", "✓", "✔", "√", "+", "*", "ü"}
_NO_MARKS = {"", "khong", "ko", "k", "no", "n", "false", "0", "-", "sai", "chua", "khong co"}
_MOBILE = re.compile(r"0(3[2-9]|5[25689]|7[06-9]|8[1-9]|9\d)\d{7}\Z")
_LANDLINE = re.compile(r"02\d{8,9}\Z")


def read_amount(cell: Cell, unit: int = 1) -> int | Literal["unread"] | None:
    """Read money as whole đồng; None when blank or a dash. `unit` is the heading's unit, for figures too small to be đồng."""
    if isinstance(cell, bool):
        return UNREAD
    if isinstance(cell, (int, float)):
        if unit == 1 and 0 <= cell <= LARGEST_VND and cell == int(cell):
            return int(cell)
        return _in_unit(Decimal(str(cell)), unit)
    return _amount_of_text(cell, unit) if isinstance(cell, str) else UNREAD


@lru_cache(maxsize=20_000)
def _amount_of_text(text: str, unit: int) -> int | Literal["unread"] | None:
    bare = fold(text).replace("₫", "d").strip()
    if not bare.strip("-– "):
        return None
    found = _MONEY.match("".join(bare.split()).rstrip("./-").strip())
    if not found:
        return UNREAD
    digits = found[1].replace("'", "")
    scale = _SCALE.get(found[2] or "", 1)
    try:
        number = Decimal(digits.replace(",", ".")) if scale > 1 else _whole(digits)
    except InvalidOperation:
        number = _whole(digits)
    if number is None:
        return UNREAD
    return _in_unit(number * scale, 1 if found[2] or found[3] else unit)


def _whole(digits: str) -> Decimal | None:
    """Read digits in groups of three, with or without `,00` behind."""
    bare = digits if _GROUPED.match(digits) else _DECIMALS.sub("", digits)
    if _GROUPED.match(bare):
        bare = re.sub(r"\D", "", bare)
    return Decimal(bare) if bare.isdecimal() else None


def _in_unit(number: Decimal, unit: int) -> int | Literal["unread"]:
    if unit > 1 and number < 100_000:  # noqa: PLR2004 - larger figures were plainly written in đồng
        number *= unit
    whole = number == number.to_integral_value() and 0 <= number <= LARGEST_VND
    return int(number) if whole else UNREAD


def read_phone(cell: Cell) -> tuple[str | None, bool]:
    """Read a telephone number as ten or eleven digits, and whether it can be one; the first of several, as written if none."""
    if isinstance(cell, str) and _MOBILE.match(cell):
        return cell, True
    text = clean(text_of(cell))
    if not text:
        return None, True
    for part in re.split(r"[/;,]| - ", text):
        digits = re.sub(r"\D", "", part)
        digits = re.sub(r"^(00)?84(?=\d{9,10}$)", "0", digits)
        if len(digits) == 9 and digits[0] in "35789":  # noqa: PLR2004 - the zero that a number cell loses
            digits = f"0{digits}"
        if _MOBILE.match(digits) or _LANDLINE.match(digits):
            return digits, True
    return text, False


@lru_cache(maxsize=4_000)
def read_sex(text: str) -> Sex | None:
    """Read `Nam`, `nữ`, `M`, `F`; None for anything else."""
    word = fold(text).strip(" .")
    if word in {"nam", "m", "male", "trai", "ong", "anh"}:
        return "male"
    return "female" if word in {"nu", "f", "female", "gai", "ba", "chi", "n"} else None


def read_mark(cell: Cell) -> bool | None:
    """Read a cell that is marked or not: `x`, `có`, 1; None when it is neither."""
    if isinstance(cell, str) and len(cell) > LONGEST_MARK:
        return None
    word = fold(text_of(cell)).strip(" .")
    if word in _NO_MARKS:
        return False
    return True if word in _MARKS else None


def read_count(cell: Cell) -> int | Literal["unread"] | None:
    """Read a small whole number such as days or children; None when blank."""
    text = fold(text_of(cell)).strip(" .-")
    if not text:
        return None
    found = re.match(r"0*(\d{1,4})(?:\s*(ngay|con|chau|tre|d|days?))?\Z", text)
    if found:
        return int(found[1])
    return 0 if text in {"khong", "ko", "khong co"} else UNREAD


@lru_cache(maxsize=4_000)
def read_group(text: str) -> Literal["F0", "F1"] | None:
    """Read who is treated (F0) and who is isolated (F1)."""
    word = fold(text)
    codes = {code.upper().replace(" ", "") for code in re.findall(r"\bf ?[01]\b", word)}
    if len(codes) == 1:
        return "F0" if codes == {"F0"} else "F1"
    if codes:
        return None
    if re.search(r"\b(duong tinh|benh nhan|dieu tri|mac covid|nhiem|bn)\b", word):
        return None if "cach ly" in word else "F0"
    return "F1" if re.search(r"\b(cach ly|tiep xuc gan)\b", word) else None
