"""The child process that checks a stranger's paper: `python -m ansinh.papers.signatures.child BYTES SECONDS`, a line of JSON and the paper on its standard input.

Answers one line of JSON. It may write no file, nor use more memory or time than it is given.
"""

from __future__ import annotations

import base64
import json
import logging
import sys
from dataclasses import asdict

from ansinh.papers.confined import confine
from ansinh.papers.scans.kinds import MOST_BYTES
from ansinh.papers.signatures.check import Roots, Verdict, check


def main(arguments: list[str]) -> int:
    """Check one paper and answer."""
    memory_bytes, seconds = arguments
    confine(int(memory_bytes), float(seconds))
    logging.disable(logging.CRITICAL)
    told = json.loads(sys.stdin.buffer.readline())
    roots = Roots(*(tuple(base64.b64decode(root) for root in told[kind]) for kind in ("real", "trial")))
    try:
        verdict = check(sys.stdin.buffer.read(MOST_BYTES), roots)
    except Exception:  # noqa: BLE001 - the library raises whatever a damaged file leads it to; the answer is the same
        verdict = Verdict("unreadable")
    sys.stdout.write(json.dumps(asdict(verdict)) + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
