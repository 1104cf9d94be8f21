"""Vietnamese names: one written form, one search form, and the order by given name that every Vietnamese list uses."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
"""The alphabet in its order, with the four letters that only borrowed names use."""

_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
_SHAPES = {"\u0302", "\u0306", "\u031b"}
_RANK = {letter: chr(ord("A") + rank) for rank, letter in enumerate(LETTERS)}
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]")
_WORD_START = re.compile(r"(^|[\s'\u2019.\-(/])([^\W\d_])")


def _fold_table() -> dict[int, str]:
    table = {ord("đ"): "d", ord("Đ"): "d"}
    for code in (*range(0x41, 0x250), *range(0x1E00, 0x1F00)):
        bare = "".join(c for c in unicodedata.normalize("NFD", chr(code)) if not unicodedata.combining(c))
        if code not in table and bare and bare != chr(code):
            table[code] = bare.lower()
    table.update(dict.fromkeys(range(0x300, 0x370), ""))
    return table


_FOLD = _fold_table()


def clean(text: str) -> str:
    """Return the text composed (NFC), without invisible characters, single-spaced."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
        if _INVISIBLE.search(text):
            text = _INVISIBLE.sub("", text)
    return " ".join(text.split())


@lru_cache(maxsize=20_000)
def _capital(syllable: str) -> str:
    return _WORD_START.sub(lambda found: found[1] + found[2].upper(), syllable.lower())


def title_case(name: str) -> str:
    """Write a person's name as it is written: composed, single-spaced, each syllable with a capital.

    `NGUYỄN  thị hoa` becomes `Nguyễn Thị Hoa`; `h'hen niê` becomes `H'Hen Niê`.
    """
    return " ".join(map(_capital, clean(name).split()))


@lru_cache(maxsize=20_000)
def fold(text: str) -> str:
    """Write the text as people type it in a search box: lower case, without marks, single-spaced (`nguyen van an`)."""
    return " ".join(_INVISIBLE.sub("", text).translate(_FOLD).lower().split())


def _spellings() -> dict[str, str]:
    known: dict[str, str] = {}
    for code in (*range(0x41, 0x7B), *range(0xC0, 0x1B1), *range(0x1EA0, 0x1EFA)):
        if chr(code).isalpha() and len(plain := fold(chr(code))) == 1:
            known[plain] = known.get(plain, "") + chr(code)
    return known


_SPELLINGS = _spellings()


def spelt(text: str) -> str:
    """Give a pattern, for Python and PostgreSQL alike, of whatever is written as the text apart from marks and capitals: `a` is also à, Á, ậ."""
    return "".join(f"[{_SPELLINGS[letter]}]" if letter in _SPELLINGS else re.escape(letter) for letter in fold(text))


@lru_cache(maxsize=20_000)
def _syllable_key(syllable: str) -> str:
    letters: list[str] = []
    tone, held = "0", ""
    for mark in unicodedata.normalize("NFD", syllable.lower()):
        if mark in _TONES:
            tone = _TONES[mark]
        elif mark in _SHAPES and held:
            letters[-1] = held = unicodedata.normalize("NFC", held + mark)
        else:
            held = mark
            letters.append(mark)
    return "".join(_RANK.get(letter, letter if letter.isdigit() else "") for letter in letters) + "!" + tone


def given_name_key(name: str) -> str:
    """Make an ASCII key that sorts names by given name, then family name, then middle names, in Vietnamese order.

    Letters count before tones; tones go level, huyền, hỏi, ngã, sắc, nặng. Plain byte order sorts the keys.
    """
    syllables = clean(name).split()
    return " ".join(_syllable_key(syllable) for syllable in syllables[-1:] + syllables[:-1])
