"""Checks a paper that somebody sent in a child process that may use little memory and time and knows nothing of the system it runs in."""

from __future__ import annotations

import base64
import json
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from typing import TYPE_CHECKING

from ansinh.papers.signatures.check import Verdict

if TYPE_CHECKING:
    from ansinh.papers.signatures.check import Roots

MEMORY_BYTES = 1024 * 2**20
SECONDS = 15.0
LONGEST_ANSWER = 20_000
SOURCE = Path(__file__).resolve().parents[3]


def check_in_child(pdf: bytes, roots: Roots, *, memory_bytes: int = MEMORY_BYTES, seconds: float = SECONDS) -> Verdict:
    """Check as `check` does, now; what needs more than it is given, or breaks the child, is `unreadable`."""
    head = {kind: [base64.b64encode(root).decode() for root in found] for kind, found in (("real", roots.real), ("trial", roots.trial))}
    environment = {"PYTHONPATH": str(SOURCE), "LC_ALL": "C.UTF-8"}  # no key, no address of a database: whoever takes the child over finds none
    command = [sys.executable, "-s", "-P", "-m", "ansinh.papers.signatures.child", str(memory_bytes), str(seconds)]
    with tempfile.TemporaryFile() as sent:
        sent.write(json.dumps(head).encode() + b"\n" + pdf)
        sent.seek(0)
        with subprocess.Popen(command, stdin=sent, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment, cwd="/") as child:  # noqa: S603 - our own module
            return _answer(child, seconds)


def _answer(child: subprocess.Popen[bytes], seconds: float) -> Verdict:
    timer = threading.Timer(seconds * 2 + 2, child.kill)
    timer.start()
    try:
        assert child.stdout is not None, "a pipe was asked for"  # noqa: S101 - narrows the type
        line = child.stdout.readline(LONGEST_ANSWER)
        code = child.wait()
    finally:
        timer.cancel()
        child.kill()
    try:
        return Verdict(**json.loads(line)) if code == 0 else Verdict("unreadable")
    except (ValueError, TypeError):
        return Verdict("unreadable")
