"""Joining a congress to the one above it, and further units to a congress."""

from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, func, select

from congress import audit
from congress.congresses import levels, opening, rules
from congress.congresses.models import Congress, Participation
from congress.congresses.service import held
from congress.core.errors import Fault, NotFound, Rejected
from congress.core.roles import Viewer
from congress.units import queries as units
from congress.units.models import Unit


def uppers(session: Session, congress_id: int) -> list[Congress]:
    """Give the congresses that a congress may be joined to; none once it is joined."""
    stored = session.get_one(Congress, congress_id)
    if stored.parent_id is not None or not levels.is_known(stored.level):
        return []
    above = opening.ranked_above(session, levels.level(stored.level), stored.held_on)
    # A demonstration goes with all below it, so that nothing real may stand there.
    return [each for each in above if each.is_demonstration == stored.is_demonstration]


def join(session: Session, congress_id: int, parent_id: int, *, by: Viewer, at: datetime) -> None:
    """Let a congress send its list to one of a level above, once.

    Raises ``joined_already``, ``parent_not_above`` and ``seats_over_upper``.
    """
    stored = held(session, congress_id)
    if stored.parent_id is not None:
        raise Rejected("joined_already")
    if parent_id not in {each.id for each in uppers(session, congress_id)}:
        raise Rejected.because([Fault("parent_not_above", field="parent")])
    upper = opening.dated(session.get_one(Congress, parent_id))
    if faults := list(rules.seats_faults(stored.seats, None, upper)):
        raise Rejected.because(faults)
    stored.parent_id = parent_id
    try:
        session.flush()
    except IntegrityError:
        raise Rejected("congress_opened_already") from None
    audit.record(
        session, "congress.joined", f"congress:{congress_id}", by=by, at=at, upper=parent_id
    )


def addable(session: Session, congress_id: int) -> list[units.UnitName]:
    """Give the units that stood on the day and send nobody yet."""
    stored = session.get_one(Congress, congress_id)
    sending = select(Participation.unit_id).where(Participation.congress_id == congress_id)
    there = set(session.exec(sending))
    return [unit for unit in units.units_on(session, stored.held_on) if unit.id not in there]


def add_sender(
    session: Session, congress_id: int, unit_id: int, *, by: Viewer, at: datetime
) -> str:
    """Let a further unit send people, after the others; gives its name.

    Raises ``NotFound`` for one that was not there on the day, or sends people already.
    """
    stored = held(session, congress_id)
    if stored.locked_at is not None:
        raise Rejected("nominations_closed")
    if unit_id not in {unit.id for unit in addable(session, congress_id)}:
        raise NotFound
    last = select(func.max(Participation.position)).where(
        col(Participation.congress_id) == congress_id
    )
    position = (session.exec(last).one() or 0) + 1
    session.add(Participation(congress_id=congress_id, unit_id=unit_id, position=position))
    audit.record(
        session, "congress.sender_added", f"congress:{congress_id}", by=by, at=at, unit=unit_id
    )
    return session.get_one(Unit, unit_id).name
