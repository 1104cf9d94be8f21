"""The pages speak Vietnamese and English, both whole."""

from __future__ import annotations

import re
import string

import polib
from django.apps import apps
from django.utils import translation

from ansinh.config import messages
from ansinh.config.environment import PROJECT


def test_every_text_of_the_pages_has_its_english() -> None:
    assert messages.missing() == []


def test_translations_keep_the_places_of_names_and_figures() -> None:
    pairs = [(entry.msgid, entry.msgstr) for entry in polib.pofile(str(messages.ENGLISH)) if entry.msgstr and not entry.msgid_plural]
    assert [pair for pair in pairs if places(pair[0]) != places(pair[1])] == []


def test_english_is_compiled_and_used() -> None:
    with translation.override("en"):
        assert translation.gettext("Đăng nhập") == "Sign in"
    with translation.override("vi"):
        assert translation.gettext("Đăng nhập") == "Đăng nhập"


def test_the_source_of_texts_is_vietnamese() -> None:
    vietnamese = set("àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ")
    long_plain = [m.msgid for m in messages.in_source() if len(m.msgid.split()) > 3 and not vietnamese & set(m.msgid.lower())]
    assert long_plain == []


BOTH_SPELLINGS = ("papers/lists/code_pages.py", "papers/lists/lines.py", "papers/lists/simulated_people.py", "doors/web/dossiers/keys.py", "programmes/")
"""Where both are meant: what people write is read either way, and said again as it was said; the law's files keep their words with their version."""
SECOND_VOWEL = re.compile(r"(?<!q)(?:o[àáảãạèéẻẽẹ]|u[ỳýỷỹỵ])(?!\w)", re.IGNORECASE)


def test_a_tone_stands_on_the_first_of_two_vowels_in_every_text() -> None:
    assert [word for word in ("xoá", "khoá", "Huỷ", "thoả", "Uỷ ban", "HOÀ") if not SECOND_VOWEL.search(word)] == []
    assert [word for word in ("xóa", "quý", "hoàn", "khoảng", "Ủy ban", "thuyền") if SECOND_VOWEL.search(word)] == []
    package = PROJECT / "src" / "ansinh"
    kept = {path: path.relative_to(package).as_posix() for kind in ("py", "html") for path in package.rglob(f"*.{kind}")}
    told = {name: SECOND_VOWEL.findall(path.read_text(encoding="utf-8")) for path, name in kept.items() if not name.startswith(BOTH_SPELLINGS)}
    assert {name: words for name, words in told.items() if words} == {}


def places(text: str) -> set[str]:
    """The named places of a text: %(name)s and {name}."""
    percent = {part.split(")")[0] for part in text.split("%(")[1:]}
    try:
        braces = {name for _, name, _, _ in string.Formatter().parse(text) if name}
    except ValueError:
        braces = set()
    return percent | braces


def test_every_row_of_the_database_has_its_word_in_the_glossary() -> None:
    glossary = (PROJECT / "docs" / "glossary.md").read_text()
    rows = [model.__name__ for model in apps.get_models() if model.__module__.startswith("ansinh.delivery")]
    assert [row for row in rows if f"`{row}`" not in glossary] == []


def test_every_act_has_its_words_in_the_log() -> None:
    """Verbs of acts as the rooms write them; add a new one to `doors/web/audit/words.py`."""
    from ansinh.doors.web.audit.words import MORE
    from ansinh.doors.web.dossiers.words import VERBS

    written: set[str] = set()
    for path in (PROJECT / "src" / "ansinh" / "delivery").rglob("*.py"):
        if "migrations" not in path.parts:
            written |= set(re.findall(r'(?:act\(\s*[^"]*?|_deed\()"([a-z]+\.[a-z_]+)"', path.read_text(encoding="utf-8")))
    assert len(written) > 40
    assert written - {*VERBS, *MORE} == set()
