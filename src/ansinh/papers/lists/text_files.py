"""Text files (CSV and the like): how their bytes are encoded, how their cells are parted."""

from __future__ import annotations

import codecs
import csv
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from ansinh.papers.lists.cells import Line
from ansinh.papers.lists.code_pages import decode
from ansinh.papers.lists.spelling import reads_as_vietnamese

SAMPLE = 200_000
"""Bytes by which an encoding is judged."""
PIECE = 2**20
CODECS = {"windows-1258": "cp1258"}
_MARKS = ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"\xef\xbb\xbf", "utf-8-sig"))
FEWEST_PAIRS = 16
"""Pairs of bytes; fewer tell nothing."""
_MANY, _FEW = 0.2, 0.02


def wide_without_mark(head: bytes) -> str | None:
    """Name UTF-16 without its mark by its zeros, which stand all in the first or all in the second byte of the pairs; None for anything else."""
    first, second = head[0::2], head[1::2]
    if len(second) < FEWEST_PAIRS:
        return None
    in_first, in_second = first.count(0) / len(first), second.count(0) / len(second)
    if in_second > _MANY and in_first < _FEW:
        return "utf-16-le"
    return "utf-16-be" if in_first > _MANY and in_second < _FEW else None


class Text(NamedTuple):
    """How a text file is written: the encoding of its bytes, and its lines, about."""

    encoding: str
    lines: int


def look_at(path: Path) -> Text:
    """Tell the encoding of a text file: by its mark, as UTF-8, else the code page in which it reads as Vietnamese.

    Text of an old font (TCVN3, VNI) is read as its bytes, letter by letter: `old_fonts` puts its cells into Unicode.
    """
    with path.open("rb") as file:
        head = file.read(SAMPLE)
        known = next((name for mark, name in _MARKS if head.startswith(mark)), None) or wide_without_mark(head[:4096])
        file.seek(0)
        lines, plain = 0, codecs.getincrementaldecoder("utf-8")()
        try:
            for piece in iter(lambda: file.read(PIECE), b""):
                lines += piece.count(b"\n")
                if not known:
                    plain.decode(piece)
            if not known:
                plain.decode(b"", final=True)
        except UnicodeDecodeError:
            known = _code_page(head)
    return Text(known or "utf-8", lines)


def _code_page(sample: bytes) -> str:
    letters = sample.decode("latin-1")
    shares = {
        "windows-1258": reads_as_vietnamese(unicodedata.normalize("NFC", sample.decode("cp1258", errors="replace"))),
        "tcvn3": reads_as_vietnamese(decode(letters, "tcvn3")),
        "vni": reads_as_vietnamese(decode(letters, "vni")),
    }
    best = max(shares, key=lambda name: shares[name])
    return best if best == "windows-1258" else "latin-1"


def read_lines(path: Path, encoding: str) -> Iterator[Line]:
    """Walk the cells of a text file line by line; of the file a piece at a time is in memory."""
    with path.open(encoding=CODECS.get(encoding, encoding), errors="replace", newline="") as file:
        head = file.read(SAMPLE)
        file.seek(0)
        sample = "\n".join(head.splitlines()[:50])
        delimiter = max(",;\t|", key=sample.count)
        lines = (unicodedata.normalize("NFC", line) for line in file) if encoding == "windows-1258" else file
        for line in csv.reader(lines, delimiter=delimiter):
            yield [_unwrapped(cell) for cell in line]


def _unwrapped(cell: str) -> str:
    """Take the text out of `="0123"`, which people write so that a spreadsheet keeps the zero."""
    return cell[2:-1] if cell.startswith('="') and cell.endswith('"') else cell
