"""A person told by a form, a letter or another system, read as a line of a list would be: the same repairs, the same checks, the same words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from ansinh.papers.lists.cells import Line, letter
from ansinh.papers.lists.lawful import check_amounts
from ansinh.papers.lists.layout import Layout
from ansinh.papers.lists.people import People, Row
from ansinh.papers.lists.plausible import check_ages
from ansinh.papers.lists.problems import Problem, problem
from ansinh.policy.person_numbers import read_number

MEANINGS: Final = (
    "order", "full_name", "date_of_birth", "sex", "id_number", "address", "phone", "si_number", "occupation", "group", "period_start", "period_end", "period_days",
    "pregnant", "children_under_6", "account_number", "bank_name", "amount", "row_key",
)  # fmt: skip
"""What can be told of a person, in the order of the columns of the workbook that is made of it."""

COLUMNS: Final = {name: place for place, name in enumerate(MEANINGS)}
LETTERS: Final = {name: letter(place) for name, place in COLUMNS.items()}
ALWAYS: Final = frozenset({"full_name", "date_of_birth", "sex", "id_number", "address", "phone"})
"""Read even when nothing was told, so that what is missing is said."""

_WRITTEN = {"day": "%d/%m/%Y", "month": "%m/%Y", "year": "%Y"}
_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_SEXES = {"female": "Nữ", "male": "Nam"}


BODIES: Final = frozenset({"nq68-02", "nq68-03", "nq68-11"})
"""Policies whose beneficiary is an employer: named by its name, known by its tax code."""


def as_written(told: Mapping[str, Any]) -> dict[str, str]:
    """Write what was told as a clerk would: days as day/month/year, sexes and marks as words; nothing for what was not told."""
    texts = {name: _text(told[name]) for name in MEANINGS if told.get(name) is not None and told[name] != ""}
    born = _day(told.get("date_of_birth"))
    if born:
        texts["date_of_birth"] = f"{born:{_WRITTEN.get(told.get('birth_precision') or 'day', '%d/%m/%Y')}}"
    return {**texts, **({"sex": _SEXES.get(texts["sex"], texts["sex"])} if "sex" in texts else {})}


def read_told(told: Mapping[str, Any], *, sheet: str, row: int, policy: str, today: date) -> tuple[Row, list[Problem]]:
    """Give the person as row `row` (from 1) of `sheet`, and what is wrong with it, each problem with the cell of `COLUMNS`.

    `told` maps meanings of `MEANINGS` to texts as people type them, ISO days, days, numbers or marks. Never fails.
    """
    if policy in BODIES:
        return _read_body(told, sheet=sheet, row=row)
    texts = as_written(told)
    columns = {name: place for name, place in COLUMNS.items() if name in ALWAYS or texts.get(name)}
    line: Line = [""] * len(MEANINGS)
    for name, place in columns.items():
        line[place] = texts.get(name, "")
    problems: list[Problem] = []
    read = People(sheet, Layout([], columns), today=today, typed=False, report=problems.append).read(row, line)
    problems += check_amounts([read], LETTERS["amount"] if "amount" in columns else None, policy, today=today)
    problems += check_ages([read], LETTERS, policy, today=today)
    return read, problems


def _read_body(told: Mapping[str, Any], *, sheet: str, row: int) -> tuple[Row, list[Problem]]:
    """Read an employer: its name as it is written, and a tax code whose check digit is right."""
    texts = as_written(told)
    code = read_number("tax", texts.get("id_number", ""))
    read = Row(
        sheet, row, full_name=texts.get("full_name") or None, id_number=code or texts.get("id_number"), id_kind="tax" if code else None, address=texts.get("address"),
        phone=texts.get("phone"), account_number=texts.get("account_number"), bank_name=texts.get("bank_name"), order=texts.get("order"),
    )  # fmt: skip
    problems = [problem("name_missing", sheet, row, LETTERS["full_name"])] if not read.full_name else []
    if code is None:
        problems.append(problem("tax_code_invalid", sheet, row, LETTERS["id_number"], value=texts.get("id_number", "")))
    read.problems = [one.code for one in problems]
    return read, problems


def meaning_of(problem: Problem) -> str:
    """Give the meaning of the column a problem stands in; empty where the whole row is meant."""
    return next((name for name, column in LETTERS.items() if column == problem.column), "")


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "x" if value else "không"
    day = _day(value)
    return f"{day:%d/%m/%Y}" if day else " ".join(str(value).split())


def _day(value: object) -> date | None:
    if isinstance(value, date):
        return value
    if not isinstance(value, str) or not _ISO_DAY.fullmatch(value):  # ten digits may be a number of somebody, which Python reads as a day too
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None
