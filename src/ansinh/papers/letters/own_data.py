"""What is kept of a person, on paper, for herself: one section after another, each a table of two columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ansinh.papers.letters.typesetting import typeset

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

Section = tuple[str, "Sequence[tuple[str, str]]"]


def own_data_pdf(title: str, lead: str, sections: Sequence[Section], *, footer: str, at: datetime) -> bytes:
    """Set sections (heading, rows of name and value) as PDF; sections without rows are left out."""
    data = {
        "title": title, "lead": lead, "sections": [[heading, [list(row) for row in rows]] for heading, rows in sections if rows], "footer": footer, "qr": "",
        "agency": {"name": ["An Sinh"], "superior": ""}, "number": "", "place_and_day": "", "recipients": [], "signature": {"authority": [], "name": "", "note": ""},
    }  # fmt: skip
    return typeset("own_data", data, at=at)
