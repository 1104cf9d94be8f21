"""What somebody typed to find a person: syllables of a name in any order, a year of birth, the last digits of a number, or a whole number."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ansinh.policy.identifiers import digits_of
from ansinh.policy.matching import search_key
from ansinh.policy.names import fold

WHOLE_NUMBER = 9
"""Digits from which a number alone is enough: the shortest card."""
SHORTEST_ENDING = 3
TWO_DIGITS, FOUR_DIGITS = 2, 4
CENTURIES = range(1900, 2100)
MOST_SYLLABLES = 8
DAY = re.compile(r"\d{1,2}[/.-](?:\d{1,2}[/.-])?(\d{4})")


@dataclass(frozen=True, slots=True)
class PersonQuery:
    """What is looked for. `syllables` are folded as in a search key, in the order typed; `years` are possible years of birth."""

    syllables: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    ending: str = ""
    number: str = ""

    @property
    def enough(self) -> bool:
        """Whether it names somebody rather than leafing through people: a whole number, or a name with one thing more."""
        told = len(self.syllables) + bool(self.years) + bool(self.ending)
        return bool(self.number) or (bool(self.syllables) and told > 1)


def read_query(text: str) -> PersonQuery:
    """Read what was typed. `nguyen thi hoa 87` is three syllables and a year; `hoa 1234` a syllable and an ending; digits alone a number.

    A number of four digits from 1900 to 2099 is a year, one of two digits a year of either century.
    """
    digits = digits_of(text)
    if digits is not None and len(digits) >= WHOLE_NUMBER:
        return PersonQuery(number=digits)
    syllables: list[str] = []
    years: tuple[int, ...] = ()
    ending = number = ""
    for word in fold(text).split():
        day = DAY.fullmatch(word)
        if day:
            years = (int(day[1]),)
        elif not word.isdecimal():
            syllables.extend("".join(letter for letter in part if letter.isalnum()) for part in word.split("-"))
        elif len(word) == TWO_DIGITS:
            years = (1900 + int(word), 2000 + int(word))
        elif len(word) == FOUR_DIGITS and int(word) in CENTURIES:
            years = (int(word),)
        elif len(word) >= WHOLE_NUMBER:
            number = word
        elif len(word) >= SHORTEST_ENDING:
            ending = word
    named = tuple(search_key(syllable) for syllable in syllables if syllable)[:MOST_SYLLABLES]
    return PersonQuery(named, years, ending, number)
