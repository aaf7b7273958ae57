"""Vietnamese names: tidied, put in order, compared; never re-cased, never keyed without marks."""

import re
import unicodedata
from enum import StrEnum
from functools import lru_cache
from itertools import zip_longest

# The tones in the order of CLDR `vi`: ngang has no mark, then huyền, hỏi, ngã, sắc, nặng.
_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}
_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
# Blank and punctuation come before digits, digits before letters, as in CLDR.
# A tone mark by itself has no letter.
_WEIGHTS = {"": ""} | {
    letter: f"{weight:02x}" for weight, letter in enumerate(f" -.'0123456789{_ALPHABET}", 1)
}
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f\u00ad\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\ud800-\udfff]"
)
_MARKS = re.compile("[\u0300-\u036f]")
_APOSTROPHES = str.maketrans("‘’ʼ`´", "'''''")
_AS_SPOKEN = re.compile(r"\b(tr|gi|r|s)(?=[^\W\d])")
_SPOKEN = {"tr": "ch", "gi": "d", "r": "d", "s": "x"}
# A cell is looked at many times while its line is read, and names share their words.
_FEW, _MANY = 1_024, 20_000


@lru_cache(_FEW)
def tidy(text: str) -> str:
    """Give the text composed (NFC), without unseen characters, with single blanks.

    >>> tidy(" Ho\u0300a   Bi\u0300nh\u200b ") == "Hòa Bình"
    True
    """
    composed = unicodedata.normalize("NFC", text)
    # Most texts are printable throughout, which is soon told.
    seen = composed if composed.isprintable() else _UNSEEN.sub("", composed)
    return " ".join(seen.split())


@lru_cache(_FEW)
def fold(text: str) -> str:
    """Give the text in lower case without any mark: to search by, never to key by.

    >>> fold("Đặng  Thị Thuỷ"), fold("H’Hen Niê")
    ('dang thi thuy', "h'hen nie")
    """
    letters = unicodedata.normalize("NFD", tidy(text).lower()).translate(_APOSTROPHES)
    bare = _MARKS.sub("", letters).replace("đ", "d")
    # Marks of other scripts are rare, and slow to find.
    return bare if bare.isascii() else "".join(c for c in bare if not unicodedata.combining(c))


@lru_cache(_FEW)
def canonical(name: str) -> str:
    """Give the name in lower case, each word's tone as a digit after it: tones may be misplaced.

    >>> canonical("Nông Văn Hoà") == canonical("NÔNG VĂN HÒA")
    True
    >>> canonical("Vi Thị Thuỷ"), canonical("Lương Văn Tơ")
    ('vi thi5 thuy2', 'lương văn tơ')
    """
    return " ".join(map(_canonical_word, tidy(name).translate(_APOSTROPHES).split()))


def sort_key(name: str) -> str:
    """Give the name's place in Vietnamese order as digits, which sort alike in every database.

    The given name (the last word) decides, then the other words; letters first, tones second.

    >>> sorted(["Vi Văn Bạ", "Bế Văn Thục", "Vi Văn Ba", "Đinh Thị Ăn"], key=sort_key)
    ['Đinh Thị Ăn', 'Vi Văn Ba', 'Vi Văn Bạ', 'Bế Văn Thục']
    """
    others, _, given = tidy(name).translate(_APOSTROPHES).rpartition(" ")
    return f"{_collate(given)}0{_collate(others)}"


class Match(StrEnum):
    """What two names say of their bearers; a review is for a person to decide."""

    SAME = "same"
    REVIEW = "review"
    DIFFERENT = "different"


def match(one: str, other: str) -> Match:
    """Compare two names by themselves.

    >>> match("Nông Văn Hoà", "Nông Văn Hòa").value, match("Lương Văn Tơ", "Lương Văn Tô").value
    ('same', 'different')
    >>> match("Phạm Thị Thu Thủy", "Phạm Thu Thủy").value
    'review'
    """
    if canonical(one) == canonical(other):
        return Match.SAME
    if _sounded(one) == _sounded(other) or _has_dropped_word(one, other):
        return Match.REVIEW
    return Match.REVIEW if _has_dropped_marks(one, other) else Match.DIFFERENT


def match_born_alike(one: str, other: str) -> Match:
    """Compare the names of two people who were born on the same day, or hold the same CCCD.

    Names that differ by marks alone are for a person to decide: Tơ and Tô are two names.

    >>> match_born_alike("Lương Văn Tơ", "Lương Văn Tô").value
    'review'
    """
    verdict = match(one, other)
    if verdict is Match.DIFFERENT and fold(one) == fold(other):
        return Match.REVIEW
    return verdict


@lru_cache(_FEW)
def given_sound(name: str) -> str:
    """Give what the given names of all who may be one person share.

    >>> given_sound("Vi Thị Quý") == given_sound("Vi Thị Quí") == given_sound("vi thi quy")
    True
    """
    return _alike(fold(name).rpartition(" ")[2])


@lru_cache(_FEW)
def _parts(character: str) -> tuple[str, int]:
    """Part a letter from its tone: ("ô", 2) from "ổ"."""
    decomposed = unicodedata.normalize("NFD", character)
    tone = next((_TONES[mark] for mark in decomposed if mark in _TONES), 0)
    bare = "".join(mark for mark in decomposed if mark not in _TONES)
    return unicodedata.normalize("NFC", bare), tone


@lru_cache(_MANY)
def _canonical_word(word: str) -> str:
    parts = [_parts(character) for character in word.lower()]
    tones = "".join(str(tone) for _, tone in parts if tone)
    return "".join(letter for letter, _ in parts) + tones


@lru_cache(_MANY)
def _collate(text: str) -> str:
    parts = [_parts(character) for character in text.lower()]
    letters = "".join(map(_weight, (letter for letter, _ in parts)))
    tones = "".join(str(tone + 1) for _, tone in parts).rstrip("1")
    cases = "".join("2" if character.isupper() else "1" for character in text).rstrip("1")
    return f"{letters}00{tones}0{cases}"


def _weight(letter: str) -> str:
    weight = _WEIGHTS.get(letter)
    return f"f{ord(letter[0]):05x}" if weight is None else weight


def _sounded(name: str) -> str:
    """Write alike what sounds alike in the north: i and y, s and x, tr and ch, gi, r and d."""
    return _alike(canonical(name))


def _alike(written: str) -> str:
    return _AS_SPOKEN.sub(lambda found: _SPOKEN[found[1]], written).replace("y", "i")


def _has_dropped_word(one: str, other: str) -> bool:
    short, long = sorted((canonical(one).split(), canonical(other).split()), key=len)
    if len(short) == len(long) or len(short) == 1:
        return False
    left = iter(long[1:-1])
    ends_agree = (short[0], short[-1]) == (long[0], long[-1])
    return ends_agree and all(word in left for word in short[1:-1])


def _has_dropped_marks(one: str, other: str) -> bool:
    """Tell whether marks were left out; one missing letter mark alone is another name (An, Ân)."""
    pairs = list(zip_longest(canonical(one).split(), canonical(other).split(), fillvalue=""))
    differing = [(a, b) for a, b in pairs if a != b]
    if fold(one) != fold(other) or not all(_lacks_marks(a, b) for a, b in differing):
        return False
    return len(differing) > 1 or _letters(differing[0][0]) == _letters(differing[0][1])


def _lacks_marks(one: str, other: str) -> bool:
    return any(word == fold(_letters(word)) for word in (one, other)) or (
        _letters(one) == _letters(other) and one[-1:].isdigit() != other[-1:].isdigit()
    )


def _letters(canonical_word: str) -> str:
    return canonical_word.rstrip("012345")
