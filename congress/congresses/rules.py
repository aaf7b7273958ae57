"""What holds of every congress."""

from datetime import date
from enum import StrEnum
from fractions import Fraction

DIRECT_LEAST = Fraction(7, 10)
"""The plan's least share of the direct side among the delegates."""


class Side(StrEnum):
    """The side of the 70/30 on which a composition group stands."""

    DIRECT = "direct"
    INVITED = "invited"


class Attendance(StrEnum):
    """Who takes part: the whole staff of the host (toàn thể), or delegates (đại biểu)."""

    WHOLE = "whole"
    DELEGATES = "delegates"


class Stage(StrEnum):
    """How far a congress is."""

    OPEN = "open"
    APPROVED = "approved"
    TODAY = "today"
    OVER = "over"


def stage(held_on: date, today: date, *, is_locked: bool) -> Stage:
    """Tell how far a congress is: its day counts for more than its list."""
    if today >= held_on:
        return Stage.TODAY if today == held_on else Stage.OVER
    return Stage.APPROVED if is_locked else Stage.OPEN


def place_of(host: str) -> str:
    """Name the place as a letter's date line does: without the kind of its unit.

    >>> place_of("Huyện Chi Lăng"), place_of("Thành phố Lạng Sơn")
    ('Chi Lăng', 'Lạng Sơn')
    """
    for kind in ("Thành phố ", "Thị trấn ", "Thị xã ", "Huyện ", "Tỉnh ", "Phường ", "Xã "):
        if host.startswith(kind):
            return host.removeprefix(kind)
    return host
