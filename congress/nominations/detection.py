"""Whether text was typed in Unicode or in an encoding from before it, told by its words."""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Literal

from congress.nominations.encodings import Encoding, decode
from congress.nominations.syllables import is_syllable

UNICODE: Literal["unicode"] = "unicode"
Verdict = Encoding | Literal["unicode"]

_LEAST_WORDS = 3
_LEAST_SHARE = 0.6
_WORD = re.compile("[A-Za-z\xa1-\xff]*[\xa1-\xff][A-Za-z\xa1-\xff]*")
_BEYOND_WINDOWS_1252 = re.compile("[\u0100-\u024f\u0300-\u036f\u1e00-\u1eff]")


def detect(texts: Iterable[str]) -> Encoding | None:
    """Tell in which encoding texts were typed; nothing where they are Unicode, or too few.

    >>> detect(["NguyÔn V¨n Hoµ", "TrÇn ThÞ Lª"]).label, detect(["Nguyeãn Vaên Ñöùc"]).label
    ('TCVN3 (ABC)', 'VNI')
    >>> detect(["Nguyễn Văn Hoà", "H'Hen Niê", "René Noël", "Loïc Müller"])
    """
    words = words_of(texts)
    return max(
        used(words), key=lambda each: sum(_mends(word, each) for word in words), default=None
    )


def words_of(texts: Iterable[str]) -> set[str]:
    """Give the words with marks of the texts that may be of before Unicode."""
    old = (text for text in texts if not _BEYOND_WINDOWS_1252.search(text))
    return {word for text in old for word in _WORD.findall(text)}


def used(words: set[str]) -> set[Encoding]:
    """Tell which encodings explain most of the words that are no Vietnamese as they stand."""
    odd = {word for word in words if not is_syllable(word)}
    mended = {each: {word for word in odd if _mends(word, each)} for each in Encoding}
    if len(set().union(*mended.values())) < _LEAST_SHARE * len(odd):
        return set()
    alone = {
        each: own.difference(*(mended[other] for other in Encoding if other is not each))
        for each, own in mended.items()
    }
    return {each for each in Encoding if len(alone[each]) >= _LEAST_WORDS}


@lru_cache(maxsize=20_000)
def _mends(word: str, encoding: Encoding) -> bool:
    return not is_syllable(word) and is_syllable(decode(word, encoding))


@lru_cache(maxsize=20_000)
def _spoils(word: str, encoding: Encoding) -> bool:
    return is_syllable(word) and not is_syllable(decode(word, encoding))


def verdict(text: str, encodings: Iterable[Encoding]) -> Verdict | None:
    """Judge a text by its own words; nothing where they may be read either way."""
    if _BEYOND_WINDOWS_1252.search(text):
        return UNICODE
    words = _WORD.findall(text)
    gains = {
        each: sum(_mends(word, each) - _spoils(word, each) for word in words) for each in encodings
    }
    best = max(gains.values(), default=0)
    if best < 0:
        return UNICODE
    won = [each for each, gain in gains.items() if gain == best > 0]
    return won[0] if len(won) == 1 else None
