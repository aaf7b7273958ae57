"""How far each unit is, in one statement."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import RowMapping, Subquery, case, func, select
from sqlmodel import Session, col

from congress.congresses.deadlines import Late, late_entries
from congress.congresses.models import Participation
from congress.core.roles import Viewer
from congress.minutes.models import Minutes
from congress.nominations.completeness import NEEDS
from congress.nominations.models import Nominee, Review, Status
from congress.units.models import Unit, UnitKind
from congress.units.queries import seen_by

STATES = (Review.DRAFT, Review.SUBMITTED, Review.RETURNED, Review.APPRAISED, Review.ACCEPTED)


@dataclass(frozen=True)
class Lack:
    """A heading that some profiles lack; without a required one they are not handed in."""

    code: str
    count: int
    is_required: bool


@dataclass(frozen=True)
class UnitLine:
    """A unit on the board: its seats, its profiles by state, what they lack, its minutes."""

    unit_id: int
    unit: str
    kind: UnitKind
    position: int
    seats: int | None
    nominees: int
    competing: int
    states: Mapping[Review, int]
    lacks: tuple[Lack, ...]
    minutes: int
    last_at: datetime | None
    late: Late | None = None

    @property
    def with_unit(self) -> int:
        """Count the profiles that wait for the unit: never handed in, or returned."""
        return self.states[Review.DRAFT] + self.states[Review.RETURNED]

    @property
    def lacking(self) -> int:
        """Count the required fields that are empty."""
        return sum(each.count for each in self.lacks if each.is_required)

    @property
    def missing(self) -> int:
        """Count the fields that are empty, wanted ones too."""
        return sum(each.count for each in self.lacks)

    @property
    def needs_minutes(self) -> bool:
        """Tell whether people compete without any minutes of a vote."""
        return self.kind is not UnitKind.AGENCY and self.competing > 0 and not self.minutes

    @property
    def over_seats(self) -> int:
        """Count the nominees beyond the unit's seats; the committee chooses among them."""
        return max(self.nominees - self.seats, 0) if self.seats is not None else 0

    @property
    def needs_a_hand(self) -> bool:
        """Tell whether the unit has something to do."""
        return not self.nominees or bool(self.with_unit) or self.needs_minutes


@dataclass(frozen=True)
class Total:
    """The whole board in one line."""

    units: int
    seats: int
    nominees: int
    states: Mapping[Review, int] = field(default_factory=dict)
    lacks: tuple[Lack, ...] = ()


def board(
    session: Session, congress_id: int, viewer: Viewer, unit_id: int | None = None
) -> list[UnitLine]:
    """Give the units whose people the viewer may know of, in the order of the congress."""
    people, minutes = _people(congress_id, unit_id), _minutes(congress_id)
    counts = [column for column in people.c if column.name not in {"unit_id", "last_at"}]
    query = (
        select(
            col(Unit.id),
            col(Unit.name),
            col(Unit.kind),
            col(Participation.position),
            col(Participation.seats),
            func.coalesce(minutes.c.count, 0).label("minutes"),
            people.c.last_at,
            *(func.coalesce(column, 0).label(column.name) for column in counts),
        )
        .select_from(Participation)
        .join(Unit, col(Unit.id) == col(Participation.unit_id))
        .join(people, people.c.unit_id == col(Unit.id), isouter=True)
        .join(minutes, minutes.c.unit_id == col(Unit.id), isouter=True)
        .where(col(Participation.congress_id) == congress_id, seen_by(viewer, col(Unit.id)))
        .order_by(col(Participation.position))
    )
    if unit_id is not None:
        query = query.where(col(Unit.id) == unit_id)
    late = late_entries(session, congress_id)
    return [_line(row, late) for row in session.execute(query).mappings()]


def _people(congress_id: int, unit_id: int | None) -> Subquery:
    """Count the profiles of every unit by state and by what they lack."""
    query = select(
        col(Nominee.unit_id),
        func.count().label("nominees"),
        func.max(col(Nominee.changed_at)).label("last_at"),
        _count(col(Nominee.status) == Status.PROPOSED).label("competing"),
        *(_count(col(Nominee.review) == state).label(f"is_{state.value}") for state in STATES),
        *(_count(need.lacks(Nominee)).label(f"lacks_{need.code}") for need in NEEDS),
    ).where(col(Nominee.congress_id) == congress_id, col(Nominee.review) != Review.MERGED)
    if unit_id is not None:
        query = query.where(col(Nominee.unit_id) == unit_id)
    return query.group_by(col(Nominee.unit_id)).subquery()


def _minutes(congress_id: int) -> Subquery:
    return (
        select(col(Minutes.unit_id), func.count().label("count"))
        .where(col(Minutes.congress_id) == congress_id, col(Minutes.closed_at).is_not(None))
        .group_by(col(Minutes.unit_id))
        .subquery()
    )


def _count(condition: Any) -> Any:
    return func.count(case((condition, 1)))


def _line(row: RowMapping, late: Mapping[int, Late]) -> UnitLine:
    return UnitLine(
        unit_id=row["id"],
        unit=row["name"],
        kind=row["kind"],
        position=row["position"],
        seats=row["seats"],
        nominees=row["nominees"],
        competing=row["competing"],
        states={state: row[f"is_{state.value}"] for state in STATES},
        lacks=tuple(
            Lack(need.code, row[f"lacks_{need.code}"], need.is_required)
            for need in NEEDS
            if row[f"lacks_{need.code}"]
        ),
        minutes=row["minutes"],
        last_at=row["last_at"],
        late=late.get(row["id"]),
    )


def total(lines: Sequence[UnitLine]) -> Total:
    """Sum the board up."""
    return Total(
        units=len(lines),
        seats=sum(line.seats or 0 for line in lines),
        nominees=sum(line.nominees for line in lines),
        states={state: sum(line.states[state] for line in lines) for state in STATES},
        lacks=_summed(each for line in lines for each in line.lacks),
    )


def _summed(lacks: Iterable[Lack]) -> tuple[Lack, ...]:
    found = list(lacks)
    counts = {need.code: sum(e.count for e in found if e.code == need.code) for need in NEEDS}
    return tuple(
        Lack(need.code, counts[need.code], need.is_required) for need in NEEDS if counts[need.code]
    )


def _most_in(state: Review) -> Callable[[UnitLine], Any]:
    return lambda line: -line.states[state]


ORDERS: Mapping[str, Callable[[UnitLine], Any]] = {
    "unit": lambda line: line.position,
    "seats": lambda line: -(line.seats or 0),
    "nominees": lambda line: -line.nominees,
    **{state.value: _most_in(state) for state in STATES},
    "missing": lambda line: -line.missing,
    "minutes": lambda line: line.minutes,
    "last": lambda line: -(line.last_at.timestamp() if line.last_at else 0),
}
"""How the board may be sorted; what needs a hand comes first."""


def in_order(lines: Sequence[UnitLine], order: str) -> list[UnitLine]:
    """Sort the board; an unknown order leaves it in that of the congress."""
    return sorted(lines, key=ORDERS.get(order, ORDERS["unit"]))
