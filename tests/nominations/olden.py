"""Text as it was typed before Unicode, made by the tables read backwards."""

import unicodedata

from congress.nominations.encodings import TCVN3, VNI, Encoding

_TO_TCVN3 = {after: before for before, after in TCVN3.items()}
_TO_VNI = {
    after: before
    for before, after in VNI.items()
    if before.islower() or before.isupper()
}  # fmt: skip


def tcvn3(text):
    """Write as in .VnTime: capitals with a tone are small letters there."""
    letters = unicodedata.normalize("NFC", text)
    return "".join(_TO_TCVN3.get(c) or _TO_TCVN3.get(c.lower(), c) for c in letters)


def vni(text):
    return "".join(_TO_VNI.get(c, c) for c in unicodedata.normalize("NFC", text))


OLD = {Encoding.TCVN3: tcvn3, Encoding.VNI: vni}
