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
    return both(entry.need(key, Entry))


def both(texts: Entry) -> dict[str, str]:
    """Give the two languages of a text; raises `LawFault` when one is missing or empty, or a third stands there."""
    texts.only("vi", "en")
    for language in ("vi", "en"):
        if not texts.need(language).strip():
            raise texts.fault(f"“{language}” is empty", language)
    return {"vi": texts["vi"], "en": texts["en"]}


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


def cited(entry: Entry) -> str:
    """Give the article an entry rests on; raises `LawFault` when none is named."""
    cite = str(entry.need("cite"))
    if not cite.strip():
        raise entry.fault("“cite” is empty: name the article", "cite")
    return cite


def verified(entry: Entry) -> tuple[bool, dict[str, str]]:
    """Give the mark and the note of an entry; raises `LawFault` for what is neither verified nor says what must be confirmed."""
    mark, note = bool(entry.need("verified", bool)), noted(entry)
    if not mark and not note:
        raise entry.fault("what is not verified says in “note” what must be confirmed", "verified")
    return mark, note


def marks(entry: Entry) -> dict[str, Any]:
    """Give text, article, mark and note of an entry; raises `LawFault` for one without them."""
    cite = cited(entry)
    mark, note = verified(entry)
    return {"text": text(entry, "text"), "cite": cite, "verified": mark, "note": note}


def named(entry: Entry) -> str:
    """Give the id of an entry; raises `LawFault` for one that is none."""
    name = str(entry.need("id"))
    if not ID.fullmatch(name):
        raise entry.fault(f"“{name}” is no id: small letters, digits and _", "id")
    return name
