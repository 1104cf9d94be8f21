"""Dates as clerks write them: text in many orders, true dates, serial numbers, a year alone, a month and a year."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Literal, NamedTuple

from ansinh.papers.lists.cells import Cell
from ansinh.policy.names import fold

Precision = Literal["day", "month", "year", "none"]

_EPOCH = date(1899, 12, 30)
_FIRST_YEAR, _LAST_YEAR = 1900, 2099
_LAST_SERIAL = (date(_LAST_YEAR, 12, 31) - _EPOCH).days
_USUAL = re.compile(r"\s*(\d{1,2})\s*[/.\-,\s]\s*(\d{1,2})\s*[/.\-,\s]\s*(\d{4}|\d{2})\s*\Z")
_CLOCK = re.compile(r"[t\s]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?\s*([ap]m)?\s*$")
_SAID = re.compile(r"\b(ngay|thang|nam|sinh|khoang|sn|ns|k|ks|thg)\b|\bt(?=\d)|[/.\-,\s()~'?_]")
_MONTH_NAMES = {name: str(n) for n, name in enumerate(["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], 1)}
_MONTH_WORD = re.compile(r"\b(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b")


class WrittenDate(NamedTuple):
    """What a cell says: month and day are 0 where it does not say them; a year below 100 was written with two digits."""

    year: int
    month: int = 0
    day: int = 0
    repair: str | None = None
    """The code of what had to be supposed: `date_order_swapped` or `birth_year_in_date_cell`."""


class ReadDate(NamedTuple):
    """A date, or the first day of the month or year that is all that was written."""

    day: date | None
    precision: Precision
    repair: str | None = None


UNREADABLE = ReadDate(None, "none")


def read_birth(cell: Cell, *, id_year: int | None, today: date) -> ReadDate:
    """Read a date of birth. A two-digit year is 19xx unless `id_year`, the year the ID number tells, says otherwise."""
    written = written_date(cell)
    if written is None:
        return UNREADABLE
    year, repair = written.year, written.repair
    if year < 100:  # noqa: PLR2004 - two digits
        if written.month == 0 and id_year is not None and id_year % 100 != year:
            return UNREADABLE
        year = id_year if id_year is not None and id_year % 100 == year else 1900 + year
    elif repair is None and isinstance(cell, date) and year < 1906:  # noqa: PLR2004 - a year typed into a date cell shows as 1905
        serial = (date(year, written.month, written.day) - _EPOCH).days
        if _FIRST_YEAR <= serial <= today.year:
            return ReadDate(date(serial, 1, 1), "year", "birth_year_in_date_cell")
    return _completed(year, written.month, written.day, repair)


def read_day(cell: Cell) -> ReadDate:
    """Read a day of the programme's time; a two-digit year is 20xx. Months and years alone are given as such."""
    written = written_date(cell)
    if written is None:
        return UNREADABLE
    year = written.year + 2000 if written.year < 100 else written.year  # noqa: PLR2004 - two digits
    return _completed(year, written.month, written.day, written.repair)


def read_span(text: str) -> tuple[ReadDate, ReadDate]:
    """Read `từ 01/07/2021 đến 15/07/2021`, in any such words, as two days; what is missing is unreadable."""
    found = re.findall(r"\d{1,2}\s*[/.\-]\s*\d{1,2}(?:\s*[/.\-]\s*(?:\d{4}|\d{2}))?", text)
    if len(found) != 2:  # noqa: PLR2004 - from and to
        return (read_day(text), UNREADABLE)
    last = read_day(found[1])
    first = read_day(found[0])
    if first.day is None and last.day is not None:
        first = read_day(f"{found[0]}/{last.day.year}")
    return first, last


def _completed(year: int, month: int, day: int, repair: str | None) -> ReadDate:
    precision: Precision = "day" if day else "month" if month else "year"
    try:
        return ReadDate(date(year, month or 1, day or 1), precision, repair)
    except ValueError:
        return UNREADABLE


def written_date(cell: Cell) -> WrittenDate | None:
    """Read what a cell says of a date, without supposing a century; None when it says none."""
    if isinstance(cell, str):
        return _from_text(cell)
    if isinstance(cell, (datetime, date)):
        return WrittenDate(cell.year, cell.month, cell.day)
    if isinstance(cell, bool) or not isinstance(cell, (int, float)):
        return None
    return _from_number(float(cell))


@lru_cache(maxsize=50_000)
def _from_text(text: str) -> WrittenDate | None:
    usual = _USUAL.match(text)
    if usual:
        return _in_order(int(usual[1]), int(usual[2]), int(usual[3]))
    plain = _MONTH_WORD.sub(lambda m: f" {_MONTH_NAMES[m[1]]} ", _CLOCK.sub("", fold(text)))
    numbers = re.findall(r"\d+", plain)
    if not numbers or len(numbers) > 3 or re.sub(r"\d+", "", _SAID.sub("", plain)):  # noqa: PLR2004 - day, month, year
        return None
    if len(numbers) == 1:
        return _from_digits(numbers[0])
    if len(numbers) == 2:  # noqa: PLR2004 - month and year
        return _month_and_year(*numbers)
    if len(numbers[0]) == 4:  # noqa: PLR2004 - a year
        return _in_order(int(numbers[2]), int(numbers[1]), int(numbers[0]))
    return _in_order(int(numbers[0]), int(numbers[1]), int(numbers[2])) if len(numbers[2]) in {2, 4} else None


def _in_order(day: int, month: int, year: int) -> WrittenDate | None:
    """Check a day, month and year; zeros mean unknown, and a month above 12 that must be the day is swapped, and said."""
    if 100 <= year < _FIRST_YEAR or year > _LAST_YEAR:  # noqa: PLR2004 - two digits
        return None
    if month == 0:
        return WrittenDate(year) if day == 0 else None
    repair = None
    if month > 12 and 1 <= day <= 12:  # noqa: PLR2004 - months
        day, month, repair = month, day, "date_order_swapped"
    if month > 12 or day > 31:  # noqa: PLR2004 - months and days
        return None
    if day:
        try:
            date(year + 2000 if year < 100 else year, month, day)  # noqa: PLR2004 - 2000 was a leap year, as the kindest guess
        except ValueError:
            return None
    return WrittenDate(year, month, day, repair)


def _month_and_year(first: str, second: str) -> WrittenDate | None:
    if len(first) == 4:  # noqa: PLR2004 - a year
        first, second = second, first
    year, month = int(second), int(first)
    clear = len(second) == 4 or (len(second) == 2 and year > 31)  # noqa: PLR2004 - else it may be a day and a month
    return _in_order(0, month, year) if clear and month <= 12 else None  # noqa: PLR2004 - months


def _from_digits(digits: str) -> WrittenDate | None:
    """Read digits without separators: a year, ddmmyyyy, yyyymmdd, ddmmyy, or two digits of a year."""
    if len(digits) == 4:  # noqa: PLR2004
        return _in_order(0, 0, int(digits))
    if len(digits) == 8:  # noqa: PLR2004
        return _in_order(int(digits[:2]), int(digits[2:4]), int(digits[4:])) or _in_order(int(digits[6:]), int(digits[4:6]), int(digits[:4]))
    if len(digits) == 6:  # noqa: PLR2004
        return _in_order(int(digits[:2]), int(digits[2:4]), int(digits[4:]))
    return WrittenDate(int(digits)) if len(digits) == 2 else None  # noqa: PLR2004


def _from_number(number: float) -> WrittenDate | None:
    """Read a number cell: a year, a serial number, ddmmyyyy without its zero, or 3.1987 that was meant as a month."""
    if not number.is_integer():
        month, _, year = f"{number:.4f}".partition(".")
        if 1 <= int(month) <= 12 and _FIRST_YEAR <= int(year) <= _LAST_YEAR:  # noqa: PLR2004 - months
            return WrittenDate(int(year), int(month))
        number = float(int(number))
    whole = int(number)
    if _FIRST_YEAR <= whole <= _LAST_YEAR:
        return WrittenDate(whole)
    if _LAST_YEAR < whole <= _LAST_SERIAL:
        day = _EPOCH + timedelta(days=whole)
        return WrittenDate(day.year, day.month, day.day)
    return _from_digits(f"{whole:08d}") if 1_000_000 <= whole <= 99_999_999 else None  # noqa: PLR2004 - ddmmyyyy
