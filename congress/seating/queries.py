"""Seats as pages, badges and papers read them."""

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import Session, and_, col, select

from congress.congresses import queries as congresses
from congress.congresses.models import CompositionGroup, Participation
from congress.core.names import fold
from congress.delegates.models import Delegate
from congress.delegates.queries import holders
from congress.nominations.models import Nominee
from congress.seating import drawing, reading, rules
from congress.seating.drawing import Drawing, Sitter
from congress.seating.hall import HallPlan
from congress.seating.models import Hall, Placement
from congress.units.models import Unit
from optimizer import seating
from optimizer.chart import Person
from optimizer.seating import Plan

_FOUND_LIMIT = 30


@dataclass(frozen=True)
class Occupant:
    """A delegate, and the seat they have; its guid and label are empty without one."""

    delegate_id: int
    number: int
    name: str
    unit: str
    guid: str
    seat: str

    @property
    def is_seated(self) -> bool:
        """Tell whether the delegate has a seat."""
        return bool(self.guid)


@dataclass(frozen=True)
class FreeSeat:
    """A seat that someone may be moved to."""

    guid: str
    label: str


@dataclass(frozen=True)
class FreeZone:
    """A zone's free seats; ``is_kept`` tells that the hall keeps them for one class."""

    label: str
    is_kept: bool
    seats: tuple[FreeSeat, ...]


@dataclass(frozen=True)
class Seating:
    """The plan of a congress's hall, for its page and for print."""

    hall_name: str
    note: str
    drawing: Drawing
    seated: int
    unseated: tuple[Occupant, ...]
    free_zones: tuple[FreeZone, ...]
    quality: Plan | None

    @property
    def is_placed(self) -> bool:
        """Tell whether anyone has a seat."""
        return self.seated > 0

    @property
    def free(self) -> int:
        """Count the seats that someone may be moved to."""
        return sum(len(zone.seats) for zone in self.free_zones)

    @property
    def whole_delegations(self) -> int:
        """Count the delegations that sit in one piece."""
        pieces = self.quality.fragments.values() if self.quality else ()
        return sum(count == 1 for count in pieces)


def seat_labels(session: Session, congress_id: int) -> dict[int, str]:
    """Give the label of each delegate's seat, by the delegate's id."""
    query = select(Placement.delegate_id, Placement.seat_label).where(
        Placement.congress_id == congress_id, col(Placement.left_at).is_(None)
    )
    return dict(session.exec(query).all())


def current(session: Session, congress_id: int) -> dict[str, str]:
    """Give the guid of each delegate's seat, by the delegate's id as text."""
    query = select(Placement.delegate_id, Placement.seat_guid).where(
        Placement.congress_id == congress_id, col(Placement.left_at).is_(None)
    )
    return {str(delegate_id): guid for delegate_id, guid in session.exec(query)}


def hall(session: Session, congress_id: int) -> HallPlan | None:
    """Give the hall of a congress; none before one is set."""
    found = session.exec(select(Hall).where(Hall.congress_id == congress_id)).first()
    return reading.read(found.plan) if found else None


_PEOPLE = holders(
    col(Delegate.id),
    col(Nominee.name),
    col(Unit.name),
    col(Nominee.composition_group),
    col(CompositionGroup.side),
    col(Participation.position),
).order_by(col(Delegate.number))


def people(session: Session, congress_id: int) -> list[Person]:
    """Give the delegates as the optimizer seats them, by number."""
    units = len(congresses.senders(session, congress_id))
    query = _PEOPLE.where(col(Delegate.congress_id) == congress_id)
    return [
        rules.person(
            delegate_id,
            name,
            unit,
            group=group,
            side=side.value,
            position=position,
            units=units,
        )
        for delegate_id, name, unit, group, side, position in session.execute(query)
    ]


def occupants(session: Session, congress_id: int) -> list[Occupant]:
    """Give every delegate with their seat, by number."""
    query = (
        holders(
            col(Delegate.id),
            col(Delegate.number),
            col(Nominee.name),
            col(Unit.name),
            col(Placement.seat_guid),
            col(Placement.seat_label),
        )
        .join(
            Placement,
            and_(col(Placement.delegate_id) == Delegate.id, col(Placement.left_at).is_(None)),
            isouter=True,
        )
        .where(col(Delegate.congress_id) == congress_id)
        .order_by(col(Delegate.number))
    )
    return [
        Occupant(delegate_id, number, name, unit, guid or "", seat or "")
        for delegate_id, number, name, unit, guid, seat in session.execute(query)
    ]


def plan(session: Session, congress_id: int) -> Seating | None:
    """Give the plan of the hall with those who sit in it; none before a hall is set."""
    found = session.exec(select(Hall).where(Hall.congress_id == congress_id)).first()
    if found is None:
        return None
    known = reading.read(found.plan)
    everyone = occupants(session, congress_id)
    sitters = {
        each.guid: Sitter(f"{each.number:03d}", each.name, each.unit)
        for each in everyone
        if each.is_seated
    }
    return Seating(
        hall_name=known.name,
        note=known.note,
        drawing=drawing.draw(known, sitters),
        seated=len(sitters),
        unseated=tuple(each for each in everyone if not each.is_seated),
        free_zones=tuple(_free_zones(known, sitters)),
        quality=_quality(session, congress_id, known, everyone),
    )


def _free_zones(known: HallPlan, taken: Container[str]) -> Iterator[FreeZone]:
    for zone in known.zones:
        seats = [s for s in known.open.seats if s.zone == zone.code and s.guid not in taken]
        if seats:
            free = tuple(FreeSeat(seat.guid, known.labels[seat.guid]) for seat in seats)
            yield FreeZone(zone.label, is_kept=bool(zone.category), seats=free)


def measured(session: Session, congress_id: int) -> Plan | None:
    """Tell how good the present seating is; none unless every delegate has an open seat."""
    known = hall(session, congress_id)
    if known is None:
        return None
    return _quality(session, congress_id, known, occupants(session, congress_id))


def _quality(
    session: Session, congress_id: int, known: HallPlan, everyone: Sequence[Occupant]
) -> Plan | None:
    seats: Mapping[str, str] = {str(each.delegate_id): each.guid for each in everyone}
    known_guids = {seat.guid for seat in known.open.seats}
    if not seats or not known_guids.issuperset(seats.values()):
        return None
    return seating.measure(known.open, people(session, congress_id), seats)


def search(seats: Sequence[Occupant], sought: str) -> list[Occupant]:
    """Find delegates by number, name or unit, marks left out; at most thirty."""
    wanted = fold(sought)
    if not wanted:
        return []
    if wanted.isdigit():
        return [each for each in seats if each.number == int(wanted)]
    found = [each for each in seats if wanted in fold(f"{each.name} {each.unit}")]
    return found[:_FOUND_LIMIT]
