"""What a vote came to: exact shares, ranks, who stands within the seats, and who is tied there."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from fractions import Fraction
from itertools import groupby

from congress.core.errors import Fault, Rejected

_TENTH = Decimal("0.1")
_YEARS = 2
_SHARE = re.compile(r"([0-9]{1,4})\s*/\s*([0-9]{1,4})|([0-9]{1,3}(?:[.,][0-9]{1,4})?)\s*%")


@dataclass(frozen=True)
class Share:
    """A count out of those present. It is compared exactly, and rounded only to be shown."""

    count: int
    of: int

    @property
    def percent(self) -> Decimal:
        """Give the share in percent to one decimal, half upwards.

        >>> Share(11, 13).percent
        Decimal('84.6')
        """
        exact = Decimal(self.count) * 100 / Decimal(self.of)
        return exact.quantize(_TENTH, ROUND_HALF_UP)

    def __str__(self) -> str:
        r"""Write the share as minutes do.

        >>> str(Share(11, 13)).replace("\N{NO-BREAK SPACE}", " ")
        '11/13 = 84,6 %'
        """
        return f"{self.count}/{self.of} = {str(self.percent).replace('.', ',')}\N{NO-BREAK SPACE}%"


@dataclass(frozen=True)
class Threshold:
    """The share of those present that a nominee needs: more than it, or at least it."""

    share: Fraction
    is_over: bool = True

    def needed(self, present: int) -> int:
        """Give the fewest votes that do.

        >>> Threshold(Fraction(1, 2)).needed(14), Threshold(Fraction(2, 3), False).needed(13)
        (8, 9)
        """
        exact = self.share * present
        if self.is_over:
            return exact.numerator // exact.denominator + 1
        return -(-exact.numerator // exact.denominator)


def read_share(text: str) -> Fraction:
    """Read a share as offices write it; raises ``minutes_threshold_unreadable``.

    >>> read_share("2/3"), read_share("66,7 %")
    (Fraction(2, 3), Fraction(667, 1000))
    """
    found = _SHARE.fullmatch(text.strip())
    if found and (found[3] or int(found[2])):
        of_hundred = Fraction((found[3] or "0").replace(",", ".")) / 100
        share = of_hundred if found[3] else Fraction(int(found[1]), int(found[2]))
        if share <= 1:
            return share
    raise Rejected("minutes_threshold_unreadable", value=text[:40])


@dataclass(frozen=True)
class Ballot:
    """What the meeting said of one nominee."""

    nominee_id: int
    votes_for: int
    votes_against: int | None = None
    votes_blank: int | None = None
    second_for: int | None = None
    is_preferred: bool = False


@dataclass(frozen=True)
class Meeting:
    """A meeting as recorded; what could not be read or was left out is empty."""

    held_on: date | None
    place: str
    chair: str
    secretary: str
    summoned: int | None
    present: int | None
    form: str
    seats: int | None
    threshold: Threshold | None
    remarks: str = ""


def faults(meeting: Meeting, ballots: Sequence[Ballot], today: date) -> Iterator[Fault]:
    """Tell every fault of what was recorded, each at its field."""
    for name in ("place", "chair", "secretary"):
        if not getattr(meeting, name):
            yield Fault("minutes_field_missing", field=name)
    if meeting.held_on is None or meeting.held_on > today:
        yield Fault("minutes_day_wrong", field="held_on")
    if not meeting.seats:
        yield Fault("minutes_seats_missing", field="seats")
    if not ballots:
        yield Fault("minutes_votes_missing", field="votes")
    yield from _attendance_faults(meeting)
    for ballot in ballots:
        yield from _faults_of(ballot, meeting.present)


def day_faults(held_on: date | None, congress_on: date) -> Iterator[Fault]:
    """Tell that a meeting was more than two years before its congress: a year mistyped."""
    first = congress_on.replace(year=congress_on.year - _YEARS, day=min(congress_on.day, 28))
    if held_on is not None and held_on < first:
        facts = {"day": f"{held_on:%d/%m}/{held_on.year}", "first": f"{first:%d/%m/%Y}"}
        yield Fault("minutes_day_too_early", facts, field="held_on")


def _attendance_faults(meeting: Meeting) -> Iterator[Fault]:
    for name in ("summoned", "present"):
        if not getattr(meeting, name):
            yield Fault("minutes_count_missing", field=name)
    if meeting.summoned and meeting.present and meeting.present > meeting.summoned:
        facts = {"present": meeting.present, "summoned": meeting.summoned}
        yield Fault("minutes_present_over_summoned", facts, field="present")


def _faults_of(ballot: Ballot, present: int | None) -> Iterator[Fault]:
    cast = ballot.votes_for + (ballot.votes_against or 0) + (ballot.votes_blank or 0)
    if present and cast > present:
        facts = {"votes": cast, "present": present}
        yield Fault("minutes_votes_over_present", facts, field=f"for-{ballot.nominee_id}")


class Place(StrEnum):
    """Where a nominee stands after the vote."""

    WITHIN = "within"
    BEYOND = "beyond"
    BELOW = "below"
    TIED = "tied"


@dataclass(frozen=True)
class Line:
    """A nominee's vote, rank (equal votes share it) and place."""

    ballot: Ballot
    rank: int
    share: Share
    place: Place


@dataclass(frozen=True)
class Tie:
    """People whom the vote leaves equal, and the seats left for them: fewer than they are."""

    nominees: frozenset[int]
    seats: int


@dataclass(frozen=True)
class Tally:
    """The result of a vote: lines by rank, and the tie at the last seat.

    ``tie`` is that of the first vote; ``still_tied`` what a second vote left of it, whether or not
    the chair then decided; ``open_tie`` what nobody has decided yet.
    """

    lines: tuple[Line, ...]
    needed: int
    tie: Tie | None
    still_tied: Tie | None
    open_tie: Tie | None


def tally(ballots: Sequence[Ballot], *, seats: int, present: int, threshold: Threshold) -> Tally:
    """Count a vote: those who pass the threshold take the seats by votes.

    A tie at the last seat goes by the votes of the second vote, then by what the chair decided.
    """
    needed = threshold.needed(present)
    passing = [each for each in ballots if each.votes_for >= needed]
    within, tie = _fill(passing, seats, lambda ballot: ballot.votes_for)
    still, open_tie = tie, tie
    if tie:
        again, still = _vote_again(passing, tie)
        preferred, open_tie = _prefer(passing, still)
        within |= again | preferred
    places = dict.fromkeys((each.nominee_id for each in passing), Place.BEYOND)
    places |= dict.fromkeys(within, Place.WITHIN)
    places |= dict.fromkeys(open_tie.nominees if open_tie else (), Place.TIED)
    return Tally(_ranked(ballots, places, present), needed, tie, still, open_tie)


def _fill(
    ballots: Sequence[Ballot], seats: int, votes: Callable[[Ballot], int]
) -> tuple[set[int], Tie | None]:
    """Give who takes the seats by votes, and the tie at the last of them."""
    within: set[int] = set()
    for _, equals in groupby(sorted(ballots, key=votes, reverse=True), key=votes):
        group = frozenset(each.nominee_id for each in equals)
        left = seats - len(within)
        if len(group) > left:
            return within, Tie(group, left) if left else None
        within |= group
    return within, None


def _vote_again(ballots: Sequence[Ballot], tie: Tie) -> tuple[set[int], Tie | None]:
    tied = [each for each in ballots if each.nominee_id in tie.nominees]
    if any(each.second_for is None for each in tied):
        return set(), tie
    return _fill(tied, tie.seats, lambda ballot: ballot.second_for or 0)


def _prefer(ballots: Sequence[Ballot], tie: Tie | None) -> tuple[set[int], Tie | None]:
    if tie is None:
        return set(), None
    tied = [each for each in ballots if each.nominee_id in tie.nominees]
    preferred = {each.nominee_id for each in tied if each.is_preferred}
    return (preferred, None) if len(preferred) == tie.seats else (set(), tie)


def _ranked(ballots: Sequence[Ballot], places: dict[int, Place], present: int) -> tuple[Line, ...]:
    ranks = sorted((each.votes_for for each in ballots), reverse=True)
    lines = [
        Line(
            ballot=each,
            rank=ranks.index(each.votes_for) + 1,
            share=Share(each.votes_for, present),
            place=places.get(each.nominee_id, Place.BELOW),
        )
        for each in ballots
    ]
    # Of equal votes those within the seats come first; who recorded them when says nothing.
    order = [Place.WITHIN, Place.TIED, Place.BEYOND, Place.BELOW]
    return tuple(
        sorted(lines, key=lambda line: (line.rank, order.index(line.place), line.ballot.nominee_id))
    )


@dataclass(frozen=True)
class TieDecision:
    """How a tie at the last seat was decided: figures of a second vote, or the chair's choice."""

    second_present: int | None = None
    second_for: tuple[tuple[int, int], ...] = ()
    """Votes of the second vote, by nominee."""
    preferred: frozenset[int] = frozenset()
    reason: str = ""


def tie_faults(decision: TieDecision, tied: Tally, summoned: int) -> Iterator[Fault]:
    """Tell every fault of a decision; ``tied`` is the tally with the second vote in it."""
    if decision.second_for:
        yield from _second_faults(decision, summoned)
    elif not decision.preferred:
        yield Fault("minutes_tie_undecided", field="tie")
    if tied.still_tied is None:
        return
    if decision.preferred and not decision.reason:
        yield Fault("minutes_tie_reason_missing", field="tie_reason")
    chosen = decision.preferred & tied.still_tied.nominees
    if decision.preferred and len(chosen) != tied.still_tied.seats:
        yield Fault("minutes_tie_choice_wrong", {"seats": tied.still_tied.seats}, field="tie")


def _second_faults(decision: TieDecision, summoned: int) -> Iterator[Fault]:
    present = decision.second_present
    if not present:
        yield Fault("minutes_count_missing", field="second_present")
    elif present > summoned:
        facts = {"present": present, "summoned": summoned}
        yield Fault("minutes_present_over_summoned", facts, field="second_present")
    for nominee_id, votes in decision.second_for:
        if present and votes > present:
            facts = {"votes": votes, "present": present}
            yield Fault("minutes_votes_over_present", facts, field=f"second-{nominee_id}")
