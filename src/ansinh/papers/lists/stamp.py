"""The stamp of a template: a hidden sheet that says for what, when and by whom it was handed out and what its rows said then, signed."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ansinh.papers.lists.cells import Line, is_blank

SHEET = "an-sinh"
MARK = "ansinh-template-1"
"""The first cell of the sheet, with the version of the template's form."""
UNSIGNED = "-"
"""Stands for the signature of a blank template that nobody took in particular."""
KEPT = ("full_name", "sex", "date_of_birth", "birth_precision", "id_number", "address", "phone")
"""What a template knows of a person; account, money and the law's facts are written anew each time."""
_PIECE = 30_000
"""Characters of one cell."""


@dataclass(frozen=True)
class Stamp:
    """What a template says of itself. `base` holds by row key what each row filled in beforehand said."""

    programme: str
    policy: str
    law_version: str
    office: str = ""
    made_at: str = ""
    base: dict[str, dict[str, Any]] = field(default_factory=dict)

    def text(self) -> str:
        """Give the stamp as the text that is signed."""
        return json.dumps(self.__dict__, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


@dataclass(frozen=True)
class Stamped:
    """A stamp as it came back: its text and the signature under it, neither trusted yet."""

    text: str
    signature: str


def cells_of(stamp: Stamp, signature: str) -> list[str]:
    """Give the cells of the stamp's one column: letters and figures alone, which no program trims or converts."""
    text = base64.b64encode(stamp.text().encode()).decode()
    return [MARK, signature or UNSIGNED, *(text[start : start + _PIECE] for start in range(0, len(text), _PIECE))]


def read_cells(lines: Iterable[Line]) -> Stamped | None:
    """Read the stamp from its sheet; None when it is no stamp of this version."""
    cells = [line[0] for line in lines if line and not is_blank(line[0])]
    if len(cells) < 3 or cells[0] != MARK or not all(isinstance(cell, str) for cell in cells):  # noqa: PLR2004 - mark, signature, text
        return None
    try:
        return Stamped(base64.b64decode("".join(map(str, cells[2:])), validate=True).decode(), str(cells[1]))
    except ValueError:
        return None


def opened(stamped: Stamped) -> Stamp | None:
    """Give what a stamp says, once its signature was found good; None when it says nothing that can be used."""
    try:
        told: Mapping[str, Any] = json.loads(stamped.text)
        return Stamp(**told)
    except (ValueError, TypeError):
        return None
