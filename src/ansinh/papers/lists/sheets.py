"""One sheet walked from its first line to its last: every line becomes a person, or is named as what else it is."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import islice

from ansinh.papers.lists.carried import Carried
from ansinh.papers.lists.grid import Cell, Grid, Line, is_blank, letter, text_of
from ansinh.papers.lists.headings import words_of
from ansinh.papers.lists.layout import Head, Layout, find_heading, is_heading, read_layout
from ansinh.papers.lists.lines import (
    counted_in,
    is_carried_text,
    is_column_numbers,
    is_group_number,
    is_group_text,
    is_note_text,
    is_signature_text,
    is_total_text,
    looks_like_a_name,
)
from ansinh.papers.lists.people import People, Row
from ansinh.papers.lists.problems import Problem, Skipped, problem
from ansinh.papers.lists.sums import Sums
from ansinh.papers.lists.values import read_amount, read_group
from ansinh.policy.names import clean, fold

LOOKAHEAD = 400
"""Lines read before the first is judged; a heading further down is not looked for."""
BLOCK = 8_192
"""People that are read, compared with the law and handed on together: memory does not grow with the list."""
SAMPLE = 80
SAMPLES, LONGEST_SAMPLE = 3, 60
"""How many cells of a column are shown to people, and how much of each."""

_SIX_DIGITS = re.compile(r"(?:\d[ .\-]?){6}")
_DIGIT = re.compile(r"\d")
_DATA = ("date_of_birth", "other_birth", "birth_year", "male", "female", "id_number", "other_id_number", "phone", "account_number", "si_number")
_WEAK = (
    *_DATA, "sex", "address", "other_address", "occupation", "group", "group_f0", "group_f1", "period", "period_start", "period_end", "bank_name",
)  # fmt: skip


@dataclass(slots=True)
class SheetReading:
    """What one sheet held. `declared` is its own grand total, None when it has none."""

    name: str
    policy_guess: str | None = None
    heading_rows: list[int] = field(default_factory=list)
    columns: dict[str, str] = field(default_factory=dict)
    rows: list[Row] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    declared: int | None = None
    computed: int | None = None
    title: str = ""
    headings: dict[str, str] = field(default_factory=dict)
    samples: dict[str, list[str]] = field(default_factory=dict)
    by_people: list[str] = field(default_factory=list)


class SheetReader:
    """Walks one grid. `previous` is the layout of the sheet before, for sheets that go on without a heading; `told` as `read_layout` takes it."""

    def __init__(self, grid: Grid, *, today: date, previous: Layout | None = None, told: Mapping[str, str] | None = None) -> None:
        """Begin before the first line of `grid`."""
        self.grid, self.today, self.told = grid, today, told
        self.found = SheetReading(grid.name)
        self.previous = previous
        self.layout: Layout | None = None
        self.people: People | None = None
        self.sums = Sums()
        self.signing = self.after_total = False
        self.group: str | None = None
        self.place: str | None = None
        self.carried = Carried(grid)
        self.spare: dict[int, str] = {}
        self.known: frozenset[int] = frozenset()
        self.others: list[int] = []
        self.seen_width = 0
        self.alone: set[int] = set()
        self.name_columns: list[int] = []
        self.last_column = sys.maxsize

    def read(self) -> Iterator[SheetReading]:
        """Read the sheet; give `found` whenever it holds a block of people, and at the end. Whoever takes rows and problems out of it clears them."""
        if not self.grid.visible:
            self._ignored("trang đang bị ẩn", "it is hidden")
            yield self.found
            return
        ahead = [list(line) for line in islice(self.grid.lines, LOOKAHEAD)]
        head = find_heading(ahead, self.grid.merged)
        if head is None and not self._goes_on(ahead):
            if not all(map(is_blank, (cell for line in ahead for cell in line))):
                self._ignored("không có dòng tiêu đề của danh sách", "it has no heading row of a list", ahead)
            yield self.found
            return
        start = self._begin(ahead, head) if head else 0
        for number, line in enumerate(self._lines(ahead), 1):
            if number > start:
                self._line(number, line, ahead)
                if len(self.found.rows) >= BLOCK:
                    yield self.found
        self._close()
        yield self.found

    def _lines(self, ahead: list[Line]) -> Iterator[Line]:
        yield from ahead
        yield from self.grid.lines

    def _ignored(self, why: str, why_en: str, ahead: list[Line] | None = None) -> None:
        """Say that the sheet is not read and name each of its rows that hold something."""
        for number, line in enumerate(self._lines(ahead or []), 1):
            if not all(map(is_blank, line)):
                self._skip(number, "sheet ignored")
        if self.found.skipped:
            self.found.problems.append(problem("sheet_ignored", self.grid.name, None, None, value=why, value_en=why_en))

    def _goes_on(self, ahead: list[Line]) -> bool:
        """Tell whether a sheet without a heading goes on with the columns of the sheet before."""
        if self.previous is None or "full_name" not in self.previous.columns:
            return False
        people = People(self.grid.name, self.previous, today=self.today, typed=self.grid.typed, report=lambda _: None)
        filled = [line for line in ahead[:SAMPLE] if not all(map(is_blank, line))]
        alike = [row for row in (people.read(1, line + [""] * (people.width - len(line))) for line in filled) if row.full_name and row.id_kind]
        if len(alike) * 2 < len(filled) or not alike:
            return False
        self._use(self.previous)
        return True

    def _begin(self, lines: list[Line], head: Head) -> int:
        """Start a table at its heading; gives the number of the heading's last row."""
        layout = read_layout(lines, head, self.grid.merged, lines[head.bottom + 1 : head.bottom + 1 + SAMPLE], self.told)
        self._show(layout, lines[head.bottom + 1 :])
        for index in range(head.top):
            if not all(map(is_blank, lines[index])):
                self._skip(index + 1, "title")
                self.found.title += " ".join(text_of(cell) for cell in lines[index] if not is_blank(cell)) + "\n"
        for row in layout.heading_rows:
            self._skip(row, "heading")
        self.found.heading_rows += layout.heading_rows
        self._use(layout)
        return layout.heading_rows[-1]

    def _show(self, layout: Layout, below: list[Line]) -> None:
        """Keep each column's headings and some of its cells, for people to look at."""
        self.found.headings = {letter(column): text for column, text in layout.texts.items()}
        self.found.by_people = [letter(column) for column in sorted(layout.by_people)]
        lines = [line for line in below if not is_column_numbers(line) and sum(not is_blank(cell) for cell in line) > 2]  # noqa: PLR2004 - no group, no note
        for column in layout.texts:
            cells = (text_of(line[column]).strip() for line in lines if column < len(line) and not is_blank(line[column]))
            self.found.samples[letter(column)] = [cell[:LONGEST_SAMPLE] for cell in islice(cells, SAMPLES)]

    def _use(self, layout: Layout) -> None:
        self.layout = layout
        self.found.columns = {**layout.letters(), **self.found.columns}
        self.people = People(self.grid.name, layout, today=self.today, typed=self.grid.typed, report=self.found.problems.append)
        self.spare = dict(layout.unknown)
        self.last_column = layout.beside or sys.maxsize
        if layout.beside is not None:
            self.found.problems.append(problem("table_beside", self.grid.name, layout.heading_rows[-1], letter(layout.beside)))
        self.others, self.seen_width = [], 0
        self.known = frozenset(layout.columns.values()).union(*layout.joined.values(), layout.unread)
        self.alone = {layout.columns[name] for name in ("amount", "order") if name in layout.columns}
        self.name_columns = [layout.columns[n] for n in ("surname", "full_name", "given_name") if n in layout.columns]
        self.signing = self.after_total = False
        self.place = None
        self.group = read_group(self.grid.name) or next(filter(None, map(read_group, self.found.title.splitlines())), None)

    def _skip(self, number: int, why: str) -> Skipped:
        skipped = Skipped(self.grid.name, number, why)
        self.found.skipped.append(skipped)
        return skipped

    def _line(self, number: int, line: Line, ahead: list[Line]) -> None:
        people = self.people
        assert people is not None, "a table has begun"  # noqa: S101 - narrows the type
        if len(line) < people.width:
            line = line + [""] * (people.width - len(line))
        if self._plainly_a_person(line, people):
            self._person(number, line)
            return
        if all(map(is_blank, line)):
            return
        why = self._other(number, line, people)
        if why is None:
            self._person(number, line)
        elif why == "heading":
            self._again(number, line, ahead)
        elif why != "total":
            self._skip(number, why)

    @staticmethod
    def _plainly_a_person(line: Line, people: People) -> bool:
        """Tell the usual line quickly: a name in letters and a number of at least six digits."""
        name = people.cell(line, "full_name") or people.cell(line, "surname")
        if not isinstance(name, str) or name.upper() == name.lower():
            return False
        card = people.cell(line, "id_number")
        if isinstance(card, str):
            return bool(_SIX_DIGITS.search(card))
        return isinstance(card, (int, float)) and card >= 100_000  # noqa: PLR2004 - six digits

    def _again(self, number: int, line: Line, ahead: list[Line]) -> None:
        """Meet a heading inside the table: the same one on a new page, or another table's."""
        assert self.layout is not None, "a table has begun"  # noqa: S101 - narrows the type
        texts = {words_of(cell) for cell in line if isinstance(cell, str) and cell.strip()}
        self._skip(number, "heading")
        self.signing = self.after_total = False
        if texts <= self.layout.words:
            return
        head = find_heading(ahead, self.grid.merged, number - 1) if number <= len(ahead) else None
        below = ahead[head.bottom + 1 : head.bottom + 1 + SAMPLE] if head else []
        layout = read_layout(ahead, head, self.grid.merged, below, self.told) if head else read_layout([line], Head(0, 0), (), [])
        self.found.heading_rows.append(number)
        self._close()
        self._use(layout)

    def _other(self, number: int, line: Line, people: People) -> str | None:
        """Tell what a line without a number is; None when it is a person."""
        texts = [clean(cell) for cell in line if isinstance(cell, str) and not is_blank(cell)]
        told = [name for name in _DATA if _DIGIT.search(text_of(people.cell(line, name)))]
        order = people.cell(line, "order")
        numbered = not is_blank(order) and text_of(order).strip(" .").isdecimal()
        named = any(not is_blank(line[column]) for column in self.name_columns)
        if is_column_numbers(line):
            return "column numbers"
        if numbered and named and (told or any(not is_blank(people.cell(line, n)) for n in _WEAK)):
            return None
        if is_heading(line) or self._sub_heading_again(texts, told, numbered=numbered):
            return "heading"
        if not told or not named:
            why = self._closing(number, line, texts, people, numbered=numbered)
            if why:
                return why
        if not told:
            return self._bare(number, line, texts, people, numbered=numbered, named=named)
        return None

    def _sub_heading_again(self, texts: list[str], told: list[str], *, numbered: bool) -> bool:
        layout = self.layout
        return bool(layout and texts and not numbered and len(told) < 3 and all(words_of(t) in layout.words for t in texts))  # noqa: PLR2004

    def _closing(self, number: int, line: Line, texts: list[str], people: People, *, numbered: bool) -> str | None:
        """Tell totals, remarks and signatures."""
        if any(map(is_total_text, texts)) and not numbered:
            self._total(number, line, texts, people)
            return "total"
        if any(map(is_note_text, texts)):
            self._counted(number, line, texts)
            return "note"
        if any(map(is_signature_text, texts)) and not numbered:
            self.signing = True
            return "signature"
        return "signature" if self.signing and not numbered else None

    def _bare(self, number: int, line: Line, texts: list[str], people: People, *, numbered: bool, named: bool) -> str | None:
        """Tell a line that has no number, birth date or telephone: a group, an empty numbered line, a sum, or a person."""
        weak = any(not is_blank(people.cell(line, name)) for name in _WEAK)
        amount = people.cell(line, "amount")
        if not named and not weak and not texts:
            return self._figures_only(number, line, people, amount, numbered=numbered)
        head = " ".join(texts)
        grouped = is_group_number(people.cell(line, "order")) or any(map(is_group_text, texts[:2]))
        if grouped and not weak:
            self.place = head
            self.group = read_group(head) or self.group
            return "group"
        if len(texts) != 1 or numbered or weak or not is_blank(amount):
            return None
        return self._one_text(texts[0], named=named)

    def _one_text(self, text: str, *, named: bool) -> str | None:
        """Tell what a line with a single text is."""
        if named and looks_like_a_name(text) and not self.after_total:
            return None
        if self.after_total:
            return "signature" if looks_like_a_name(text) else "note"
        if len(text) > 60:  # noqa: PLR2004 - a sentence
            return "note"
        self.place = text
        self.group = read_group(text) or self.group
        return "group"

    def _figures_only(self, number: int, line: Line, people: People, amount: Cell, *, numbered: bool) -> str | None:
        """Tell a line of figures alone: prepared and left empty, or a sum without a label."""
        value = read_amount(amount, self.layout.unit if self.layout else 1)
        if numbered and not value:
            return "empty numbered row"
        if not numbered and isinstance(value, int) and value and value in {self.sums.running, self.sums.since}:
            self._total(number, line, [], people)
            return "total"
        return None

    def _total(self, number: int, line: Line, texts: list[str], people: People) -> None:
        amount = read_amount(people.cell(line, "amount"), self.layout.unit if self.layout else 1)
        declared = amount if isinstance(amount, int) else None
        self.sums.meet(self._skip(number, "total"), declared, carried=any(map(is_carried_text, texts)))
        self.after_total = fold(" ".join(texts)).startswith("tong")

    def _counted(self, number: int, line: Line, texts: list[str]) -> None:
        said = next((n for n in map(counted_in, texts) if n is not None), None)
        if said is not None and said != self.sums.people:
            column = next(c for c, cell in enumerate(line) if not is_blank(cell))
            self.found.problems.append(problem("count_mismatch", self.grid.name, number, letter(column), value=said, told=self.sums.people))

    def _person(self, number: int, line: Line) -> None:
        people = self.people
        assert people is not None, "a table has begun"  # noqa: S101 - narrows the type
        line = self.carried.fill(number, line, self.alone)
        row = people.read(number, line)
        row.address = row.address or self.place
        row.group = row.group or self.group
        if row.amount is None and "amount" in people.columns:
            top = self.carried.top_of(number, people.columns["amount"])
            if top:
                people.say(row, "amount_merged", "amount", start=top)
        self.sums.add(row.amount)
        self.after_total = False
        self.found.rows.append(row)
        for column in self.others:
            if column < len(line) and line[column] != "" and not is_blank(line[column]):
                self._unknown(column)
        if len(line) > self.seen_width:
            self._widen(line)

    def _widen(self, line: Line) -> None:
        """Watch columns to the right of all that were seen so far."""
        self.others += [column for column in range(self.seen_width, min(len(line), self.last_column)) if column not in self.known]
        self.seen_width = len(line)
        for column in self.others.copy():
            if column < len(line) and not is_blank(line[column]):
                self._unknown(column)

    def _unknown(self, column: int) -> None:
        """Say once that a column with data is not read."""
        self.others = [other for other in self.others if other != column]
        heading = self.spare.get(column, "")
        row = self.found.heading_rows[-1] if self.found.heading_rows else None
        self.found.problems.append(problem("unknown_column", self.grid.name, row, letter(column), value=heading or "(không có tiêu đề)"))

    def _close(self) -> None:
        """End a table: compare its totals with its rows. Each table of a sheet has its own."""
        amounts = self.found.columns.get("amount")
        declared = self.sums.declared()
        if amounts is not None:
            self.found.computed = (self.found.computed or 0) + self.sums.running
            self.found.declared = self.found.declared if declared is None else (self.found.declared or 0) + declared
            self.found.problems.extend(self.sums.mismatch(self.grid.name, amounts))
        self.sums = Sums()
