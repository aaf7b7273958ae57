"""Loading the units of the reference data; entering, closing and following units."""

import csv
from collections.abc import Collection, Sequence
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import update
from sqlmodel import Session, col, select

from congress import audit
from congress.core.errors import Fault, NotFound, Rejected
from congress.core.roles import Viewer
from congress.core.texts import plain
from congress.database import insert_new
from congress.paths import DATA
from congress.units import queries, rules
from congress.units.models import Succession, Unit, UnitKind
from congress.units.rules import Span

# Successions of the reference data: units of the one vintage, followed by units of the other.
_VINTAGE, _FOLLOWING_VINTAGE = 2024, 2025


def load_reference(session: Session, *, by: Viewer | None, at: datetime) -> None:
    """Load the units and successions of ``data/reference`` that are not there yet."""
    known = {(unit.code, unit.vintage): unit for unit in session.exec(select(Unit))}
    if any(unit.kind is not UnitKind.AGENCY for unit in known.values()):
        return
    # Parents stand before their children in the file.
    for row in _rows("units.csv"):
        unit = _unit(row, known)
        session.add(unit)
        session.flush()
        known[unit.code, unit.vintage] = unit
    for row in _rows("successions.csv"):
        predecessor = known[row["predecessor"], _VINTAGE]
        successor = known[row["successor"], _FOLLOWING_VINTAGE]
        assert predecessor.id is not None
        assert successor.id is not None
        session.add(Succession(predecessor_id=predecessor.id, successor_id=successor.id))
    audit.record(session, "units.loaded", "reference:units", by=by, at=at, count=len(known))


def open_agency(
    session: Session, *, code: str, name: str, host: Unit, by: Viewer | None, at: datetime
) -> Unit:
    """Open an agency of a unit, such as an office of a district; give it if it is there."""
    agency = session.exec(
        select(Unit).where(Unit.code == code, Unit.vintage == host.vintage)
    ).first()
    if agency:
        return agency
    agency = Unit(
        code=code,
        vintage=host.vintage,
        name=name,
        kind=UnitKind.AGENCY,
        parent_id=host.id,
        valid_from=host.valid_from,
        valid_to=host.valid_to,
    )
    return _opened(session, agency, by=by, at=at)


def enter(
    session: Session,
    *,
    code: str,
    name: str,
    kind: UnitKind,
    parent_id: int | None,
    valid_from: date,
    valid_to: date | None = None,
    by: Viewer,
    at: datetime,
) -> Unit:
    """Enter a unit; its vintage is the year in which it began. Every fault at once, by field."""
    unit = Unit(
        code=plain(code),
        vintage=valid_from.year,
        name=plain(name),
        kind=kind,
        parent_id=parent_id,
        valid_from=valid_from,
        valid_to=valid_to,
    )
    faults = [
        Fault("value_missing", {"heading": heading}, field=field)
        for field, heading in (("code", "Mã"), ("name", "Tên"))
        if not getattr(unit, field)
    ]
    same_code = queries.spans(session, col(Unit.code) == unit.code)
    parent = None if parent_id is None else _span(session, parent_id)
    faults += rules.entry_faults(queries.span_of(unit), parent, list(same_code.values()))
    taken = select(Unit.id).where(Unit.code == unit.code, Unit.vintage == unit.vintage)
    if not faults and session.exec(taken).first():
        faults = [Fault("unit_exists", {"code": unit.code, "vintage": unit.vintage}, field="code")]
    if faults:
        raise Rejected.because(faults)
    return _opened(session, unit, by=by, at=at)


def close(
    session: Session,
    unit_id: int,
    *,
    on: date,
    successors: Collection[int] = (),
    by: Viewer,
    at: datetime,
) -> None:
    """Let a unit end on its last day, followed by others from the day after.

    Raises every fault at once; ``unit_closed_already`` where it has a last day.
    """
    unit = _span(session, unit_id)
    below = queries.spans(session, col(Unit.parent_id) == unit_id)
    faults = [
        *rules.closing_faults(unit, on, list(below.values())),
        *_succession_faults(session, unit, on, successors),
    ]
    if faults:
        raise Rejected.because(faults)
    done = session.execute(
        update(Unit)
        .where(col(Unit.id) == unit_id, col(Unit.valid_to).is_(None))
        .values(valid_to=on)
    )
    if done.rowcount == 0:  # type: ignore[attr-defined]
        day = on.strftime("%d/%m/%Y")
        raise Rejected("unit_closed_already", name=unit.name, day=day)
    _follow(session, unit_id, successors)
    audit.record(
        session, "unit.closed", f"unit:{unit_id}", by=by, at=at, successors=sorted(successors)
    )


def name_successors(
    session: Session, unit_id: int, successors: Collection[int], *, by: Viewer, at: datetime
) -> None:
    """Say what followed a unit that has ended; one named before stays so."""
    unit = _span(session, unit_id)
    if unit.valid_to is None:
        raise Rejected("unit_not_closed", name=unit.name)
    if faults := _succession_faults(session, unit, unit.valid_to, successors):
        raise Rejected.because(faults)
    _follow(session, unit_id, successors)
    audit.record(
        session, "unit.followed", f"unit:{unit_id}", by=by, at=at, successors=sorted(successors)
    )


def _succession_faults(
    session: Session, unit: Span, last_day: date, successors: Collection[int]
) -> Sequence[Fault]:
    spans = [_span(session, each) for each in sorted(successors)]
    chains = queries.followed_by(session)
    return list(rules.succession_faults(unit, last_day, spans, chains))


def _follow(session: Session, unit_id: int, successors: Collection[int]) -> None:
    rows = [{"predecessor_id": unit_id, "successor_id": each} for each in sorted(successors)]
    if rows:
        session.execute(insert_new(session, Succession).values(rows))


def _opened(session: Session, unit: Unit, *, by: Viewer | None, at: datetime) -> Unit:
    session.add(unit)
    session.flush()
    audit.record(session, "unit.opened", f"unit:{unit.id}", by=by, at=at, kind=unit.kind)
    return unit


def _span(session: Session, unit_id: int) -> Span:
    unit = session.get(Unit, unit_id)
    if unit is None:
        raise NotFound
    return queries.span_of(unit)


def _rows(filename: str, folder: Path = DATA / "reference") -> list[dict[str, str]]:
    with (folder / filename).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _unit(row: dict[str, str], known: dict[tuple[str, int], Unit]) -> Unit:
    parent = known[row["parent_code"], int(row["parent_vintage"])] if row["parent_code"] else None
    return Unit(
        code=row["code"],
        vintage=int(row["vintage"]),
        name=row["name"],
        kind=UnitKind(row["kind"]),
        parent_id=parent.id if parent else None,
        valid_from=date.fromisoformat(row["valid_from"]),
        valid_to=date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
    )
