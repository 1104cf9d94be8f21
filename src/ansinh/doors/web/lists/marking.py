"""The list given back to its clerk: her own workbook, each fault coloured with a comment in its cell, each correction beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ansinh.delivery.cases.keep import path_of
from ansinh.delivery.cases.recheck import FIELDS, as_typed
from ansinh.papers.lists.faults import Correction, mark_faults
from ansinh.papers.lists.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ansinh.delivery.cases.models import Upload, UploadRow

BIRTH_COLUMNS = ("date_of_birth", "other_birth", "birth_year", "female", "male")


def marked(rows: Iterable[UploadRow], upload: Upload, language: str) -> bytes:
    """Mark in the file of the upload what is wrong with the whole and with `rows`, and what was put right in them.

    Rows set aside are left as they are. Raises `ListRefused` for a file that cannot be opened again.
    """
    standing = [row for row in rows if row.state != "aside"]
    told = [*upload.summary.get("problems", []), *(problem for row in standing for problem in row.problems)]
    columns = {sheet["name"]: sheet["columns"] for sheet in upload.summary.get("sheets", [])}
    corrections = [done for row in standing for done in _corrections(row, columns.get(row.sheet, {}))]
    total = upload.summary.get("totals", {}).get("rows", 0)
    return mark_faults(path_of(upload.file).read_bytes(), [Problem(**one) for one in told], corrections, language=language, rows=total)


def _corrections(row: UploadRow, columns: Mapping[str, str]) -> Iterator[Correction]:
    if not row.as_read:
        return
    before: dict[str, Any] = as_typed(row.as_read)
    now: dict[str, Any] = as_typed(row.data)
    for name in FIELDS:
        names = (row.data.get("sex") or "", *BIRTH_COLUMNS) if name == "date_of_birth" and "date_of_birth" not in columns else (name,)
        column = next((columns[one] for one in names if one in columns), None)
        if column and before[name] != now[name]:
            yield Correction(row.sheet, row.row, column, before[name], now[name])
