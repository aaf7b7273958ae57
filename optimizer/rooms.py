"""Rooms: the seats that each class of people may have, and what makes seating impossible."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from optimizer.chart import Person
from optimizer.hall import Hall

OPEN = ""
"""The room of everyone whose class the hall does not name."""


@dataclass(frozen=True)
class Obstacle:
    """One reason why people cannot be seated: a code and its facts."""

    code: str
    facts: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Rooms:
    """The room of each seat and person, and the seats lent to people of no named class."""

    of_seat: tuple[str, ...]
    of_person: tuple[str, ...]
    lent: frozenset[int]

    def borrowed(self, seat_of: Mapping[int, int]) -> int:
        """Count the people on lent seats."""
        return len(self.lent & set(seat_of.values()))


@dataclass(frozen=True)
class _Count:
    """Seats and people of one room, and how many of each are or need accessible."""

    seats: int = 0
    people: int = 0
    accessible: int = 0
    needs: int = 0


def assigned(hall: Hall, people: Sequence[Person]) -> Rooms:
    """Assign a room to every seat and person.

    Seats kept for a class are lent to others, from the back, only as far as the rest is not enough.
    """
    seat_room, person_room = _rooms(hall, people)
    lent = _lent(hall, people, seat_room, person_room)
    of_seat = tuple(OPEN if seat in lent else room for seat, room in enumerate(seat_room))
    return Rooms(of_seat, tuple(person_room), lent)


def _rooms(hall: Hall, people: Sequence[Person]) -> tuple[list[str], list[str]]:
    """Find the rooms; who needs an accessible seat where their class has none may have any."""
    kept = {_folded(seat.category) for seat in hall.seats}
    reachable = {_folded(seat.category) for seat in hall.seats if seat.is_accessible}
    person_room = [
        room if room in (reachable if person.needs_accessible else kept) else OPEN
        for person, room in ((person, _folded(person.category)) for person in people)
    ]
    claimed = set(person_room)
    seat_room = [
        _folded(seat.category) if _folded(seat.category) in claimed else OPEN for seat in hall.seats
    ]
    return seat_room, person_room


def _folded(category: str) -> str:
    return category.strip().casefold()


def _counted(
    hall: Hall, people: Sequence[Person], seat_room: Sequence[str], person_room: Sequence[str]
) -> dict[str, _Count]:
    seats, persons = Counter(seat_room), Counter(person_room)
    accessible = Counter(
        room for room, seat in zip(seat_room, hall.seats, strict=True) if seat.is_accessible
    )
    needs = Counter(
        room for room, one in zip(person_room, people, strict=True) if one.needs_accessible
    )
    names = sorted({OPEN, *seats, *persons})
    return {
        room: _Count(seats[room], persons[room], accessible[room], needs[room]) for room in names
    }


def _lent(
    hall: Hall, people: Sequence[Person], seat_room: Sequence[str], person_room: Sequence[str]
) -> frozenset[int]:
    """Choose the seats to lend: accessible ones that are lacking, then others from the back."""
    counts = _counted(hall, people, seat_room, person_room)
    lacking = counts[OPEN].people - counts[OPEN].seats
    lacking_accessible = counts[OPEN].needs - counts[OPEN].accessible
    spare = {room: count.seats - count.people for room, count in counts.items()}
    spare_accessible = {room: count.accessible - count.needs for room, count in counts.items()}
    lent: list[int] = []

    def lend(seats: Iterable[int], number: int) -> None:
        for seat in seats:
            room, is_accessible = seat_room[seat], hall.seats[seat].is_accessible
            is_spare = spare[room] > 0 and (spare_accessible[room] > 0 or not is_accessible)
            if len(lent) < number and is_spare and seat not in lent:
                lent.append(seat)
                spare[room] -= 1
                spare_accessible[room] -= is_accessible

    rear = sorted(
        (seat for seat, room in enumerate(seat_room) if room != OPEN),
        key=lambda seat: (hall.seats[seat].is_accessible, -hall.depth[seat], seat),
    )
    lend((seat for seat in rear if hall.seats[seat].is_accessible), lacking_accessible)
    lend(rear, lacking)
    return frozenset(lent)


def obstacles(hall: Hall, people: Sequence[Person]) -> tuple[Obstacle, ...]:
    """Tell what makes seating impossible, each proven by counting; none found is no promise."""
    if len(people) > len(hall.seats):
        facts = {"people": len(people), "seats": len(hall.seats)}
        return (Obstacle("hall_too_small", facts),)
    seat_room, person_room = _rooms(hall, people)
    counts = _counted(hall, people, seat_room, person_room)
    of_groups = _of_groups(hall, people, seat_room, person_room)
    return (*_of_classes(counts), *_of_needs(counts), *of_groups)


def _of_classes(counts: Mapping[str, _Count]) -> Iterable[Obstacle]:
    for room, count in counts.items():
        if room != OPEN and count.people > count.seats:
            facts = {"category": room, "people": count.people, "seats": count.seats}
            yield Obstacle("class_too_small", facts)


def _of_needs(counts: Mapping[str, _Count]) -> Iterable[Obstacle]:
    for room, count in counts.items():
        if room != OPEN and count.needs > count.accessible:
            facts = {"category": room, "people": count.needs, "seats": count.accessible}
            yield Obstacle("class_not_accessible", facts)
    needs = counts[OPEN].needs
    lendable = sum(
        max(0, min(count.accessible - count.needs, count.seats - count.people))
        for room, count in counts.items()
        if room != OPEN
    )
    if needs > counts[OPEN].accessible + lendable:
        facts = {"people": needs, "seats": counts[OPEN].accessible + lendable}
        yield Obstacle("not_enough_accessible", facts)


def _of_groups(
    hall: Hall, people: Sequence[Person], seat_room: Sequence[str], person_room: Sequence[str]
) -> Iterable[Obstacle]:
    """Find groups larger than any piece of the hall that has the seats they may have."""
    groups: dict[str, list[int]] = {}
    for index, person in enumerate(people):
        if person.together:
            groups.setdefault(person.together, []).append(index)
    pieces = hall.pieces(range(len(hall.seats)))
    for label, members in groups.items():
        wanted = Counter(person_room[index] for index in members)
        needs = sum(people[index].needs_accessible for index in members)
        if not any(_holds(hall, piece, seat_room, wanted, needs) for piece in pieces):
            yield Obstacle("group_too_large", {"label": label, "people": len(members)})


def _holds(
    hall: Hall, piece: Sequence[int], seat_room: Sequence[str], wanted: Counter[str], needs: int
) -> bool:
    # Seats of a class may be lent, so that only classes bind here.
    seats = Counter(seat_room[seat] for seat in piece)
    accessible = sum(hall.seats[seat].is_accessible for seat in piece)
    is_enough = len(piece) >= wanted.total() and accessible >= needs
    return is_enough and all(seats[room] >= wanted[room] for room in wanted if room != OPEN)
