"""A row that an officer changed is read again by the list reader itself, as if it stood so in the file."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any

from ansinh.delivery.offices.refusals import Refused
from ansinh.papers.lists.cells import Line, letter
from ansinh.papers.lists.lawful import check_amounts
from ansinh.papers.lists.layout import Layout
from ansinh.papers.lists.people import People, Row
from ansinh.papers.lists.plausible import check_ages

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ansinh.delivery.cases.models import Upload, UploadRow
    from ansinh.papers.lists.problems import Problem

FIELDS = (
    "full_name", "sex", "date_of_birth", "id_number", "address", "phone", "amount", "account_number", "bank_name", "group", "period_start", "period_end", "period_days",
)  # fmt: skip
"""What an officer may change before a list is submitted."""

WRITTEN = {"day": "%d/%m/%Y", "month": "%m/%Y", "year": "%Y"}
DAYS = {"period_start", "period_end"}
SEXES = {"female": "Nữ", "male": "Nam"}
OF_ITS_CELL = {
    "id_leading_zero_restored": "id_number", "birth_year_in_date_cell": "date_of_birth", "date_order_swapped": "date_of_birth", "birth_unreadable": "date_of_birth",
    "sex_unreadable": "sex", "amount_unreadable": "amount", "amount_merged": "amount", "account_invalid": "account_number", "period_unreadable": "period_start",
    "group_unreadable": "group", "count_unreadable": "period_days", "mark_unreadable": "", "formula_cell": "",
    "row_hidden": "", "same_person_perhaps": "id_number", "template_changed": "", "template_meanwhile": "",
}  # fmt: skip
"""What was wrong with the cell itself, repaired or not: it stays said until the officer changes that field."""

OF_ITS_COLUMN = frozenset({"cell_without_value", "template_conflict"})
"""What stays said until the officer changes the field of its very cell."""

OPTIONAL = frozenset({"group", "period_start", "period_end", "period_days", "account_number", "bank_name"})


def recheck(row: UploadRow, changes: Mapping[str, str], upload: Upload, *, today: date) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Give what the row says with `changes` (texts), and its problems, each with the cell of the file it came from.

    A field that the officer leaves alone keeps what was wrong with its cell.

    Raises `Refused` for a field that cannot change.
    """
    for name in changes:
        if name not in FIELDS:
            raise Refused("field_fixed", f"Trường “{name}” không sửa được.", f"The field “{name}” cannot be changed.")
    data, typed = row.data, as_typed(row.data)
    told = {name: text for name, given in changes.items() if (text := " ".join(given.split())) != typed[name]}
    texts = {**typed, **told}
    columns = _columns(upload, str(data["sheet"]), data, {name for name in FIELDS if name not in OPTIONAL or texts.get(name)})
    line: Line = [""] * (1 + max(columns.values()))
    for name, column in columns.items():
        line[column] = texts.get(name, "")
    problems: list[Problem] = []
    read = People(str(data["sheet"]), Layout([], columns), today=today, typed=False, report=problems.append).read(int(data["row"]), line)
    problems += check_amounts([read], _letter(upload, str(data["sheet"]), "amount"), upload.policy, today=today)
    problems += check_ages([read], _letters(upload, str(data["sheet"])), upload.policy, today=today)
    lost = [one for one in row.problems if one["code"] in OF_ITS_COLUMN and not {name for name in told if _letter_of(name, columns) == one["column"]}]
    found = [*lost, *_with_what_stays(row.problems, [{name: getattr(one, name) for name in one.__slots__} for one in problems], set(told))]
    return {**data, **_plain(read), "problems": [one["code"] for one in found]}, found


def _with_what_stays(before: list[dict[str, Any]], found: list[dict[str, Any]], told: set[str]) -> list[dict[str, Any]]:
    """Join the problems of untouched cells to those found now; a birth that nobody touched is not missed anew."""
    known, now = {one["code"] for one in before}, {one["code"] for one in found}
    stays = [one for one in before if one["code"] in OF_ITS_CELL and one["code"] not in now and OF_ITS_CELL[one["code"]] not in told]
    missed = "birth_missing" in known or "date_of_birth" in told
    return [*stays, *(one for one in found if one["code"] != "birth_missing" or missed)]


def as_typed(data: Mapping[str, Any]) -> dict[str, str]:
    """Give the fields of a row as an officer would type them."""
    texts = {name: str(data[name]) if data.get(name) is not None else "" for name in FIELDS}
    if data.get("date_of_birth"):
        texts["date_of_birth"] = f"{date.fromisoformat(data['date_of_birth']):{WRITTEN.get(data.get('birth_precision') or 'day', '%d/%m/%Y')}}"
    for name in DAYS:
        if data.get(name):
            texts[name] = f"{date.fromisoformat(data[name]):%d/%m/%Y}"
    return {**texts, "sex": SEXES.get(data.get("sex") or "", "")}


def _plain(row: Row) -> dict[str, Any]:
    more = (*FIELDS, "birth_precision", "id_kind")
    values = {name: getattr(row, name) for name in more}
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}


def _columns(upload: Upload, sheet: str, data: Mapping[str, Any], wanted: set[str]) -> dict[str, int]:
    """Give each field the column it has in the file, so that problems name its cell; others stand behind the table."""
    known = _letters(upload, sheet)
    birth = next((known[name] for name in ("date_of_birth", data.get("sex") or "", "birth_year", "female", "male") if name in known), None)
    letters = {**known, **({"date_of_birth": birth} if birth else {})}
    columns: dict[str, int] = {}
    behind = 1 + max((_number(letter) for letter in known.values()), default=-1)
    for name in FIELDS:
        if name not in wanted:
            continue
        column = _number(letters[name]) if name in letters else behind
        if column in columns.values():
            column = behind
        columns[name] = column
        behind = max(behind, column + 1)
    return columns


def _letters(upload: Upload, sheet: str) -> dict[str, str]:
    return next((dict(found["columns"]) for found in upload.summary.get("sheets", []) if found["name"][:80] == sheet[:80]), {})


def _letter_of(name: str, columns: Mapping[str, int]) -> str | None:
    return letter(columns[name]) if name in columns else None


def _letter(upload: Upload, sheet: str, name: str) -> str | None:
    return _letters(upload, sheet).get(name)


def _number(letters: str) -> int:
    """Give the column of letters, A is 0; raises `ValueError` for what is no column."""
    if not re.fullmatch(r"[A-Z]{1,3}", letters):
        raise ValueError(letters)
    number = 0
    for one in letters:
        number = number * 26 + ord(one) - 64
    return number - 1
