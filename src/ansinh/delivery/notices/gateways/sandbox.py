"""A provider that delivers nothing: each message becomes a line of a file, for demonstrations and tests."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


class SandboxProvider:
    """Appends messages to `file`; refuses numbers that are not Vietnamese mobile numbers."""

    def __init__(self, file: Path) -> None:
        """Write to `file`, made when missing."""
        self.file = file

    def send(self, key: str, number: str, text: str) -> bool:
        """Keep the message; say whether the number could be one."""
        accepted = number.startswith("0") and number.isdigit() and len(number) == 10  # noqa: PLR2004 - ten digits, 0 first
        if accepted:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            with self.file.open("a", encoding="utf-8") as out:
                out.write(json.dumps({"key": key, "number": number, "text": text}, ensure_ascii=False) + "\n")
        return accepted
