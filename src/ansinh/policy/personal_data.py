"""On what a programme uses personal data, and for how long each kind is kept: read from the programme's file `personal_data.yaml`.

It is data of the programme as the law is, with citation and mark, yet no rule of who gets what: it does not move the version of the law.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from ansinh.policy.load import PERSONAL_DATA, PROGRAMMES
from ansinh.policy.load_marks import cited, text, verified
from ansinh.policy.yaml_files import Entry, read_entry

KINDS = ("drafts", "lists", "papers", "contacts", "accounts", "notes", "corrected")
"""Lists set aside; rows of submitted lists and their files; photographs and scans; telephones and addresses; bank accounts in claims;
officers' notes; what later decisions corrected, as it was and as it became."""
MOST_MONTHS = 1200
MONTHS_A_YEAR = 12


@dataclass(frozen=True)
class Basis:
    """On what personal data is used."""

    text: Mapping[str, str]
    cite: str
    verified: bool
    note: Mapping[str, str]


@dataclass(frozen=True)
class Kept:
    """How long one kind is kept: `months` after the end of the programme."""

    kind: str
    months: int
    text: Mapping[str, str]
    cite: str
    verified: bool
    note: Mapping[str, str]

    def over_on(self, ended_on: date) -> date:
        """Give the first day on which its time is over."""
        months = ended_on.year * MONTHS_A_YEAR + ended_on.month - 1 + self.months
        year, month = divmod(months, MONTHS_A_YEAR)
        day = ended_on.day
        while True:
            try:
                return date(year, month + 1, day)
            except ValueError:  # the month is shorter
                day -= 1


@dataclass(frozen=True)
class PersonalData:
    """What a programme says of personal data; `ends_on` is its last day, from which times run, with the article that says so."""

    basis: Basis
    ends_on: date
    ends_cite: str
    ends_verified: bool
    kept: tuple[Kept, ...]


@cache
def personal_data(programme: str) -> PersonalData | None:
    """Give what a programme says of personal data; nothing where it has no such file. Raises `LawFault` for one that is at fault."""
    return personal_data_in(PROGRAMMES / programme)


def personal_data_in(folder: Path) -> PersonalData | None:
    """Read the file of a programme's folder; nothing where there is none. Raises `LawFault` with line and reason at the first fault."""
    if not (folder / f"{PERSONAL_DATA}.yaml").is_file():
        return None
    file = read_entry(folder / f"{PERSONAL_DATA}.yaml", within=folder)
    file.only("basis", "ends", "kept")
    basis = file.need("basis", Entry)
    basis.only("text", "cite", "verified", "note")
    mark, note = verified(basis)
    ends, kept = file.need("ends", Entry), file.need("kept", Entry)
    ends.only("day", "cite", "verified", "note")
    for kind in kept:
        if kind not in KINDS:
            raise kept.fault(f"“{kind}” is no kind that is kept; known are {', '.join(KINDS)}", kind)
    periods = tuple(_kept(kept.need(kind, Entry), kind) for kind in KINDS if kind in kept)
    return PersonalData(Basis(text(basis, "text"), cited(basis), mark, note), ends.need("day", date), cited(ends), verified(ends)[0], periods)


def basis_of(programme: str) -> Basis | None:
    """Give on what a programme uses personal data; nothing where it does not say."""
    told = personal_data(programme)
    return told.basis if told else None


def _kept(entry: Entry, kind: str) -> Kept:
    entry.only("months", "text", "cite", "verified", "note")
    mark, note = verified(entry)
    months = entry.need("months", int)
    if not 0 <= months <= MOST_MONTHS:
        raise entry.fault(f"“months” is 0 to {MOST_MONTHS}, not {months}", "months")
    return Kept(kind, months, text(entry, "text"), cited(entry), mark, note)
