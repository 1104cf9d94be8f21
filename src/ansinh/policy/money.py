"""Whole đồng, in figures and in words, as Vietnamese papers write them."""

from __future__ import annotations

_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_BILLION = 1_000_000_000


def vnd(amount: int, language: str = "vi") -> str:
    """Write `1.500.000 đồng` in Vietnamese, `VND 1,500,000` in any other language."""
    if language == "vi":
        return f"{amount:,}".replace(",", ".") + " đồng"
    return f"VND {amount:,}"


def in_words_vi(amount: int) -> str:
    """Say the amount in Vietnamese words with a capital: 1500000 is `Một triệu năm trăm nghìn đồng`."""
    words = _words(abs(amount), full=False) or "không"
    spoken = f"âm {words}" if amount < 0 else words
    return f"{spoken[0].upper()}{spoken[1:]} đồng"


def _words(number: int, *, full: bool) -> str:
    """Say `number` in words; `full` says the hundreds even when they are zero, as after a higher group."""
    billions, rest = divmod(number, _BILLION)
    parts = [f"{_words(billions, full=full)} tỷ"] if billions else []
    for unit, name in ((1_000_000, " triệu"), (1_000, " nghìn"), (1, "")):
        group, rest = divmod(rest, unit)
        if group:
            parts.append(_group(group, full=full or bool(parts)) + name)
    return " ".join(parts)


def _group(group: int, *, full: bool) -> str:
    """Say three digits in words."""
    hundreds, rest = divmod(group, 100)
    tens, ones = divmod(rest, 10)
    words = [f"{_DIGITS[hundreds]} trăm"] if hundreds or full else []
    if tens == 1:
        words.append("mười")
    elif tens:
        words.append(f"{_DIGITS[tens]} mươi")
    elif ones and words:
        words.append("linh")
    if ones:
        words.append(_ones(ones, tens))
    return " ".join(words)


def _ones(ones: int, tens: int) -> str:
    """Say the last digit, which changes its name after tens: mốt, tư, lăm."""
    if tens > 1 and ones in (1, 4):
        return "mốt" if ones == 1 else "tư"
    return "lăm" if tens and ones == 5 else _DIGITS[ones]  # noqa: PLR2004 - the digit five
