"""A list read: its sheets, people, problems, skipped lines and totals; block by block, or whole."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from ansinh.papers.lists.cells import is_blank, letter
from ansinh.papers.lists.grid import Grid, open_grids
from ansinh.papers.lists.guess import guess_policy
from ansinh.papers.lists.lawful import check_amounts
from ansinh.papers.lists.layout import Layout
from ansinh.papers.lists.marked import Marking
from ansinh.papers.lists.marks import Marks
from ansinh.papers.lists.people import Row
from ansinh.papers.lists.plausible import Likenesses, check_ages
from ansinh.papers.lists.problems import Problem, Skipped, problem
from ansinh.papers.lists.safety import inspect
from ansinh.papers.lists.sheets import SheetReader, SheetReading
from ansinh.papers.lists.stamp import SHEET, Stamped, read_cells

_WRITINGS = {
    "tcvn3": ("bảng mã TCVN3 (phông .VnTime)", "TCVN3 (fonts such as .VnTime)"),
    "vni": ("bảng mã VNI (phông VNI-Times)", "VNI (fonts such as VNI-Times)"),
    "utf-8": ("UTF-8 bị đọc sai bảng mã", "UTF-8 that was read in a wrong code page"),
}


@dataclass(slots=True)
class Totals:
    """How many rows, errors and warnings, and the money as declared by the file's total rows and as its rows add up."""

    rows: int
    errors: int
    warnings: int
    declared_total: int | None
    computed_total: int | None


@dataclass(slots=True)
class SheetSummary:
    """A sheet with a list: its name, the policy it seems to be for, its heading rows, and the column of each meaning."""

    name: str
    policy_guess: str | None
    heading_rows: list[int]
    columns: dict[str, str]
    headings: dict[str, str] = field(default_factory=dict)
    """The heading of each column by its letter, read or not."""
    samples: dict[str, list[str]] = field(default_factory=dict)
    """Some cells of each column as they stand."""
    by_people: list[str] = field(default_factory=list)
    """Columns whose meaning people have told."""


@dataclass(slots=True)
class ListReading:
    """All that was read. Every line of the file that holds something is in `rows` or in `skipped`."""

    sheets: list[SheetSummary] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    declared_total: int | None = None
    computed_total: int | None = None
    stamp: Stamped | None = None
    """Of a template that was handed out and has come back."""

    @property
    def totals(self) -> Totals:
        """Count rows, errors and warnings."""
        errors = sum(found.severity == "error" for found in self.problems)
        return Totals(len(self.rows), errors, len(self.problems) - errors, self.declared_total, self.computed_total)

    def as_json(self) -> dict[str, Any]:
        """Give the contract's answer of `lists read`; dates stay dates, for the encoder to write in ISO form."""
        return {
            "sheets": [_plain(sheet) for sheet in self.sheets],
            "rows": [_plain(row) for row in self.rows],
            "problems": [_plain(found) for found in self.problems],
            "totals": _plain(self.totals),
            "skipped": [_plain(line) for line in self.skipped],
        }


@dataclass(slots=True)
class Block:
    """Some thousand people of a list, and problems: theirs, or of other lines, a sheet or the whole file."""

    rows: list[Row]
    problems: list[Problem]

    def by_row(self) -> tuple[dict[tuple[str, int], list[Problem]], list[Problem]]:
        """Part the problems of the block's people, by sheet and row, from all others."""
        of_rows: dict[tuple[str, int], list[Problem]] = {(row.sheet, row.row): [] for row in self.rows}
        others: list[Problem] = []
        for found in self.problems:
            of_rows.get((found.sheet, found.row or 0), others).append(found)
        return of_rows, others


def _plain(record: Any) -> dict[str, Any]:
    return {name: getattr(record, name) for name in record.__slots__}


def read_list(path: Path, *, policy: str | None, today: date, told: Mapping[str, str] | None = None) -> ListReading:
    """Read a list as it comes: .xlsx, .xls, .ods or .csv. For files of strangers use `sandbox.read_in_child`.

    `policy` says what the list is for, else each sheet's own words do; `told` what people said that headings mean (`layout.read_layout`). Nothing is dropped silently.
    Raises `ListRefused` for a file that must not be opened, and the reader library's errors for a damaged one.
    """
    walk = Walk(path, policy=policy, today=today, told=told)
    for block in walk.blocks():
        walk.reading.rows.extend(block.rows)
        walk.reading.problems.extend(block.problems)
    return walk.reading


class Walk:
    """A list read block by block. `reading` comes to hold all that is said of the file as a whole, but none of its people and problems."""

    def __init__(
        self, path: Path, *, policy: str | None, today: date, told: Mapping[str, str] | None = None, sized: Callable[[int], None] | None = None
    ) -> None:
        """Stand before the first sheet; arguments and errors are those of `read_list`. `sized` hears how many lines each sheet has, about."""
        self.path, self.policy, self.today, self.told, self.sized = path, policy, today, told, sized
        self.reading = ListReading()
        self.likenesses = Likenesses()

    def blocks(self) -> Iterator[Block]:
        """Read the list. The last block may hold nobody."""
        marks = inspect(self.path).marks
        previous: Layout | None = None
        people = 0
        for grid in open_grids(self.path):
            if grid.name == SHEET and not grid.visible:
                _take_stamp(self.reading, grid)
                continue
            if self.sized and grid.visible:
                self.sized(grid.height)
            reader = SheetReader(grid, today=self.today, previous=previous, told=self.told)
            marking = Marking(marks.get(grid.name, Marks()))
            for found in reader.read():
                people += len(found.rows)
                yield self._block(found, marking)
            previous = reader.layout or previous
            yield Block([], self._end(reader.found, marking, grid))
        if not people:
            yield Block([], [problem("no_list_found", "", None, None)])

    def _block(self, found: SheetReading, marking: Marking) -> Block:
        """Take the people read since the last block, compared with the law and with those before them."""
        rows, problems = found.rows.copy(), found.problems.copy()
        found.rows.clear()
        found.problems.clear()
        if found.columns and rows:
            guess = self.policy or _guess(found)
            problems += marking.of_rows(found, rows)
            problems += check_amounts(rows, found.columns.get("amount"), guess, today=self.today)
            problems += check_ages(rows, found.columns, guess, today=self.today)
            problems += self.likenesses.check(rows, found.columns)
        return Block(rows, problems)

    def _end(self, found: SheetReading, marking: Marking, grid: Grid) -> list[Problem]:
        """Add what one sheet was as a whole; give the problems that only its end tells."""
        problems = _encoding_problems(grid)
        if found.columns:
            self.reading.sheets.append(
                SheetSummary(found.name, _guess(found), found.heading_rows, found.columns, found.headings, found.samples, found.by_people)
            )
            problems += marking.of_sheet(found)
        self.reading.skipped.extend(found.skipped)
        self.reading.declared_total = _added(self.reading.declared_total, found.declared)
        self.reading.computed_total = _added(self.reading.computed_total, found.computed)
        return problems


def _guess(found: SheetReading) -> str | None:
    return guess_policy(f"{found.title}\n{found.name}", found.columns)


def _take_stamp(reading: ListReading, grid: Grid) -> None:
    """Keep the stamp of a template; its rows are named."""
    lines = list(grid.lines)
    reading.stamp = read_cells(lines)
    reading.skipped.extend(Skipped(grid.name, number, "template stamp") for number, line in enumerate(lines, 1) if not all(map(is_blank, line)))


def _added(held: int | None, more: int | None) -> int | None:
    return held if more is None else (held or 0) + more


def _encoding_problems(grid: Grid) -> list[Problem]:
    """Say what of a sheet was put into Unicode, and from which code page."""
    problems: list[Problem] = []
    if grid.encoding == "windows-1258":
        problems.append(problem("encoding_converted", grid.name, None, None, value="bảng mã windows-1258", value_en="code page windows-1258"))
    for writing, columns in grid.writings.columns.items():
        vi, en = _WRITINGS[writing]
        letters, cells = ", ".join(map(letter, sorted(columns))), grid.writings.cells[writing]
        told, told_en = f" ({cells} ô, cột {letters})", f" ({cells} cells, columns {letters})"
        problems.append(problem("encoding_converted", grid.name, None, None, value=vi, value_en=en, told=told, told_en=told_en))
    return problems
