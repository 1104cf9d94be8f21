"""What a policy's file promises to the proofs: the most it gives, and what a later version is meant to take away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ansinh.policy.language.evaluate import compiled
from ansinh.policy.programme import Cap, Meant
from ansinh.policy.yaml_files import Entry

if TYPE_CHECKING:
    from collections.abc import Callable

    from ansinh.policy.language.nodes import Node


def most_of(file: Entry, read: Callable[[Entry], Node]) -> Cap | None:
    """Give the most a policy gives, `read` from its rule; nothing where the file names none. Raises `LawFault`."""
    entry = file.may("most", Entry)
    if entry is None:
        return None
    entry.only("amount", "cite")
    amount = read(entry)
    return Cap(amount, compiled(amount), _article(entry))


def meant_by(entry: Entry) -> Meant | None:
    """Give why a version takes something away and under which article; nothing where it does not say so. Raises `LawFault`."""
    meant = entry.may("takes_away", Entry)
    if meant is None:
        return None
    meant.only("vi", "en", "cite")
    for language in ("vi", "en"):
        if not meant.need(language).strip():
            raise meant.fault(f"“{language}” is empty", language)
    return Meant({"vi": meant["vi"], "en": meant["en"]}, _article(meant))


def _article(entry: Entry) -> str:
    cite = str(entry.need("cite"))
    if not cite.strip():
        raise entry.fault("“cite” is empty: name the article", "cite")
    return cite
