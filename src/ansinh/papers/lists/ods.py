"""The formulas, errors and hidden rows of an OpenDocument sheet, found by counting its rows and cells."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from typing import IO

from ansinh.papers.lists.cells import letter
from ansinh.papers.lists.marks import Marks
from ansinh.papers.lists.refusals import refused
from ansinh.papers.lists.xlsx import calls_out

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_ROW, _CELLS = f"{_TABLE}table-row", {f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"}
_ERROR = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}value-type"
_REPEATED = re.compile(rb'<table:table-row\b[^>]*\bnumber-rows-repeated="(\d{6,12})"[^>]*(?<!/)>(.{0,4000}?)(?:</table:table-row>|\Z)', re.DOTALL)
LAST_ROW = 300_000
MOST_REPEATED = 100_000
"""Rows; a hidden stretch longer than that is the empty rest of the sheet."""


def check_repeats(chunk: bytes) -> None:
    """Raise `ListRefused` for a filled row that is repeated more often than a list has rows; blank ones, the rest of every sheet, do no harm."""
    for found in _REPEATED.finditer(chunk):
        filled = b"value-type=" in found[2] or b"<text:p" in found[2]
        if filled and int(found[1]) > LAST_ROW:
            raise refused("stray_cell", sheet="", what=f"× {int(found[1])}")


def find_marks(content: IO[bytes]) -> dict[str, Marks]:
    """Give the marks of each sheet, from `content.xml`. Raises `ListRefused` when damaged, or for a formula that calls out."""
    found: dict[str, Marks] = {}
    walk = _Walk()
    try:
        for event, element in ET.iterparse(content, events=("start", "end")):  # noqa: S314 - safety has bounded the member; entities are not unfolded outside
            if event == "start" and element.tag == f"{_TABLE}table":
                walk = _Walk(element.get(f"{_TABLE}name", ""))
                walk.marks = found.setdefault(walk.name, Marks())
            elif event == "start" and element.tag == f"{_TABLE}table-column":
                walk.pass_column(element)
            elif event == "start" and element.tag == _ROW:
                walk.row_begins(element)
            elif event == "start" and element.tag in _CELLS:
                walk.cell(element)
            elif event == "end" and element.tag == _ROW:
                walk.row += int(element.get(f"{_TABLE}number-rows-repeated", "1"))
                element.clear()
    except (ET.ParseError, ValueError) as fault:
        raise refused("unreadable", what="content.xml") from fault
    return found


class _Walk:
    """Where in a table the walk is, and what it has met."""

    def __init__(self, name: str = "") -> None:
        """Stand before the first cell."""
        self.name, self.marks, self.row, self.column = name, Marks(), 1, 0
        self.declared = 0

    def pass_column(self, element: ET.Element) -> None:
        """Pass the declaration of a column, or of several alike."""
        repeated = int(element.get(f"{_TABLE}number-columns-repeated", "1"))
        if element.get(f"{_TABLE}visibility", "visible") != "visible":
            self.marks.hide_columns(self.declared, self.declared + repeated - 1)
        self.declared += repeated

    def row_begins(self, element: ET.Element) -> None:
        """Begin a row, and remember it when it is hidden."""
        self.column = 0
        repeated = int(element.get(f"{_TABLE}number-rows-repeated", "1"))
        if element.get(f"{_TABLE}visibility", "visible") != "visible" and repeated < MOST_REPEATED:
            self.marks.hidden.update(dict.fromkeys(range(self.row, self.row + repeated)))

    def cell(self, element: ET.Element) -> None:
        """Pass a cell, or a cell repeated."""
        formula = element.get(f"{_TABLE}formula")
        if formula:
            if calls_out(formula.encode()):
                raise refused("formula_calls_out", sheet=self.name, what=f"{letter(self.column)}{self.row}")
            self.marks.formulas[self.row, self.column] = None
            self.marks.check()
        if element.get(_ERROR) == "error":
            self.marks.valueless[self.row, self.column] = None
        self.column += int(element.get(f"{_TABLE}number-columns-repeated", "1"))
