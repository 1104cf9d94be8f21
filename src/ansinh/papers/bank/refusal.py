"""A file at fault is refused with what is wrong, where, and what to do, in Vietnamese and in English."""

from __future__ import annotations


class PaperRefused(ValueError):
    """Nothing was made or read. `message` holds the reason under `vi` and `en`; `where` names the line or field."""

    def __init__(self, vi: str, en: str, *, where: str = "") -> None:
        """Keep the reason in both languages."""
        super().__init__(f"{where}: {vi} / {en}" if where else f"{vi} / {en}")
        self.message = {"vi": vi, "en": en}
        self.where = where


class TransfersRefused(PaperRefused):
    """The transfers cannot become a payment file."""


class StatementRefused(PaperRefused):
    """The file is not a statement that can be trusted."""
