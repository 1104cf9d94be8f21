"""Reads a list in a child process that may use little memory and time, so that no file can harm the one who asks."""

from __future__ import annotations

import gc
import os
import select
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import orjson

from ansinh.papers.lists.people import Row
from ansinh.papers.lists.problems import Problem, Skipped
from ansinh.papers.lists.reading import ListReading, SheetSummary
from ansinh.papers.lists.refusals import ListRefused, refused

MEMORY_BYTES, MOST_MEMORY_BYTES = 2**30, 3 * 2**30
SECONDS = 60
LONGEST_LINE = 16 * 2**20
MOST_BYTES = 512 * 2**20
"""What a child may tell; of lines that are stored as they come, a block at a time is in memory, and there may be more of them."""
MOST_STORED_BYTES = 4 * 2**30
ORDINARY_BYTES = 16 * 2**20
"""Files up to this size are read with the memory of an ordinary list."""
CLOCK = 4
"""How much longer than its processor time a child may last: it waits while what it told is being stored."""
BEAT_SECONDS = 0.5
PIECE = 2**20

_DATES = tuple(Row.__slots__.index(name) for name in ("date_of_birth", "period_start", "period_end"))


def read_in_child(
    path: Path, *, policy: str | None, today: date, told: Mapping[str, str] | None = None, memory_bytes: int = MEMORY_BYTES, seconds: float = SECONDS
) -> ListReading:
    """Read a list as `read_list` does, in a child with `memory_bytes` of address space and `seconds` of time.

    Raises `ListRefused` for a file that is no list, that would do harm, or that needs more than it is given.
    """
    reading = ListReading()
    collecting = gc.isenabled()
    gc.disable()  # many small records are made and none thrown away: looking for rubbish would take most of the time
    try:
        for kind, body in _told(["read", str(path), policy or "", today.isoformat(), _json(told)], memory_bytes, seconds):
            _take(reading, kind, body)
    finally:
        if collecting:
            gc.enable()
    return reading


def lines_in_child(
    path: Path, *, policy: str | None, today: date, told: Mapping[str, str] | None = None, waiting: Callable[[], None] | None = None
) -> Iterator[tuple[str, Any]]:
    """Read a list as `read_in_child` does, and give it piece by piece for storing, with as much memory and time as its size may need.

    First, sheet by sheet, `size` (how many lines it has, about) and `lines`: texts of many lines as `child.send_lines` writes them, with `problems` of no
    person between them as arrays of fields; then `sheets`, `skipped`, `stamp`, `totals` and `end`. While the child is silent `waiting` is called again and
    again; what it raises ends the reading. Raises as `read_in_child`, be it after many lines.
    """
    memory_bytes, seconds = room_for(path.stat().st_size)
    return _told(["lines", str(path), policy or "", today.isoformat(), _json(told)], memory_bytes, seconds, most_bytes=MOST_STORED_BYTES, waiting=waiting)


def room_for(size: int) -> tuple[int, float]:
    """Give the bytes of address space and the seconds of processor that reading a file of `size` bytes may take: bounded, however large it is."""
    return min(MEMORY_BYTES + 32 * max(0, size - ORDINARY_BYTES), MOST_MEMORY_BYTES), 2 * SECONDS + 2 * size / 2**20


def cells_in_child(path: Path, *, memory_bytes: int = MEMORY_BYTES, seconds: float = SECONDS) -> Iterator[tuple[str, Any]]:
    """Walk the cells of a file opened in a child: `sheet` with name, visible and merged ranges, then `lines` of cells.

    A date is an array of its one ISO text. Raises `ListRefused` as `read_in_child` does.
    """
    return _told(["cells", str(path)], memory_bytes, seconds)


def _json(told: Mapping[str, str] | None) -> str:
    return orjson.dumps(dict(told or {})).decode()


def _told(
    asked: list[str], memory_bytes: int, seconds: float, *, most_bytes: int = MOST_BYTES, waiting: Callable[[], None] | None = None
) -> Iterator[tuple[str, Any]]:
    """Ask a child and give what it tells, piece by piece. Raises `ListRefused` when it refuses, or does not come to its end."""
    command = [sys.executable, "-I", "-m", "ansinh.papers.lists.child", str(memory_bytes), str(seconds), *asked]
    with subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as child:  # noqa: S603 - our own module
        late = threading.Event()

        def stop() -> None:
            late.set()
            child.kill()

        timer = threading.Timer(CLOCK * seconds + 2, stop)
        timer.start()
        try:
            yield from _pieces(child, late, most_bytes, waiting)
        finally:
            timer.cancel()
            child.kill()


def _pieces(child: subprocess.Popen[bytes], late: threading.Event, most_bytes: int, waiting: Callable[[], None] | None) -> Iterator[tuple[str, Any]]:
    assert child.stdout is not None, "a pipe was asked for"  # noqa: S101 - narrows the type
    ended = False
    for kind, body in _lines(child.stdout.fileno(), most_bytes, waiting):
        if kind == "exhausted":
            raise refused("out_of_memory")
        if kind == "refused":
            raise ListRefused(body["message"], body["code"])
        ended = kind in {"totals", "end"}
        yield kind, body
    code = child.wait()
    if ended and code == 0:
        return
    if late.is_set() or code in {-signal.SIGPROF, -signal.SIGXCPU, -signal.SIGKILL}:
        raise refused("out_of_time")
    raise refused("out_of_memory" if code in {-signal.SIGABRT, -signal.SIGSEGV} else "unreadable", what=f"{code}")


def _lines(output: int, most_bytes: int, waiting: Callable[[], None] | None) -> Iterator[tuple[str, Any]]:
    """Give each line of a pipe, decoded; half a line, or too long a one, is what a child leaves that ran out of memory."""
    taken, held = 0, bytearray()
    while piece := _next(output, waiting):
        taken += len(piece)
        first = len(held)
        held += piece
        end = held.find(b"\n", first)
        while end >= 0:
            yield _decoded(bytes(held[:end]))
            del held[: end + 1]
            end = held.find(b"\n")
        if taken > most_bytes or len(held) > LONGEST_LINE:
            raise refused("out_of_memory")
    if held:
        raise refused("out_of_memory")


def _next(output: int, waiting: Callable[[], None] | None) -> bytes:
    while waiting and not select.select([output], [], [], BEAT_SECONDS)[0]:
        waiting()
    return os.read(output, PIECE)


def _decoded(line: bytes) -> tuple[str, Any]:
    try:
        kind, body = orjson.loads(line)
    except (orjson.JSONDecodeError, ValueError, TypeError) as fault:
        raise refused("out_of_memory") from fault
    return kind, body


def _take(reading: ListReading, kind: str, body: Any) -> None:
    """Add one piece to the reading."""
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


def _row(fields: list[Any]) -> Row:
    for index in _DATES:
        if fields[index] is not None:
            fields[index] = date.fromisoformat(fields[index])
    return Row(*fields)
