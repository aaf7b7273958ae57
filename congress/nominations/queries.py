"""Nominees and workbooks, one by one and counted by unit."""

from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from congress.congresses.models import Congress, Participation
from congress.core.errors import NotFound
from congress.core.roles import Viewer
from congress.nominations.models import Nominee, Review, Status, Workbook
from congress.units.models import Unit
from congress.units.queries import seen_by


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


def counts(session: Session, congress_id: int, viewer: Viewer) -> list[UnitCount]:
    """Count the nominees of each unit that the viewer may know of; units without any too."""
    is_unscored = col(Nominee.score).is_(None) & (col(Nominee.status) == Status.PROPOSED)
    counted = (
        select(
            col(Nominee.unit_id),
            func.count().label("nominees"),
            func.count(case((col(Nominee.status) == Status.REQUIRED, 1))).label("required"),
            func.count(case((is_unscored, 1))).label("unscored"),
        )
        .where(
            col(Nominee.congress_id) == congress_id,
            col(Nominee.review) != Review.MERGED,
            seen_by(viewer, col(Nominee.unit_id)),
        )
        .group_by(col(Nominee.unit_id))
        .subquery()
    )
    numbers = (func.coalesce(counted.c[name], 0) for name in ("nominees", "required", "unscored"))
    query = (
        select(col(Unit.id), col(Unit.name), *numbers)
        .join(Participation, col(Participation.unit_id) == col(Unit.id))
        .outerjoin(counted, counted.c.unit_id == col(Unit.id))
        .where(col(Participation.congress_id) == congress_id, seen_by(viewer, col(Unit.id)))
        .order_by(col(Participation.position))
    )
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
        .where(*waiting(congress_id), seen_by(viewer, col(Workbook.unit_id)))
        .order_by(col(Workbook.id).desc())
    )
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


def seats(session: Session, congress_id: int, unit_id: int) -> int | None:
    """Give the seats that a unit was apportioned; nothing before."""
    sender = session.get(Participation, (congress_id, unit_id))
    return sender.seats if sender else None
