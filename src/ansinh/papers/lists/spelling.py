"""What reads as Vietnamese: every syllable is an onset, a rime of a short closed list, and a tone in its place."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_ONSET = re.compile(r"(?:ngh|ng|nh|gh|gi|kh|ph|qu|th|tr|ch|[bcdđghklmnpqrstvx])?")
_OPEN = (
    "a ai ao au ay âu ây e eo ê êu i ia iu iêu yêu o oa oai oao oay oe oeo oi ô ôi ơ ơi u ua uây uê ui uôi uơ uy uya uyu ư ưa ưi ưu ươi ươu y"
)  # fmt: skip
_CLOSED = (
    "am an ang anh ăm ăn ăng âm ân âng em en eng êm ên ênh im in inh iêm iên iêng yêm yên oam oan oang oanh oăm oăn oăng oen oeng om on ong oong ôm ôn ông ơm ơn "
    "um un ung uân uâng uênh uyên uynh uyn uôm uôn uông ưm ưn ưng ươm ươn ương"
)  # fmt: skip
_STOPPED = (
    "ap at ac ach ăp ăt ăc âp ât âc ep et ec êp êt êch ip it ich iêp iêt iêc yêt oap oat oac oach oăt oăc oet op ot oc ooc ôp ôt ôc ơp ơt up ut uc uât uêch uyêt uych uyt "
    "uyp uôt uôc ưt ưc ươp ươt ươc"
)  # fmt: skip
_TONES = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
_SHARP = ("\u0301", "\u0323")
"""A syllable that ends in p, t, c or ch has one of these tones."""
_EITHER = {"oa", "oe", "uy"}
"""Rimes whose tone some write on the first vowel and some on the second."""
_SHAPED, _VOWELS = set("ăâêôơư"), set("aăâeêioôơuưy")
_SHORTEST = 2
_BETWEEN = re.compile(r"[\s,;:./()\-–\"]+")
_AROUND = "'*+!?%&#@=[]<>{}_“”‘’"
_FIGURE = re.compile(r"[0-9]")


def _tone_places(rime: str) -> set[int]:
    shaped = [place for place, letter in enumerate(rime) if letter in _SHAPED]
    vowels = [place for place, letter in enumerate(rime) if letter in _VOWELS]
    if shaped:
        return {shaped[-1]}
    if rime in _EITHER:
        return {0, 1}
    if len(vowels) < len(rime) or len(vowels) == 1:
        return {vowels[-1]}
    return {vowels[-2]}


def _rimes() -> frozenset[str]:
    found: set[str] = set()
    for rimes, tones in ((_OPEN, _TONES), (_CLOSED, _TONES), (_STOPPED, _SHARP)):
        for rime in rimes.split():
            for place in _tone_places(rime):
                found.update(unicodedata.normalize("NFC", rime[: place + 1] + tone + rime[place + 1 :]) for tone in tones)
    return frozenset(found)


_RIMES = _rimes()


@lru_cache(maxsize=20_000)
def is_syllable(word: str) -> bool:
    """Tell whether a composed word in any case is spelt as a Vietnamese syllable, tone mark included."""
    small = word.lower()
    onset = _ONSET.match(small)
    end = onset.end() if onset else 0
    return any(small[start:] in _RIMES for start in {end, end - 1, 0} if start >= 0 and (start in {0, end} or small[:start] in {"g", "q"}))


def telling_words(text: str) -> list[str]:
    """Give the words that tell how a text is encoded: two characters or more, not plain ASCII, no figures among them."""
    words = (word.strip(_AROUND) for word in _BETWEEN.split(text))
    return [word for word in words if len(word) >= _SHORTEST and not word.isascii() and not _FIGURE.search(word)]


def reads_as_vietnamese(text: str) -> float:
    """Give the share of the telling words of a text that are Vietnamese syllables; 1.0 where it has none."""
    words = telling_words(unicodedata.normalize("NFC", text))
    return sum(map(is_syllable, words)) / len(words) if words else 1.0
