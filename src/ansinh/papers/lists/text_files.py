"""Text files (CSV and the like): how their bytes are encoded, how their cells are parted."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from ansinh.papers.lists.cells import Line
from ansinh.papers.lists.code_pages import decode
from ansinh.papers.lists.spelling import reads_as_vietnamese

SAMPLE = 200_000
"""Bytes by which an encoding is judged."""
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


def decoded(data: bytes) -> tuple[str, str]:
    """Decode a text file and name its encoding: by its mark, as UTF-8, else the code page in which it reads as Vietnamese.

    Text of an old font (TCVN3, VNI) is given as its bytes, letter by letter: `old_fonts` puts its cells into Unicode.
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            return data.decode(name, errors="replace"), name
    wide = wide_without_mark(data[:4096])
    if wide:
        return data.decode(wide, errors="replace"), wide
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return _of_code_page(data)


def _of_code_page(data: bytes) -> tuple[str, str]:
    sample = data[:SAMPLE]
    letters = sample.decode("latin-1")
    shares = {
        "windows-1258": reads_as_vietnamese(unicodedata.normalize("NFC", sample.decode("cp1258", errors="replace"))),
        "tcvn3": reads_as_vietnamese(decode(letters, "tcvn3")),
        "vni": reads_as_vietnamese(decode(letters, "vni")),
    }
    best = max(shares, key=lambda name: shares[name])
    if best == "windows-1258":
        return unicodedata.normalize("NFC", data.decode("cp1258", errors="replace")), best
    return data.decode("latin-1"), "latin-1"


def read_lines(path: Path) -> tuple[Iterator[Line], str]:
    """Give the cells of a text file line by line, and the name of its encoding."""
    text, encoding = decoded(path.read_bytes())
    sample = "\n".join(text[:SAMPLE].splitlines()[:50])
    delimiter = max(",;\t|", key=sample.count)
    return ([_unwrapped(cell) for cell in line] for line in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)), encoding


def _unwrapped(cell: str) -> str:
    """Take the text out of `="0123"`, which people write so that a spreadsheet keeps the zero."""
    return cell[2:-1] if cell.startswith('="') and cell.endswith('"') else cell
