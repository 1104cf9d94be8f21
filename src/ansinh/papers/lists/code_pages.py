"""The letters of Vietnamese in the code pages from before Unicode: TCVN3 (TCVN 5712:1993 VN3, fonts such as .VnTime) and VNI (fonts such as VNI-Times).

A cell typed in such a font holds plain Latin-1 letters that only the font shows as Vietnamese.
"""

from __future__ import annotations

import re
from typing import Literal, TypeAlias

CodePage: TypeAlias = Literal["tcvn3", "vni"]

LETTERS = (
    "àảãáạ" "ăằẳẵắặ" "âầẩẫấậ" "èẻẽéẹ" "êềểễếệ" "ìỉĩíị" "òỏõóọ" "ôồổỗốộ" "ơờởỡớợ" "ùủũúụ" "ưừửữứự" "ỳỷỹýỵ" "đ"
)  # fmt: skip
"""The marked letters, by vowel; tones in the order level, huyền, hỏi, ngã, sắc, nặng."""

_TCVN3 = (
    "\xb5\xb6\xb7\xb8\xb9" "\xa8\xbb\xbc\xbd\xbe\xc6" "\xa9\xc7\xc8\xc9\xca\xcb" "\xcc\xce\xcf\xd0\xd1" "\xaa\xd2\xd3\xd4\xd5\xd6" "\xd7\xd8\xdc\xdd\xde"
    "\xdf\xe1\xe2\xe3\xe4" "\xab\xe5\xe6\xe7\xe8\xe9" "\xac\xea\xeb\xec\xed\xee" "\xef\xf1\xf2\xf3\xf4" "\xad\xf5\xf6\xf7\xf8\xf9" "\xfa\xfb\xfc\xfd\xfe" "\xae"
)  # fmt: skip
_TCVN3_CAPITALS = {"Ă": "\xa1", "Â": "\xa2", "Ê": "\xa3", "Ô": "\xa4", "Ơ": "\xa5", "Ư": "\xa6", "Đ": "\xa7"}
"""The only capitals with marks; the others are the small letters in a font of capitals (.VnTimeH)."""

_VNI_LETTERS = (
    "aø aû aõ aù aï " "aê aè aú aü aé aë " "aâ aà aå aã aá aä " "eø eû eõ eù eï " "eâ eà eå eã eá eä " "ì æ ó í ò "
    "oø oû oõ où oï " "oâ oà oå oã oá oä " "ô ôø ôû ôõ ôù ôï " "uø uû uõ uù uï " "ö öø öû öõ öù öï " "yø yû yõ yù î " "ñ"
)  # fmt: skip
"""A letter and its mark; the mark of a capital is a capital, or small where a hand was quick."""

_TO_TCVN3 = {**dict(zip(LETTERS, _TCVN3, strict=True)), **_TCVN3_CAPITALS}
_VNI = dict(zip(LETTERS, _VNI_LETTERS.split(), strict=True))
_FROM_TCVN3 = str.maketrans({there: here for here, there in _TO_TCVN3.items()})
_TO_VNI = {**_VNI, **{letter.upper(): there.upper() for letter, there in _VNI.items()}}
_FROM_VNI = {
    **{there[0].upper() + there[1:]: letter.upper() for letter, there in _VNI.items() if len(there) > 1},
    **{there: here for here, there in _TO_VNI.items()},
}
_VNI_PARTS = re.compile("|".join(sorted(map(re.escape, _FROM_VNI), key=len, reverse=True)))


def decode(text: str, page: CodePage) -> str:
    """Give the Vietnamese that the font of `page` showed for `text` (each character one byte of the page). What is no letter of it stays.

    In a text without small ASCII letters TCVN3's small marked letters are capitals: it was typed in a font of capitals.
    """
    if page == "vni":
        return _VNI_PARTS.sub(lambda found: _FROM_VNI[found[0]], text)
    read = text.translate(_FROM_TCVN3)
    plain = [letter for letter in text if letter.isascii() and letter.isalpha()]
    return read.upper() if len(plain) > 1 and all(letter.isupper() for letter in plain) else read


def encode(text: str, page: CodePage) -> str:
    """Write composed Vietnamese as a typist with a font of `page` did. TCVN3 has few capitals with marks: the others become small."""
    if page == "vni":
        return "".join(_TO_VNI.get(letter, letter) for letter in text)
    return "".join(_TO_TCVN3.get(letter) or _TO_TCVN3.get(letter.lower(), letter) for letter in text)


def only_letters_of(word: str, page: CodePage) -> bool:
    """Tell whether every character of the word that is not plain ASCII is a letter of `page`, or part of one."""
    if page == "vni":
        return _VNI_PARTS.sub("", word).isascii()
    return all(letter.isascii() or ord(letter) in _FROM_TCVN3 for letter in word)
