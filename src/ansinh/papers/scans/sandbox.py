"""Opens a paper in a child process that may use little memory and time and knows nothing of the system it runs in."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import tempfile
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from ansinh.papers.scans.kinds import kind_of
from ansinh.papers.scans.refusals import PaperRefused

MEMORY_BYTES = 768 * 2**20
SECONDS = 20
LONGEST_HEAD = 1000
MOST_WRITTEN = 40 * 2**20
SOURCE = Path(__file__).resolve().parents[3]


@dataclass(frozen=True)
class Cleaned:
    """A paper as it may be kept and shown: written anew, upright, without metadata. Width and height in pixels, of a picture only."""

    content: bytes
    media_type: str
    pages: int
    width: int | None
    height: int | None


def clean_in_child(content: bytes, *, memory_bytes: int = MEMORY_BYTES, seconds: float = SECONDS) -> Cleaned:
    """Write a paper anew in a child with `memory_bytes` of address space and `seconds` of processor time.

    Raises `PaperRefused` for whatever is no paper, would do harm, or needs more than it is given.
    """
    kind_of(content)
    environment = {"PYTHONPATH": str(SOURCE), "LC_ALL": "C.UTF-8"}  # no key, no address of a database: whoever takes the child over finds none
    command = [sys.executable, "-s", "-P", "-m", "ansinh.papers.scans.child", str(memory_bytes), str(seconds)]
    with tempfile.TemporaryFile() as sent:
        sent.write(content)
        sent.seek(0)
        with subprocess.Popen(command, stdin=sent, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment, cwd="/") as child:  # noqa: S603 - our own module
            return _answer(child, seconds)


def _answer(child: subprocess.Popen[bytes], seconds: float) -> Cleaned:
    late = threading.Event()

    def stop() -> None:
        late.set()
        child.kill()

    timer = threading.Timer(seconds * 2 + 2, stop)
    timer.start()
    try:
        assert child.stdout is not None, "a pipe was asked for"  # noqa: S101 - narrows the type
        head, written = _read(child.stdout)
        code = child.wait() if written is not None else None
    finally:
        timer.cancel()
        child.kill()
    if head is None or written is None or code != 0:
        raise PaperRefused(_why(code, late=late.is_set()))
    if "refused" in head:
        raise PaperRefused(str(head["refused"]), str(head.get("what") or ""))
    return Cleaned(written, str(head["media_type"]), int(str(head["pages"])), _whole(head["width"]), _whole(head["height"]))


def _read(output: IO[bytes]) -> tuple[dict[str, object] | None, bytes | None]:
    """Give the answer's head and body; nothing for what is longer than an answer can be."""
    line = output.readline(LONGEST_HEAD)
    body = output.read(MOST_WRITTEN + 1)
    if len(body) > MOST_WRITTEN:
        return None, None
    try:
        head: dict[str, object] = json.loads(line)
    except ValueError:
        return None, body
    return head, body


def _why(code: int | None, *, late: bool) -> str:
    if late or code in {-signal.SIGPROF, -signal.SIGXCPU, -signal.SIGKILL}:
        return "out_of_time"
    return "out_of_memory" if code in {-signal.SIGABRT, -signal.SIGSEGV, None} else "unreadable"


def _whole(value: object) -> int | None:
    return value if isinstance(value, int) else None
