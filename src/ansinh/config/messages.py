"""The words of the pages: Vietnamese in the source, English in locale/en; found, kept and compiled without gettext's programs.

`python -m ansinh.config.messages extract` adds what is new to the English file, empty; `compile` makes what Django reads.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import polib

PACKAGE = Path(__file__).resolve().parents[1]
ENGLISH = PACKAGE / "locale" / "en" / "LC_MESSAGES" / "django.po"
FUNCTIONS = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop"), ("msgid",)),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), ("msgid", "plural")),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ("context", "msgid")),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ("context", "msgid", "plural")),
}
CALL = re.compile(r"\b(_|n?p?gettext)\(((?:u?(?:'(?:\\.|[^'\\])*'|\"\"\"(?:\\.|[^\\])*?\"\"\"|\"(?:\\.|[^\"\\])*\")\s*,?\s*)+)")


@dataclass(frozen=True)
class Message:
    """One text of the source: its words, its plural and context where it has them, and where it stands."""

    msgid: str
    plural: str
    context: str | None
    place: str

    @property
    def key(self) -> tuple[str, str | None]:
        """What makes two messages the same."""
        return self.msgid, self.context


def in_source() -> list[Message]:
    """Every text of our Python and our templates that is marked for translation."""
    found: list[Message] = []
    for path in sorted(PACKAGE.rglob("*.py")):
        found += _in_python(path)
    for path in sorted([*PACKAGE.rglob("templates/**/*.html"), *PACKAGE.rglob("templates/**/*.txt")]):
        found += _in_template(path)
    return found


def missing() -> list[str]:
    """What stands between the English file and completeness, one line each: absent, empty or uncertain translations."""
    known = {(entry.msgid, entry.msgctxt): entry for entry in polib.pofile(str(ENGLISH))} if ENGLISH.exists() else {}
    faults = []
    for message in in_source():
        entry = known.get(message.key)
        if entry is None or entry.obsolete:
            faults.append(f"{message.place}: not in the English file: {message.msgid!r}")
        elif entry.fuzzy or not _translated(entry):
            faults.append(f"{message.place}: no English for {message.msgid!r}")
    return faults


def extract() -> int:
    """Add new texts to the English file, untranslated, and drop those no longer in the source; how many lack English now."""
    ENGLISH.parent.mkdir(parents=True, exist_ok=True)
    catalogue = polib.pofile(str(ENGLISH), wrapwidth=0) if ENGLISH.exists() else polib.POFile(wrapwidth=0)
    catalogue.metadata = {
        "Language": "en",
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": "nplurals=2; plural=(n != 1);",
    }
    known = {(entry.msgid, entry.msgctxt): entry for entry in catalogue}
    wanted: dict[tuple[str, str | None], polib.POEntry] = {}
    for message in in_source():
        entry = wanted.get(message.key) or known.get(message.key) or _new(message)
        if message.key not in wanted:
            entry.occurrences = []
            wanted[message.key] = entry
        file = message.place.rpartition(":")[0]
        if (file, "") not in entry.occurrences:
            entry.occurrences.append((file, ""))
    catalogue[:] = sorted(wanted.values(), key=lambda entry: (entry.occurrences[0], entry.msgid))
    catalogue.save(str(ENGLISH))
    return sum(1 for entry in catalogue if not _translated(entry))


def compile_stale() -> None:
    """Compile every catalogue that is newer than what Django reads; a half-written file is never seen."""
    for source in sorted((PACKAGE / "locale").glob("*/LC_MESSAGES/django.po")):
        made = source.with_suffix(".mo")
        if not made.exists() or made.stat().st_mtime_ns < source.stat().st_mtime_ns:
            draft = source.with_suffix(".mo.draft")
            polib.pofile(str(source)).save_as_mofile(str(draft))
            draft.replace(made)


def _in_python(path: Path) -> Iterator[Message]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            name = node.func.id if isinstance(node.func, ast.Name) else node.func.attr if isinstance(node.func, ast.Attribute) else ""
            texts = [argument.value for argument in node.args if isinstance(argument, ast.Constant) and isinstance(argument.value, str)]
            if name in FUNCTIONS and texts:
                yield _message(name, texts, f"{path.relative_to(PACKAGE)}:{node.lineno}")


def _in_template(path: Path) -> Iterator[Message]:
    from django.utils.translation.template import templatize

    source = templatize(path.read_text(encoding="utf-8"), origin=str(path))
    for match in CALL.finditer(source):
        texts = ast.literal_eval(f"[{match[2].rstrip().rstrip(',')}]")
        yield _message(match[1], texts, f"{path.relative_to(PACKAGE)}:{source.count(chr(10), 0, match.start()) + 1}")


def _message(function: str, texts: list[str], place: str) -> Message:
    named = dict(zip(FUNCTIONS[function], texts, strict=False))
    return Message(named.get("msgid", ""), named.get("plural", ""), named.get("context"), place)


def _new(message: Message) -> polib.POEntry:
    plural = {"msgid_plural": message.plural, "msgstr_plural": {0: "", 1: ""}} if message.plural else {}
    return polib.POEntry(msgid=message.msgid, msgctxt=message.context, **plural)


def _translated(entry: polib.POEntry) -> bool:
    return all(entry.msgstr_plural.values()) if entry.msgid_plural else bool(entry.msgstr)


if __name__ == "__main__":
    if sys.argv[1:] == ["extract"]:
        sys.stdout.write(f"{extract()} texts without English in {ENGLISH}\n")
    elif sys.argv[1:] == ["compile"]:
        compile_stale()
    else:
        sys.exit("extract or compile")
