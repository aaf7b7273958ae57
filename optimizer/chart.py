"""A chart of who sits where, which can be changed and measured."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from optimizer.hall import Hall


@dataclass(frozen=True)
class Person:
    """A person to be seated; a lower ``precedence`` is nearer the stage, none comes last.

    ``category`` binds to seats only where the hall names it. People of one ``delegation`` should
    be, and people with one label ``together`` must be, in one piece.
    """

    id: str
    name: str = ""
    delegation: str = ""
    category: str = ""
    precedence: float | None = None
    needs_accessible: bool = False
    together: str = ""


class Chart:
    """Who sits where, by index; ``room`` tells of each seat and person where they belong."""

    def __init__(
        self,
        hall: Hall,
        people: Sequence[Person],
        seat_room: Sequence[str],
        person_room: Sequence[str],
    ) -> None:
        self.hall = hall
        self.people = people
        self.seat_room = seat_room
        self.person_room = person_room
        self.seat_of: dict[int, int] = {}
        self.person_at: dict[int, int] = {}
        self.delegations = _grouped(people, "delegation")
        self.groups = {
            label: members
            for label, members in _grouped(people, "together").items()
            if len(members) > 1
        }

    def put(self, person: int, seat: int) -> None:
        """Seat a person on a free seat."""
        self.seat_of[person] = seat
        self.person_at[seat] = person

    def remove(self, people: Iterable[int]) -> None:
        """Let people leave their seats."""
        for person in people:
            del self.person_at[self.seat_of.pop(person)]

    def reseat(self, seats: Mapping[int, int]) -> None:
        """Give people these seats, which must be free or left by one of them."""
        self.remove([person for person in seats if person in self.seat_of])
        for person, seat in seats.items():
            self.put(person, seat)

    def restore(self, seat_of: Mapping[int, int]) -> None:
        """Seat people as they were when ``seat_of`` was copied."""
        self.seat_of = dict(seat_of)
        self.person_at = {seat: person for person, seat in seat_of.items()}

    def is_allowed(self, person: int, seat: int) -> bool:
        """Tell whether the person may sit there, by room and by need."""
        return self.seat_room[seat] == self.person_room[person] and (
            self.hall.seats[seat].is_accessible or not self.people[person].needs_accessible
        )

    def is_fixed(self, person: int) -> bool:
        """Tell whether moving this person alone could break a hard rule."""
        someone = self.people[person]
        return someone.needs_accessible or someone.together in self.groups

    def is_free(self, seat: int) -> bool:
        """Tell whether nobody sits there."""
        return seat not in self.person_at

    def free_seats(self, room: str) -> list[int]:
        """Give the free seats of a room."""
        return [
            seat for seat, name in enumerate(self.seat_room) if name == room and self.is_free(seat)
        ]

    def seats_of(self, people: Iterable[int]) -> set[int]:
        """Give the seats of those of these people who have one."""
        return {self.seat_of[person] for person in people if person in self.seat_of}

    def region(self, person: int) -> set[int]:
        """Give the seats of the person's delegation, their own included; none without one."""
        name = self.people[person].delegation
        return self.seats_of(self.delegations[name]) if name else set()

    def fragments(self, delegation: str) -> int:
        """Count the pieces of a delegation."""
        return len(self.hall.pieces(self.seats_of(self.delegations[delegation])))

    def is_broken(self, label: str) -> bool:
        """Tell whether people who must be together are in several pieces."""
        seats = self.seats_of(self.groups[label])
        return len(seats) < len(self.groups[label]) or len(self.hall.pieces(seats)) > 1

    def unmet(self, people: Iterable[int]) -> int:
        """Count the hard rules broken for these people."""
        people = list(people)
        labels = {self.people[person].together for person in people} & self.groups.keys()
        misplaced = sum(
            1
            for person in people
            if person not in self.seat_of or not self.is_allowed(person, self.seat_of[person])
        )
        return misplaced + sum(self.is_broken(label) for label in labels)

    def pieces(self, people: Iterable[int]) -> int:
        """Count the pieces of the delegations of these people."""
        names = {self.people[person].delegation for person in people} - {""}
        return sum(self.fragments(name) for name in names)


def _grouped(people: Sequence[Person], key: str) -> dict[str, list[int]]:
    groups: dict[str, list[int]] = defaultdict(list)
    for index, person in enumerate(people):
        if label := getattr(person, key):
            groups[label].append(index)
    return dict(groups)
