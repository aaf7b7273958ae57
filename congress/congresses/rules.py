"""What holds of every congress, and between those of two levels."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from congress.core.errors import Fault
from congress.core.names import fold

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


@dataclass(frozen=True)
class Dated:
    """A congress by what the order of levels needs of it."""

    name: str
    held_on: date
    seats: int
    is_scheduled: bool = True


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


def title(form: str, host: str, day: date) -> str:
    """Name a congress by its form, its host and its year.

    >>> title("Đại hội thi đua yêu nước", "Xã Nhân Lý", date(2025, 3, 12))
    'Đại hội thi đua yêu nước xã Nhân Lý năm 2025'
    """
    return f"{form} {host[:1].lower()}{host[1:]} năm {day.year}"


def code_of(host: str, day: date, taken: Sequence[str] | frozenset[str] = ()) -> str:
    """Give a code for addresses; two hosts may read alike without their marks.

    >>> code_of("Xã Ba Tơ", date(2025, 3, 12), {"xa-ba-to-2025"})
    'xa-ba-to-2025-2'
    """
    words = "".join(c if c.isascii() and c.isalnum() else " " for c in fold(host)).split()
    code = "-".join([*words, str(day.year)])
    numbered = (f"{code}-{number}" for number in range(2, len(taken) + 3))
    return next(each for each in (code, *numbered) if each not in taken)


def seats_limit(own: int | None, above: int | None, parent: Dated | None) -> int | None:
    """Give the most seats: the level's own, else that of the level above, and the parent's seats.

    >>> seats_limit(None, 300, Dated("Huyện", date(2025, 4, 15), seats=280))
    280
    """
    limits = [own if own is not None else above, parent.seats if parent else None]
    return min((limit for limit in limits if limit is not None), default=None)


def seats_faults(
    seats: int, limit: int | None, parent: Dated | None, children: Sequence[Dated] = ()
) -> Iterator[Fault]:
    """Find why a congress may not have so many seats: none, over the limit, under a child's."""
    if seats < 1:
        yield Fault("seats_missing", field="seats")
    if parent and seats > parent.seats:
        facts = {"seats": seats, "limit": parent.seats, "upper": parent.name}
        yield Fault("seats_over_upper", facts, field="seats")
    elif limit is not None and seats > limit:
        yield Fault("seats_over_level", {"seats": seats, "limit": limit}, field="seats")
    larger = [child.name for child in children if child.seats > seats]
    if larger:
        facts = {"seats": seats, "names": "; ".join(larger)}
        yield Fault("seats_under_lower", facts, field="seats")


def attendance(
    staff: int | None, border: int | None, chosen: Attendance | None, reason: str
) -> Attendance | None:
    """Tell who takes part; exactly at the border the host chooses, and says why.

    >>> attendance(199, 200, None, ""), attendance(201, 200, Attendance.WHOLE, "")
    (<Attendance.WHOLE: 'whole'>, <Attendance.DELEGATES: 'delegates'>)
    """
    if staff is None or border is None:
        return None
    if staff == border:
        return chosen if reason else None
    return Attendance.WHOLE if staff < border else Attendance.DELEGATES


def attendance_faults(
    staff: int | None, border: int | None, chosen: Attendance | None, reason: str
) -> Iterator[Fault]:
    """Find what the host has still to say where the plan leaves it open."""
    if staff is None or border is None or staff != border:
        return
    if chosen is None:
        yield Fault("attendance_open", {"border": border}, field="attendance")
    if not reason:
        yield Fault("attendance_reason_missing", {"border": border}, field="attendance_reason")


def out_of_order(day: date, children: Sequence[Dated]) -> list[str]:
    """Name the congresses below that are held after the one above them.

    >>> out_of_order(date(2025, 4, 15), [Dated("Xã A", date(2025, 4, 20), 100)])
    ['Xã A']
    """
    return [child.name for child in children if child.is_scheduled and child.held_on > day]
