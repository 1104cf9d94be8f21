"""What can be but rarely is: a child in a list of workers, somebody older than the oldest, one person under two numbers. Said to people, never held against anybody."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from ansinh.papers.lists.people import Row
from ansinh.papers.lists.problems import Problem, problem

OF_WORKERS = frozenset({"nq68-04", "nq68-05", "nq68-06", "nq68-12"})
YOUNGEST_WORKER = 15
"""Years: the age from which somebody may work under a contract (Labour Code 2019, art. 3.1)."""
OLDEST = 110
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


def check_likenesses(rows: Iterable[Row], columns: Mapping[str, Mapping[str, str]]) -> list[Problem]:
    """Name each further row with the name and full birth date of an earlier one but another number; `columns` by sheet."""
    first: dict[tuple[str, date], Row] = {}
    problems: list[Problem] = []
    for row in rows:
        if row.full_name is None or row.date_of_birth is None or row.birth_precision != "day" or row.id_number is None:
            continue
        held = first.setdefault((row.full_name, row.date_of_birth), row)
        if held is not row and held.id_number != row.id_number:
            told = str(held.row) if held.sheet == row.sheet else f"{held.row} ({held.sheet})"
            row.problems.append("same_person_perhaps")
            problems.append(problem("same_person_perhaps", row.sheet, row.row, columns.get(row.sheet, {}).get("full_name"), value=row.full_name, told=told))
    return problems


def _years(born: date, today: date) -> int:
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def _birth_column(row: Row, columns: Mapping[str, str]) -> str | None:
    return next((columns[name] for name in (*_BIRTH_COLUMNS, row.sex or "", "id_number") if name in columns), None)
