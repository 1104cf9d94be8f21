"""The child process that opens a file: `python -m ansinh.papers.lists.child FILE POLICY TODAY BYTES SECONDS`.

Writes one JSON array a line: kind and body. It may not write files, nor use more memory or time than it is given.
"""

from __future__ import annotations

import gc
import resource
import sys
from collections.abc import Sequence
from datetime import date
from operator import attrgetter
from pathlib import Path
from typing import Any

import orjson
import python_calamine as calamine

from ansinh.papers.lists.people import Row
from ansinh.papers.lists.problems import Problem, Skipped
from ansinh.papers.lists.reading import ListReading, SheetSummary, read_list
from ansinh.papers.lists.refusals import ListRefused, refused

BATCH = 2_000


def send(kind: str, body: Any) -> None:
    """Write one line for the parent."""
    sys.stdout.buffer.write(orjson.dumps([kind, body]) + b"\n")


def send_all(kind: str, records: Sequence[Any], of: type[Any]) -> None:
    """Write records as arrays of their fields, some thousands a line."""
    fields = attrgetter(*of.__slots__)
    for start in range(0, len(records), BATCH):
        send(kind, [fields(record) for record in records[start : start + BATCH]])


def confine(memory_bytes: int, seconds: int) -> None:
    """Give up all but a little memory, time and no files to write."""
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))


def answer(path: Path, policy: str | None, today: date) -> ListReading:
    """Read the list, or refuse it in words whatever goes wrong inside the reader."""
    try:
        return read_list(path, policy=policy, today=today)
    except calamine.PasswordError as fault:
        raise refused("encrypted") from fault
    except MemoryError as fault:
        raise refused("out_of_memory") from fault
    except (calamine.CalamineError, OSError, ValueError, RecursionError) as fault:
        raise refused("unreadable", what=type(fault).__name__) from fault


def main(arguments: Sequence[str]) -> int:
    """Read one file and write its reading."""
    path, policy, today, memory_bytes, seconds = arguments
    confine(int(memory_bytes), int(seconds))
    gc.disable()  # a short life, and no cycles worth the search
    try:
        reading = answer(Path(path), policy or None, date.fromisoformat(today))
    except ListRefused as refusal:
        send("refused", {"code": refusal.code, "message": refusal.message})
        return 0
    send_all("sheets", reading.sheets, SheetSummary)
    send_all("rows", reading.rows, Row)
    send_all("problems", reading.problems, Problem)
    send_all("skipped", reading.skipped, Skipped)
    send("totals", [reading.declared_total, reading.computed_total])
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
