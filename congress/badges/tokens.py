"""The text in a badge's QR: who, for which congress, signed so that nobody else can make it.

Ten bytes of claim (version, congress, delegate, serial) and their Ed25519 signature, in base45
(RFC 9285): 111 characters, all in QR's alphanumeric set, which a version 5 code holds. Nothing
in it tells a name.
"""

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import base45
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

LENGTH = 111
VERSION = 1
_CLAIM = struct.Struct(">IIH")
_CONGRESS_BITS = 24


@dataclass(frozen=True)
class BadgeClaim:
    """What a token says: the delegate of a congress, and which printing of the badge."""

    congress_id: int
    delegate_id: int
    serial: int


class Unreadable(StrEnum):
    """Why a text is no badge."""

    MALFORMED = "malformed"
    OTHER_CONGRESS = "other_congress"
    WRONG_SIGNATURE = "wrong_signature"


def token(key: Ed25519PrivateKey, claim: BadgeClaim) -> str:
    """Sign a claim: always the same text for the same key and claim."""
    said = _CLAIM.pack(
        VERSION << _CONGRESS_BITS | claim.congress_id, claim.delegate_id, claim.serial
    )
    return str(base45.b45encode(said + key.sign(said)), "ascii")


def verify(text: str, keys: Mapping[int, Ed25519PublicKey]) -> BadgeClaim | Unreadable:
    """Read a scanned text by the keys of the congresses one asks about, or tell why it is none."""
    try:
        signed = base45.b45decode(_as_printed(text))
        version_congress, delegate_id, serial = _CLAIM.unpack_from(signed)
    except (ValueError, struct.error):
        return Unreadable.MALFORMED
    version, congress_id = divmod(version_congress, 1 << _CONGRESS_BITS)
    if version != VERSION:
        return Unreadable.MALFORMED
    key = keys.get(congress_id)
    if key is None:
        return Unreadable.OTHER_CONGRESS
    try:
        key.verify(signed[_CLAIM.size :], signed[: _CLAIM.size])
    except InvalidSignature:
        return Unreadable.WRONG_SIGNATURE
    return BadgeClaim(congress_id, delegate_id, serial)


def _as_printed(text: str) -> str:
    # A keyboard scanner ends with Enter, and shifts letters when Caps Lock is on. A token never
    # begins or ends with a space, though it may hold some.
    printed = text.strip().upper()
    if len(printed) != LENGTH:
        raise ValueError(len(printed))
    return printed
