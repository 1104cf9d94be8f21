"""The formulas, errors, hidden rows, passwords, links and macro sheets of an old .xls file, found by walking its records ([MS-CFB], [MS-XLS])."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import NamedTuple

from ansinh.papers.lists.marks import Marks
from ansinh.papers.lists.refusals import refused

_FORMULA, _END, _BOUND_SHEET, _FILE_PASS, _BEGIN = 0x0006, 0x000A, 0x0085, 0x002F, 0x0809
_MACRO_SHEET = 1
_LAST = 0xFFFFFFFA
"""Sector numbers from here on mean the end of a chain."""
_IN_HEADER = 109
_EXTERNAL_BOOK, _BOOL_OR_ERROR, _ROW = 0x01AE, 0x0205, 0x0208
_OWN_SHEETS, _ADD_IN = 0x0401, 0x3A01
_ERROR_RESULT, _NO_NUMBER = 2, 0xFFFF
_HEIGHT_ZERO = 0x20
_COLUMN_INFO = 0x007D


class Record(NamedTuple):
    """One record of the workbook stream: where it begins, its kind and its content."""

    start: int
    kind: int
    body: bytes


def find_marks(data: bytes) -> dict[str, Marks]:
    """Give the marks of each sheet by its name. Raises `ListRefused` for passwords, macro sheets and links to other files.

    A file whose container cannot be followed gives nothing: the reader itself will say that it is damaged.
    """
    try:
        return _marks(_workbook(data))
    except (struct.error, IndexError, KeyError):
        return {}


def _marks(stream: bytes) -> dict[str, Marks]:
    names: dict[int, str] = {}
    found: dict[str, Marks] = {}
    held = Marks()
    for record in _records(stream):
        if record.kind == _FILE_PASS:
            raise refused("encrypted")
        if record.kind == _BOUND_SHEET:
            start, _, sheet_type, length, wide = struct.unpack_from("<IBBBB", record.body)
            if sheet_type == _MACRO_SHEET:
                raise refused("macros")
            text = record.body[8 : 8 + length * (1 + (wide & 1))]
            names[start] = text.decode("utf-16-le" if wide & 1 else "latin-1")
        elif record.kind == _EXTERNAL_BOOK:
            _check_book(record.body)
        elif record.kind == _BEGIN:
            held = found.setdefault(names.get(record.start, ""), Marks())
        else:
            _mark(record, held)
    return found


def _mark(record: Record, held: Marks) -> None:
    """Remember a formula, an error or a hidden row."""
    if record.kind == _FORMULA:
        row, column, _, *result = struct.unpack_from("<HHHBBBBBBH", record.body)
        held.formulas[row + 1, column] = None
        if result[0] == _ERROR_RESULT and result[-1] == _NO_NUMBER:
            held.valueless[row + 1, column] = None
        held.check()
    elif record.kind == _BOOL_OR_ERROR and record.body[7]:
        row, column = struct.unpack_from("<HH", record.body)
        held.valueless[row + 1, column] = None
    elif record.kind == _COLUMN_INFO and record.body[8] & 1:
        held.hide_columns(*struct.unpack_from("<HH", record.body))
    elif record.kind == _ROW and struct.unpack_from("<H", record.body, 12)[0] & _HEIGHT_ZERO:
        held.hidden[struct.unpack_from("<H", record.body)[0] + 1] = None


def _check_book(body: bytes) -> None:
    """Refuse a link to another file or a DDE source; the workbook's own sheets and add-in functions stand here too, under two codes."""
    if struct.unpack_from("<H", body, 2)[0] not in {_OWN_SHEETS, _ADD_IN}:
        raise refused("external_links", what="SUPBOOK")


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
