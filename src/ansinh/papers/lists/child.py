"""The child process that opens a file: `python -m ansinh.papers.lists.child BYTES SECONDS read|lines FILE POLICY TODAY TOLD`, or `... cells FILE`.

Writes one JSON array a line: kind and body. It may not write files, nor use more memory or time than it is given.
"""

from __future__ import annotations

import csv
import dataclasses
import gc
import os
import re
import sys
import zlib
from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from itertools import islice
from operator import attrgetter
from pathlib import Path
from typing import Any, TypeVar

import orjson
import python_calamine as calamine

from ansinh.papers.confined import confine
from ansinh.papers.lists.grid import Cell, open_grids
from ansinh.papers.lists.people import Row
from ansinh.papers.lists.problems import Problem, Skipped
from ansinh.papers.lists.reading import SheetSummary, Walk, read_list
from ansinh.papers.lists.refusals import ListRefused, refused
from ansinh.papers.lists.safety import inspect
from ansinh.papers.lists.stamp import Stamped

BATCH = 2_000
NULLS = re.compile(rb',"[a-z_0-9]+":null')
"""A field that the list does not tell is left out; within a text the quotes would be escaped, so none is hit by mistake."""
ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
EXHAUSTED = b'["exhausted",null]\n'
"""Said when memory ran out; made beforehand, since then there is none to make it with."""
PANIC = "PanicException"
"""How the reader's library, which is no Python, says that it met something its makers did not foresee; it derives from `BaseException` and has no module."""
Opened = TypeVar("Opened")


def send(kind: str, body: Any) -> None:
    """Write one line for the parent."""
    sys.stdout.buffer.write(orjson.dumps([kind, body]) + b"\n")


def send_all(kind: str, records: Sequence[Any], of: type[Any]) -> None:
    """Write records as arrays of their fields, some thousands a line."""
    fields = attrgetter(*(field.name for field in dataclasses.fields(of)))
    for start in range(0, len(records), BATCH):
        send(kind, [fields(record) for record in records[start : start + BATCH]])


def opened(work: Callable[[], Opened]) -> Opened:
    """Do what opens the file, and refuse the file in words whatever goes wrong inside the reader."""
    try:
        return work()
    except calamine.PasswordError as fault:
        raise refused("encrypted") from fault
    except MemoryError as fault:
        raise refused("out_of_memory") from fault
    except ListRefused:
        raise
    except (calamine.CalamineError, csv.Error, OSError, ValueError, OverflowError, RecursionError, zlib.error) as fault:
        raise refused("unreadable", what=type(fault).__name__) from fault
    except BaseException as fault:
        if type(fault).__name__ != PANIC:
            raise
        raise refused("unreadable", what=PANIC) from fault


def send_reading(path: Path, policy: str | None, today: date, told: dict[str, str]) -> None:
    """Read the list and write its reading."""
    reading = read_list(path, policy=policy, today=today, told=told)
    send_all("sheets", reading.sheets, SheetSummary)
    send_all("rows", reading.rows, Row)
    send_all("problems", reading.problems, Problem)
    send_all("skipped", reading.skipped, Skipped)
    send("totals", [reading.declared_total, reading.computed_total])


def send_lines(path: Path, policy: str | None, today: date, told: dict[str, str]) -> None:
    """Read the list and write its people as lines of text, ready to be stored, as they come; then what is said of the file as a whole.

    Before the lines of a sheet stands `size`: how many it has, about. A line is sheet, row, the row (without fields it does not tell) and its problems as
    JSON, and `t` when a human must decide, parted by tabs, with backslash escapes, as PostgreSQL's COPY reads text.
    """
    walk = Walk(path, policy=policy, today=today, told=told, sized=lambda lines: send("size", lines))
    totals = walk.reading.totals
    for block in walk.blocks():
        of_rows, others = block.by_row()
        for start in range(0, len(block.rows), BATCH):
            send("lines", "".join(_line(row, of_rows.get((row.sheet, row.row), ())) for row in block.rows[start : start + BATCH]))
        send_all("problems", others, Problem)
        totals.rows += len(block.rows)
        errors = sum(found.severity == "error" for found in block.problems)
        totals.errors, totals.warnings = totals.errors + errors, totals.warnings + len(block.problems) - errors
        sys.stdout.buffer.flush()
    reading = walk.reading
    totals.declared_total, totals.computed_total = reading.declared_total, reading.computed_total
    send_all("sheets", reading.sheets, SheetSummary)
    send_all("skipped", reading.skipped, Skipped)
    if reading.stamp:
        send_all("stamp", [reading.stamp], Stamped)
    send("totals", [getattr(totals, name) for name in totals.__slots__])
    send("end", None)


def _line(row: Row, problems: Sequence[Problem]) -> str:
    undecided = "t" if any(found.severity == "error" for found in problems) else "f"
    told = (row.sheet, str(row.row), NULLS.sub(b"", orjson.dumps(row)).decode(), orjson.dumps(problems).decode())
    return "\t".join([*(text.translate(ESCAPES) if "\\" in text or not text.isprintable() else text for text in told), undecided]) + "\n"


def send_cells(path: Path) -> None:
    """Write the cells of every sheet as they stand; a date as an array of its one ISO text."""
    inspect(path)
    for grid in open_grids(path):
        send("sheet", [grid.name, grid.visible, grid.merged])
        for start in iter(lambda lines=grid.lines: list(islice(lines, BATCH)), []):  # type: ignore[misc] # mypy does not follow the default
            send("lines", [[_plain(cell) for cell in line] for line in start])
    send("end", None)


def _plain(cell: Cell) -> Any:
    if isinstance(cell, (date, datetime)):
        return [cell.isoformat()]
    return str(cell) if isinstance(cell, (time, timedelta)) else cell


def main(arguments: Sequence[str]) -> int:
    """Read one file and write what is asked for."""
    memory_bytes, seconds, asked, path, *more = arguments
    confine(int(memory_bytes), float(seconds))
    gc.disable()  # a short life, and no cycles worth the search
    try:
        if asked in {"read", "lines"}:
            policy, today, told = more
            send_asked = send_lines if asked == "lines" else send_reading
            opened(lambda: send_asked(Path(path), policy or None, date.fromisoformat(today), orjson.loads(told)))
        else:
            opened(lambda: send_cells(Path(path)))
    except ListRefused as refusal:
        send("refused", {"code": refusal.code, "message": refusal.message})
    except MemoryError:
        os.write(1, EXHAUSTED)  # what was written before it may be half a line; a line that cannot be read means the same
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
