"""How far two written names may be one person's: the ways clerks and people write a Vietnamese name differently, and what an agreement is worth.

A name is family name, middle names, given name. Four of ten people are called Nguyễn, so that agreeing on it says little,
while agreeing on a rare given name says much: an agreement weighs as many bits as it halves the number of people left.
"""

from __future__ import annotations

import math
from enum import IntEnum
from functools import lru_cache
from typing import TYPE_CHECKING

from ansinh.policy.names import clean, fold, given_name_key

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

FAMILY_SHARES: Mapping[str, float] = {
    "nguyen": 0.384, "tran": 0.121, "le": 0.095, "pham": 0.070, "hoang": 0.026, "huynh": 0.025, "phan": 0.045, "vu": 0.020, "vo": 0.019,
    "dang": 0.021, "bui": 0.020, "do": 0.014, "ho": 0.013, "ngo": 0.013, "duong": 0.010, "ly": 0.005,
}  # fmt: skip
"""Shares of the commonest family names in the population. Source: Lê Trung Hoa, Họ và tên người Việt Nam (2005); rounded, for weighing only."""

MIDDLE_SHARES: Mapping[str, float] = {
    "thi": 0.30,
    "van": 0.20,
    "ngoc": 0.03,
    "thanh": 0.03,
    "minh": 0.02,
    "duc": 0.02,
    "huu": 0.02,
    "thu": 0.015,
    "xuan": 0.015,
}
"""Rough shares of the commonest middle names; two people of one sex agree on them easily."""

RARE_SHARE = 0.004
"""What a name that no table holds is taken to be borne by: rare enough to say much, not so rare that one misspelling decides."""
WHOLE_NAME = 2
"""Syllables below which a name is no family and given name."""


class Likeness(IntEnum):
    """How two names agree, from not at all to letter for letter; each level contains all that the ones above it forgive."""

    DIFFERENT = 0
    GIVEN = 1
    """The given name alone."""
    MISTYPED = 2
    """One syllable differs by one letter, or two letters change places."""
    SHORTENED = 3
    """Family and given name agree; middle names of one are missing in the other."""
    REORDERED = 4
    """The same syllables in another order."""
    UNMARKED = 5
    """The same letters; marks are missing, differ, or y stands for i."""
    WRITTEN = 6
    """The same name; capitals, spaces, the form of Unicode and the place of the tone do not count."""


def likeness(one: str, other: str) -> Likeness:
    """Say how two written names agree. Symmetric; an empty name is like none."""
    mine, theirs = plain_syllables(one), plain_syllables(other)
    if not mine or not theirs:
        return Likeness.DIFFERENT
    if mine == theirs:
        return Likeness.WRITTEN if given_name_key(one) == given_name_key(other) else Likeness.UNMARKED
    if sorted(mine) == sorted(theirs):
        return Likeness.REORDERED
    if _shortened(mine, theirs):
        return Likeness.SHORTENED
    if _mistyped(mine, theirs):
        return Likeness.MISTYPED
    return Likeness.GIVEN if mine[-1] == theirs[-1] else Likeness.DIFFERENT


def agreement_bits(one: str, other: str) -> float:
    """Weigh what two names share, in bits: the syllables both have, each as rare as it is. 0 where nothing agrees.

    Ten bits leave one person of a thousand; Nguyễn is worth a little more than one.
    """
    mine, theirs = plain_syllables(one), plain_syllables(other)
    left, bits = list(theirs), 0.0
    for place, syllable in enumerate(mine):
        if syllable in left:
            left.remove(syllable)
            bits -= math.log2(_share(syllable, family=place == 0 and syllable == theirs[0]))
    return bits


@lru_cache(maxsize=20_000)
def plain_syllables(name: str) -> tuple[str, ...]:
    """Give a name's syllables as they are compared: folded, without punctuation, y written i where both are heard alike (`Lý`, `Lí`)."""
    letters = "".join(letter if letter.isalnum() else " " for letter in fold(clean(name)).replace("'", ""))
    return tuple(map(_one_i, letters.split()))


def search_key(name: str) -> str:
    """Write a name as it is looked up: given name first, folded, y as i (`hoa nguien thi`). Byte order groups people by given and family name.

    The database makes the same key of a stored name (`registry_name_key`); a test holds the two together.
    """
    syllables = fold(name).replace("y", "i").split()
    return " ".join(syllables[-1:] + syllables[:-1])


def _one_i(syllable: str) -> str:
    """Write a closing y as i after a consonant, and in `uy` after q: `ly`, `my`, `quy`; `huy` and `hui` stay apart."""
    if len(syllable) > 1 and syllable.endswith("y") and (syllable[-2] not in "aeiou" or syllable.startswith("qu")):
        return syllable[:-1] + "i"
    return syllable


def _share(syllable: str, *, family: bool) -> float:
    told = FAMILY_SHARES if family else MIDDLE_SHARES
    return told.get(syllable, RARE_SHARE)


def _shortened(mine: Sequence[str], theirs: Sequence[str]) -> bool:
    few, many = sorted((mine, theirs), key=len)
    if len(few) < WHOLE_NAME or len(few) == len(many) or (few[0], few[-1]) != (many[0], many[-1]):
        return False
    rest = iter(many)
    return all(syllable in rest for syllable in few)


def _mistyped(mine: Sequence[str], theirs: Sequence[str]) -> bool:
    if len(mine) != len(theirs) or len(mine) < WHOLE_NAME:
        return False
    unlike = [(one, other) for one, other in zip(mine, theirs, strict=True) if one != other]
    return len(unlike) == 1 and _one_edit(*unlike[0])


def _one_edit(one: str, other: str) -> bool:
    """Say whether one letter added, dropped or changed, or two neighbours swapped, turns one word into the other; y counts as i."""
    one, other = one.replace("y", "i"), other.replace("y", "i")
    if abs(len(one) - len(other)) > 1:
        return False
    start = next((place for place, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), min(len(one), len(other)))
    a, b = one[start:], other[start:]
    swapped = len(a) > 1 and len(b) > 1 and a[0] == b[1] and a[1] == b[0] and a[2:] == b[2:]
    return a[1:] == b[1:] or a[1:] == b or a == b[1:] or swapped
