"""Loading the units of the reference data and opening agencies."""

import csv
from datetime import date, datetime
from pathlib import Path

from sqlmodel import Session, select

from congress import audit
from congress.core.roles import Viewer
from congress.paths import DATA
from congress.units.models import Succession, Unit, UnitKind

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
    session.add(agency)
    session.flush()
    audit.record(session, "unit.opened", f"unit:{agency.id}", by=by, at=at, kind=agency.kind)
    return agency


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
