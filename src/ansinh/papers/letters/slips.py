"""Notices on paper for those without a telephone: four to a sheet, to be cut, handed over and signed for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ansinh.papers.letters.parts import Agency, Paper, frame
from ansinh.papers.letters.typesetting import qr_svg, typeset

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

MOST = 300
"""Slips in one file: some eighty sheets, which a small printer holds."""


@dataclass(frozen=True, slots=True)
class Slip:
    """One notice: to whom, in which words, and the code under which the case is found again."""

    to: str
    to_address: str
    text: str
    claim_code: str


def slips_pdf(slips: Sequence[Slip], *, agency: Agency, dated: date, contact: str, where_url: str, at: datetime) -> Paper:
    """Set notices as slips; `where_url` is the page where a code is looked up. Raises `ValueError` for none or more than `MOST`."""
    if not 0 < len(slips) <= MOST:
        message = f"1 to {MOST} slips go into one file, not {len(slips)}"
        raise ValueError(message)
    rows = [
        {"name": slip.to, "address": slip.to_address, "text": slip.text, "code": slip.claim_code, "qr": qr_svg(f"{where_url}{slip.claim_code}/")}
        for slip in slips
    ]
    data = frame(title="Thông báo cho người dân", agency=agency, dated=dated) | {
        "qr": "",
        "rows": rows,
        "contact": contact,
        "url": where_url.rsplit("://", maxsplit=1)[-1],
    }
    return Paper(typeset("slips", data, at=at))
