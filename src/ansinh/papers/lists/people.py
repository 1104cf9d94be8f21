"""A line of a list read as a person: each cell by its meaning, what can be repaired repaired, what cannot said."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any, Final

from ansinh.papers.lists.cells import Cell, Line, is_blank, letter, text_of
from ansinh.papers.lists.dates import UNREADABLE, Precision, ReadDate, read_birth, read_day, read_span
from ansinh.papers.lists.layout import Layout
from ansinh.papers.lists.numbers import IdCell, read_id
from ansinh.papers.lists.problems import WORD_FOR_SEX, Problem, problem
from ansinh.papers.lists.values import UNREAD, read_amount, read_count, read_group, read_mark, read_phone, read_sex
from ansinh.policy.identifiers import Sex
from ansinh.policy.names import clean, title_case

_ACCOUNT = re.compile(r"[0-9A-Z]{4,34}\Z")
_ACCOUNT_WITHIN = re.compile(r"\d[\d .]{4,30}\d")
_MOST_EXACT: Final = 10**15


@dataclass(slots=True)
class Row:
    """A person as the list tells it; None where it does not tell. `problems` holds the codes of the row's problems."""

    sheet: str
    row: int
    full_name: str | None = None
    sex: Sex | None = None
    date_of_birth: date | None = None
    birth_precision: Precision = "none"
    id_number: str | None = None
    id_kind: str | None = None
    address: str | None = None
    phone: str | None = None
    amount: int | None = None
    account_number: str | None = None
    bank_name: str | None = None
    occupation: str | None = None
    group: str | None = None
    period_start: date | None = None
    period_end: date | None = None
    period_days: int | None = None
    pregnant: bool | None = None
    children_under_6: int | None = None
    si_number: str | None = None
    order: str | None = None
    row_key: str | None = None
    problems: list[str] = field(default_factory=list)


@lru_cache(maxsize=20_000)
def _tidy(text: str) -> str:
    return clean(text)


class People:
    """Reads the lines of one table, in order, as rows; problems go to `report`."""

    def __init__(self, sheet: str, layout: Layout, *, today: date, typed: bool, report: Callable[[Problem], None]) -> None:
        """Begin a table of `sheet` with the columns of `layout`; dates are judged by `today`, number cells only if `typed`."""
        self.sheet, self.layout, self.today, self.typed, self.report = sheet, layout, today, typed, report
        self.columns = layout.columns
        self.width = 1 + max((*layout.columns.values(), *(c for more in layout.joined.values() for c in more)), default=0)
        self.name_alone = not ({"surname", "given_name"} & set(layout.columns) or layout.joined.get("full_name"))
        self.birth_names = [name for name in ("date_of_birth", "other_birth") if name in layout.columns]
        self.split_birth = "birth_year" in layout.columns
        self.by_sex = [(name, layout.columns[name]) for name in ("male", "female") if name in layout.columns]
        self.has_birth = self.split_birth or bool({"date_of_birth", "other_birth"} & set(layout.columns)) or len(self.by_sex) > 1
        self.more = [
            step
            for names, step in (
                ({"group", "group_f0", "group_f1"}, self._group),
                ({"period", "period_start", "period_end", "period_days"}, self._period),
                ({"pregnant", "children_under_6"}, self._family),
                ({"account_number", "bank_name"}, self._account),
                ({"row_key"}, self._key),
            )
            if names & set(layout.columns)
        ]

    def cell(self, line: Line, name: str) -> Cell:
        """Give the cell of a meaning, blank where the table has no such column. The line is as wide as the table."""
        column = self.columns.get(name)
        return "" if column is None else line[column]

    def text(self, line: Line, name: str) -> str | None:
        """Give the text of a meaning, composed and single-spaced, None when blank."""
        column = self.columns.get(name)
        cell = "" if column is None else line[column]
        if cell == "":
            return None
        return (_tidy(cell) if isinstance(cell, str) else text_of(cell)) or None

    def say(self, row: Row, code: str, name: str | None, **values: Any) -> None:
        """Report a problem of the row in the column of a meaning."""
        row.problems.append(code)
        column = self.columns.get(name) if name else None
        self.report(problem(code, self.sheet, row.row, letter(column) if column is not None else None, **values))

    def read(self, number: int, line: Line) -> Row:
        """Read line `number` (from 1) as a person. Never fails: what cannot be read is a problem of the row."""
        row = Row(self.sheet, number)
        row.order = self.text(line, "order")
        row.full_name = self._name(line)
        if row.full_name is None:
            self.say(row, "name_missing", "full_name" if "full_name" in self.columns else "surname")
        birth_cell, birth_name = self._sex_and_birth_cell(row, line)
        self._id_and_birth(row, line, birth_cell, birth_name)
        row.address = self.text(line, "address") or self.text(line, "other_address")
        row.occupation = self.text(line, "occupation")
        row.si_number = self.text(line, "si_number")
        self._phone(row, line)
        self._amount(row, line)
        for step in self.more:
            step(row, line)
        return row

    def _name(self, line: Line) -> str | None:
        if self.name_alone:
            return title_case(text_of(self.cell(line, "full_name"))) or None
        parts = [self.text(line, name) for name in ("surname", "full_name")]
        parts.extend(clean(text_of(line[column])) for column in self.layout.joined.get("full_name", ()))
        given = self.text(line, "given_name")
        whole = " ".join(part for part in parts if part)
        if given and not (whole and "surname" not in self.columns and whole.lower().endswith(given.lower())):
            whole = f"{whole} {given}"
        return title_case(whole) or None

    def _sex_and_birth_cell(self, row: Row, line: Line) -> tuple[Cell, str]:
        """Read the sex, and find the cell of the birth date: of its own, by sex, or in three parts."""
        if "sex" in self.columns:
            said = self.text(line, "sex")
            row.sex = read_sex(said) if said else None
            if said and row.sex is None:
                self.say(row, "sex_unreadable", "sex", value=said)
        for name in self.birth_names:
            cell = self.cell(line, name)
            if not is_blank(cell):
                return self._sex_by_mark(row, line, cell, name) if self.by_sex else (cell, name)
        if self.split_birth and not is_blank(self.cell(line, "birth_year")):
            parts = [text_of(self.cell(line, name)).strip() or "0" for name in ("birth_day", "birth_month", "birth_year")]
            return self._sex_by_mark(row, line, "/".join(parts), "birth_year")
        return self._sex_by_mark(row, line, "", "date_of_birth" if "date_of_birth" in self.columns or not self.by_sex else self.by_sex[0][0])

    def _sex_by_mark(self, row: Row, line: Line, birth: Cell, name: str) -> tuple[Cell, str]:
        """Read the Nam and Nữ columns, which hold either a mark or the birth date."""
        for sex, column in self.by_sex:
            cell = line[column]
            if cell == "" or is_blank(cell):
                continue
            if row.sex is None:
                row.sex = "male" if sex == "male" else "female"
            if is_blank(birth) and read_mark(cell) is not True:
                return cell, sex
            return birth, name
        if len(self.by_sex) == 1 and row.sex is None and "sex" not in self.columns and not is_blank(birth):
            row.sex = "female" if self.by_sex[0][0] == "male" else "male"
        return birth, name

    def _id_and_birth(self, row: Row, line: Line, birth_cell: Cell, birth_name: str) -> None:
        """Read the number and the birth date together: each settles what the other leaves open."""
        name = "id_number"
        cell = self.cell(line, name)
        if is_blank(cell) and not is_blank(self.cell(line, "other_id_number")):
            name, cell = "other_id_number", self.cell(line, "other_id_number")
        found = read_id(cell, typed=self.typed)
        birth = self._birth(birth_cell, found)
        if found.restored and found.contradicted_by(row.sex, birth.day.year if birth.day else None):
            found = found.as_written()
            birth = self._birth(birth_cell, found)
        row.date_of_birth, row.birth_precision = birth.day, birth.precision
        row.id_number, row.id_kind = found.number, found.identifier.kind if found.identifier else None
        self._say_birth(row, birth, birth_cell, birth_name)
        self._say_id(row, found, name, birth)

    def _birth(self, cell: Cell, found: IdCell) -> ReadDate:
        if is_blank(cell):
            return UNREADABLE
        return read_birth(cell, id_year=found.identifier.birth_year if found.identifier else None, today=self.today)

    def _say_birth(self, row: Row, birth: ReadDate, cell: Cell, name: str) -> None:
        written = clean(text_of(cell))
        if birth.day is None:
            if written:
                self.say(row, "birth_unreadable", name, value=written)
            elif self.has_birth:
                self.say(row, "birth_missing", name)
        elif birth.day > self.today:
            self.say(row, "birth_in_future", name, value=written)
        elif birth.repair:
            told = birth.day.year if birth.precision == "year" else birth.day.strftime("%d/%m/%Y")
            self.say(row, birth.repair, name, value=written, told=told)

    def _say_id(self, row: Row, found: IdCell, name: str, birth: ReadDate) -> None:
        if found.problem:
            self.say(row, found.problem, name, value=found.number, start=(found.number or "")[:3], hint=found.hint, hint_en=found.hint_en)
            return
        if found.restored:
            self.say(row, "id_leading_zero_restored", name, value=found.number)
        told = found.identifier
        if told is None or told.birth_year is None or told.sex is None:
            return
        if row.sex is not None and row.sex != told.sex:
            (vi, en), (told_vi, told_en) = WORD_FOR_SEX[row.sex], WORD_FOR_SEX[told.sex]
            self.say(row, "id_sex_mismatch", name, value=told.number, told=told_vi, told_en=told_en, listed=vi, listed_en=en)
        year = birth.day.year if birth.day else None
        if (year is not None and year != told.birth_year) or told.birth_year > self.today.year:
            self.say(row, "id_birth_mismatch", name, value=told.number, told=told.birth_year, listed=year or "—")

    def _phone(self, row: Row, line: Line) -> None:
        cell = self.cell(line, "phone")
        if cell == "":
            return
        row.phone, valid = read_phone(cell)
        if not valid:
            self.say(row, "phone_invalid", "phone", value=row.phone)

    def _amount(self, row: Row, line: Line) -> None:
        cell = self.cell(line, "amount")
        if cell == "":
            return
        amount = read_amount(cell, self.layout.unit)
        if amount == UNREAD:
            self.say(row, "amount_unreadable", "amount", value=clean(text_of(cell)))
        else:
            row.amount = amount

    def _group(self, row: Row, line: Line) -> None:
        for name, group in (("group_f0", "F0"), ("group_f1", "F1")):
            if read_mark(self.cell(line, name)):
                row.group = group
        said = self.text(line, "group")
        if said:
            row.group = read_group(said)
            if row.group is None and {"period_start", "period_days", "period"} & set(self.columns):
                self.say(row, "group_unreadable", "group", value=said)

    def _period(self, row: Row, line: Line) -> None:
        """Read from, to and the number of days; days left out are counted, both ends included."""
        first, last = self._period_ends(row, line)
        row.period_start, row.period_end = first, last
        days = read_count(self.cell(line, "period_days"))
        if days == UNREAD:
            self.say(row, "count_unreadable", "period_days", value=clean(text_of(self.cell(line, "period_days"))))
            days = None
        row.period_days = days
        if first is None or last is None:
            return
        if last < first:
            self.say(row, "period_reversed", "period_end", value=last.strftime("%d/%m/%Y"), told=first.strftime("%d/%m/%Y"))
            return
        counted = (last - first).days + 1
        if days is None:
            row.period_days = counted
        elif days != counted:
            self.say(row, "period_days_mismatch", "period_days", value=days, told=counted)

    def _period_ends(self, row: Row, line: Line) -> tuple[date | None, date | None]:
        span = self.text(line, "period")
        ends = dict(zip(("period_start", "period_end"), read_span(span) if span else (UNREADABLE, UNREADABLE), strict=True))
        if span and ends["period_start"].day is None:
            self.say(row, "period_unreadable", "period", value=span)
        for name in ("period_start", "period_end"):
            cell = self.cell(line, name)
            if is_blank(cell):
                continue
            ends[name] = read_day(cell)
            if ends[name].precision != "day":
                ends[name] = UNREADABLE
                self.say(row, "period_unreadable", name, value=clean(text_of(cell)))
        return ends["period_start"].day, ends["period_end"].day

    def _family(self, row: Row, line: Line) -> None:
        if "pregnant" in self.columns:
            row.pregnant = read_mark(self.cell(line, "pregnant"))
            if row.pregnant is None:
                self.say(row, "mark_unreadable", "pregnant", value=self.text(line, "pregnant"))
        if "children_under_6" in self.columns:
            children = read_count(self.cell(line, "children_under_6"))
            if children == UNREAD and read_mark(self.cell(line, "children_under_6")):
                children = 1
            if children == UNREAD:
                self.say(row, "count_unreadable", "children_under_6", value=self.text(line, "children_under_6"))
            else:
                row.children_under_6 = children or 0

    def _key(self, row: Row, line: Line) -> None:
        row.row_key = self.text(line, "row_key")

    def _account(self, row: Row, line: Line) -> None:
        row.bank_name = self.text(line, "bank_name")
        cell = self.cell(line, "account_number")
        if isinstance(cell, str) and cell.isdecimal() and 4 <= len(cell) <= 34:  # noqa: PLR2004 - as _ACCOUNT
            row.account_number = cell
            return
        written = clean(text_of(cell))
        if not written:
            return
        bare = written.replace(" ", "").replace(".", "").replace("-", "").strip("'").upper()
        within = _ACCOUNT_WITHIN.findall(written)
        lossy = isinstance(cell, (int, float)) and cell >= _MOST_EXACT
        if _ACCOUNT.match(bare) and any(c.isdigit() for c in bare) and not lossy and (len(within) != 1 or bare.isdecimal()):
            row.account_number = bare
        elif len(within) == 1 and not lossy:
            row.account_number = re.sub(r"\D", "", within[0])
            row.bank_name = row.bank_name or clean(written.replace(within[0], " ")).strip(" -–,;:()") or None
        else:
            self.say(row, "account_invalid", "account_number", value=written)
