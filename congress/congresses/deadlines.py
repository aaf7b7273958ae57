"""Until when units name people, and which may do so later, with the reason."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, col, func, select

from congress import audit
from congress.congresses import queries
from congress.congresses.models import Congress, LateEntry
from congress.congresses.service import held
from congress.core.errors import Fault, Rejected
from congress.core.roles import Viewer
from congress.core.texts import plain
from congress.settings import ZONE


@dataclass(frozen=True)
class Window:
    """The time in which a unit names people; a later one was granted with a reason."""

    closes_at: datetime | None
    late_until: datetime | None = None

    @property
    def ends_at(self) -> datetime | None:
        """Give the last moment; none while no deadline is set."""
        if self.closes_at is None or self.late_until is None:
            return self.closes_at
        return max(self.closes_at, self.late_until)

    def is_open(self, at: datetime) -> bool:
        """Tell whether the unit may still name people."""
        return self.ends_at is None or at <= self.ends_at

    def left(self, at: datetime) -> timedelta | None:
        """Give the time that is left, nothing of it once it has passed; none without a deadline."""
        return None if self.ends_at is None else max(self.ends_at - at, timedelta())

    def is_late(self, at: datetime) -> bool:
        """Tell whether it may because it was granted more time."""
        return self.closes_at is not None and self.closes_at < at and self.is_open(at)


@dataclass(frozen=True)
class Late:
    """More time that a unit was granted."""

    unit_id: int
    until: datetime
    reason: str
    opened_at: datetime


def window(session: Session, congress_id: int, unit_id: int) -> Window:
    """Give the time in which a unit names people."""
    closes_at = session.get_one(Congress, congress_id).nominations_close_at
    # SQLite hands an aggregate back without its type, so the newest is asked for as a row.
    query = (
        select(LateEntry.until)
        .where(LateEntry.congress_id == congress_id, LateEntry.unit_id == unit_id)
        .order_by(col(LateEntry.id).desc())
        .limit(1)
    )
    return Window(closes_at, session.exec(query).first())


def late_entries(session: Session, congress_id: int) -> dict[int, Late]:
    """Give the newest grant of more time to each unit that was given any."""
    newest = select(func.max(LateEntry.id)).where(LateEntry.congress_id == congress_id)
    query = select(LateEntry).where(col(LateEntry.id).in_(newest.group_by(col(LateEntry.unit_id))))
    return {
        each.unit_id: Late(each.unit_id, each.until, each.reason, each.opened_at)
        for each in session.exec(query)
    }


def ensure_in_time(session: Session, congress_id: int, unit_id: int, at: datetime) -> None:
    """Refuse what comes after the deadline, of the office too; raises ``deadline_passed``."""
    found = window(session, congress_id, unit_id)
    if not found.is_open(at) and found.ends_at:
        raise Rejected("deadline_passed", at=f"{found.ends_at.astimezone(ZONE):%H:%M, %d/%m/%Y}")


def set_deadline(
    session: Session, congress_id: int, closes_at: datetime | None, *, by: Viewer, at: datetime
) -> None:
    """Set until when units name people, or lift the deadline; raises ``deadline_after_congress``.

    Raises ``nominations_closed`` once the list is approved.
    """
    congress = _open(session, congress_id)
    if closes_at is not None and closes_at.astimezone(ZONE).date() > congress.held_on:
        raise Rejected.because([Fault("deadline_after_congress", field="closes_at")])
    congress.nominations_close_at = closes_at
    told = closes_at.isoformat() if closes_at else None
    audit.record(session, "deadline.set", f"congress:{congress_id}", by=by, at=at, closes_at=told)


def let_in_late(
    session: Session,
    congress_id: int,
    unit_id: int,
    *,
    until: datetime | None,
    reason: str,
    by: Viewer,
    at: datetime,
) -> None:
    """Give a unit more time, with the reason.

    Raises ``late_reason_missing`` and ``late_until_past`` at once; ``nominations_closed`` once the
    list is approved.
    """
    _open(session, congress_id)
    queries.sender(session, congress_id, unit_id)
    words = plain(reason)
    faults = [Fault("late_reason_missing", field="reason")] if not words else []
    if until is None or until <= at:
        faults.append(Fault("late_until_past", field="until"))
    if faults or until is None:
        raise Rejected.because(faults)
    session.add(
        LateEntry(
            congress_id=congress_id,
            unit_id=unit_id,
            until=until,
            reason=words,
            opened_by=by.account_id,
            opened_at=at,
        )
    )
    audit.record(
        session, "late_entry.opened", f"unit:{unit_id}", by=by, at=at, until=until.isoformat()
    )


def _open(session: Session, congress_id: int) -> Congress:
    congress = held(session, congress_id)
    if congress.locked_at is not None:
        raise Rejected("nominations_closed")
    return congress
