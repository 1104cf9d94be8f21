"""Cells typed in a font from before Unicode (.VnTime, VNI-Times), or decoded twice, are put into Unicode: judged by what reads as Vietnamese.

A workbook has no encoding: each column is judged by its first lines, each cell by itself, its column and its sheet.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain, islice
from typing import Literal, TypeAlias

from ansinh.papers.lists.cells import Cell, Line
from ansinh.papers.lists.code_pages import CodePage, decode, only_letters_of
from ansinh.papers.lists.spelling import reads_as_vietnamese, telling_words

Writing: TypeAlias = Literal["tcvn3", "vni", "utf-8", ""]
"""How a cell is written: in an old code page, as UTF-8 read byte by byte, or (empty) as it should be."""

JUDGED = 400
"""Lines by which the columns are judged before the first is given on."""
_PAGES: tuple[CodePage, ...] = ("tcvn3", "vni")
_MODERN = re.compile("[\u0102\u0103\u0110\u0111\u0128\u0129\u0168\u0169\u01a0\u01a1\u01af\u01b0\u0300-\u036f\u1ea0-\u1ef9]")
"""Letters that only Unicode and windows-1258 have."""
_LATIN = frozenset("àáâãèéêìíòóôõùúýÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝ")
"""Letters of Vietnamese that are also plain Latin-1."""
_TWICE = re.compile("[\u00c3-\u00c6][^\x00-\x7f]|\u00e1[\u00ba\u00bb]")


class Writings:
    """What was converted on one sheet: for each writing the columns (from 0) and how many cells."""

    def __init__(self) -> None:
        """Begin with nothing converted."""
        self.columns: dict[Writing, set[int]] = defaultdict(set)
        self.cells: Counter[Writing] = Counter()

    def unified(self, lines: Iterable[Line]) -> Iterator[Line]:
        """Give the lines with every cell in Unicode, and remember what was converted."""
        lines = iter(lines)
        ahead = list(islice(lines, JUDGED))
        of_columns, of_sheet = _judged(ahead)
        for line in chain(ahead, lines):
            for column, cell in enumerate(line):
                if isinstance(cell, str) and not cell.isascii() and not _MODERN.search(cell):
                    writing = _writing(cell, of_columns.get(column, of_sheet))
                    if writing:
                        line[column] = _converted(cell, writing)
                        self.columns[writing].add(column)
                        self.cells[writing] += 1
            yield line


def _judged(lines: Sequence[Line]) -> tuple[dict[int, Writing], Writing]:
    """Give each column that tells how it is written, and how most of the cells that tell are."""
    counted: dict[int, Counter[Writing]] = defaultdict(Counter)
    for line in lines:
        for column, cell in enumerate(line):
            told = _told(cell)
            if told is not None:
                counted[column][told] += 1
    whole: Counter[Writing] = sum(counted.values(), Counter())
    return {column: of.most_common(1)[0][0] for column, of in counted.items()}, whole.most_common(1)[0][0] if whole else ""


def _told(cell: Cell) -> Writing | None:
    """Tell how a cell is written where that is beyond doubt; None for a cell that does not tell."""
    if not isinstance(cell, str) or cell.isascii():
        return None
    if _MODERN.search(cell):
        return ""
    plain, twice, pages = _readings(cell)
    if twice:
        return "utf-8"
    if plain:
        return None if pages else ""
    return pages[0] if len(pages) == 1 else None


def _writing(text: str, usual: Writing) -> Writing:
    """Tell how a cell is written; where it can be read both ways it is written as its column or sheet `usual`ly is."""
    plain, twice, pages = _readings(text)
    if twice:
        return "utf-8"
    if usual in pages:
        return usual
    if pages and not plain:
        return pages[0]
    return usual if usual in _PAGES and not plain and _more_likely(text, usual) else ""


def _more_likely(text: str, page: CodePage) -> bool:
    """Tell whether a text that reads as Vietnamese neither way (`H'Hen Niª`) was rather written in `page`, as those around it were."""
    if not all(only_letters_of(word, page) for word in telling_words(text)):
        return False
    if any(not letter.isascii() and letter not in _LATIN for letter in text) or len(decode(text, page)) < len(text):
        return True
    return reads_as_vietnamese(decode(text, page)) > reads_as_vietnamese(text)


@lru_cache(maxsize=20_000)
def _readings(text: str) -> tuple[bool, bool, tuple[CodePage, ...]]:
    """Tell whether a text reads as Vietnamese as it stands, whether it does when its UTF-8 is read once more, and in which code pages it does."""
    if _TWICE.search(text) and (once := _once(text)) and reads_as_vietnamese(once) >= reads_as_vietnamese(text) and telling_words(once):
        return False, True, ()
    words = telling_words(text)
    if not words:
        return True, False, ()
    pages = tuple(page for page in _PAGES if all(only_letters_of(word, page) for word in words) and reads_as_vietnamese(decode(text, page)) == 1)
    return reads_as_vietnamese(text) == 1, False, pages


def _once(text: str) -> str:
    """Undo a decoding of UTF-8 as windows-1252; empty where the text is no such."""
    try:
        return b"".join(_byte(letter) for letter in text).decode("utf-8")
    except (UnicodeDecodeError, UnicodeEncodeError):
        return ""


def _byte(letter: str) -> bytes:
    return letter.encode("latin-1") if "\x80" <= letter <= "\xff" else letter.encode("cp1252")


def _converted(text: str, writing: Writing) -> str:
    return _once(text) if writing == "utf-8" else decode(text, writing) if writing else text
