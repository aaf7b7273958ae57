"""Where the people of a list going up belong in the congress above."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlmodel import Session, col, func, select

from congress.congresses import queries as congresses
from congress.congresses.models import Participation
from congress.congresses.queries import Frame
from congress.delegations import rules
from congress.delegations.models import Member
from congress.delegations.rules import Place
from congress.nominations.models import Nominee
from congress.units import queries as units


@dataclass(frozen=True)
class Above:
    """What a list finds above: the seats of each unit that sends people, and who has opened."""

    upper: Frame
    names: dict[int, str]
    seats: dict[int, int | None]
    taken: dict[int, int]


def above(session: Session, upper: Frame) -> Above:
    """Give the units, their seats and how many of them lists from below have filled."""
    query = select(Participation.unit_id, Participation.seats).where(
        Participation.congress_id == upper.id
    )
    filled = (
        select(Nominee.unit_id, func.count(func.distinct(col(Nominee.id))))
        .join(Member, col(Member.opened_id) == col(Nominee.id))
        .where(Nominee.congress_id == upper.id)
        .group_by(col(Nominee.unit_id))
    )
    return Above(
        upper=upper,
        names={unit.id: unit.name for unit in congresses.senders(session, upper.id)},
        seats=dict(session.exec(query).all()),
        taken=dict(session.exec(filled).all()),
    )


def places(
    session: Session, host_id: int, unit_ids: Iterable[int], found: Above
) -> dict[int, Place]:
    """Tell where the people of each unit of a congress open above."""
    wanted = sorted({host_id, *unit_ids})
    standing = units.in_place_of(session, wanted, found.upper.held_on)
    now = {unit_id: [unit.id for unit in standing[unit_id]] for unit_id in wanted}
    senders = frozenset(found.names)
    return {unit_id: rules.place(now[host_id], now[unit_id], senders) for unit_id in wanted}


def senders_of(session: Session, congress_id: int) -> list[int]:
    """Give the units that send people to a congress."""
    return [unit.id for unit in congresses.senders(session, congress_id)]


def room(found: Above, places: Collection[Place]) -> int | None:
    """Give how many a list may hold: the seats of all units it goes to; none where not known."""
    targets = {unit_id for each in places for unit_id in each.choices}
    return rules.room([found.seats[unit_id] for unit_id in sorted(targets)])
