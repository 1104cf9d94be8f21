"""Numbers by which the state knows a person: the 12-digit citizen card (CCCD) and the 9-digit identity card (CMND).

Source: NĐ 137/2015/NĐ-CP, Đ.13 and TT 59/2021/TT-BCA, Đ.4: province (3), century and sex (1), year of birth (2), serial (6).
"""

from __future__ import annotations

from typing import Literal, NamedTuple

Sex = Literal["male", "female"]
Kind = Literal["cccd", "cmnd"]

CCCD_DIGITS = 12
CMND_DIGITS = 9

_CODES = (
    "01 02 04 06 08 10 11 12 14 15 17 19 20 22 24 25 26 27 30 31 33 34 35 36 37 38 40 42 44 45 46 48 49 51 52 54 56 58 60 62 "
    "64 66 67 68 70 72 74 75 77 79 80 82 83 84 86 87 89 91 92 93 94 95 96"
)
CCCD_PROVINCES: frozenset[str] = frozenset("0" + code for code in _CODES.split())
"""The 63 provinces of 2021 as they stand at the head of a CCCD; cards issued before keep them whatever merges later."""


class Identifier(NamedTuple):
    """A usable number. `province` (GSO, two digits), `sex` and `birth_year` are told by a CCCD only, else None."""

    kind: Kind
    number: str
    province: str | None = None
    sex: Sex | None = None
    birth_year: int | None = None


def read_identifier(text: str) -> Identifier | None:
    """Read a number of digits (spaces, dots and dashes between them allowed); None when it identifies nobody.

    Nobody: neither 12 nor 9 digits, a letter inside, or a CCCD whose province does not exist.
    """
    digits = text if text.isdecimal() else digits_of(text)
    if digits is None or not digits.isascii():
        return None
    if len(digits) == CMND_DIGITS:
        return Identifier("cmnd", digits)
    if len(digits) != CCCD_DIGITS or digits[:3] not in CCCD_PROVINCES:
        return None
    century = int(digits[3])
    return Identifier(
        "cccd",
        digits,
        province=digits[1:3],
        sex="female" if century % 2 else "male",
        birth_year=1900 + 100 * (century // 2) + int(digits[4:6]),
    )


def digits_of(text: str) -> str | None:
    """Take the digits of `text` when only spaces, dots, dashes and quotation marks stand between them, else None."""
    bare = "".join(text.split()).strip("'\"`\u2018\u2019").replace(".", "").replace("-", "").replace("\u2013", "")
    return bare if bare.isdecimal() and bare.isascii() else None


def province_exists(number: str) -> bool:
    """Tell whether the first three digits of a 12-digit number name a province."""
    return number[:3] in CCCD_PROVINCES


def contradictions(identifier: Identifier, *, sex: Sex | None, birth_year: int | None) -> tuple[str, ...]:
    """Name which of "sex" and "birth" the number contradicts; what is not known contradicts nothing."""
    found = []
    if sex is not None and identifier.sex is not None and identifier.sex != sex:
        found.append("sex")
    if birth_year is not None and identifier.birth_year is not None and identifier.birth_year != birth_year:
        found.append("birth")
    return tuple(found)
