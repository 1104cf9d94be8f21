"""What the marks of a sheet mean for the rows that were read: formulas used by their stored result, cells without a value, hidden rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from ansinh.papers.lists.cells import letter
from ansinh.papers.lists.marks import Marks
from ansinh.papers.lists.people import Row
from ansinh.papers.lists.problems import Problem, problem
from ansinh.papers.lists.sheets import SheetReading
from ansinh.papers.lists.xlsx import number_of

MOST_OF_A_KIND = 500
"""Problems named one by one; of more it is said how many."""
MORE = {"cell_without_value": "values_missing_more", "formula_cell": "formulas_more", "row_hidden": "rows_hidden_more"}
_UNREAD = frozenset({"order", "note", "signature", "amount_part", "account_holder", "id_issued_on", "id_issued_by", "other_phone"})


class Marking:
    """Tells the marks of one sheet as its people are read, block by block; puts the code of each on its row."""

    def __init__(self, marks: Marks) -> None:
        """Begin before the first block."""
        self.marks = marks
        self.anything = bool(marks.formulas or marks.valueless or marks.hidden)
        self.told: Counter[str] = Counter()

    def of_rows(self, found: SheetReading, rows: Sequence[Row]) -> list[Problem]:
        """Give the problems of the people of a block of the sheet."""
        if not self.anything:
            return []
        problems: list[Problem] = []
        read = _read(found)
        for row in rows:
            for column in read:
                if (row.row, column) in self.marks.valueless:
                    del self.marks.valueless[row.row, column]
                    problems += self._one("cell_without_value", found.name, row.row, column, row)
                elif (row.row, column) in self.marks.formulas:
                    problems += self._one("formula_cell", found.name, row.row, column, row)
            if row.row in self.marks.hidden:
                problems += self._one("row_hidden", found.name, row.row, None, row)
        return problems

    def of_sheet(self, found: SheetReading) -> list[Problem]:
        """Give what is left when the sheet has been read: hidden columns, total lines and other rows, and how many marks were not named one by one."""
        problems: list[Problem] = []
        read, head = _read(found), max(found.heading_rows, default=0)
        hidden = self.marks.hidden_columns & {column for column in read if letter(column) != found.columns.get("row_key")}
        for row, column in self.marks.valueless:
            if row > head and column in read:
                problems += self._one("cell_without_value", found.name, row, column)
        for line in found.skipped if self.marks.formulas else ():
            if line.why in {"total", "subtotal"}:
                formulas = (column for column in read if (line.row, column) in self.marks.formulas and (line.row, column) not in self.marks.valueless)
                problems += [one for column in formulas for one in self._one("formula_cell", found.name, line.row, column)]
        more = [(MORE[code], count - MOST_OF_A_KIND) for code, count in self.told.items() if count > MOST_OF_A_KIND]
        return [
            *(problem("column_hidden", found.name, head or None, name) for name in sorted(map(letter, hidden))),
            *problems,
            *(problem(code, found.name, None, None, value=beyond) for code, beyond in more),
        ]

    def _one(self, code: str, sheet: str, place: int, column: int | None, row: Row | None = None) -> list[Problem]:
        """Name one mark, unless many of its kind were named before."""
        if row is not None:
            row.problems.append(code)
        self.told[code] += 1
        return [problem(code, sheet, place, None if column is None else letter(column))] if self.told[code] <= MOST_OF_A_KIND else []


def _read(found: SheetReading) -> list[int]:
    """Give the columns whose cells were read, from left to right."""
    return sorted({number_of(column.encode()) - 1 for meaning, column in found.columns.items() if meaning not in _UNREAD})
