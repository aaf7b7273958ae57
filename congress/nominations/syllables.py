"""Whether a word may be a Vietnamese syllable, to tell text from text read by the wrong table."""

import unicodedata
from functools import lru_cache

_WRITTEN_ONSETS = "b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x"
_WRITTEN_RIMES = """
    a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
    e ec em en eng eo ep et ê êch êm ên ênh êp êt êu
    i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu
    o oc oi om on ong ooc oong op ot oa oac oach oai oam oan oang oanh oao oap oat oay
    oăc oăm oăn oăng oăt oe oen oeo oet ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt
    u ua uc ui um un ung up ut uân uâng uât uây uê uêch uên uênh uơ
    uy uya uych uyn uynh uyp uyt uyu uyên uyêt uôc uôi uôm uôn uông uôt
    ư ưa ưc ưi ưm ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu
    y ych ynh yt yêm yên yêng yêt yêu
"""
_ONSETS = ("", *_WRITTEN_ONSETS.split())
_RIMES = frozenset(_WRITTEN_RIMES.split())
_STOPS = ("c", "ch", "p", "t")
_TONES = "\u0300\u0309\u0303\u0301\u0323"
_AFTER_STOPS = "\u0301\u0323"


def is_syllable(word: str) -> bool:
    """Tell whether a word is spelled as a Vietnamese syllable, its capitals where they may stand.

    >>> [is_syllable(word) for word in ("Nguyễn", "Hoà", "Hòa", "QUÝ", "gì", "Giếng")]
    [True, True, True, True, True, True]
    >>> [is_syllable(word) for word in ("NguyÔn", "Nguyeãn", "TrÇn", "René", "tốp", "tòp")]
    [False, False, False, False, True, False]
    """
    return (word.islower() or word.isupper() or word.istitle()) and _is_spelled(word.lower())


@lru_cache(maxsize=20_000)
def _is_spelled(word: str) -> bool:
    parts = unicodedata.normalize("NFD", word)
    tones = [mark for mark in parts if mark in _TONES]
    bare = unicodedata.normalize("NFC", "".join(mark for mark in parts if mark not in _TONES))
    if len(tones) > 1 or (bare.endswith(_STOPS) and tones and tones[0] not in _AFTER_STOPS):
        return False
    return any(bare.startswith(onset) and bare[len(onset) :] in _RIMES for onset in _ONSETS)
