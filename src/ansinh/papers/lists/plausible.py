"""What can be but rarely is: a child in a list of workers, somebody older than the oldest, one person under two numbers. Said to people, never held against anybody."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from ansinh.papers.lists.people import Row
from ansinh.papers.lists.problems import Problem, problem

OF_WORKERS = frozenset({"nq68-04", "nq68-05", "nq68-06", "nq68-12"})
YOUNGEST_WORKER = 15
"""Years: the age from which somebody may work under a contract (Labour Code 2019, art. 3.1)."""
OLDEST = 110
MOST_SHEETS = 1_024
"""More than the parts that a workbook may have."""
_BIRTH_COLUMNS = ("date_of_birth", "other_birth", "birth_year")


def check_ages(rows: Iterable[Row], columns: Mapping[str, str], policy: str | None, *, today: date) -> list[Problem]:
    """Name each row of somebody too young to work, in a list for a policy of workers, or older than people grow.

    `columns` gives the letter of each meaning. A year or month alone speaks only when every day of it would.
    """
    problems: list[Problem] = []
    for row in rows:
        born = row.date_of_birth
        if born is None or born > today:
            continue
        eldest = _years(born, today)
        if policy in OF_WORKERS and eldest < YOUNGEST_WORKER:
            code, told = "age_under_15", eldest
        elif eldest > OLDEST + (row.birth_precision != "day"):
            code, told = "age_over_110", eldest
        else:
            continue
        row.problems.append(code)
        problems.append(problem(code, row.sheet, row.row, _birth_column(row, columns), value=told))
    return problems


class Likenesses:
    """Finds who stands twice in one list, block by block: under the same number, or by name and full birth date under another.

    Of each person known so far it keeps two numbers and a place, nothing else.
    """

    def __init__(self) -> None:
        """Begin with nobody."""
        self.by_number: dict[str, int] = {}
        self.by_name: dict[int, tuple[int, str]] = {}
        self.sheets: list[str] = []

    def check(self, rows: Sequence[Row], columns: Mapping[str, str]) -> list[Problem]:
        """Name each further row with a usable number that stands already in the list, then each with name and birth of another; `columns` are those of their sheet."""
        return [*self._same_number(rows, columns.get("id_number")), *self._same_name(rows, columns.get("full_name"))]

    def _same_number(self, rows: Iterable[Row], column: str | None) -> Iterator[Problem]:
        for row in rows:
            if row.id_kind is None or row.id_number is None:
                continue
            place = self._place(row)
            held = self.by_number.setdefault(row.id_number, place)
            if held != place:
                row.problems.append("duplicate_in_file")
                yield problem("duplicate_in_file", row.sheet, row.row, column, value=row.id_number, told=self._told(held, row))

    def _same_name(self, rows: Iterable[Row], column: str | None) -> Iterator[Problem]:
        for row in rows:
            if row.full_name is None or row.date_of_birth is None or row.birth_precision != "day" or row.id_number is None:
                continue
            key = hash((row.full_name, row.date_of_birth))  # of a million people two share one by chance once in some millions of lists
            place, number = self.by_name.setdefault(key, (self._place(row), row.id_number))
            if number != row.id_number:
                row.problems.append("same_person_perhaps")
                yield problem("same_person_perhaps", row.sheet, row.row, column, value=row.full_name, told=self._told(place, row))

    def _place(self, row: Row) -> int:
        """Give sheet and row as one number."""
        if not self.sheets or self.sheets[-1] != row.sheet:
            self.sheets.append(row.sheet)
        return row.row * MOST_SHEETS + len(self.sheets) - 1

    def _told(self, place: int, row: Row) -> str:
        """Name the row of a place as somebody looking at `row` would."""
        number, sheet = divmod(place, MOST_SHEETS)
        return str(number) if self.sheets[sheet] == row.sheet else f"{number} ({self.sheets[sheet]})"


def _years(born: date, today: date) -> int:
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def _birth_column(row: Row, columns: Mapping[str, str]) -> str | None:
    return next((columns[name] for name in (*_BIRTH_COLUMNS, row.sex or "", "id_number") if name in columns), None)
