"""The formulas, passwords and macro sheets of an old .xls file, found by walking its records ([MS-CFB], [MS-XLS])."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import NamedTuple

from ansinh.papers.lists.refusals import refused

_FORMULA, _END, _BOUND_SHEET, _FILE_PASS, _BEGIN = 0x0006, 0x000A, 0x0085, 0x002F, 0x0809
_MACRO_SHEET = 1
_LAST = 0xFFFFFFFA
"""Sector numbers from here on mean the end of a chain."""
_IN_HEADER = 109
MOST_FORMULAS = 1_000_000


class Record(NamedTuple):
    """One record of the workbook stream: where it begins, its kind and its content."""

    start: int
    kind: int
    body: bytes


def find_formulas(data: bytes) -> dict[str, list[tuple[int, int]]]:
    """Give the cells (row from 1, column from 0) that hold formulas, by sheet. Raises `ListRefused` for passwords and macro sheets.

    A file whose container cannot be followed gives nothing: the reader itself will say that it is damaged.
    """
    try:
        return _formulas(_workbook(data))
    except (struct.error, IndexError, KeyError):
        return {}


def _formulas(stream: bytes) -> dict[str, list[tuple[int, int]]]:
    names: dict[int, str] = {}
    found: dict[str, list[tuple[int, int]]] = {}
    held: list[tuple[int, int]] = []
    for record in _records(stream):
        if record.kind == _FILE_PASS:
            raise refused("encrypted")
        if record.kind == _BOUND_SHEET:
            start, _, sheet_type, length, wide = struct.unpack_from("<IBBBB", record.body)
            if sheet_type == _MACRO_SHEET:
                raise refused("macros")
            text = record.body[8 : 8 + length * (1 + (wide & 1))]
            names[start] = text.decode("utf-16-le" if wide & 1 else "latin-1")
        elif record.kind == _BEGIN:
            held = found.setdefault(names.get(record.start, ""), [])
        elif record.kind == _FORMULA and len(held) < MOST_FORMULAS:
            row, column = struct.unpack_from("<HH", record.body)
            held.append((row + 1, column))
    return found


def _records(stream: bytes) -> Iterator[Record]:
    position = 0
    while position + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, position)
        if kind == 0 and length == 0:
            return
        yield Record(position, kind, stream[position + 4 : position + 4 + length])
        position += 4 + length


def _workbook(data: bytes) -> bytes:
    """Take the workbook stream out of the container."""
    size = 1 << struct.unpack_from("<H", data, 30)[0]
    sectors = [data[start : start + size] for start in range(size, len(data), size)]
    table = _table(data, sectors, size)
    directory = b"".join(_chain(struct.unpack_from("<I", data, 48)[0], sectors, table))
    small_limit = struct.unpack_from("<I", data, 56)[0]
    for start in range(0, len(directory) - 127, 128):
        entry = directory[start : start + 128]
        name = entry[: max(struct.unpack_from("<H", entry, 64)[0] - 2, 0)].decode("utf-16-le", "replace")
        first, length = struct.unpack_from("<II", entry, 116)
        if name in {"Workbook", "Book"} and length >= small_limit:
            return b"".join(_chain(first, sectors, table))[:length]
    return b""


def _table(data: bytes, sectors: list[bytes], size: int) -> list[int]:
    """Give for each sector the number of the next one of its chain."""
    numbers = [n for n in struct.unpack_from(f"<{_IN_HEADER}I", data, 76) if n < _LAST]
    more = struct.unpack_from("<I", data, 68)[0]
    for _ in range(len(sectors)):
        if more >= _LAST:
            break
        further = struct.unpack(f"<{size // 4}I", sectors[more])
        numbers += [n for n in further[:-1] if n < _LAST]
        more = further[-1]
    return [n for number in numbers for n in struct.unpack(f"<{size // 4}I", sectors[number].ljust(size, b"\xff"))]


def _chain(first: int, sectors: list[bytes], table: list[int]) -> Iterator[bytes]:
    """Walk a chain of sectors; one that runs in a circle ends when it is longer than the file."""
    for _ in range(len(sectors)):
        if first >= _LAST:
            return
        yield sectors[first]
        first = table[first]
