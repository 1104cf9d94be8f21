"""The sheets of an .xlsx file looked through as text, before anything opens it: formulas, errors, hidden rows, cells that lie too far."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterator
from html import unescape
from typing import IO

from ansinh.papers.lists.marks import LAST_COLUMN, Marks
from ansinh.papers.lists.refusals import refused

FARTHEST_CELLS = 32 * 2**20
"""From A1 to a cell: the whole length of a sheet with thirty-two columns; what reaches further would fill the memory and is no list."""
LAST_ROW = 2**20
"""The last row a sheet of this format has."""
_CHUNK = 2**20
_TAIL = 4_096

_DIMENSION = re.compile(rb'<(?:\w+:)?dimension\s+ref="(?:[A-Z]+\d+:)?([A-Z]+)(\d+)"')
_FAR = re.compile(rb'<(?:\w+:)?c\s(?:[^>]*?\s)?r="([A-Z]{3,}\d+|[A-Z]+\d{6,})"[^>]*(?<!/)>')
_FORMULA = re.compile(
    rb'<(?:\w+:)?c\s(?:[^>]*?\s)?r="([A-Z]+)(\d+)"([^>]*)>\s*<(?:\w+:)?f(?:\s[^>]*)?(?:/>|>([^<]*)</(?:\w+:)?f>)(\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></|</))?'
)
_ERROR = re.compile(rb'<(?:\w+:)?c\s(?=[^>]*\bt="e")(?:[^>]*?\s)?r="([A-Z]+)(\d+)"')
_ROW = re.compile(rb"<(?:\w+:)?row\s[^>]*>")
_COLUMN = re.compile(rb"<(?:\w+:)?col\s[^>]*>")
_ROW_NUMBER = re.compile(rb'\sr="(\d+)"')
_HIDDEN = re.compile(rb'\shidden="(?:1|true)"')
_CALLS_OUT = re.compile(
    rb"\b(WEBSERVICE|FILTERXML|IMPORT(DATA|XML|HTML|FEED|RANGE)|DDE|CALL|REGISTER(\.ID)?|EXEC|RTD|CUBE\w+|STOCKHISTORY|IMAGE)\s*\(|[\w.]\s*\|\s*'|\w\|&apos;",
    re.IGNORECASE,
)
_LEAVES = re.compile(rb"\bHYPERLINK\s*\(\s*(?:&quot;|\")?\s*(?!#|(?:&quot;|\")#)[\w\\/]", re.IGNORECASE)
_SHEET = re.compile(r"<(?:\w+:)?sheet\s[^>]*>")
_ATTRIBUTE = re.compile(r'([\w:]+)="([^"]*)"')
_REFERENCE = re.compile(r"([A-Z]+)(\d+)\Z")


def calls_out(formula: bytes) -> bool:
    """Tell whether a formula fetches, runs or opens something outside its file."""
    return bool(_CALLS_OUT.search(formula) or _LEAVES.search(formula))


def sheets(archive: zipfile.ZipFile, names: set[str]) -> Iterator[tuple[str, str]]:
    """Walk the sheets of a workbook: name and member."""
    rels = archive.read("xl/_rels/workbook.xml.rels").decode("utf-8", "replace") if "xl/_rels/workbook.xml.rels" in names else ""
    targets = {}
    for tag in re.findall(r"<(?:\w+:)?Relationship\s[^>]*>", rels):
        of = dict(_ATTRIBUTE.findall(tag))
        targets[of.get("Id", "")] = of.get("Target", "")
    for tag in _SHEET.findall(archive.read("xl/workbook.xml").decode("utf-8", "replace")):
        of = dict(_ATTRIBUTE.findall(tag))
        target = next((targets.get(value, "") for key, value in of.items() if key.endswith(":id")), "")
        member = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        if member in names:
            yield unescape(of.get("name", "")), member


def find_marks(sheet: str, stream: IO[bytes]) -> Marks:
    """Find the marks of a sheet. Raises `ListRefused` for a formula that calls out, or cells so far apart that opening them would fill the memory."""
    marks = Marks()
    wide: bool | None = None
    for chunk in chunks(stream):
        if wide is None:
            size = _DIMENSION.search(chunk)
            wide = size is None or number_of(size[1]) * int(size[2]) > FARTHEST_CELLS
        if wide:
            _check_far(sheet, chunk)
        if b"<f>" in chunk or b"<f " in chunk or b":f>" in chunk or b":f " in chunk or b"<f/" in chunk:
            _find_formulas(sheet, chunk, marks)
        if b't="e"' in chunk:
            marks.valueless.update(((int(found[2]), number_of(found[1]) - 1), None) for found in _ERROR.finditer(chunk))
        if b" hidden=" in chunk:
            rows = (_ROW_NUMBER.search(found[0]) for found in _ROW.finditer(chunk) if _HIDDEN.search(found[0]))
            marks.hidden.update((int(row[1]), None) for row in rows if row)
            _find_hidden_columns(chunk, marks)
        marks.check()
    return marks


def _find_hidden_columns(chunk: bytes, marks: Marks) -> None:
    for found in _COLUMN.finditer(chunk):
        if _HIDDEN.search(found[0]):
            first, last = (re.search(rb"\s" + name + rb'="(\d{1,6})"', found[0]) for name in (b"min", b"max"))
            if first and last:
                marks.hide_columns(int(first[1]) - 1, int(last[1]) - 1)


def _find_formulas(sheet: str, chunk: bytes, marks: Marks) -> None:
    for found in _FORMULA.finditer(chunk):
        if found[4] and calls_out(found[4]):
            raise refused("formula_calls_out", sheet=sheet, what=(found[1] + found[2]).decode())
        place = int(found[2]), number_of(found[1]) - 1
        marks.formulas[place] = None
        if found[5] and b't="str"' not in found[3] + found[0][: found.start(1) - found.start()]:
            marks.valueless[place] = None


def chunks(stream: IO[bytes]) -> Iterator[bytes]:
    """Read a stream piece by piece, each with the end of the one before so that nothing falls between."""
    tail = b""
    read: Callable[[], bytes] = lambda: stream.read(_CHUNK)  # noqa: E731 - for iter
    for piece in iter(read, b""):
        yield tail + piece
        tail = (tail + piece)[-_TAIL:]


def _check_far(sheet: str, chunk: bytes) -> None:
    for found in _FAR.finditer(chunk):
        place = _REFERENCE.match(found[1].decode())
        if not place:
            continue
        column, row = number_of(place[1].encode()), int(place[2])
        if column * row > FARTHEST_CELLS or column > LAST_COLUMN or row > LAST_ROW:
            raise refused("stray_cell", sheet=sheet, what=place[0])


def number_of(letters: bytes) -> int:
    """Give the number of a column from its letters, A is 1."""
    number = 0
    for code in letters:
        number = number * 26 + code - 64
    return number
