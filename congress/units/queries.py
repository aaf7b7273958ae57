"""Units as pages and other capabilities read them."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, true
from sqlalchemy.orm import Mapped
from sqlmodel import Session, col, or_, select

from congress.core.roles import Viewer
from congress.units.models import Unit, UnitKind


@dataclass(frozen=True)
class UnitName:
    """A unit by number, code and name."""

    id: int
    code: str
    name: str
    kind: UnitKind


def unit_name(session: Session, unit_id: int) -> UnitName:
    """Give one unit."""
    unit = session.get_one(Unit, unit_id)
    return UnitName(unit_id, unit.code, unit.name, unit.kind)


def units_on(session: Session, day: date, *, parent_id: int | None = None) -> list[UnitName]:
    """Give the units that existed on a day, by code."""
    query = (
        select(Unit.id, Unit.code, Unit.name, Unit.kind)
        .where(Unit.valid_from <= day, or_(col(Unit.valid_to).is_(None), col(Unit.valid_to) >= day))
        .order_by(Unit.code)
    )
    if parent_id is not None:
        query = query.where(Unit.parent_id == parent_id)
    return [UnitName(*row) for row in session.exec(query)]


def seen_by(viewer: Viewer, unit_id: Mapped[Any]) -> ColumnElement[bool]:
    """Restrict a query to the units whose people the viewer may know of, by their column."""
    return true() if viewer.units is None else unit_id.in_(sorted(viewer.units))
