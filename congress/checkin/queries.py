"""Who is there: what the door needs to answer, and attendance as the pages and papers read it."""

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Subquery, bindparam, false, select as sql_select, true
from sqlmodel import Session, and_, case, col, func, select

from congress.checkin.models import Device, Gate, Scan
from congress.checkin.rules import Direction, Outcome, Sighting
from congress.congresses import queries as congresses
from congress.congresses.models import Congress, Sitting
from congress.congresses.queries import Frame
from congress.core.errors import Rejected
from congress.delegates.models import Delegate, Substitution
from congress.delegates.queries import Query, holders, took_over
from congress.nominations.models import Nominee
from congress.units.models import Unit

# The statements of the scanning path are built once: building them took as long as running them.
_SCANNER: Query = (
    sql_select(col(Device.id), col(Gate.congress_id))
    .join(Gate, col(Gate.id) == Device.gate_id)
    .where(col(Device.token_digest) == bindparam("digest"), col(Device.revoked_at).is_(None))
)
_SCANS: Query = sql_select(
    col(Scan.id),
    col(Scan.congress_id),
    col(Scan.delegate_id),
    col(Scan.outcome),
    col(Scan.reason),
    col(Scan.first_at),
).where(col(Scan.id).in_(bindparam("ids", expanding=True)))
_SIGHTINGS: Query = (
    sql_select(
        col(Scan.id),
        col(Scan.delegate_id),
        col(Scan.sitting_id),
        col(Scan.device_id),
        col(Scan.account_id),
        col(Scan.at),
        col(Scan.direction),
        col(Scan.shown),
        col(Scan.outcome),
        func.coalesce(col(Scan.at) < col(Substitution.made_at), false()),
    )
    .select_from(Scan)
    .join(Substitution, took_over(Scan.delegate_id), isouter=True)
    .where(
        col(Scan.sitting_id).in_(bindparam("sittings", expanding=True)),
        col(Scan.delegate_id).in_(bindparam("delegates", expanding=True)),
        col(Scan.outcome) != Outcome.REFUSED,
    )
)
_IS_HOLDERS = func.coalesce(col(Scan.at) >= col(Substitution.made_at), true())
"""Whoever held the number before was seen before: that is not the present holder's story."""


@dataclass(frozen=True)
class Scanner:
    """An enrolled device, and the congress whose door it keeps."""

    device_id: int
    congress_id: int


@dataclass(frozen=True)
class AttendanceRow:
    """A delegate at a sitting; ``first_at`` is empty for the absent."""

    delegate_id: int
    number: int
    name: str
    unit: str
    is_present: bool
    is_inside: bool
    first_at: datetime | None
    last_at: datetime | None


@dataclass(frozen=True)
class UnitAttendance:
    """How many of a unit's delegates have come."""

    unit: str
    summoned: int
    present: int
    percent: int


@dataclass(frozen=True)
class Board:
    """A sitting at one look: the total, each unit, and who came last."""

    total: UnitAttendance
    inside: int
    units: list[UnitAttendance]
    arrivals: list[AttendanceRow]


@dataclass(frozen=True)
class Incident:
    """A badge that came through two devices as if each were the first."""

    at: datetime
    number: int
    name: str
    unit: str


_ARRIVALS = 8


def scanner(session: Session, bearer: str) -> Scanner | None:
    """Give the device that a bearer token belongs to; none for a token never given or revoked."""
    found = session.execute(_SCANNER, {"digest": token_digest(bearer)}).first()
    return Scanner(*found) if found else None


def congress_of(session: Session, code: str | None) -> Frame:
    """Give the congress of a code, or without one the only congress there is."""
    known = session.exec(select(Congress.code).order_by(Congress.code)).all()
    if not known:
        raise Rejected("congress_none")
    if code is None and len(known) > 1:
        raise Rejected("congress_unclear", known=", ".join(known))
    wanted = known[0] if code is None else code
    if wanted not in known:
        raise Rejected("congress_unknown", code=wanted, known=", ".join(known))
    return congresses.by_code(session, wanted)


def token_digest(bearer: str) -> str:
    """Hash a bearer token: all that the database keeps of it."""
    return hashlib.sha256(bearer.encode("utf-8", "surrogatepass")).hexdigest()


def scans(session: Session, ids: Collection[str]) -> Sequence[Row[Any]]:
    """Give the answers given before to events."""
    return session.execute(_SCANS, {"ids": list(ids)}).all()


def sightings(session: Session, new: Collection[Sighting]) -> list[Sighting]:
    """Give what was known of these delegates at these sittings: one statement, one moment."""
    if not new:
        return []
    stories = {
        "sittings": list({sighting.sitting_id for sighting in new}),
        "delegates": list({sighting.delegate_id for sighting in new}),
    }
    return [
        Sighting(id_, delegate, sitting, device_name(device, account), *rest)
        for id_, delegate, sitting, device, account, *rest in session.execute(_SIGHTINGS, stories)
    ]


def device_name(device_id: int | None, account_id: int | None) -> str:
    """Name what scanned, to tell two devices apart: a gate's page counts as one per account."""
    return f"device:{device_id}" if device_id is not None else f"account:{account_id}"


def attendance(session: Session, sitting_id: int) -> list[AttendanceRow]:
    """Give every delegate of the sitting's congress, present or not, by number."""
    story = _stories(sitting_id)
    query: Query = (
        holders(
            col(Delegate.id).label("delegate_id"),
            col(Delegate.number),
            col(Nominee.name),
            col(Unit.name).label("unit"),
            story.c.first_at,
            story.c.at.label("last_at"),
            story.c.direction,
        )
        .join(Sitting, col(Sitting.congress_id) == Delegate.congress_id)
        .join(story, and_(story.c.delegate_id == Delegate.id, story.c.latest == 1), isouter=True)
        .where(col(Sitting.id) == sitting_id)
        .order_by(col(Delegate.number))
    )
    return [_attendance(found) for found in session.execute(query)]


def board(rows: Sequence[AttendanceRow]) -> Board:
    """Count attendance by unit, units in the order of the list; the last to come stand first."""
    came = [row for row in rows if row.first_at]
    units: dict[str, list[AttendanceRow]] = {}
    for row in rows:
        units.setdefault(row.unit, []).append(row)
    return Board(
        total=_count("", rows),
        inside=sum(row.is_inside for row in rows),
        units=[_count(unit, people) for unit, people in units.items()],
        arrivals=sorted(came, key=lambda row: (row.first_at, row.number), reverse=True)[:_ARRIVALS],
    )


def _count(unit: str, rows: Sequence[AttendanceRow]) -> UnitAttendance:
    present = sum(row.is_present for row in rows)
    percent = 100 * present // len(rows) if rows else 0
    return UnitAttendance(unit, len(rows), present, percent)


def incidents(session: Session, sitting_id: int) -> list[Incident]:
    """Give the badges that two devices let in for one entry, the newest first."""
    query: Query = (
        holders(col(Scan.at), col(Delegate.number), col(Nominee.name), col(Unit.name))
        .join(Scan, col(Scan.delegate_id) == Delegate.id)
        .where(col(Scan.sitting_id) == sitting_id, col(Scan.outcome) == Outcome.INCIDENT)
        .order_by(col(Scan.at).desc(), col(Scan.id))
    )
    return [Incident(*found) for found in session.execute(query)]


def arrivals(sittings: Collection[int], as_of: datetime) -> Subquery:
    """Select each holder of that minute who had come to one of the sittings, and when first."""
    return (
        sql_select(col(Scan.delegate_id), func.min(Scan.at).label("came_at"))
        .join(Substitution, took_over(Scan.delegate_id, as_of), isouter=True)
        .where(
            _IS_HOLDERS,
            col(Scan.sitting_id).in_(sittings),
            col(Scan.direction) == Direction.IN,
            col(Scan.outcome) != Outcome.REFUSED,
            col(Scan.at) <= as_of,
        )
        .group_by(col(Scan.delegate_id))
        .subquery()
    )


def _stories(sitting_id: int) -> Subquery:
    """Each holder's valid events, the latest marked 1 (see ``rules.told``)."""
    came_at = case((col(Scan.direction) == Direction.IN, col(Scan.at)))
    newest = func.row_number().over(
        partition_by=col(Scan.delegate_id), order_by=(col(Scan.at).desc(), col(Scan.id).desc())
    )
    return (
        sql_select(
            col(Scan.delegate_id),
            col(Scan.direction),
            col(Scan.at),
            func.min(came_at).over(partition_by=col(Scan.delegate_id)).label("first_at"),
            newest.label("latest"),
        )
        .join(Substitution, took_over(Scan.delegate_id), isouter=True)
        .where(_IS_HOLDERS)
        .where(col(Scan.sitting_id) == sitting_id, col(Scan.outcome) != Outcome.REFUSED)
        .subquery()
    )


def _attendance(found: Row[Any]) -> AttendanceRow:
    return AttendanceRow(
        delegate_id=found.delegate_id,
        number=found.number,
        name=found.name,
        unit=found.unit,
        is_present=found.first_at is not None,
        is_inside=found.direction is Direction.IN,
        first_at=found.first_at,
        last_at=found.last_at,
    )
