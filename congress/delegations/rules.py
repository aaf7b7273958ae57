"""What holds of a list going up: its vote, its room above, and what is asked on the way."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Protocol

from congress.core.errors import Fault
from congress.core.names import fold


@dataclass(frozen=True)
class Vote:
    """A vote of the congress in session: summoned, present, for the list, and the day."""

    summoned: int
    present: int
    votes_for: int
    voted_on: date

    def is_approval(self, over: Fraction) -> bool:
        """Tell whether more than a share of those present approved.

        >>> Vote(14, 13, 11, date(2025, 3, 1)).is_approval(Fraction(1, 2))
        True
        """
        return self.votes_for > over * self.present


def vote_faults(vote: Vote, members: int, today: date) -> Iterator[Fault]:
    """Find why a vote cannot be recorded, all at once."""
    if not members:
        yield Fault("delegation_empty")
    if vote.present < 1:
        yield Fault("vote_without_present", field="present")
    if vote.present > vote.summoned:
        facts = {"present": vote.present, "summoned": vote.summoned}
        yield Fault("vote_present_over_summoned", facts, field="present")
    if vote.votes_for > vote.present:
        facts = {"votes_for": vote.votes_for, "present": vote.present}
        yield Fault("vote_over_present", facts, field="votes_for")
    if vote.voted_on > today:
        yield Fault("vote_in_future", {"day": vote.voted_on.strftime("%d/%m/%Y")}, field="voted_on")


class Group(Protocol):
    """A composition group as its level defines it."""

    @property
    def code(self) -> str:
        """Its code."""

    @property
    def label(self) -> str:
        """What it means at its level."""

    @property
    def side(self) -> str:
        """The side of the 70/30."""


def same_group(group: Group, above: Sequence[Group]) -> str | None:
    """Give the code of the group that means the same one level up; none where it must be asked.

    A code alone proves nothing: definitions differ by level, so the label and side count too.
    """
    for other in above:
        if (group.code, group.side) == (other.code, other.side) and fold(group.label) == fold(
            other.label
        ):
            return other.code
    return None


@dataclass(frozen=True)
class Place:
    """Where somebody may open above: the units to choose among, and whether only they can tell."""

    choices: tuple[int, ...]
    is_asked: bool

    @property
    def known(self) -> int | None:
        """Give the unit, where nobody has to be asked."""
        return None if self.is_asked or not self.choices else self.choices[0]


def place(host: Sequence[int], own: Sequence[int], senders: frozenset[int]) -> Place:
    """Tell where somebody may open: in the host's place above, else in that of the own unit.

    ``host`` and ``own`` are what stands in those units' places on the day of the upper congress;
    several where a unit was split, which is asked even if one alone sends people.
    """
    for standing in (host, own):
        choices = tuple(unit for unit in standing if unit in senders)
        if choices:
            return Place(choices, is_asked=len(standing) > 1)
    return Place((), is_asked=False)


def room(seats: Sequence[int | None]) -> int | None:
    """Add up the seats of the units a list goes to; none where some have no number yet.

    >>> room([14]), room([14, None]), room([])
    (14, None, None)
    """
    known = [each for each in seats if each is not None]
    return sum(known) if seats and len(known) == len(seats) else None


def overfull(
    wanted: Mapping[int, int], taken: Mapping[int, int], seats: Mapping[int, int | None]
) -> dict[int, tuple[int, int]]:
    """Give the units whose seats do not suffice: how many would come, how many may."""
    found = {}
    for unit_id, new in wanted.items():
        limit, count = seats.get(unit_id), new + taken.get(unit_id, 0)
        if new and limit is not None and count > limit:
            found[unit_id] = (count, limit)
    return found
