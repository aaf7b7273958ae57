"""Delegates as the papers read them: one row each, joined in one query."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import String, Subquery, case, select as sql_select, true, type_coerce
from sqlmodel import Session, and_, col, func, select

from congress.checkin.queries import arrivals
from congress.congresses import queries as congresses
from congress.congresses.models import CompositionGroup, Congress
from congress.congresses.queries import Frame, SittingTime
from congress.congresses.rules import Side
from congress.core.errors import NotFound
from congress.core.period import Birth
from congress.delegates.models import Delegate, Substitution
from congress.delegates.queries import holders, took_over
from congress.nominations.models import Gender, Nominee, Status
from congress.nominations.vocabulary import political_levels, professional_levels, sources
from congress.reports import rules
from congress.reports.models import AbsenceNote
from congress.reports.rules import Absentee, Figures, Member
from congress.seating.models import Placement
from congress.units.models import Unit


@dataclass(frozen=True)
class RosterRow:
    """A delegate with all that the papers say; ``came_at`` is empty for the absent."""

    id: int
    number: int
    name: str
    gender: Gender
    birth_date: date | None
    birth_year: int
    ethnic_group: str
    composition_group: str
    side: Side
    field: str
    unit: str
    post: str
    village: str
    is_party_member: bool
    titles: str
    achievement: str
    status: Status
    reason: str
    workplace: str
    professional_level: str
    political_level: str
    roles: str
    source: str
    introduced_by: str
    seat: str
    came_at: datetime | None
    absence_reason: str


_SOURCE = case(
    {term.code: term.name for term in sources().terms},
    value=type_coerce(col(Nominee.source), String),
    else_="",
)
"""The source of a nomination by its name."""

_FACTS: tuple[Any, ...] = (
    Delegate.id,
    Delegate.number,
    Nominee.name,
    Nominee.gender,
    Nominee.birth_date,
    Nominee.birth_year,
    Nominee.ethnic_group,
    CompositionGroup.label,
    CompositionGroup.side,
    Nominee.field,
    Unit.name,
    Nominee.post,
    Nominee.village,
    Nominee.is_party_member,
    Nominee.titles,
    Nominee.achievement,
    Nominee.status,
    Nominee.reason,
    Nominee.workplace,
    Nominee.professional_level,
    Nominee.political_level,
    Nominee.roles,
    _SOURCE,
    Nominee.introduced_by,
    func.coalesce(Placement.seat_label, ""),
)
"""The columns of a row, in its order; arrival and reason of absence follow."""


@dataclass(frozen=True)
class Listing:
    """The delegates by number, as of a minute of a sitting."""

    congress: Frame
    sitting: SittingTime
    as_of: datetime
    rows: list[RosterRow]


@dataclass(frozen=True)
class Credentials:
    """The credentials report of a sitting as of a minute."""

    congress: Frame
    host: str
    sitting: SittingTime
    as_of: datetime
    direct_groups: tuple[str, ...]
    invited_groups: tuple[str, ...]
    figures: Figures

    @property
    def absentees(self) -> tuple[Absentee, ...]:
        """Give those who have not come, once anybody has."""
        return self.figures.absentees if self.figures.total.present.count else ()


def listing(session: Session, congress_id: int, as_of: datetime) -> Listing:
    """Give the delegates as of a minute, with who had come to the sitting of that minute."""
    sitting = current_sitting(session, congress_id, as_of)
    return Listing(
        congress=_frame(session, congress_id),
        sitting=sitting,
        as_of=as_of,
        rows=delegate_rows(session, congress_id, sitting.id, as_of),
    )


def credentials(session: Session, congress_id: int, as_of: datetime) -> Credentials:
    """Count the delegates for the sitting of that minute, from rows and nothing else."""
    listed = listing(session, congress_id, as_of)
    groups = congresses.groups(session, congress_id)
    direct = [group for group in groups if group.side is Side.DIRECT]
    figures = rules.figures(
        [_member(row) for row in listed.rows],
        day=listed.congress.held_on,
        groups=[group.label for group in groups],
        units=[unit.name for unit in congresses.senders(session, congress_id)],
        direct_minimum=rules.direct_minimum(
            listed.congress.rules, {group.code for group in direct}
        ),
    )
    return Credentials(
        congress=listed.congress,
        host=congresses.host(session, congress_id),
        sitting=listed.sitting,
        as_of=as_of,
        direct_groups=tuple(group.label for group in direct),
        invited_groups=tuple(group.label for group in groups if group not in direct),
        figures=figures,
    )


def current_sitting(session: Session, congress_id: int, at: datetime) -> SittingTime:
    """Give the sitting that the figures of a moment are about."""
    return congresses.sitting_at(congresses.sittings(session, congress_id), at)


def delegate_rows(
    session: Session, congress_id: int, sitting_id: int, as_of: datetime
) -> list[RosterRow]:
    """Give those who held a number at a minute, with who had come to a sitting by then.

    Presence is told by the moment of the scan, not of its arrival here: what a gate
    without network sends later is counted in the minute in which it happened.
    """
    came, note = arrivals([sitting_id], as_of), notes(sitting_id, as_of)
    is_seated = and_(
        col(Placement.delegate_id) == Delegate.id,
        col(Placement.left_at).is_(None),
    )
    query = (
        holders(*_FACTS, came.c.came_at, func.coalesce(note.c.reason, ""), as_of=as_of)
        .join(Placement, is_seated, isouter=True)
        .join(came, came.c.delegate_id == Delegate.id, isouter=True)
        .join(note, note.c.delegate_id == Delegate.id, isouter=True)
        .where(col(Delegate.congress_id) == congress_id)
        .order_by(col(Delegate.number))
    )
    return [RosterRow(*row) for row in session.execute(query)]


def delegate_id(session: Session, congress_id: int, number: int) -> int:
    """Give the delegate of a number; ``NotFound`` where the list has none."""
    query = select(Delegate.id).where(
        Delegate.congress_id == congress_id, Delegate.number == number
    )
    found = session.exec(query).first()
    if found is None:
        raise NotFound
    return found


def notes(sitting_id: int, as_of: datetime) -> Subquery:
    """Select the newest note on each delegate's absence from a sitting, whenever it was made."""
    newest = (
        sql_select(func.max(AbsenceNote.id))
        .join(Substitution, took_over(AbsenceNote.delegate_id, as_of), isouter=True)
        # What was said of whoever held the number before does not excuse the holder.
        .where(func.coalesce(col(AbsenceNote.noted_at) >= col(Substitution.made_at), true()))
        .where(col(AbsenceNote.sitting_id) == sitting_id)
        .group_by(col(AbsenceNote.delegate_id))
    )
    return (
        sql_select(col(AbsenceNote.delegate_id), col(AbsenceNote.reason))
        .where(col(AbsenceNote.id).in_(newest))
        .subquery()
    )


def _frame(session: Session, congress_id: int) -> Frame:
    return congresses.by_code(session, session.get_one(Congress, congress_id).code)


def _member(row: RosterRow) -> Member:
    return Member(
        number=row.number,
        name=row.name,
        unit=row.unit,
        composition_group=row.composition_group,
        is_direct=row.side is Side.DIRECT,
        is_woman=row.gender is Gender.FEMALE,
        is_party_member=row.is_party_member,
        ethnic_group=row.ethnic_group,
        is_minority=row.ethnic_group != rules.MAJORITY,
        field=row.field,
        birth=Birth(row.birth_year, row.birth_date),
        is_required=row.status is Status.REQUIRED,
        is_eligible=row.status is not Status.EXCLUDED,
        came_at=row.came_at,
        absence_reason=row.absence_reason,
        professional_level=professional_levels().name(row.professional_level),
        political_level=political_levels().name(row.political_level),
        source=row.source,
    )
