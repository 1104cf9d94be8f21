"""The child process that opens a paper: `python -m ansinh.papers.scans.child BYTES SECONDS`, the paper on its standard input.

Answers one line of JSON, then the bytes of the paper written anew. It may write no file, nor use more memory or time than it is given.
"""

from __future__ import annotations

import json
import os
import sys
from typing import Any

from ansinh.papers.confined import confine
from ansinh.papers.scans.kinds import MOST_BYTES, PDF, kind_of
from ansinh.papers.scans.refusals import PaperRefused

EXHAUSTED = b'{"refused": "out_of_memory"}\n'
"""Said when memory ran out; made beforehand, since then there is none to make it with."""


def cleaned(content: bytes) -> tuple[dict[str, Any], bytes]:
    """Write a paper anew, with what it is now. Raises `PaperRefused`, and whatever the libraries raise for a file that is damaged."""
    kind = kind_of(content)
    if kind == PDF:
        from ansinh.papers.scans.document import cleaned_document  # noqa: PLC0415 - a picture needs none of it

        written, pages = cleaned_document(content)
        return {"media_type": PDF, "pages": pages, "width": None, "height": None}, written
    from ansinh.papers.scans.picture import JPEG, cleaned_picture  # noqa: PLC0415 - a document needs none of it

    written, width, height = cleaned_picture(content, kind)
    return {"media_type": JPEG, "pages": 1, "width": width, "height": height}, written


def main(arguments: list[str]) -> int:
    """Read one paper and answer."""
    memory_bytes, seconds = arguments
    confine(int(memory_bytes), float(seconds))
    try:
        head, written = cleaned(sys.stdin.buffer.read(MOST_BYTES + 1))
    except PaperRefused as refusal:
        head, written = {"refused": refusal.code, "what": refusal.what}, b""
    except MemoryError:
        os.write(1, EXHAUSTED)
        return 0
    except Exception as fault:  # noqa: BLE001 - libraries of formats raise whatever their makers chose; the file is damaged, whichever it is
        head, written = {"refused": "unreadable", "what": type(fault).__name__}, b""
    sys.stdout.buffer.write(json.dumps(head).encode() + b"\n" + written)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
