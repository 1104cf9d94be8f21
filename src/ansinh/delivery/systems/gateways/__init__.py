"""How messages reach other systems: what a sender gives back, and the one that speaks HTTPS."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Reply:
    """What came of one try: the status the system answered with, or what went wrong before it could."""

    status: int | None
    fault: str = ""

    @property
    def accepted(self) -> bool:
        """Whether the system has it; a redirection is none."""
        return self.status is not None and 200 <= self.status < 300  # noqa: PLR2004 - the family of success


class Sender(Protocol):
    """Somebody who hands a message to an address."""

    def post(self, url: str, body: bytes, headers: dict[str, str]) -> Reply:
        """Hand `body` over once; never raises."""
