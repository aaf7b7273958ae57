"""The day, the place, the form and the size of a congress, as its host sets them."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import tomlkit
from sqlmodel import Session, select

from congress import audit
from congress.congresses import levels, opening, rules
from congress.congresses.models import Congress, Sitting
from congress.congresses.queries import Frame
from congress.congresses.rules import Attendance, Dated
from congress.congresses.service import held
from congress.core.errors import Fault, Forbidden, Rejected
from congress.core.roles import Role, Viewer
from congress.units import queries as units


@dataclass(frozen=True)
class Schedule:
    """What the host says of its congress."""

    form: str
    held_on: date
    place: str
    seats: int
    staff: int | None = None
    attendance: Attendance | None = None
    attendance_reason: str = ""


def may_schedule(viewer: Viewer, congress: Frame) -> bool:
    """Tell whether the viewer sets the day: the organizer, or a clerk of the host below another."""
    is_host = viewer.role is Role.COMMUNE and viewer.unit_id == congress.host_id
    return viewer.role is Role.ORGANIZER or (is_host and congress.parent_id is not None)


def schedule(
    session: Session, congress: Frame, wanted: Schedule, *, by: Viewer, at: datetime
) -> None:
    """Set the day and the rest; sittings move with the day, and the rules count on it.

    Raises every fault at once. Those below that have no day yet keep the day before as their last.
    """
    if not may_schedule(by, congress):
        raise Forbidden
    stored = held(session, congress.id)
    if faults := _faults(session, stored, wanted):
        raise Rejected.because(faults)
    moved = wanted.held_on - stored.held_on
    _write(session, stored, wanted)
    _move(session, congress.id, moved)
    for child in _below(session, congress.id):
        if not child.is_scheduled and child.id is not None:
            child.held_on += moved
            _move(session, child.id, moved)
    audit.record(
        session,
        "congress.scheduled",
        f"congress:{congress.id}",
        by=by,
        at=at,
        held_on=wanted.held_on.isoformat(),
        seats=wanted.seats,
    )


def _write(session: Session, stored: Congress, wanted: Schedule) -> None:
    border = _border(stored)
    stored.rules = _panel(stored.rules, wanted.seats, wanted.held_on)
    stored.held_on, stored.is_scheduled = wanted.held_on, True
    stored.place, stored.seats = wanted.place, wanted.seats
    if _limit(stored) is None:
        upper = _upper(session, stored)
        stored.seats_limit = upper.seats if upper else wanted.seats
    if wanted.form != stored.form:
        host = units.unit_name(session, stored.host_id)
        stored.form = wanted.form
        stored.name = rules.title(wanted.form, host.name, wanted.held_on)
    stored.staff, stored.attendance_reason = wanted.staff, wanted.attendance_reason
    stored.attendance = rules.attendance(
        wanted.staff, border, wanted.attendance, wanted.attendance_reason
    )


def _panel(text: str, seats: int, day: date) -> str:
    """Give the rules with the new size and day; the rest stays as it was written."""
    file: Any = tomlkit.parse(text)
    panel = file.get("panel", {})
    if "seats" in panel:
        panel["seats"] = seats
    if "day" in panel:
        panel["day"] = day
    return tomlkit.dumps(file)


def _move(session: Session, congress_id: int, by_days: timedelta) -> None:
    for sitting in session.exec(select(Sitting).where(Sitting.congress_id == congress_id)):
        sitting.starts_at += by_days
        sitting.ends_at += by_days


def _faults(session: Session, stored: Congress, wanted: Schedule) -> list[Fault]:
    children = [opening.dated(child) for child in _below(session, stored.id)]
    faults = [
        *rules.seats_faults(wanted.seats, _limit(stored), _upper(session, stored), children),
        *rules.attendance_faults(
            wanted.staff, _border(stored), wanted.attendance, wanted.attendance_reason
        ),
    ]
    if wanted.form != stored.form and wanted.form not in forms(stored.level):
        known = "; ".join(forms(stored.level))
        faults.append(Fault("form_of_another_level", {"forms": known}, field="form"))
    if stored.locked_at is not None and wanted.seats != stored.seats:
        faults.append(Fault("seats_of_approved_list", field="seats"))
    return faults


def forms(level: str) -> tuple[str, ...]:
    """Give the forms that the host may choose among."""
    return levels.level(level).forms if levels.is_known(level) else ()


def _border(stored: Congress) -> int | None:
    return levels.level(stored.level).whole_below if levels.is_known(stored.level) else None


def _limit(stored: Congress) -> int | None:
    """Give the plan's limit; where the plan has none, the host may grow up to the upper's seats."""
    known = levels.is_known(stored.level) and levels.level(stored.level).seats_limit is None
    return None if known else stored.seats_limit


def _upper(session: Session, stored: Congress) -> Dated | None:
    if stored.parent_id is None:
        return None
    return opening.dated(session.get_one(Congress, stored.parent_id))


def _below(session: Session, congress_id: int | None) -> list[Congress]:
    return list(session.exec(select(Congress).where(Congress.parent_id == congress_id)))
