"""Vietnamese text from before Unicode: TCVN3 (the ABC fonts) and VNI, as Excel keeps it.

Each byte of those fonts stands in a cell as the character of Windows-1252: “Nguyễn” is “NguyÔn”
in TCVN3 and “Nguyeãn” in VNI. Tables: TCVN 5712:1993, third set, and the VNI font family.
"""

import re
import unicodedata
from enum import StrEnum
from itertools import product


class Encoding(StrEnum):
    """How text from before Unicode was written."""

    TCVN3 = "tcvn3"
    VNI = "vni"

    @property
    def label(self) -> str:
        """Name it as clerks know it."""
        return {"tcvn3": "TCVN3 (ABC)", "vni": "VNI"}[self.value]


_TCVN3_LETTERS = (
    "µà¶ả·ã¸á¹ạ¨ă»ằ¼ẳ½ẵ¾ắÆặ©âÇầÈẩÉẫÊấËậ®đÌèÎẻÏẽÐéÑẹªêÒềÓểÔễÕếÖệ×ìØỉÜĩÝíÞị"
    "ßòáỏâõãóäọ«ôåồæổçỗèốéộ¬ơêờëởìỡíớîợïùñủòũóúôụ\u00adưõừöử÷ữøứùựúỳûỷüỹýýþỵ"
    "¡Ă¢Â£Ê¤Ô¥Ơ¦Ư§Đ"
)
TCVN3 = dict(zip(_TCVN3_LETTERS[::2], _TCVN3_LETTERS[1::2], strict=True))
"""One character for a letter; capitals with a tone are the small ones in a font of capitals."""

# A mark by itself, and marks that carry a circumflex or a breve with a tone or without.
_VNI_TONES = {"ù": "\u0301", "ø": "\u0300", "û": "\u0309", "õ": "\u0303", "ï": "\u0323"}
_VNI_CIRCUMFLEX = {
    "â": "",
    "á": "\u0301",
    "à": "\u0300",
    "å": "\u0309",
    "ã": "\u0303",
    "ä": "\u0323",
}
_VNI_BREVE = {"ê": "", "é": "\u0301", "è": "\u0300", "ú": "\u0309", "ü": "\u0303", "ë": "\u0323"}
_VNI_ALONE = {
    "ñ": "đ", "ô": "ơ", "ö": "ư", "í": "í", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ",
}  # fmt: skip


def _vni() -> dict[str, str]:
    table = dict(_VNI_ALONE)
    for base, (mark, tone) in product("aeouyôö", _VNI_TONES.items()):
        table[base + mark] = _composed(_VNI_ALONE.get(base, base) + tone)
    for base, (mark, tone) in product("aeo", _VNI_CIRCUMFLEX.items()):
        table[base + mark] = _composed(base + "\u0302" + tone)
    for mark, tone in _VNI_BREVE.items():
        table["a" + mark] = _composed("a\u0306" + tone)
    # There is no ỵ of two characters: î stands for it.
    del table["yï"]
    capitals = {before.upper(): after.upper() for before, after in table.items()}
    mixed = {before.capitalize(): after.upper() for before, after in table.items()}
    return table | mixed | capitals


def _composed(letter: str) -> str:
    return unicodedata.normalize("NFC", letter)


VNI = _vni()
"""A letter with its marks is the bare letter and one character for all of them."""
_TCVN3_MAP = str.maketrans(TCVN3)
_VNI_PART = re.compile("|".join(sorted(map(re.escape, VNI), key=len, reverse=True)))
_WORD_OF_CAPITALS = re.compile("[A-Z][^a-z\\s]*[A-Z]|[A-Z]{2}")
_SMALL = re.compile("[a-z]")


def decode(text: str, encoding: Encoding, *, is_of_capitals: bool = False) -> str:
    """Give what the text shows in its own font; ``is_of_capitals`` tells of a font like .VnTimeH.

    >>> decode("NguyÔn V¨n §øc", Encoding.TCVN3), decode("Nguyeãn Vaên Ñöùc", Encoding.VNI)
    ('Nguyễn Văn Đức', 'Nguyễn Văn Đức')
    >>> decode("NGUYÔN THÞ LÖ", Encoding.TCVN3)
    'NGUYỄN THỊ LỆ'
    """
    if encoding is Encoding.VNI:
        return _VNI_PART.sub(lambda part: VNI[part[0]], text)
    letters = text.translate(_TCVN3_MAP)
    # Small letters between capitals are capitals: the clerk wrote in a font of capitals.
    is_of_capitals |= bool(_WORD_OF_CAPITALS.search(text)) and not _SMALL.search(text)
    return letters.upper() if is_of_capitals else letters
