"""Looks into a file before it is opened: what it is, how large it would become, and whether it would do anything."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from typing import IO

from ansinh.papers.lists import ods, xls
from ansinh.papers.lists.refusals import ListRefused, refused
from ansinh.papers.lists.text_files import wide_without_mark

LARGEST_FILE = 64 * 2**20
LARGEST_UNPACKED = 600 * 2**20
LARGEST_MEMBER = 400 * 2**20
MOST_MEMBERS = 1_000
STEEPEST_RATIO = 200
SMALL_ENOUGH = 16 * 2**20
"""Bytes up to which a member may be packed as tightly as it likes."""
LAST_ROW = 300_000
LAST_COLUMN = 702
"""Column ZZ."""
MOST_CELLS = 8_000_000
MOST_FORMULAS = 1_000_000
_CHUNK = 2**20
_TAIL = 4_096

_DIMENSION = re.compile(rb'<(?:\w+:)?dimension\s+ref="(?:[A-Z]+\d+:)?([A-Z]+)(\d+)"')
_FAR = re.compile(rb'<(?:\w+:)?c\s(?:[^>]*?\s)?r="([A-Z]{3,}\d+|[A-Z]+\d{6,})"[^>]*(?<!/)>')
_FORMULA = re.compile(rb'<(?:\w+:)?c\s(?:[^>]*?\s)?r="([A-Z]+)(\d+)"[^>]*>\s*<(?:\w+:)?f(?:\s[^>]*)?(?:/>|>([^<]*)<)')
_CALLS_OUT = re.compile(
    rb"\b(WEBSERVICE|FILTERXML|IMPORT(DATA|XML|HTML|FEED|RANGE)|DDE|CALL|REGISTER(\.ID)?|EXEC|RTD|CUBE\w+)\s*\(|[\w.]\s*\|\s*'|\w\|&apos;", re.IGNORECASE
)
_SHEET = re.compile(r"<(?:\w+:)?sheet\s[^>]*>")
_ATTRIBUTE = re.compile(r'([\w:]+)="([^"]*)"')
_REFERENCE = re.compile(r"([A-Z]+)(\d+)\Z")

_KNOWN_KINDS: tuple[tuple[bytes, str, str], ...] = (
    (b"%PDF", "tệp PDF", "a PDF file"),
    (b"\x89PNG", "ảnh", "an image"),
    (b"\xff\xd8\xff", "ảnh", "an image"),
    (b"GIF8", "ảnh", "an image"),
    (b"{\\rtf", "văn bản RTF", "an RTF text"),
    (b"Rar!", "tệp nén RAR", "a RAR archive"),
    (b"7z\xbc\xaf", "tệp nén 7z", "a 7z archive"),
    (b"<", "trang HTML hoặc XML", "an HTML or XML page"),
    (b"MZ", "chương trình", "a program"),
)


@dataclass(slots=True)
class Inspection:
    """What was seen: by sheet name the cells (row from 1, column from 0) that hold formulas."""

    formulas: dict[str, list[tuple[int, int]]] = field(default_factory=dict)


def inspect(path: Path) -> Inspection:
    """Look into a file without opening it as a workbook. Raises `ListRefused` when it must not be opened."""
    size = path.stat().st_size
    if size == 0:
        raise refused("empty")
    if size > LARGEST_FILE:
        raise refused("too_large", what=f"{size / 2**20:.0f} MB")
    with path.open("rb") as file:
        head = file.read(4096)
    if head.startswith(b"PK"):
        return _inspect_zip(path)
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        return _inspect_compound(path.read_bytes())
    _inspect_text(head)
    return Inspection()


def _inspect_text(head: bytes) -> None:
    for start, vi, en in _KNOWN_KINDS:
        if head.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(start):
            raise refused("not_workbook", what=vi, what_en=en)
    if b"\0" in head and head[:2] not in {b"\xff\xfe", b"\xfe\xff"} and not wide_without_mark(head):
        raise refused("not_workbook", what="không rõ định dạng", what_en="of an unknown kind")


def _inspect_compound(data: bytes) -> Inspection:
    """Look into the old container of .xls files and of encrypted new ones."""

    def holds(name: str) -> bool:
        return name.encode("utf-16-le") in data

    if holds("EncryptedPackage"):
        raise refused("encrypted")
    if holds("WordDocument"):
        raise refused("not_workbook", what="tệp Word", what_en="a Word document")
    if not (holds("Workbook") or holds("Book")):
        raise refused("not_workbook", what="không rõ định dạng", what_en="of an unknown kind")
    if holds("_VBA_PROJECT"):
        raise refused("macros")
    return Inspection(xls.find_formulas(data))


def _inspect_zip(path: Path) -> Inspection:
    try:
        with zipfile.ZipFile(path) as archive:
            _check_directory(archive.infolist())
            names = set(archive.namelist())
            _check_kind(names)
            _check_members(names)
            return _inspect_ods(archive) if "content.xml" in names else _inspect_xlsx(archive, names)
    except ListRefused:
        raise
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, ValueError, RuntimeError, KeyError) as fault:
        raise refused("unreadable", what=type(fault).__name__) from fault


def _check_directory(members: list[zipfile.ZipInfo]) -> None:
    """Judge the directory of the archive alone: how many members, how large, how tightly packed, encrypted or not."""
    if len(members) > MOST_MEMBERS:
        raise refused("suspicious_size", what=f"{len(members)} phần / parts")
    if any(member.flag_bits & 1 for member in members):
        raise refused("encrypted")
    total = sum(member.file_size for member in members)
    largest = max((member.file_size for member in members), default=0)
    if total > LARGEST_UNPACKED or largest > LARGEST_MEMBER:
        raise refused("too_large", what=f"{total / 2**20:.0f} MB")
    for member in members:
        if member.file_size > SMALL_ENOUGH and member.file_size > STEEPEST_RATIO * max(member.compress_size, 1):
            raise refused("suspicious_size", what=f"{member.filename}: {member.file_size // max(member.compress_size, 1)}×")


def _check_kind(names: set[str]) -> None:
    if "xl/workbook.xml" in names or "content.xml" in names:
        return
    if "word/document.xml" in names:
        raise refused("not_workbook", what="tệp Word", what_en="a Word document")
    if "xl/workbook.bin" in names:
        raise refused("not_workbook", what="dạng .xlsb", what_en="of type .xlsb")
    raise refused("not_workbook", what="tệp nén ZIP", what_en="a ZIP archive")


def _check_members(names: set[str]) -> None:
    """Refuse a workbook that would run something or fetch something when opened."""
    for name in sorted(names):
        low = name.lower()
        if "vbaproject" in low or low.startswith(("xl/macrosheets/", "xl/dialogsheets/", "basic/", "scripts/")):
            raise refused("macros")
        if low.startswith(("xl/externallinks/", "xl/querytables/")) or low == "xl/connections.xml":
            raise refused("external_links", what=name)
        if low.startswith(("xl/embeddings/", "xl/activex/", "xl/ctrlprops/")) or re.match(r"object \d+/", low):
            raise refused("active_content", what=name)


def _inspect_ods(archive: zipfile.ZipFile) -> Inspection:
    if "mimetype" in archive.namelist() and b"spreadsheet" not in archive.read("mimetype")[:200]:
        raise refused("not_workbook", what="không phải bảng tính", what_en="no spreadsheet")
    if "META-INF/manifest.xml" in archive.namelist() and b"encryption-data" in archive.read("META-INF/manifest.xml"):
        raise refused("encrypted")
    formulas = False
    with archive.open("content.xml") as stream:
        for chunk in _chunks(stream):
            if b"dde-source" in chunk or b"dde-link" in chunk or b"table:cell-range-source" in chunk:
                raise refused("external_links", what="DDE")
            formulas = formulas or b"table:formula" in chunk
    if not formulas:
        return Inspection()
    with archive.open("content.xml") as stream:
        return Inspection(ods.find_formulas(stream))


def _inspect_xlsx(archive: zipfile.ZipFile, names: set[str]) -> Inspection:
    found = Inspection()
    for sheet, member in _sheets(archive, names):
        with archive.open(member) as stream:
            found.formulas[sheet] = _scan_sheet(sheet, stream)
    return found


def _sheets(archive: zipfile.ZipFile, names: set[str]) -> Iterator[tuple[str, str]]:
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


def _chunks(stream: IO[bytes]) -> Iterator[bytes]:
    """Read a stream piece by piece, each with the end of the one before so that nothing falls between."""
    tail = b""
    read: Callable[[], bytes] = lambda: stream.read(_CHUNK)  # noqa: E731 - for iter
    for piece in iter(read, b""):
        yield tail + piece
        tail = (tail + piece)[-_TAIL:]


def _scan_sheet(sheet: str, stream: IO[bytes]) -> list[tuple[int, int]]:
    """Find the formulas of a sheet, and refuse one whose cells lie so far apart that opening it would fill the memory."""
    formulas: dict[tuple[int, int], None] = {}
    wide: bool | None = None
    for chunk in _chunks(stream):
        if wide is None:
            size = _DIMENSION.search(chunk)
            wide = size is None or _number(size[1]) * int(size[2]) > MOST_CELLS
        if wide:
            _check_far(sheet, chunk)
        if b"<f>" in chunk or b"<f " in chunk or b":f>" in chunk or b":f " in chunk or b"<f/" in chunk:
            for found in _FORMULA.finditer(chunk):
                if found[3] and _CALLS_OUT.search(found[3]):
                    raise refused("formula_calls_out", sheet=sheet, what=(found[1] + found[2]).decode())
                formulas[int(found[2]), _number(found[1]) - 1] = None
            if len(formulas) > MOST_FORMULAS:
                raise refused("too_large", what=f"{len(formulas)} công thức / formulas")
    return list(formulas)


def _check_far(sheet: str, chunk: bytes) -> None:
    for found in _FAR.finditer(chunk):
        place = _REFERENCE.match(found[1].decode())
        if place and (int(place[2]) > LAST_ROW or _number(place[1].encode()) > LAST_COLUMN):
            raise refused("stray_cell", sheet=sheet, what=place[0])


def _number(letters: bytes) -> int:
    """Give the number of a column from its letters, A is 1."""
    number = 0
    for code in letters:
        number = number * 26 + code - 64
    return number
