"""Congresses as pages and other capabilities read them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, case, true
from sqlmodel import Session, col, or_, select

from congress.congresses.models import (
    AgendaItem,
    Assignment,
    CompositionGroup,
    Congress,
    Participation,
    Sitting,
)
from congress.congresses.rules import Attendance, Side
from congress.core.errors import NotFound
from congress.core.roles import Viewer
from congress.units import queries as units
from congress.units.models import Unit
from congress.units.queries import UnitName


@dataclass(frozen=True)
class Frame:
    """A congress by its frame: what pages show at their head."""

    id: int
    code: str
    name: str
    form: str
    level: str
    held_on: date
    place: str
    seats: int
    seats_limit: int
    rules: str
    is_locked: bool
    preset: str = ""
    has_rubric: bool = False
    host_id: int = 0
    parent_id: int | None = None
    is_scheduled: bool = True
    staff: int | None = None
    attendance: Attendance | None = None
    attendance_reason: str = ""

    @property
    def is_whole(self) -> bool:
        """Tell whether the whole staff of the host takes part."""
        return self.attendance is Attendance.WHOLE


@dataclass(frozen=True)
class Group:
    """A composition group."""

    code: str
    label: str
    side: Side

    @property
    def is_invited(self) -> bool:
        """Tell whether the group stands on the 30 % side."""
        return self.side is Side.INVITED


@dataclass(frozen=True)
class SittingTime:
    """A sitting and when it is."""

    id: int
    code: str
    name: str
    starts_at: datetime
    ends_at: datetime
    is_rehearsal: bool


def by_code(session: Session, code: str) -> Frame:
    """Give the congress of this code; ``NotFound`` where there is none."""
    congress = session.exec(select(Congress).where(Congress.code == code)).first()
    if congress is None:
        raise NotFound
    return _frame(congress)


def by_id(session: Session, congress_id: int) -> Frame:
    """Give a congress by its number."""
    return _frame(session.get_one(Congress, congress_id))


def by_ids(session: Session, congress_ids: Collection[int]) -> list[Frame]:
    """Give congresses by their numbers."""
    query = select(Congress).where(col(Congress.id).in_(congress_ids)).order_by(col(Congress.id))
    return [_frame(congress) for congress in session.exec(query)]


def seen_by(session: Session, viewer: Viewer) -> list[Frame]:
    """Give the congresses of a viewer, the last opened first, those below another after the rest.

    A clerk's are those that the unit holds or sends people to.
    """
    stands_below = case((col(Congress.parent_id).is_(None), 0), else_=1)
    query = (
        select(Congress).where(_known_to(viewer)).order_by(stands_below, col(Congress.id).desc())
    )
    return [_frame(congress) for congress in session.exec(query)]


def is_seen(session: Session, code: str, viewer: Viewer) -> bool:
    """Tell whether the viewer may know of a congress."""
    query = select(Congress.id).where(Congress.code == code, _known_to(viewer))
    return session.exec(query).first() is not None


def _known_to(viewer: Viewer) -> ColumnElement[bool]:
    if viewer.sees_all:
        return true()
    sent_to = select(Participation.congress_id).where(
        units.seen_by(viewer, col(Participation.unit_id))
    )
    return or_(col(Congress.id).in_(sent_to), units.seen_by(viewer, col(Congress.host_id)))


def parent(session: Session, congress: Frame) -> Frame | None:
    """Give the congress of the level above, if this one sends its list to any."""
    if congress.parent_id is None:
        return None
    return _frame(session.get_one(Congress, congress.parent_id))


def children(session: Session, congress_id: int) -> list[Frame]:
    """Give the congresses of the level below, by the codes of their hosts."""
    query = (
        select(Congress)
        .join(Unit, col(Unit.id) == col(Congress.host_id))
        .where(Congress.parent_id == congress_id)
        .order_by(Unit.code, col(Congress.id))
    )
    return [_frame(congress) for congress in session.exec(query)]


def groups(session: Session, congress_id: int) -> list[Group]:
    """Give the composition groups in their order."""
    query = (
        select(CompositionGroup)
        .where(CompositionGroup.congress_id == congress_id)
        .order_by(col(CompositionGroup.position))
    )
    return [Group(group.code, group.label, group.side) for group in session.exec(query)]


def sittings(session: Session, congress_id: int) -> list[SittingTime]:
    """Give the sittings in their order, the rehearsal last."""
    query = (
        select(Sitting).where(Sitting.congress_id == congress_id).order_by(col(Sitting.position))
    )
    return [
        SittingTime(s.id or 0, s.code, s.name, s.starts_at, s.ends_at, s.is_rehearsal)
        for s in session.exec(query)
    ]


def sitting_at(sittings: Sequence[SittingTime], at: datetime) -> SittingTime:
    """Give the first sitting that is not over yet, else the last; rehearsals where there is none.

    ``sittings`` are those of one congress in their order, at least one.
    """
    held = [sitting for sitting in sittings if not sitting.is_rehearsal]
    to_come = [sitting for sitting in held if sitting.ends_at >= at]
    return (to_come or held[-1:] or sittings)[0]


def senders(session: Session, congress_id: int) -> list[UnitName]:
    """Give the units that send people, in their order."""
    query = (
        select(Unit.id, Unit.code, Unit.name, Unit.kind)
        .join(Participation, col(Participation.unit_id) == Unit.id)
        .where(Participation.congress_id == congress_id)
        .order_by(col(Participation.position))
    )
    return [UnitName(*row) for row in session.exec(query)]


def host(session: Session, congress_id: int) -> str:
    """Name the unit that holds the congress."""
    query = (
        select(Unit.name)
        .join(Congress, col(Congress.host_id) == Unit.id)
        .where(Congress.id == congress_id)
    )
    return session.exec(query).one()


def sender(session: Session, congress_id: int, unit_id: int) -> UnitName:
    """Give one unit that sends people; ``NotFound`` where it sends none."""
    for unit in senders(session, congress_id):
        if unit.id == unit_id:
            return unit
    raise NotFound


def agenda(session: Session, congress_id: int) -> list[str]:
    """Give the agenda in order."""
    query = (
        select(AgendaItem.title)
        .where(AgendaItem.congress_id == congress_id)
        .order_by(col(AgendaItem.position))
    )
    return list(session.exec(query))


@dataclass(frozen=True)
class Task:
    """What a body has to do, and by which day."""

    body: str
    task: str
    due_on: date | None


def tasks(session: Session, congress_id: int) -> list[Task]:
    """Give the tasks of the bodies, in the plan's order."""
    query = (
        select(Assignment)
        .where(Assignment.congress_id == congress_id)
        .order_by(col(Assignment.position))
    )
    return [Task(each.body, each.task, each.due_on) for each in session.exec(query)]


def _frame(congress: Congress) -> Frame:
    assert congress.id is not None
    return Frame(
        id=congress.id,
        code=congress.code,
        name=congress.name,
        form=congress.form,
        level=congress.level,
        held_on=congress.held_on,
        place=congress.place,
        seats=congress.seats,
        seats_limit=congress.seats_limit,
        rules=congress.rules,
        is_locked=congress.locked_at is not None,
        has_rubric=congress.has_rubric,
        preset=congress.preset,
        host_id=congress.host_id,
        parent_id=congress.parent_id,
        is_scheduled=congress.is_scheduled,
        staff=congress.staff,
        attendance=congress.attendance,
        attendance_reason=congress.attendance_reason,
    )
