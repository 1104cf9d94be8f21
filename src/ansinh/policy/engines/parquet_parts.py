"""Parquet files put one behind the other as one: their bytes stay as they are, only the description at the end is made anew."""

from __future__ import annotations

import io
import os
from typing import TYPE_CHECKING

from ansinh.policy.engines.thrift import BINARY, I64, LIST, STRUCT, Reader, Struct, written

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    import polars as pl

MAGIC = b"PAR1"
FOOT = 8
"""The length of the description in four bytes, and the magic word."""

SCHEMA, ROWS, GROUPS, KEYS = 2, 3, 4, 5
COLUMNS, GROUP_ROWS, GROUP_AT = 1, 3, 5
COLUMN_AT, COLUMN, OFFSETS_AT, INDEX_AT = 2, 3, 4, 6
PLACES = (9, 10, 11, 14)
"""Fields of a column that say where in the file something stands: its pages, its index, its dictionary, its filter."""


def rows_in_a_group(path: Path) -> int | None:
    """Give how many rows the first group of a Parquet file holds, which in most files is what all but the last hold.

    Gives `None` for a file without rows or of which this cannot be told. Raises `OSError`.
    """
    with path.open("rb") as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(max(0, size - FOOT))
        foot = file.read(FOOT)
        length = int.from_bytes(foot[:4], "little")
        if foot[4:] != MAGIC or length > size - FOOT:
            return None
        file.seek(size - FOOT - length)
        description = file.read(length)
    try:
        group = Reader(description).first(GROUPS)
    except (ValueError, IndexError):
        return None
    return group.get(GROUP_ROWS) or None if group else None


def part_of(rows: pl.DataFrame) -> tuple[memoryview, bytes]:
    """Give rows as Parquet in one group: the bytes of the columns, as they stand behind the magic word, and the description of them."""
    file = io.BytesIO()
    rows.write_parquet(file, compression="snappy", statistics=False, row_group_size=max(rows.height, 1))
    data = file.getbuffer()  # as it lies there: a copy of millions of bytes is not free
    length = int.from_bytes(data[-FOOT:-4], "little")
    return data[len(MAGIC) : -FOOT - length], bytes(data[-FOOT - length : -FOOT])


def joined(parts: Sequence[tuple[int, bytes]], keys: Mapping[str, str]) -> bytes:
    """Give the end of a file that begins with the magic word and holds parts, each at a byte with its description; `keys` are told with it.

    The description names plain types only, so that words kept once read as words everywhere. Raises `ValueError` for parts whose
    columns differ.
    """
    whole = Reader(parts[0][1]).struct()
    schema = written(Struct({SCHEMA: whole.fields[SCHEMA]}))
    groups, rows = [], 0
    for start, description in parts:
        part = Reader(description).struct()
        if written(Struct({SCHEMA: part.fields[SCHEMA]})) != schema:
            raise ValueError("the parts have different columns")
        rows += part.get(ROWS)
        for group in part.get(GROUPS)[1]:
            _move(group, start - len(MAGIC))
            groups.append(group)
    whole.put(ROWS, I64, rows)
    whole.put(GROUPS, LIST, (STRUCT, groups))
    whole.put(KEYS, LIST, (STRUCT, [Struct({1: (BINARY, key.encode()), 2: (BINARY, value.encode())}) for key, value in keys.items()]))
    description = written(whole)
    return description + len(description).to_bytes(4, "little") + MAGIC


def _move(group: Struct, by: int) -> None:
    """Move everything that a group of rows says of places in the file."""
    group.fields.pop(7, None)  # its number among the groups of its part
    _add(group, GROUP_AT, by)
    for column in group.get(COLUMNS)[1]:
        if column.get(COLUMN_AT):  # 0 where the writer does not say
            _add(column, COLUMN_AT, by)
        _add(column, OFFSETS_AT, by)
        _add(column, INDEX_AT, by)
        for place in PLACES:
            _add(column.get(COLUMN), place, by)


def _add(to: Struct, number: int, by: int) -> None:
    if number in to.fields:
        kind, value = to.fields[number]
        to.fields[number] = (kind, value + by)
