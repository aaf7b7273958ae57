"""Who may look after whose account, what a password must be, how long sessions and waits last."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import ip_address, ip_network
from itertools import pairwise

from congress.accounts.common_passwords import COMMON
from congress.core.errors import Fault
from congress.core.names import fold
from congress.core.roles import Role

MAY_HANDLE: Mapping[Role, frozenset[Role]] = {
    Role.ADMINISTRATOR: frozenset(Role),
    Role.ORGANIZER: frozenset({Role.COMMUNE, Role.SUBCOMMITTEE, Role.GATE, Role.SUPERVISOR}),
}
"""Whose accounts a role invites, gives new passwords, closes and opens again.

The organizer looks after those who know of less than he does; the office's accounts, and those who
read every unit's people, are the administrator's.
"""

INVITATION_LASTS = timedelta(days=14)

LEAST_PASSWORD = 10
_FEWEST_LETTERS = 4


@dataclass(frozen=True)
class Limits:
    """How long a session lasts: without anything done, and in all."""

    idle: timedelta
    longest: timedelta


SHARED = Limits(idle=timedelta(minutes=30), longest=timedelta(hours=12))
"""On a PC that others use: a pause, and a working day."""

OWN = Limits(idle=timedelta(days=3), longest=timedelta(days=14))
"""On a device of one's own: a weekend, and a fortnight."""


def may_handle(role: Role, whose: Role) -> bool:
    """Tell whether a role looks after accounts of another.

    >>> may_handle(Role.ORGANIZER, Role.COMMUNE), may_handle(Role.ORGANIZER, Role.OFFICER)
    (True, False)
    """
    return whose in MAY_HANDLE.get(role, frozenset())


def password_faults(password: str, username: str) -> list[Fault]:
    """Give what keeps a text from being a password: too short, the user name, widely used.

    >>> [fault.code for fault in password_faults("Xa-Nhan-Ly-1", "xa-nhan-ly")]
    ['password_is_name']
    >>> password_faults("bốn con trâu trắng", "xa-nhan-ly")
    []
    """
    if len(password) < LEAST_PASSWORD:
        return [Fault("password_short", {"least": LEAST_PASSWORD}, field="password")]
    plain = re.sub(r"[\s._-]", "", fold(password))
    name = re.sub(r"[\s._-]", "", fold(username))
    if name and plain.strip("0123456789") == name.strip("0123456789"):
        return [Fault("password_is_name", field="password")]
    if plain in COMMON or _is_plain(plain):
        return [Fault("password_common", field="password")]
    return []


def _is_plain(text: str) -> bool:
    """Tell whether a text repeats a few letters or counts up or down."""
    steps = {ord(after) - ord(before) for before, after in pairwise(text)}
    return len(set(text)) < _FEWEST_LETTERS or steps <= {1} or steps <= {-1}


def is_over(*, is_shared: bool, begun_at: datetime, seen_at: datetime, at: datetime) -> bool:
    """Tell whether a session has ended by itself."""
    limits = SHARED if is_shared else OWN
    return at - seen_at >= limits.idle or at - begun_at >= limits.longest


FIRST_WAIT_S = 10
LONGEST_WAIT_S = 15 * 60


def wait_s(over: int) -> int:
    """Give the seconds to wait after so many wrong attempts over the free ones.

    >>> [wait_s(over) for over in (0, 1, 2, 3, 9)]
    [0, 10, 20, 40, 900]
    """
    return min(FIRST_WAIT_S << (over - 1), LONGEST_WAIT_S) if over > 0 else 0


def neighbourhood(address: str) -> str:
    """Give what one asker can hold: an IPv4 address, or the whole /64 of an IPv6 one.

    >>> neighbourhood("203.0.113.7"), neighbourhood("2001:db8::5:1"), neighbourhood("")
    ('203.0.113.7', '2001:db8::/64', '')
    """
    try:
        is_wide = ip_address(address).version > 4  # noqa: PLR2004 - the version of IP itself
    except ValueError:
        return address
    return str(ip_network(f"{address}/64", strict=False)) if is_wide else address


_BROWSERS = (
    ("coc_coc_browser", "Cốc Cốc"),
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Zalo", "Zalo"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("CriOS", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("Windows", "Windows"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Mac OS X", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


def device_of(user_agent: str) -> str:
    """Name a browser and its system, as people call them; empty where neither is known.

    >>> device_of("Mozilla/5.0 (Windows NT 10.0; Win64; x64) … Chrome/131.0 Safari/537.36")
    'Chrome · Windows'
    """
    found = (
        next((name for sign, name in signs if sign in user_agent), "")
        for signs in (_BROWSERS, _SYSTEMS)
    )
    return " · ".join(filter(None, found))
