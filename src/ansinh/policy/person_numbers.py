"""Every number a person may be known by, in its one written form: cards, insurance, tax, telephone, bank account."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from stdnum.vn import mst

from ansinh.policy.identifiers import digits_of, read_identifier

if TYPE_CHECKING:
    from collections.abc import Callable

SI_DIGITS = 10
ACCOUNT_LETTERS = range(6, 35)
PHONE = re.compile(r"0(2\d{9}|[35789]\d{8})")
"""Land lines have eleven digits since 2017, mobiles ten."""

LONG_NUMBER = re.compile(r"(?<![0-9A-Za-z-])\d(?:[ .-]?\d){8,33}(?![0-9A-Za-z])")
"""Nine digits and more: a card, a telephone, an account; part of no key and no code with letters."""


WHOLE_NUMBER = re.compile(r"\d(?:[\s.()\-\u2010-\u2015\u00b7]{0,2}\d){8,}")
"""The same, stricter: whatever stands beside it, and with brackets or two signs between its digits."""
HARMLESS = re.compile(
    r"(?<!\d)(?:\d{1,2}[./-]\d{1,2}[./-](?:\d{4}|\d{2})|\d{2}-20\d{2}-\d{6}|[1-9]\d{0,2}(?:\.\d{3})+(?=\s*(?:đồng|đ\b|vnd|vnđ|₫)))(?![\d]|[.-]\d)",
    re.IGNORECASE,
)
"""A day, the number of a dossier, a sum that says it is one."""
HARMLESS_OR_LONG = re.compile(f"(?P<harmless>{HARMLESS.pattern})|{LONG_NUMBER.pattern}", re.IGNORECASE)


def read_number(kind: str, text: str) -> str | None:
    """Give the number as it is kept, or None where `text` is no number of that kind.

    `kind` is one of cccd, cmnd, si, tax, phone, account; raises `KeyError` for another. A tax code's check digit is proved.
    """
    return READERS[kind](text)


def _card(kind: str) -> Callable[[str], str | None]:
    def read(text: str) -> str | None:
        found = read_identifier(text)
        return found.number if found and found.kind == kind else None

    return read


def _insurance(text: str) -> str | None:
    digits = digits_of(text)
    return digits if digits and len(digits) == SI_DIGITS else None


def _tax(text: str) -> str | None:
    bare = "".join(text.split()).replace(".", "")
    return str(mst.compact(bare)) if mst.is_valid(bare) else None


def _phone(text: str) -> str | None:
    digits = digits_of(text.strip().replace("+", "", 1).replace("(", "").replace(")", ""))
    if digits is None:
        return None
    national = "0" + digits[2:] if digits.startswith("84") else digits
    return national if PHONE.fullmatch(national) else None


def _account(text: str) -> str | None:
    bare = "".join(text.split()).replace(".", "").replace("-", "").upper()
    return bare if bare.isascii() and bare.isalnum() and any(map(str.isdigit, bare)) and len(bare) in ACCOUNT_LETTERS else None


READERS: dict[str, Callable[[str], str | None]] = {
    "cccd": _card("cccd"),
    "cmnd": _card("cmnd"),
    "si": _insurance,
    "tax": _tax,
    "phone": _phone,
    "account": _account,
}


def masked(number: str) -> str:
    """Show the last three digits alone, as many dots as were hidden: `•••••••••234`. A number of three or fewer shows nothing."""
    shown = 3
    return "•" * len(number) if len(number) <= shown else "•" * (len(number) - shown) + number[-shown:]


def masked_in(text: str) -> str:
    """Mask every number in a text that could be somebody's: nine or more digits, however they are parted by spaces, dots or dashes.

    Days, numbers of dossiers and sums that say they are sums stay.
    """
    return HARMLESS_OR_LONG.sub(lambda found: found[0] if found["harmless"] else masked(found[0]), text)


def whole_numbers_in(text: str) -> list[str]:
    """Give what in a text of somebody's own words could be a person's number, nine digits and more; days, sums in đồng and numbers of dossiers are none."""
    return WHOLE_NUMBER.findall(HARMLESS.sub("…", unicodedata.normalize("NFKC", text)))
