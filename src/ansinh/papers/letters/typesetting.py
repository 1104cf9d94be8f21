"""Sets papers with Typst: the template is fixed, all words are data, fonts come from a package, the same input gives the same bytes. Every paper can be archived as PDF/A."""

from __future__ import annotations

import importlib.util
import json
from functools import lru_cache
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Literal, cast

import typst
import zxingcpp

from ansinh.papers.bank.text import plain

if TYPE_CHECKING:
    from collections.abc import Mapping, Sized
    from datetime import datetime

TEMPLATES = Path(__file__).parent / "templates"
_LONGEST_WORDS = 4_000
TAGGED_ROWS = 1_000
"""Longer lists are set without tags for screen readers: tags make 5,000 rows ten times slower and larger."""

TAGGED_LETTERS = 1
"""A letter to one person is read on a screen; hundreds are printed."""


def typeset(template: str, data: Mapping[str, object], *, at: datetime) -> bytes:
    """Set `template` (a file of `templates/`, without `.typ`) with `data` as PDF; `at` is the document's date of making.

    Strings are set as they are, without control and direction characters; none is ever read as Typst markup.
    """
    return _set(template, data, at, "pdf")[0]


def pages(template: str, data: Mapping[str, object], *, at: datetime) -> list[bytes]:
    """Set the same as one PNG a page, for looking at."""
    return _set(template, data, at, "png")


def _set(template: str, data: Mapping[str, object], at: datetime, kind: Literal["pdf", "png"]) -> list[bytes]:
    tagged = len(cast("Sized", data.get("rows", ()))) <= TAGGED_ROWS and len(cast("Sized", data.get("letters", ()))) <= TAGGED_LETTERS
    made: object = typst.compile(
        str(TEMPLATES / f"{template}.typ"),
        root=str(TEMPLATES),
        font_paths=_font_paths(),
        ignore_system_fonts=True,
        format=kind,
        ppi=110.0,
        sys_inputs={"data": json.dumps(_cleaned(data), ensure_ascii=False)},
        timestamp=int(at.timestamp()),
        pdf_tags=tagged,
        pdf_standards="a-2a" if tagged else "a-2b",
    )
    return [made] if isinstance(made, bytes) else list(cast("list[bytes]", made))


def qr_svg(text: str) -> str:
    """Draw a QR code (error correction M) as SVG; empty for an empty text."""
    if not text:
        return ""
    return str(zxingcpp.write_barcode_to_svg(zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="M"), add_quiet_zones=True))


def qr_inline(text: str, *, label: str, dot: int = 4) -> str:
    """Draw the same to stand within a page, each dot `dot` pixels wide; `label` is read aloud."""
    head, drawing = qr_svg(text).split("<desc>", 1)
    side = int(head.split('width="', 1)[1].split('"', 1)[0])
    about = escape(label, quote=True)
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}" width="{side * dot}" height="{side * dot}" role="img" aria-label="{about}"><desc>{drawing}'


@lru_cache(maxsize=1)
def _font_paths() -> list[str]:
    spec = importlib.util.find_spec("fontpkg_noto_serif")
    if spec is None or not spec.submodule_search_locations:
        raise RuntimeError("The typeface is missing: install the package fontpkg-noto-serif (`pip install --require-hashes -r requirements.lock`).")
    return [str(Path(spec.submodule_search_locations[0], "files"))]


def _cleaned(value: object) -> object:
    if isinstance(value, str):
        return plain(value, _LONGEST_WORDS)
    if isinstance(value, dict):
        return {key: item if key == "qr" else _cleaned(item) for key, item in value.items()}
    return [_cleaned(item) for item in value] if isinstance(value, list | tuple) else value
