"""The law in plain words, on paper: sections of sentences with their articles, marks and figures, after the page it was made from."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Literal

from ansinh.papers.letters.typesetting import qr_svg, typeset

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Item:
    """One sentence with what belongs to it: its article, the mark of what is not verified, a smaller line below."""

    text: str
    cite: str = ""
    mark: str = ""
    note: str = ""
    strong: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its heads and its rows, each with as many cells."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with its items, numbered or not, and a table where there is one."""

    title: str
    items: tuple[Item, ...] = ()
    numbered: bool = False
    table: Table | None = None


@dataclass(frozen=True, slots=True)
class LawPaper:
    """A paper on a programme or a policy. `facts` are name and value; `foot` stands at the foot of each page; `url` is the page it was made from."""

    language: Literal["vi", "en"]
    caption: str
    title: str
    lead: str
    facts: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]
    foot: str
    page_word: str
    qr_words: str
    url: str


def law_pdf(paper: LawPaper, *, at: datetime) -> bytes:
    """Set the paper; `at` is its date of making. Raises `ValueError` for a table whose rows have not as many cells as its head."""
    for section in paper.sections:
        if section.table and any(len(row) != len(section.table.heads) for row in section.table.rows):
            message = f"the table of “{section.title}” has rows of another length than its head"
            raise ValueError(message)
    return typeset("law", asdict(paper) | {"qr": qr_svg(paper.url)}, at=at)
