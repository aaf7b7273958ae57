"""Devices that an account has signed in on: they keep their own count of wrong passwords."""

import secrets
from dataclasses import dataclass, field

from flask import current_app, request
from itsdangerous import BadSignature, URLSafeSerializer
from werkzeug.wrappers import Response

from congress.accounts.rules import device_of
from congress.accounts.sessions import Device, hashed
from congress.core.names import fold

_COOKIE = "device"
_KEPT_S = 400 * 24 * 3600
_MOST_NAMES = 30


@dataclass(frozen=True)
class KnownDevice:
    """What a device's cookie says: a number of its own, and whom it has signed in.

    The names are hashed together with the number, so that the cookie tells nobody's.
    """

    number: str = ""
    names: list[str] = field(default_factory=list)

    def known_to(self, username: str) -> str:
        """Give the device's number where this account signed in on it; else nothing."""
        return self.number if _mark(self.number, username) in self.names else ""

    def with_name(self, username: str) -> "KnownDevice":
        """Give the device as it is once an account has signed in on it."""
        number = self.number or secrets.token_hex(16)
        mark = _mark(number, username)
        others = [name for name in self.names if name != mark]
        return KnownDevice(number, [*others, mark][-_MOST_NAMES:])


def _mark(number: str, username: str) -> str:
    return hashed(f"{number}\0{fold(username)}")[:16]


def this_device() -> KnownDevice:
    """Read the cookie of the device that asks; a forged one says nothing."""
    try:
        number, names = _signer().loads(request.cookies.get(_COOKIE, ""))
    except (BadSignature, ValueError):
        return KnownDevice()
    return KnownDevice(number, names)


def remember(response: Response, username: str) -> None:
    """Let the device keep that this account signed in on it."""
    device = this_device().with_name(username)
    response.set_cookie(
        _COOKIE,
        str(_signer().dumps([device.number, device.names])),
        max_age=_KEPT_S,
        httponly=True,
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        samesite="Lax",
    )


def described(*, is_shared: bool) -> Device:
    """Describe the device that asks."""
    return Device(device_of(request.user_agent.string), is_shared)


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="known device")
