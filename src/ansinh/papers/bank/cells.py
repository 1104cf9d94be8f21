"""Cells of a statement's table as banks write them: amounts with either separator, days, words for the outcome."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from ansinh.papers.bank.refusal import StatementRefused
from ansinh.policy.names import fold

_GROUPED = re.compile(r"(\d{1,3})(?:([., \u2019'])\d{3})(?:\2\d{3})*(?:(?!\2)[.,](\d{1,2}))?")
_BARE = re.compile(r"(\d+)(?:[.,](\d{1,2}))?")
_CURRENCY = re.compile(r"(?i)\b(vnd|vnđ|đồng|dong)\b|[₫đ]$")
_DAY_FIRST = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})\b.*")
_YEAR_FIRST = re.compile(r"(\d{4})[/.-]?(\d{2})[/.-]?(\d{2})(?!\d).*")

PAID = {
    "thanh cong",
    "da chi",
    "da tra",
    "da hach toan",
    "hoan thanh",
    "hoan tat",
    "paid",
    "success",
    "successful",
    "succeeded",
    "completed",
    "booked",
    "accc",
    "acsc",
    "ok",
}
FAILED = {
    "that bai", "khong thanh cong", "khong tra duoc", "loi", "tu choi", "bi tu choi", "tra lai", "bi tra lai", "hoan tra", "da hoan tra",
    "failed", "failure", "rejected", "returned", "rjct", "error",
}  # fmt: skip
WAITING = {"dang xu ly", "cho xu ly", "pending", "processing", "pdng", "acsp", "actc"}


def amount_of(text: str, where: str) -> Decimal:
    """Read an amount: `1.500.000`, `1,500,000.00`, `-1 500 000 VND`, `(1500000)`; the sign is kept.

    Three digits after a separator are thousands. Raises `StatementRefused` for anything else.
    """
    written = _CURRENCY.sub("", text.replace("\u00a0", " ").replace("\u202f", " ")).strip()
    negative = written.startswith(("-", "\u2212", "(")) or written.endswith("-")
    digits = written.strip("-\u2212+() ")
    grouped, bare = _GROUPED.fullmatch(digits), _BARE.fullmatch(digits)
    if grouped:
        whole, cents = re.sub(r"\D", "", digits[: -len(grouped[3]) - 1] if grouped[3] else digits), grouped[3]
    elif bare:
        whole, cents = bare[1], bare[2]
    else:
        raise StatementRefused(f"Không đọc được số tiền “{text[:40]}”.", f"The amount “{text[:40]}” cannot be read.", where=where)
    amount = Decimal(f"{whole}.{cents or 0}")
    return -amount if negative else amount


def day_of(text: str, where: str) -> date:
    """Read a day, day before month as everywhere in Vietnam, or ISO; a time behind it is left. Raises `StatementRefused`."""
    written = text.strip()
    first, last = _YEAR_FIRST.fullmatch(written), _DAY_FIRST.fullmatch(written)
    parts = (first[1], first[2], first[3]) if first else (last[3], last[2], last[1]) if last else None
    try:
        return date(*(int(part) for part in parts or ()))
    except (TypeError, ValueError) as error:
        raise StatementRefused(f"Không đọc được ngày “{text[:40]}”.", f"The date “{text[:40]}” cannot be read.", where=where) from error


def outcome_of(text: str, where: str) -> str:
    """Say `paid`, `failed` or `waiting` for a status in words; raises `StatementRefused` for a word nobody agreed on."""
    said = fold(text).strip(" .")
    for outcome, words in (("paid", PAID), ("failed", FAILED), ("waiting", WAITING)):
        if said in words:
            return outcome
    raise StatementRefused(
        f"Không hiểu trạng thái “{text[:40]}”. Cần “Thành công” hoặc “Không thành công”.",
        f"The status “{text[:40]}” is unknown. Use “Paid” or “Failed”.",
        where=where,
    )
