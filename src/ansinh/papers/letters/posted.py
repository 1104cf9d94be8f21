"""Notices that go by post: one to a page, in the layout of official papers, with the address where the window of an envelope shows it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from ansinh.papers.letters.parts import Agency, Paper, Signature, frame
from ansinh.papers.letters.typesetting import qr_svg, typeset

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

MOST = 500
"""Letters in one file: a ream of paper."""


@dataclass(frozen=True, slots=True)
class Posted:
    """One letter: its number, to whom and where, in which words. `look_up_url` is the page that says more, under `code`; both may be empty."""

    number: str
    to: str
    to_address: str
    text: str
    code: str = ""
    look_up_url: str = ""


def posted_pdf(letters: Sequence[Posted], *, agency: Agency, dated: date, signature: Signature, contact: str, at: datetime) -> Paper:
    """Set letters of one office and day one behind the other, each from a page of its own.

    Raises `ValueError` for none or more than `MOST`, and for one that says nothing.
    """
    if not 0 < len(letters) <= MOST:
        raise ValueError(f"1 to {MOST} letters go into one file, not {len(letters)}")
    if not all(letter.text.strip() for letter in letters):
        raise ValueError("A letter must say something.")
    rows = [
        {"number": letter.number, "to": letter.to, "address": letter.to_address, "text": letter.text, "code": letter.code, "qr": qr_svg(letter.look_up_url)}
        for letter in letters
    ]
    data = frame(title=f"Thông báo {letters[0].number}", agency=agency, dated=dated) | {"rows": rows, "contact": contact, "signature": asdict(signature)}
    return Paper(typeset("posted", data, at=at), len(letters))
