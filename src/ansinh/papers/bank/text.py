"""Text that may leave the house: composed, on one line, without characters that hide, turn or break what is read."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_SPOKEN = {"Zs", "Zl", "Zp"}
_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn"}


@lru_cache(maxsize=20_000)
def plain(text: str, limit: int) -> str:
    """Return the text in NFC on one line, without control, direction and unassigned characters, at most `limit` long.

    What a reader sees is kept, Vietnamese letters included; XML 1.0 can carry every character that remains.
    """
    composed = unicodedata.normalize("NFC", text)
    if not composed.isprintable():
        composed = "".join(_seen(letter) for letter in composed)
    return unicodedata.normalize("NFC", " ".join(composed.split()))[:limit].rstrip()


def _seen(letter: str) -> str:
    category = unicodedata.category(letter)
    if category in _SPOKEN or letter in "\t\n\r\v\f\x85":
        return " "
    return "" if category in _UNSEEN or letter in "\ufffe\uffff" else letter
