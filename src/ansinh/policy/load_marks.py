"""What every entry of the law carries: its text in both languages, its article, whether that is verified, a note, a type."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from ansinh.policy.language.nodes import Kind
from ansinh.policy.yaml_files import Entry

ID = re.compile(r"[a-z][a-z0-9_]{0,39}")
MARKS = ("text", "cite", "verified", "note")
HELD_AS: dict[Kind, type] = {Kind.BOOL: bool, Kind.INT: int, Kind.MONEY: int, Kind.DATE: date, Kind.CODE: str}


def text(entry: Entry, key: str) -> dict[str, str]:
    """Give a text in both languages; raises `LawFault` when one is missing or empty."""
    both = entry.need(key, Entry)
    both.only("vi", "en")
    for language in ("vi", "en"):
        if not both.need(language).strip():
            raise both.fault(f"“{language}” is empty", language)
    return {"vi": both["vi"], "en": both["en"]}


def noted(entry: Entry) -> dict[str, str]:
    """Give an entry's note in both languages, one text standing for both; empty where there is none. Raises `LawFault`."""
    if isinstance(entry.get("note"), Entry):
        return text(entry, "note")
    only = entry.may("note", str, "").strip()
    return {"vi": only, "en": only} if only else {}


def kind_of(entry: Entry) -> Kind:
    """Give the type an entry names; raises `LawFault` for one the language has not."""
    name = entry.need("kind")
    if name not in list(Kind):
        raise entry.fault(f"“{name}” is no type; known are {', '.join(Kind)}", "kind")
    return Kind(name)


def marks(entry: Entry) -> dict[str, Any]:
    """Give text, article, mark and note of an entry; raises `LawFault` for one without them."""
    cite, verified = entry.need("cite"), entry.need("verified", bool)
    if not cite.strip():
        raise entry.fault("“cite” is empty: name the article", "cite")
    note = noted(entry)
    if not verified and not note:
        raise entry.fault("what is not verified says in “note” what must be confirmed", "verified")
    return {"text": text(entry, "text"), "cite": cite, "verified": verified, "note": note}
