"""Numbers people read: gapless by a locked counter, and receipt codes that cannot be guessed."""

from __future__ import annotations

from operator import mul
from typing import TYPE_CHECKING, Any

from django.db import connection

from ansinh.delivery.offices.keys import random_bits

if TYPE_CHECKING:
    import uuid

SYMBOLS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O or U, so that a code read aloud or copied by hand stays itself."""

LOOKALIKES = str.maketrans({"I": "1", "L": "1", "O": "0", "U": "V", "-": "", " ": "", ".": ""})
LENGTH = 11
PAIRS = tuple(first + second for first in SYMBOLS for second in SYMBOLS)
VALUE = {symbol: value for value, symbol in enumerate(SYMBOLS)}
WEIGHTS = tuple(range(1, 2 * LENGTH, 2))


def next_number(series: str) -> int:
    """Give the next number of a series, gapless: its row stays locked until the transaction ends, so ask last."""
    return next_numbers(series, 1)


def next_numbers(series: str, count: int) -> int:
    """Take the next `count` numbers of a series, gapless as above, and give the first."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO cases_counter AS c (series, last) VALUES (%s, %s) ON CONFLICT (series) DO UPDATE SET last = c.last + excluded.last RETURNING last",
            [series, count],
        )
        return int(cursor.fetchone()[0]) - count + 1


def new_code() -> str:
    """Give a random code of 50 bits with a check symbol: `7K3M-9QXW-2F4`."""
    bits = random_bits(50)
    a, b, c, d, e = (PAIRS[bits >> shift & 1023] for shift in (40, 30, 20, 10, 0))
    check = SYMBOLS[_check(a + b + c + d + e)]
    return f"{a}{b}-{c}{d}-{e}{check}"


def read_code(text: str) -> str | None:
    """Give the code somebody typed, in its written form; nothing when it cannot be one (a slip is caught before any search)."""
    plain = text.upper().translate(LOOKALIKES)
    if len(plain) != LENGTH or any(symbol not in SYMBOLS for symbol in plain) or SYMBOLS[_check(plain[:-1])] != plain[-1]:
        return None
    return _grouped(plain)


def behind(code: str, function: str, columns: str = "*") -> tuple[Any, ...] | None:
    """Give what a function of the database tells of a code somebody typed; nothing for any other code. Function and columns are written in the source."""
    written = read_code(code)
    if written is None:
        return None
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {columns} FROM {function}(%s)", [written])  # noqa: S608 - neither comes from outside
        found: tuple[Any, ...] | None = cursor.fetchone()
    return found


def key_behind(code: str, function: str) -> uuid.UUID | None:
    """Give the key of the one row a code stands for, as above."""
    found = behind(code, function)
    return found[0] if found else None


def _check(body: str) -> int:
    # weights 1, 3, 5, ... are odd, so no single slip and no swap of neighbours but those 16 apart keeps the sum
    return int(sum(map(mul, WEIGHTS, map(VALUE.__getitem__, body))) % 32)


def _grouped(plain: str) -> str:
    return f"{plain[:4]}-{plain[4:8]}-{plain[8:]}"
