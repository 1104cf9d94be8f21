"""The formulas of an OpenDocument sheet, found by counting its rows and cells."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from typing import IO

from ansinh.papers.lists.refusals import refused

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_ROW, _CELLS = f"{_TABLE}table-row", {f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"}
MOST_FORMULAS = 1_000_000


def find_formulas(content: IO[bytes]) -> dict[str, list[tuple[int, int]]]:
    """Give the cells (row from 1, column from 0) that hold formulas, by sheet, from `content.xml`. Raises `ListRefused` when damaged."""
    found: dict[str, list[tuple[int, int]]] = {}
    held: list[tuple[int, int]] = []
    row, column = 1, 0
    try:
        for event, element in ET.iterparse(content, events=("start", "end")):  # noqa: S314 - as above
            if event == "start" and element.tag == f"{_TABLE}table":
                held = found.setdefault(element.get(f"{_TABLE}name", ""), [])
                row = 1
            elif event == "start" and element.tag == _ROW:
                column = 0
            elif event == "start" and element.tag in _CELLS:
                if element.get(f"{_TABLE}formula") and len(held) < MOST_FORMULAS:
                    held.append((row, column))
                column += int(element.get(f"{_TABLE}number-columns-repeated", "1"))
            elif event == "end" and element.tag == _ROW:
                row += int(element.get(f"{_TABLE}number-rows-repeated", "1"))
                element.clear()
    except (ET.ParseError, ValueError) as fault:
        raise refused("unreadable", what="content.xml") from fault
    return found
