"""What the vote that counts came to for each nominee: taken, or why not."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlmodel import Session, col, select

from congress.minutes import queries
from congress.minutes.models import Minutes, Vote
from congress.minutes.rules import Place, Share, Tally

_AT_ONCE = 1_000
"""Values of one statement: every database takes that many parameters."""


class Verdict(StrEnum):
    """What a closed vote says of a nominee."""

    TAKEN = "taken"
    BELOW = "below"
    BEYOND = "beyond"
    TIE_LOST = "tie_lost"


@dataclass(frozen=True)
class Result:
    """The vote that counts for a nominee, and what it says."""

    minutes_id: int
    held_on: date
    share: Share
    seats: int
    needed: int
    verdict: Verdict

    @property
    def is_taken(self) -> bool:
        """Tell whether the vote took the nominee."""
        return self.verdict is Verdict.TAKEN


def results(session: Session, nominees: Collection[int]) -> dict[int, Result]:
    """Give the result of each nominee whom closed minutes name: of the last meeting that does."""
    counting: dict[int, Minutes] = {}
    for some in _portions(nominees):
        query = (
            select(Vote.nominee_id, Minutes)
            .join(Minutes, col(Minutes.id) == col(Vote.minutes_id))
            .where(col(Vote.nominee_id).in_(some), queries.in_force())
            .order_by(col(Minutes.held_on), col(Minutes.id))
        )
        counting |= dict(session.exec(query).all())
    meetings = {each.id or 0: each for each in counting.values()}
    tallies = _tallies(session, meetings)
    return {
        number: _result(meeting, tallies[meeting.id or 0], number)
        for number, meeting in counting.items()
    }


def _tallies(session: Session, meetings: dict[int, Minutes]) -> dict[int, Tally]:
    cast: dict[int, list[Vote]] = {number: [] for number in meetings}
    for some in _portions(meetings):
        for vote in session.exec(select(Vote).where(col(Vote.minutes_id).in_(some))):
            cast[vote.minutes_id].append(vote)
    return {number: queries.tally(meetings[number], votes) for number, votes in cast.items()}


def _portions(numbers: Collection[int]) -> list[list[int]]:
    listed = sorted(numbers)
    return [listed[start : start + _AT_ONCE] for start in range(0, len(listed), _AT_ONCE)]


def _result(meeting: Minutes, counted: Tally, nominee_id: int) -> Result:
    line = next(each for each in counted.lines if each.ballot.nominee_id == nominee_id)
    return Result(
        minutes_id=meeting.id or 0,
        held_on=meeting.held_on,
        share=line.share,
        seats=meeting.seats,
        needed=counted.needed,
        verdict=_verdict(line.place, counted, nominee_id),
    )


def _verdict(place: Place, counted: Tally, nominee_id: int) -> Verdict:
    if place is Place.WITHIN:
        return Verdict.TAKEN
    if place is Place.BELOW:
        return Verdict.BELOW
    is_tied = counted.tie is not None and nominee_id in counted.tie.nominees
    return Verdict.TIE_LOST if is_tied else Verdict.BEYOND
