"""Nominees as pages and the selection read them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from sqlalchemy import ColumnElement, Select, case, func, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from congress.congresses.models import CompositionGroup, Congress, Participation
from congress.core.errors import NotFound
from congress.core.period import Birth
from congress.core.roles import Viewer
from congress.nominations.models import Gender, Nominee, Status, Workbook
from congress.nominations.values import points
from congress.units.models import Unit

PAGE_SIZE = 50


@dataclass(frozen=True)
class Filters:
    """Which nominees a page shows; empty filters show all that the viewer may know of."""

    unit_id: int | None = None
    group: str = ""
    status: str = ""
    is_unscored: bool = False
    page: int = 1


@dataclass(frozen=True)
class NomineeLine:
    """A nominee as the list shows them."""

    id: int
    name: str
    gender: Gender
    birth: str
    ethnic_group: str
    unit: str
    group: str
    post: str
    village: str
    score: str
    status: Status
    reason: str
    is_party_member: bool

    @property
    def is_settled(self) -> bool:
        """Tell whether the nominee does not compete: required or excluded."""
        return self.status is not Status.PROPOSED

    @property
    def is_required(self) -> bool:
        """Tell whether the nominee must be on the list."""
        return self.status is Status.REQUIRED

    @property
    def is_woman(self) -> bool:
        """Tell the gender."""
        return self.gender is Gender.FEMALE


Shown = TypeVar("Shown")


@dataclass(frozen=True)
class Page(Generic[Shown]):
    """One page of a list, and how many there are in all."""

    lines: list[Shown]
    total: int
    page: int

    @property
    def first(self) -> int:
        """Give the number of the first line shown."""
        return (self.page - 1) * PAGE_SIZE + 1

    @property
    def last(self) -> int:
        """Give the number of the last line shown."""
        return self.first + len(self.lines) - 1

    @property
    def has_previous(self) -> bool:
        """Tell whether there is a page before."""
        return self.page > 1

    @property
    def has_next(self) -> bool:
        """Tell whether there is a page after."""
        return self.last < self.total


NomineeList = Page[NomineeLine]


@dataclass(frozen=True)
class UnitCount:
    """How far a unit is: nominees, those required, those without a score."""

    unit_id: int
    unit: str
    nominees: int
    required: int
    unscored: int


@dataclass(frozen=True)
class SentWorkbook:
    """A workbook that a unit sent."""

    id: int
    unit: str
    filename: str
    sent_at: datetime
    confirmed_at: datetime | None


def nominees(session: Session, congress_id: int, viewer: Viewer, filters: Filters) -> NomineeList:
    """Give one page of the nominees whom the viewer may know of, by unit, then by name."""
    query = _filtered(_seen(congress_id, viewer), filters)
    total = session.execute(select(func.count()).select_from(query.subquery())).scalar_one()
    page = min(max(filters.page, 1), max(1, -(-total // PAGE_SIZE)))
    ordered = query.order_by(col(Participation.position), col(Nominee.name_key), col(Nominee.id))
    shown = ordered.offset((page - 1) * PAGE_SIZE).limit(PAGE_SIZE)
    return NomineeList([_line(*row) for row in session.execute(shown)], total, page)


def counts(session: Session, congress_id: int, viewer: Viewer) -> list[UnitCount]:
    """Count the nominees of each unit that the viewer may know of; units without any too."""
    is_required = col(Nominee.status) == Status.REQUIRED
    is_unscored = col(Nominee.score).is_(None) & (col(Nominee.status) == Status.PROPOSED)
    query = (
        select(
            col(Unit.id),
            col(Unit.name),
            func.count(col(Nominee.id)),
            func.count(case((is_required, 1))),
            func.count(case((is_unscored & col(Nominee.id).is_not(None), 1))),
        )
        .join(Participation, col(Participation.unit_id) == col(Unit.id))
        .outerjoin(
            Nominee,
            (col(Nominee.unit_id) == col(Unit.id)) & (col(Nominee.congress_id) == congress_id),
        )
        .where(col(Participation.congress_id) == congress_id)
        .group_by(col(Unit.id), col(Unit.name), col(Participation.position))
        .order_by(col(Participation.position))
    )
    if viewer.unit_id is not None:
        query = query.where(col(Unit.id) == viewer.unit_id)
    return [UnitCount(*row) for row in session.execute(query)]


def pending(session: Session, congress_id: int, viewer: Viewer) -> list[SentWorkbook]:
    """Give the workbooks that wait for confirmation, the newest first."""
    query = (
        select(
            col(Workbook.id),
            col(Unit.name),
            col(Workbook.filename),
            col(Workbook.sent_at),
            col(Workbook.confirmed_at),
        )
        .join(Unit, col(Unit.id) == col(Workbook.unit_id))
        .where(*waiting(congress_id))
        .order_by(col(Workbook.id).desc())
    )
    if viewer.unit_id is not None:
        query = query.where(col(Workbook.unit_id) == viewer.unit_id)
    return [SentWorkbook(*row) for row in session.execute(query)]


def waiting(congress_id: int) -> tuple[ColumnElement[bool], ...]:
    """Tell which workbooks wait: none once the list is approved, nor one mended by a later one."""
    later = aliased(Workbook)
    is_mended = select(col(later.id)).where(
        col(later.congress_id) == congress_id,
        col(later.unit_id) == col(Workbook.unit_id),
        col(later.id) > col(Workbook.id),
        col(later.confirmed_at).is_not(None),
    )
    is_open = select(col(Congress.id)).where(
        col(Congress.id) == congress_id, col(Congress.locked_at).is_(None)
    )
    is_sent = col(Workbook.congress_id) == congress_id
    return is_sent, col(Workbook.confirmed_at).is_(None), ~is_mended.exists(), is_open.exists()


def nominee(session: Session, congress_id: int, nominee_id: int, viewer: Viewer) -> Nominee:
    """Give one nominee whole; ``NotFound`` where the viewer may not know of them."""
    return _known(session.get(Nominee, nominee_id), congress_id, viewer)


def workbook(session: Session, congress_id: int, workbook_id: int, viewer: Viewer) -> Workbook:
    """Give one workbook; ``NotFound`` where the viewer may not know of it."""
    return _known(session.get(Workbook, workbook_id), congress_id, viewer)


Sent = TypeVar("Sent", Nominee, Workbook)


def _known(found: Sent | None, congress_id: int, viewer: Viewer) -> Sent:
    if found is None or found.congress_id != congress_id or not viewer.sees_unit(found.unit_id):
        raise NotFound
    return found


_Lines = Select[Nominee, str, str]


def _seen(congress_id: int, viewer: Viewer) -> _Lines:
    query: _Lines = (
        select(Nominee, col(Unit.name), col(CompositionGroup.label))
        .join(Unit, col(Unit.id) == col(Nominee.unit_id))
        .join(
            Participation,
            (col(Participation.unit_id) == col(Nominee.unit_id))
            & (col(Participation.congress_id) == col(Nominee.congress_id)),
        )
        .join(
            CompositionGroup,
            (col(CompositionGroup.code) == col(Nominee.composition_group))
            & (col(CompositionGroup.congress_id) == col(Nominee.congress_id)),
        )
        .where(col(Nominee.congress_id) == congress_id)
    )
    if viewer.unit_id is not None:
        query = query.where(col(Nominee.unit_id) == viewer.unit_id)
    return query


def _filtered(query: _Lines, filters: Filters) -> _Lines:
    if filters.unit_id is not None:
        query = query.where(col(Nominee.unit_id) == filters.unit_id)
    if filters.group:
        query = query.where(col(Nominee.composition_group) == filters.group)
    if filters.status in set(Status):
        query = query.where(col(Nominee.status) == Status(filters.status))
    if filters.is_unscored:
        query = query.where(col(Nominee.score).is_(None), col(Nominee.status) == Status.PROPOSED)
    return query


def _line(found: Nominee, unit: str, group: str) -> NomineeLine:
    assert found.id is not None
    return NomineeLine(
        id=found.id,
        name=found.name,
        gender=found.gender,
        birth=Birth(found.birth_year, found.birth_date).on_paper(),
        ethnic_group=found.ethnic_group,
        unit=unit,
        group=group,
        post=found.post,
        village=found.village,
        score=points(found.score),
        status=found.status,
        reason=found.reason,
        is_party_member=found.is_party_member,
    )
