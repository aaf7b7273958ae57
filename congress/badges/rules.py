"""What stands on a badge, and in which order badges are printed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from unicodedata import normalize

BATCH = 300
"""Badges in one file: a batch prints in one go and takes little memory."""


class Order(StrEnum):
    """How a printed pile is sorted: to hand out by delegation, or at a desk by given name."""

    DELEGATION = "delegation"
    NAME = "name"


@dataclass(frozen=True)
class PrintedBadge:
    """A badge as it is printed; ``seat`` is empty before the hall is filled."""

    number: int
    name: str
    name_key: str
    post: str
    unit: str
    unit_position: int
    band: str
    colour: str
    seat: str
    token: str


_DELEGATE_COLOUR = "#1d4f91"
_INVITED_COLOURS = {"leader": "#9c1c28", "guest": "#1f6b45"}
_OTHER_COLOUR = "#5b4a82"


def band_of(group_code: str, group_label: str, *, is_invited: bool) -> tuple[str, str]:
    """Give the words and the colour of a badge's band: the words alone tell the class too.

    >>> band_of("women", "Đại biểu nữ", is_invited=False)
    ('ĐẠI BIỂU', '#1d4f91')
    >>> band_of("guest", "Khách mời", is_invited=True)
    ('KHÁCH MỜI', '#1f6b45')
    """
    if not is_invited:
        return "ĐẠI BIỂU", _DELEGATE_COLOUR
    return capitals(group_label), _INVITED_COLOURS.get(group_code, _OTHER_COLOUR)


def capitals(text: str) -> str:
    """Put a name in capitals, each mark within its letter.

    >>> capitals("Hoàng Thị Thuỷ")
    'HOÀNG THỊ THUỶ'
    """
    return normalize("NFC", normalize("NFC", text).upper())


def in_order(badges: Iterable[PrintedBadge], order: Order) -> list[PrintedBadge]:
    """Sort badges for printing; within a delegation by number, as on its list."""
    if order is Order.NAME:
        return sorted(badges, key=lambda badge: (badge.name_key, badge.number))
    return sorted(badges, key=lambda badge: (badge.unit_position, badge.number))


def batches(badges: Sequence[PrintedBadge]) -> list[Sequence[PrintedBadge]]:
    """Split badges into files of at most ``BATCH``."""
    return [badges[start : start + BATCH] for start in range(0, len(badges), BATCH)]
