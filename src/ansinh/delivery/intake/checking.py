"""What is filed is read as the line of a list is; what the filer herself can put right is a fault, said by field with what to do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import orjson

from ansinh.delivery.offices.refusals import Refused
from ansinh.papers.lists.facts import in_columns
from ansinh.papers.lists.told import MEANINGS, meaning_of, read_told
from ansinh.policy.facts import FactError, known_facts

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from ansinh.papers.lists.people import Row
    from ansinh.papers.lists.problems import Problem
    from ansinh.policy.programme import Programme

MOST_FAULTS = 200
LONGEST_TEXT = 200
TELLABLE = frozenset({*MEANINGS, "birth_precision", "facts"})
MOST_WORKERS = 20_000
OF_A_WORKER = frozenset({"full_name", "date_of_birth", "birth_precision", "sex", "id_number", "si_number", "phone", "address"})
WAITS = frozenset({"id_missing", "amount_differs_from_law"})
"""Faults that only the office can settle: a child has no card yet, a sum may be explained."""


@dataclass(frozen=True)
class Fault:
    """What is wrong with a field of a row (from 1), and what to do; `field` is a column or a fact of the law."""

    row: int
    field: str
    code: str
    message: Mapping[str, str]


class RowsRefused(Refused):
    """Rows have faults that the filer must put right first; nothing was filed. `faults` names each, at most `MOST_FAULTS`."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        """Say the first fault and how many there are."""
        first, more = faults[0], len(faults) - 1
        vi, en = (first.message[language] for language in ("vi", "en"))
        tail_vi, tail_en = (f" (và {more} lỗi nữa)", f" (and {more} more)") if more else ("", "")
        super().__init__("rows_at_fault", f"Dòng {first.row}: {vi}{tail_vi}", f"Row {first.row}: {en}{tail_en}")
        self.faults = tuple(faults)


def checked(rows: Iterable[Mapping[str, Any]], programme: Programme, policy: str, *, today: date, forgiving: bool) -> list[dict[str, Any]]:
    """Give each row as a stored row of a list. Raises `RowsRefused` for what the filer must put right.

    `forgiving` leaves faults of the person's own words to the office, since what stands on paper or in a register cannot be asked again;
    unknown fields and impossible facts are refused even then.
    """
    data: list[dict[str, Any]] = []
    faults: list[Fault] = []
    for number, row in enumerate(rows, 1):
        one, found = check_row(row, number, programme, policy, today=today, forgiving=forgiving)
        data.append(one)
        faults += found
        if len(faults) >= MOST_FAULTS:
            break
    if faults:
        raise RowsRefused(faults[:MOST_FAULTS])
    return data


def checked_workers(rows: Sequence[Mapping[str, Any]], programme: Programme, *, today: date) -> list[dict[str, Any]]:
    """Give workers named beside a request, each as a stored row: who she is and how she is reached, no more. Raises `RowsRefused`, also for one named twice."""
    if len(rows) > MOST_WORKERS:
        raise Refused("rows_bound", f"Danh sách có nhiều nhất {MOST_WORKERS} người.", f"A list holds at most {MOST_WORKERS} people.")
    data: list[dict[str, Any]] = []
    faults: list[Fault] = []
    known: dict[str, int] = {}
    for number, row in enumerate(rows, 1):
        told = {name: value for name, value in row.items() if name in OF_A_WORKER}
        one, found = check_row(told, number, programme, "", today=today)
        first = known.setdefault(str(one.get("id_number") or f"#{number}"), number)
        if first != number:
            found = [*found, Fault(number, "id_number", "worker_twice", _message(f"Trùng số với người thứ {first}.", f"The same number as person {first}."))]
        data.append(one)
        faults += found
    if faults:
        raise RowsRefused(faults[:MOST_FAULTS])
    return data


def check_row(
    row: Mapping[str, Any], number: int, programme: Programme, policy: str, *, today: date, forgiving: bool = False
) -> tuple[dict[str, Any], list[Fault]]:
    """Give one row as a list would store it, and its faults."""
    shape = _shape(row, number)
    if shape:
        return {}, shape
    told = dict(row.get("facts") or {})
    try:
        known_facts(told, programme.facts, as_of=today)
    except FactError as error:
        return {}, [Fault(number, error.fact, "fact_refused", error.message)]
    fields, further = in_columns(told, policy)
    given = {name: value for name, value in row.items() if name != "facts" and value is not None and value != ""}
    read, problems = read_told({**fields, **given}, sheet="", row=number, policy=policy, today=today)
    missing = [] if read.full_name else [Fault(number, "full_name", "name_missing", _message("Ghi họ và tên.", "Give the name."))]
    found = missing or [fault_of(number, one) for one in problems if one.severity == "error" and one.code not in WAITS and not forgiving]
    return stored(read, further), found


def stored(read: Row, further: Mapping[str, Any]) -> dict[str, Any]:
    """Give a row read as it is stored: what it does not tell left out, what no column tells under `facts`."""
    data: dict[str, Any] = {name: value for name, value in orjson.loads(orjson.dumps(read)).items() if value is not None}
    return {**data, **({"facts": orjson.loads(orjson.dumps(dict(further)))} if further else {})}


def _shape(row: Mapping[str, Any], number: int) -> list[Fault]:
    """Refuse what the row cannot hold: fields no list has, texts too long, null bytes, facts that are no mapping."""
    faults = [
        Fault(number, str(name)[:40], "field_unknown", _message(f"Không có trường “{str(name)[:40]}”.", f"There is no field “{str(name)[:40]}”."))
        for name in row
        if name not in TELLABLE
    ]
    for name, value in row.items():
        if value is not None and not _fits(name, value):
            faults.append(Fault(number, str(name)[:40], "value_unusable", _message("Giá trị không dùng được.", "The value cannot be used.")))
    return faults


def _fits(name: str, value: object) -> bool:
    if name == "facts":
        return isinstance(value, dict)
    return not isinstance(value, (dict, list)) and len(str(value)) <= LONGEST_TEXT and "\x00" not in str(value)


def fault_of(number: int, found: Problem) -> Fault:
    """Say a problem of a cell without the cell and the list, which a form has not."""
    cell = f"{found.column or ''}{found.row or ''}"
    said = {
        language: text.replace(f"Ô {cell}: ", "").replace(f"Cell {cell}: ", "").replace("danh sách ghi", "đã khai").replace("the list says", "you said")
        for language, text in found.message.items()
    }
    return Fault(number, meaning_of(found), found.code, {language: text[:1].upper() + text[1:] for language, text in said.items()})


def _message(vi: str, en: str) -> dict[str, str]:
    return {"vi": vi, "en": en}
