"""Banks by the codes of the national payment switch, and whose account it is: a bank's name as people write it, a holder's name as banks print it.

The codes are recalled, not taken from a document at hand; whoever runs the system confirms them with the switch before money is sent by them.
"""

from __future__ import annotations

import csv
import difflib
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from ansinh.policy.matching import Likeness, likeness
from ansinh.policy.names import fold

if TYPE_CHECKING:
    from collections.abc import Mapping

AROUND = frozenset({"ngan", "hang", "nh", "nhtm", "tmcp", "tm", "cp", "tnhh", "mtv", "bank"})
"""Words around a bank's own name, which one clerk writes and another leaves out."""
BRANCH = re.compile(r"\b(chi nhanh|cn|pgd|phong giao dich)\b.*")
COUNTRY = re.compile(r"(?<=.)(viet ?nam|vn)$")
ALIKE = 0.75


@dataclass(frozen=True)
class Bank:
    """A bank: its six digits at the switch, the name people use, the name it is registered under."""

    code: str
    short: str
    name: str


def bank_of(text: str) -> Bank | None:
    """Give the bank that a code or a written name means; nothing where it means none, or more than one."""
    known = _by_words()
    return _by_code().get(text.strip()) or known.get(_plain(text)) or known.get(_bare(text))


def banks() -> tuple[Bank, ...]:
    """Give every bank, by the names people use."""
    return tuple(sorted(_by_code().values(), key=lambda bank: bank.short.lower()))


def nearest(text: str) -> list[Bank]:
    """Give the banks whose names look most like a text, the likeliest first, at most three."""
    by_short = {_plain(bank.short): bank for bank in banks()}
    return [by_short[name] for name in difflib.get_close_matches(_plain(text), by_short, n=3, cutoff=ALIKE)]


def holds(holder: str, person: str) -> bool:
    """Say whether a holder's name, as a bank prints it, is a person's: capitals, missing marks and the order of the syllables do not count."""
    return likeness(holder, person) >= Likeness.REORDERED


def _plain(text: str) -> str:
    return "".join(letter for letter in fold(text) if letter.isalnum())


def _bare(text: str) -> str:
    """Leave out the words around a name, its branch and its country; what is left may be nothing."""
    spaced = "".join(letter if letter.isalnum() else " " for letter in fold(text))
    words = [word for word in BRANCH.sub("", spaced).split() if word not in AROUND]
    return COUNTRY.sub("", " ".join(words)).replace(" ", "")


@cache
def _by_code() -> Mapping[str, Bank]:
    with files(__package__).joinpath("banks.csv").open(encoding="utf-8") as lines:
        return {row["code"]: Bank(row["code"], row["short"], row["name"]) for row in csv.DictReader(lines)}


@cache
def _by_words() -> Mapping[str, Bank]:
    """Give the banks by every form of their names that means one bank only."""
    meant: dict[str, set[str]] = {}
    with files(__package__).joinpath("banks.csv").open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            for written in (row["short"], row["name"], *row["also"].split("|")):
                for form in {_plain(written), _bare(written)} - {""}:
                    meant.setdefault(form, set()).add(row["code"])
            meant.setdefault(_plain(row["short"]), set()).add(row["code"])
    return {form: _by_code()[next(iter(codes))] for form, codes in meant.items() if len(codes) == 1}
