"""What looks into files from outside: what a virus scanner must do, and which one is configured."""

from __future__ import annotations

from typing import Protocol

from django.conf import settings

from ansinh.delivery.cases.gateways.clamd import Clamd, ScannerAway

__all__ = ["Scanner", "ScannerAway", "scanner"]


class Scanner(Protocol):
    """Something that knows harmful files."""

    def found_in(self, content: bytes) -> str:
        """Give the name of what is harmful in `content`, empty where nothing is. Raises `ScannerAway` without a verdict."""


def scanner() -> Scanner | None:
    """Give the scanner of this installation; nothing where none is configured."""
    return Clamd(settings.CLAMD) if settings.CLAMD else None
