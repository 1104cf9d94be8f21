"""Looks into a file before it is opened: what it is, how large it would become, and whether it would do anything."""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass, field
from pathlib import Path

from ansinh.papers.lists import ods, xls, xlsx
from ansinh.papers.lists.marks import Marks
from ansinh.papers.lists.refusals import ListRefused, refused
from ansinh.papers.lists.text_files import wide_without_mark

LARGEST_FILE = 256 * 2**20
"""A million rows as text take some 160 MB, packed in a workbook some 75 MB and unpacked 560 MB."""
LARGEST_UNPACKED = 1_280 * 2**20
LARGEST_MEMBER = 1_024 * 2**20
MOST_MEMBERS = 1_000
STEEPEST_RATIO = 200
SMALL_ENOUGH = 16 * 2**20
"""Bytes up to which a member may be packed as tightly as it likes."""
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
    """What was seen: the marks of each sheet by its name."""

    marks: dict[str, Marks] = field(default_factory=dict)


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
    return Inspection(xls.find_marks(data))


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
    marked = False
    with archive.open("content.xml") as stream:
        for chunk in xlsx.chunks(stream):
            if b"dde-source" in chunk or b"dde-link" in chunk or b"table:cell-range-source" in chunk:
                raise refused("external_links", what="DDE")
            ods.check_repeats(chunk)
            marked = marked or b"table:formula" in chunk or b"table:visibility" in chunk
    if not marked:
        return Inspection()
    with archive.open("content.xml") as stream:
        return Inspection(ods.find_marks(stream))


def _inspect_xlsx(archive: zipfile.ZipFile, names: set[str]) -> Inspection:
    found = Inspection()
    for sheet, member in xlsx.sheets(archive, names):
        with archive.open(member) as stream:
            found.marks[sheet] = xlsx.find_marks(sheet, stream)
    return found
