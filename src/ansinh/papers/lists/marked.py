"""What the marks of a sheet mean for the rows that were read: formulas used by their stored result, cells without a value, hidden rows."""

from __future__ import annotations

from collections.abc import Iterable

from ansinh.papers.lists.cells import letter
from ansinh.papers.lists.marks import Marks
from ansinh.papers.lists.people import Row
from ansinh.papers.lists.problems import Problem, problem
from ansinh.papers.lists.sheets import SheetReading

MOST_OF_A_KIND = 500
"""Problems named one by one; of more it is said how many."""
_UNREAD = frozenset({"order", "note", "signature", "amount_part", "account_holder", "id_issued_on", "id_issued_by", "other_phone"})


def of_marks(found: SheetReading, marks: Marks) -> list[Problem]:
    """Give the problems of a sheet's marks, and put the code of each on its row."""
    read = {column for meaning, column in found.columns.items() if meaning not in _UNREAD}
    people = {row.row: row for row in found.rows}
    totals = {line.row for line in found.skipped if line.why in {"total", "subtotal"}}
    head = max(found.heading_rows, default=0)
    valueless = [(row, letter(column)) for row, column in marks.valueless if row > head and letter(column) in read]
    empty = set(valueless)
    formulas = [(row, letter(column)) for row, column in marks.formulas if row in people or row in totals]
    named = [place for place in formulas if place[1] in read and place not in empty]
    letters = {letter(column) for column in marks.hidden_columns} & (read - {found.columns.get("row_key")})
    return [
        *(problem("column_hidden", found.name, head or None, name) for name in sorted(letters)),
        *_told("cell_without_value", "values_missing_more", found.name, valueless, people),
        *_told("formula_cell", "formulas_more", found.name, named, people),
        *_told("row_hidden", "rows_hidden_more", found.name, [(row, None) for row in marks.hidden if row in people], people),
    ]


def _told(code: str, more: str, sheet: str, places: Iterable[tuple[int, str | None]], people: dict[int, Row]) -> list[Problem]:
    """Name the places one by one, and from some number on how many more there are."""
    problems: list[Problem] = []
    beyond = 0
    for row, column in places:
        if row in people:
            people[row].problems.append(code)
        if len(problems) < MOST_OF_A_KIND:
            problems.append(problem(code, sheet, row, column))
        else:
            beyond += 1
    return [*problems, *([problem(more, sheet, None, None, value=beyond)] if beyond else [])]
