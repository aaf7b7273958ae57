"""The forms with which a congress is opened and its day is set."""

from collections.abc import Iterable, Mapping
from datetime import date

from congress.congresses.levels import Level
from congress.congresses.opening import Opening
from congress.congresses.rules import Attendance, Side
from congress.congresses.scheduling import Schedule
from congress.core.errors import Fault, Rejected
from congress.core.texts import plain
from congress.units import forms as units

FIELDS = (
    "form",
    "held_on",
    "place",
    "seats",
    "parent",
    "own_side",
    "staff",
    "attendance",
    "attendance_reason",
)


def typed(form: Mapping[str, str]) -> dict[str, str]:
    """Give what was typed into each field."""
    return {field: form.get(field, "").strip() for field in FIELDS}


def opening(
    form: Mapping[str, str], senders: Iterable[str], level: Level, host_id: int, day: date
) -> Opening:
    """Read what is said of a new congress; ``Rejected`` with every value that cannot be read."""
    ensure_readable(form)
    return Opening(
        level=level,
        host_id=host_id,
        form=form.get("form", ""),
        held_on=day,
        place=plain(form.get("place", "")),
        seats=count(form, "seats") or 0,
        sender_ids=tuple(units.numbers(senders)),
        parent_id=units.number(form.get("parent", "")),
        own_side=side(form),
        staff=count(form, "staff"),
        attendance=_attendance(form),
        attendance_reason=plain(form.get("attendance_reason", "")),
    )


def ensure_chosen(form: Mapping[str, str]) -> None:
    """Refuse a congress without what all its other fields depend on, telling all at once."""
    needed = {"held_on": "Ngày họp", "level": "Cấp", "host": "Đơn vị tổ chức"}
    faults = [
        Fault("value_missing", {"heading": heading}, field=field)
        for field, heading in needed.items()
        if not form.get(field, "").strip()
    ]
    if faults:
        raise Rejected.because(faults)


def schedule(form: Mapping[str, str]) -> Schedule:
    """Read what the host says of its congress; ``Rejected`` with every unreadable value."""
    ensure_readable(form)
    day = units.day(form.get("held_on", ""))
    if day is None:
        raise Rejected.because([Fault("value_missing", {"heading": "Ngày"}, field="held_on")])
    return Schedule(
        form=form.get("form", ""),
        held_on=day,
        place=plain(form.get("place", "")),
        seats=count(form, "seats") or 0,
        staff=count(form, "staff"),
        attendance=_attendance(form),
        attendance_reason=plain(form.get("attendance_reason", "")),
    )


def ensure_readable(form: Mapping[str, str]) -> None:
    """Refuse counts that are none."""
    faults = [
        Fault("number_unreadable", {"value": form.get(field, "")[:40]}, field=field)
        for field in ("seats", "staff")
        if form.get(field, "").strip() and count(form, field) is None
    ]
    if faults:
        raise Rejected.because(faults)


def count(form: Mapping[str, str], field: str) -> int | None:
    """Read a count of people; none where it is none."""
    return units.number(form.get(field, "").strip())


def side(form: Mapping[str, str]) -> Side | None:
    """Read the part of the 70/30 in which the host's own leaders are counted."""
    chosen = form.get("own_side", "")
    return Side(chosen) if chosen in set(Side) else None


def _attendance(form: Mapping[str, str]) -> Attendance | None:
    chosen = form.get("attendance", "")
    return Attendance(chosen) if chosen in set(Attendance) else None
