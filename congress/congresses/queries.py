"""Congresses as pages and other capabilities read them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select

from congress.congresses.models import (
    AgendaItem,
    Assignment,
    CompositionGroup,
    Congress,
    Participation,
    Sitting,
)
from congress.congresses.rules import Side
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


def seen_by(session: Session, viewer: Viewer) -> list[Frame]:
    """Give the congresses of a viewer, the last opened first; a clerk's are those of the unit."""
    query = select(Congress).order_by(col(Congress.id).desc())
    if not viewer.sees_all:
        sent_to = select(Participation.congress_id).where(
            units.seen_by(viewer, col(Participation.unit_id))
        )
        query = query.where(col(Congress.id).in_(sent_to))
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
    )
