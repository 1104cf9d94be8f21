"""A snapshot of a register as it comes, CSV, Excel or Parquet, in blocks of text cells, so that a whole country passes in bounded memory."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from itertools import islice
from pathlib import Path

import polars as pl
from python_calamine import CalamineError, CalamineWorkbook

from ansinh.papers.lists.refusals import ListRefused
from ansinh.papers.lists.safety import inspect
from ansinh.policy.names import clean

BLOCK = 50_000
LINE = "__line"
HEAD_BYTES = 65_536
SEPARATORS = (",", ";", "\t", "|")


class SnapshotRefused(ValueError):
    """The file is no snapshot that can be read; `message` says why and what to do."""

    def __init__(self, vi: str, en: str) -> None:
        """Keep both texts."""
        super().__init__(en)
        self.message = {"vi": vi, "en": en}


def headings_of(path: Path) -> list[str]:
    """Give the headings of the file's first line. Raises `SnapshotRefused` for a file that cannot be read."""
    for block in blocks_of(path, rows=1):
        return [name for name in block.columns if name != LINE]
    raise SnapshotRefused("Tệp không có dòng dữ liệu nào.", "The file holds no line of data.")


def blocks_of(path: Path, *, skip: int = 0, rows: int = BLOCK) -> Iterator[pl.DataFrame]:
    """Give the lines after the first `skip` in blocks of about `rows`: text columns as headed, and `LINE`, the line in the file (1 is the heading).

    Raises `SnapshotRefused`, at the block where it is met, for what cannot be read.
    """
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    try:
        if head.startswith(b"PAR1"):
            yield from _of_frame(pl.scan_parquet(path), skip, rows)
        elif head.startswith((b"PK", b"\xd0\xcf\x11\xe0")):
            yield from _of_workbook(path, skip, rows)
        else:
            yield from _of_frame(_scan_text(path, head), skip, rows)
    except ListRefused as refusal:
        raise SnapshotRefused(refusal.message["vi"], refusal.message["en"]) from refusal
    except (pl.exceptions.PolarsError, CalamineError, OSError) as error:
        told = str(error).splitlines()[0][:200]
        raise SnapshotRefused(
            f"Không đọc được tệp: {told}. Kiểm tra tệp rồi gửi lại (CSV mã UTF-8, Excel .xlsx hoặc Parquet).",
            f"The file cannot be read: {told}. Check it and send it again (CSV in UTF-8, Excel .xlsx or Parquet).",
        ) from error


def _scan_text(path: Path, head: bytes) -> pl.LazyFrame:
    try:
        first = head.decode("utf-8-sig", errors="strict" if len(head) < HEAD_BYTES else "ignore").splitlines()[0]
    except (UnicodeDecodeError, IndexError) as error:
        raise SnapshotRefused(
            "Tệp chữ phải theo bảng mã UTF-8 và có dòng tiêu đề. Lưu lại dạng “CSV UTF-8” rồi gửi lại.",
            "A text file must be in UTF-8 and begin with headings. Save it as “CSV UTF-8” and send it again.",
        ) from error
    separator = max(SEPARATORS, key=first.count)
    return pl.scan_csv(path, separator=separator, infer_schema=False)


def _of_frame(frame: pl.LazyFrame, skip: int, rows: int) -> Iterator[pl.DataFrame]:
    names = frame.collect_schema().names()
    texts = frame.select(pl.col(name).cast(pl.String).alias(heading) for name, heading in zip(names, _headings(names), strict=True))
    line = skip + 2
    for block in texts.slice(skip).collect_batches(chunk_size=rows, maintain_order=True):
        for part in block.iter_slices(rows):
            yield part.with_columns(pl.int_range(line, line + part.height, dtype=pl.Int64).alias(LINE))
            line += part.height


def _of_workbook(path: Path, skip: int, rows: int) -> Iterator[pl.DataFrame]:
    inspect(path)
    lines = CalamineWorkbook.from_path(path).get_sheet_by_index(0).iter_rows()
    names = _headings([str(cell) for cell in next(lines, [])])
    if not names:
        return
    rest, line = islice(lines, skip, None), skip + 2
    while block := list(islice(rest, rows)):
        cells = {name: [_text(row[place]) if place < len(row) else None for row in block] for place, name in enumerate(names)}
        yield pl.DataFrame(cells, schema=dict.fromkeys(names, pl.String)).with_columns(pl.int_range(line, line + len(block), dtype=pl.Int64).alias(LINE))
        line += len(block)


def _headings(names: list[str]) -> list[str]:
    """Clean headings and keep them apart: an empty or a second one takes the number of its column."""
    told: list[str] = []
    for place, name in enumerate(names, 1):
        heading = clean(name.removeprefix("\ufeff"))
        told.append(heading if heading and heading not in told and heading != LINE else f"{heading or 'cột'} ({place})")
    return told


def _text(cell: object) -> str | None:
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return None if cell is None or cell == "" else str(cell)
