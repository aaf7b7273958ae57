"""Sealed texts: citizen numbers and the like, which a stolen database file must not tell."""

import hashlib
import hmac
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlmodel import Session

KEY_BYTES = 32
_NONCE_BYTES = 12
_SESSION_KEY = "congress_seal"


class Seal:
    """One installation's seal: AES-256-GCM for texts, HMAC-SHA-256 for comparing them."""

    def __init__(self, key: bytes) -> None:
        self._cipher = AESGCM(_derived(key, b"text"))
        self._marking = _derived(key, b"mark")

    def close(self, text: str, purpose: str) -> bytes:
        """Seal a text; it opens again for the same purpose only."""
        return self.close_file(text.encode(), purpose)

    def open(self, sealed: bytes, purpose: str) -> str:
        """Give a sealed text; ``ValueError`` where it was sealed by another key or purpose."""
        return self.open_file(sealed, purpose).decode()

    def close_file(self, content: bytes, purpose: str) -> bytes:
        """Seal a file as texts are."""
        nonce = os.urandom(_NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, content, purpose.encode())

    def open_file(self, sealed: bytes, purpose: str) -> bytes:
        """Give a sealed file; ``ValueError`` as for texts."""
        nonce, content = sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:]
        try:
            return self._cipher.decrypt(nonce, content, purpose.encode())
        except InvalidTag:
            raise ValueError("sealed by another key or for another purpose") from None

    def mark(self, text: str, purpose: str) -> str:
        """Give what equal texts share, and by which nobody without the key finds them."""
        told = f"{purpose}\0{text}".encode()
        return hmac.digest(self._marking, told, hashlib.sha256).hex()[:32]


def entrust(session: Session, seal: Seal) -> None:
    """Let a session's work seal and open texts."""
    session.info[_SESSION_KEY] = seal


def seal_of(session: Session) -> Seal:
    """Give the seal that a session works with."""
    seal: Seal = session.info[_SESSION_KEY]
    return seal


def _derived(key: bytes, use: bytes) -> bytes:
    return hmac.digest(key, b"congress " + use, hashlib.sha256)
