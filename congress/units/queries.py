"""Units as pages and other capabilities read them."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, true
from sqlalchemy.orm import Mapped, aliased
from sqlmodel import Session, col, or_, select

from congress.core.errors import NotFound
from congress.core.names import fold
from congress.core.roles import Viewer
from congress.units.models import Succession, Unit, UnitKind
from congress.units.rules import Span, standing


@dataclass(frozen=True)
class UnitName:
    """A unit by number, code and name."""

    id: int
    code: str
    name: str
    kind: UnitKind


@dataclass(frozen=True)
class UnitRow:
    """A unit as the list of units shows it; ``parent`` is the name of the one above."""

    id: int
    code: str
    vintage: int
    name: str
    kind: UnitKind
    parent: str
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True)
class UnitProfile:
    """A unit with all it is bound to."""

    unit: UnitRow
    parent: UnitRow | None
    same_code: list[UnitRow]
    predecessors: list[UnitRow]
    successors: list[UnitRow]
    below: list[UnitRow]

    @property
    def is_split(self) -> bool:
        """Tell whether only a person can say where its people belong now."""
        return len(self.successors) > 1

    @property
    def is_closed(self) -> bool:
        """Tell whether it has a last day."""
        return self.unit.valid_to is not None


def unit_name(session: Session, unit_id: int) -> UnitName:
    """Give one unit."""
    unit = session.get_one(Unit, unit_id)
    return UnitName(unit_id, unit.code, unit.name, unit.kind)


def names(session: Session, unit_ids: Iterable[int]) -> list[UnitName]:
    """Give these units by code."""
    query = (
        select(Unit.id, Unit.code, Unit.name, Unit.kind)
        .where(col(Unit.id).in_(sorted(set(unit_ids))))
        .order_by(Unit.code, col(Unit.id))
    )
    return [UnitName(*row) for row in session.exec(query)]


def units_on(
    session: Session,
    day: date,
    *,
    parent_id: int | None = None,
    kinds: Collection[UnitKind] = (),
) -> list[UnitName]:
    """Give the units that existed on a day, by code; of some kinds only, where they are named."""
    query = (
        select(Unit.id, Unit.code, Unit.name, Unit.kind)
        .where(stood_on(day))
        .order_by(Unit.code, col(Unit.id))
    )
    if parent_id is not None:
        query = query.where(Unit.parent_id == parent_id)
    if kinds:
        query = query.where(col(Unit.kind).in_(kinds))
    return [UnitName(*row) for row in session.exec(query)]


def stood_on(day: date) -> ColumnElement[bool]:
    """Restrict a query to the units that existed on a day."""
    until = col(Unit.valid_to)
    return (col(Unit.valid_from) <= day) & or_(until.is_(None), until >= day)


def listing(session: Session, day: date, sought: str = "") -> list[UnitRow]:
    """List the units of a day under their parents; ``sought`` is part of a name or code."""
    wanted = fold(sought)
    rows = _rows(session, stood_on(day))
    return [row for row in rows if wanted in fold(f"{row.code} {row.name}")]


def profile(session: Session, unit_id: int) -> UnitProfile:
    """Give a unit with its vintages, what it followed and what followed it."""
    unit = session.get(Unit, unit_id)
    if unit is None:
        raise NotFound
    before = select(Succession.predecessor_id).where(Succession.successor_id == unit_id)
    after = select(Succession.successor_id).where(Succession.predecessor_id == unit_id)
    own = _rows(session, col(Unit.id) == unit_id)[0]
    return UnitProfile(
        unit=own,
        parent=next(iter(_rows(session, col(Unit.id) == unit.parent_id)), None),
        same_code=_rows(session, (col(Unit.code) == unit.code) & (col(Unit.id) != unit_id)),
        predecessors=_rows(session, col(Unit.id).in_(before)),
        successors=_rows(session, col(Unit.id).in_(after)),
        below=_rows(session, col(Unit.parent_id) == unit_id),
    )


def _rows(session: Session, which: ColumnElement[bool]) -> list[UnitRow]:
    parent = aliased(Unit)
    query = (
        select(Unit, parent)
        .join(parent, col(parent.id) == col(Unit.parent_id), isouter=True)
        .where(which)
        .order_by(col(parent.code).nulls_first(), col(Unit.code), col(Unit.vintage))
    )
    return [
        UnitRow(
            id=unit.id or 0,
            code=unit.code,
            vintage=unit.vintage,
            name=unit.name,
            kind=unit.kind,
            parent=above.name if above else "",
            valid_from=unit.valid_from,
            valid_to=unit.valid_to,
        )
        for unit, above in session.exec(query)
    ]


def followed_by(session: Session) -> dict[int, list[int]]:
    """Give every unit's successors."""
    found: dict[int, list[int]] = {}
    for predecessor, successor in session.exec(
        select(Succession.predecessor_id, Succession.successor_id)
    ):
        found.setdefault(predecessor, []).append(successor)
    return found


def spans(session: Session, which: ColumnElement[bool] | None = None) -> dict[int, Span]:
    """Give units as long as they stand, by id; all of them unless told which."""
    query = select(Unit)
    units = session.exec(query if which is None else query.where(which))
    return {unit.id or 0: span_of(unit) for unit in units}


def span_of(unit: Unit) -> Span:
    """Give a unit as long as it stands."""
    return Span(unit.id or 0, unit.code, unit.name, unit.kind, unit.valid_from, unit.valid_to)


def in_place_of(session: Session, unit_ids: Iterable[int], day: date) -> dict[int, list[UnitName]]:
    """Give what stands in each unit's place on a day; several where it was split: ask.

    A unit that stands on that day is its own answer; none where nothing followed it.
    """
    chains, known = followed_by(session), spans(session)
    found = {unit_id: standing(unit_id, day, chains, known) for unit_id in unit_ids}
    named = {
        unit.id: unit for unit in names(session, {each for ids in found.values() for each in ids})
    }
    return {
        unit_id: sorted((named[each] for each in ids), key=lambda unit: (unit.code, unit.id))
        for unit_id, ids in found.items()
    }


@dataclass(frozen=True)
class Grouping:
    """Old units under what followed them: by one successor, to be asked, and without any."""

    under: list[tuple[UnitName, list[UnitName]]]
    asked: list[tuple[UnitName, list[UnitName]]]
    """A split unit with its successors: where its people belong is never computed."""
    ended: list[UnitName]


def grouped(session: Session, unit_ids: Collection[int], day: date) -> Grouping:
    """Group units under those that stand in their place on a day."""
    places = in_place_of(session, unit_ids, day)
    under: dict[UnitName, list[UnitName]] = {}
    asked, ended = [], []
    for unit in names(session, unit_ids):
        match places[unit.id]:
            case []:
                ended.append(unit)
            case [successor]:
                under.setdefault(successor, []).append(unit)
            case several:
                asked.append((unit, several))
    return Grouping(sorted(under.items(), key=lambda each: each[0].code), asked, ended)


def area(session: Session, unit_id: int, day: date) -> list[UnitName]:
    """Give the units of a day in what once was, or is, a unit: 6 communes of a former district.

    Its communes and towns as they last stood are followed; those that came of a split count too.
    """
    unit = session.get_one(Unit, unit_id)
    below = units_on(session, min(day, unit.valid_to or day), parent_id=unit_id)
    local = [each.id for each in below if each.kind is not UnitKind.AGENCY]
    places = in_place_of(session, local, day)
    return names(session, {each.id for found in places.values() for each in found})


def seen_by(viewer: Viewer, unit_id: Mapped[Any]) -> ColumnElement[bool]:
    """Restrict a query to the units whose people the viewer may know of, by their column."""
    return true() if viewer.units is None else unit_id.in_(sorted(viewer.units))
