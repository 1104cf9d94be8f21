"""How long a text message is: in parts of the GSM alphabet or of UCS-2, counted as networks bill them, and without marks where that is cheaper.

Sources: 3GPP TS 23.038 (alphabet), TS 23.040 (140 octets a part, of which 6 go to the header that joins parts).
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Literal

Alphabet = Literal["gsm7", "ucs2"]

BASIC = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\x1bÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
EXTENDED = {"\f": 0x0A, "^": 0x14, "{": 0x28, "}": 0x29, "\\": 0x2F, "[": 0x3C, "~": 0x3D, "]": 0x3E, "|": 0x40, "€": 0x65}
ESCAPE = 0x1B
CODES = {character: code for code, character in enumerate(BASIC) if code != ESCAPE}
WHOLE: dict[Alphabet, int] = {"gsm7": 160, "ucs2": 70}
JOINED: dict[Alphabet, int] = {"gsm7": 153, "ucs2": 67}
BEYOND = 0xFFFF

PLAINER = str.maketrans({"đ": "d", "Đ": "D", "–": "-", "—": "-", "“": '"', "”": '"', "‘": "'", "’": "'", "…": "...", "\u00a0": " ", "•": "-"})


@dataclass(frozen=True, slots=True)
class Message:
    """A text cut into the parts it travels in."""

    alphabet: Alphabet
    parts: tuple[str, ...]


def cut(text: str) -> Message:
    """Cut a text into as few parts as it travels in; no character, and no pair of units that makes one, is divided. Together the parts are the text."""
    alphabet: Alphabet = "gsm7" if all(character in CODES or character in EXTENDED for character in text) else "ucs2"
    if sum(units(character, alphabet) for character in text) <= WHOLE[alphabet]:
        return Message(alphabet, (text,))
    parts, start, used = [], 0, 0
    for place, character in enumerate(text):
        needs = units(character, alphabet)
        if used + needs > JOINED[alphabet]:
            parts.append(text[start:place])
            start, used = place, 0
        used += needs
    return Message(alphabet, (*parts, text[start:]))


def units(character: str, alphabet: Alphabet) -> int:
    """Give how many septets, or UCS-2 units, one character takes."""
    if alphabet == "gsm7":
        return 2 if character in EXTENDED else 1
    return 2 if ord(character) > BEYOND else 1


def without_marks(text: str) -> str:
    """Give Vietnamese without its marks: readable, though not always without doubt. Words the alphabet cannot say stay as they are."""
    opened = unicodedata.normalize("NFD", text.translate(PLAINER))
    return unicodedata.normalize("NFC", "".join(character for character in opened if not unicodedata.combining(character)))


def cheapest(text: str, *, plain_allowed: bool) -> str:
    """Give the text as it is sent: composed, and without marks where that is allowed and takes fewer parts."""
    whole = unicodedata.normalize("NFC", text)
    plain = without_marks(whole)
    return plain if plain_allowed and len(cut(plain).parts) < len(cut(whole).parts) else whole


def encoded(part: str, alphabet: Alphabet) -> bytes:
    """Give a part's bytes as a message centre takes them: one octet a septet, or UTF-16 big-endian."""
    if alphabet == "ucs2":
        return part.encode("utf-16-be")
    return b"".join(bytes((ESCAPE, EXTENDED[character])) if character in EXTENDED else bytes((CODES[character],)) for character in part)


def decoded(part: bytes, alphabet: Alphabet) -> str:
    """Read what `encoded` wrote; raises `ValueError` for bytes outside the alphabet."""
    if alphabet == "ucs2":
        return part.decode("utf-16-be")
    extended = {code: character for character, code in EXTENDED.items()}
    text, escaped = [], False
    for code in part:
        if escaped:
            text.append(extended.get(code, " "))
        elif code >= len(BASIC):
            message = f"octet {code:#04x} is no septet"
            raise ValueError(message)
        elif code != ESCAPE:
            text.append(BASIC[code])
        escaped = code == ESCAPE and not escaped
    return "".join(text)
