"""Reads a list in a child process that may use little memory and time, so that no file can harm the one who asks."""

from __future__ import annotations

import gc
import signal
import subprocess
import sys
import threading
from datetime import date
from pathlib import Path
from typing import IO, Any

import orjson

from ansinh.papers.lists.people import Row
from ansinh.papers.lists.problems import Problem, Skipped
from ansinh.papers.lists.reading import ListReading, SheetSummary
from ansinh.papers.lists.refusals import ListRefused, refused

MEMORY_BYTES = 2**30
SECONDS = 60
LONGEST_LINE = 16 * 2**20
MOST_BYTES = 512 * 2**20

_DATES = tuple(Row.__slots__.index(name) for name in ("date_of_birth", "period_start", "period_end"))


def read_in_child(path: Path, *, policy: str | None, today: date, memory_bytes: int = MEMORY_BYTES, seconds: int = SECONDS) -> ListReading:
    """Read a list as `read_list` does, in a child with `memory_bytes` of address space and `seconds` of time.

    Raises `ListRefused` for a file that is no list, that would do harm, or that needs more than it is given.
    """
    command = [sys.executable, "-I", "-m", "ansinh.papers.lists.child", str(path), policy or "", today.isoformat(), str(memory_bytes), str(seconds)]
    with subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as child:  # noqa: S603 - our own module
        late = threading.Event()

        def stop() -> None:
            late.set()
            child.kill()

        timer = threading.Timer(seconds + 2, stop)
        timer.start()
        collecting = gc.isenabled()
        gc.disable()  # many small records are made and none thrown away: looking for rubbish would take most of the time
        try:
            return _received(child, late)
        finally:
            timer.cancel()
            child.kill()
            if collecting:
                gc.enable()


def _received(child: subprocess.Popen[bytes], late: threading.Event) -> ListReading:
    """Take the reading from the child's output, line by line and bounded."""
    reading = ListReading()
    done = False
    assert child.stdout is not None, "a pipe was asked for"  # noqa: S101 - narrows the type
    for kind, body in _lines(child.stdout):
        if kind == "refused":
            raise ListRefused(body["message"], body["code"])
        done = _take(reading, kind, body) or done
    code = child.wait()
    if done and code == 0:
        return reading
    if late.is_set() or code in {-signal.SIGXCPU, -signal.SIGKILL}:
        raise refused("out_of_time")
    if code == -signal.SIGABRT:
        raise refused("out_of_memory")
    raise refused("unreadable", what=f"{code}")


def _lines(output: IO[bytes]) -> Any:
    taken = 0
    while line := output.readline(LONGEST_LINE):
        taken += len(line)
        if taken > MOST_BYTES or not line.endswith(b"\n"):
            raise refused("out_of_memory")
        yield orjson.loads(line)


def _take(reading: ListReading, kind: str, body: Any) -> bool:
    """Add one piece to the reading; true for the last."""
    if kind == "rows":
        reading.rows.extend(map(_row, body))
    elif kind == "problems":
        reading.problems.extend(Problem(*fields) for fields in body)
    elif kind == "skipped":
        reading.skipped.extend(Skipped(*fields) for fields in body)
    elif kind == "sheets":
        reading.sheets.extend(SheetSummary(*fields) for fields in body)
    elif kind == "totals":
        reading.declared_total, reading.computed_total = body
        return True
    return False


def _row(fields: list[Any]) -> Row:
    for index in _DATES:
        if fields[index] is not None:
            fields[index] = date.fromisoformat(fields[index])
    return Row(*fields)
