"""Passwords, kept as argon2 hashes."""

import secrets
import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError

from congress.accounts import rules
from congress.core.errors import Fault, Rejected

_hasher = PasswordHasher()
# Compared against where there is no password, so that the answer takes as long.
_NOBODY = _hasher.hash(secrets.token_hex())


def hashed(password: str) -> str:
    """Give what is kept of a password."""
    return _hasher.hash(_composed(password))


def is_right(password_hash: str, password: str) -> bool:
    """Tell whether this is the password; the answer takes as long where there is none."""
    try:
        return bool(_hasher.verify(password_hash or _NOBODY, _composed(password)))
    except VerificationError:
        return False


def ensure_good(password: str, repeated: str, username: str) -> None:
    """Refuse a password that is too easy, or that was typed differently the second time."""
    faults = rules.password_faults(password, username)
    if faults:
        raise Rejected.because(faults)
    if password != repeated:
        raise Rejected.because([Fault("password_differs", field="repeated")])


def _composed(password: str) -> str:
    # One keyboard sends "ế" as one letter, another as a letter and two marks.
    return unicodedata.normalize("NFC", password)
