"""How messages leave: what a provider must do, and the sandbox that keeps them in a file."""

from __future__ import annotations

from typing import Protocol


class Provider(Protocol):
    """Somebody who delivers text messages."""

    def send(self, key: str, number: str, text: str) -> bool:
        """Deliver `text` to `number` once for each `key`; say whether it was accepted."""
