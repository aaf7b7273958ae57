"""What keeps a unit's profiles from being handed in, person by person."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from congress.core.errors import Fault
from congress.minutes import queries as minutes, results
from congress.minutes.results import Result, Verdict
from congress.nominations.completeness import missing, missing_required
from congress.nominations.headings import label
from congress.nominations.models import Nominee, Review, Status
from congress.units import queries as units
from congress.units.models import UnitKind

OPEN = (Review.DRAFT, Review.RETURNED)
"""States in which a profile is still with its unit."""
_AT_ONCE = 1_000


@dataclass(frozen=True)
class Candidate:
    """A profile that is still with its unit: what it needs, and what would make it better."""

    id: int
    version: int
    name: str
    review: Review
    needed: tuple[str, ...]
    wanted: tuple[str, ...]
    has_vote: bool
    lost: Result | None = None
    """The vote that counts, where it did not take the person."""

    @property
    def is_ready(self) -> bool:
        """Tell whether it may be handed in."""
        return not self.needed and self.has_vote and not self.lost

    @property
    def is_returned(self) -> bool:
        """Tell whether it came back with a reason."""
        return self.review is Review.RETURNED

    @property
    def faults(self) -> Iterator[Fault]:
        """Give every obstacle."""
        if self.needed:
            listed = ", ".join(label(code) for code in self.needed)
            yield Fault("profile_lacks", {"name": self.name, "headings": listed})
        if not self.has_vote:
            yield Fault("profile_without_vote", {"name": self.name})
        if self.lost:
            yield _lost_fault(self.name, self.lost)


_LOST: Mapping[Verdict, str] = {
    Verdict.BELOW: "profile_vote_below",
    Verdict.BEYOND: "profile_vote_beyond",
    Verdict.TIE_LOST: "profile_vote_tie_lost",
}


def _lost_fault(name: str, lost: Result) -> Fault:
    """Say why the vote keeps a person from going up, and what mends it."""
    facts = {"name": name, "votes": lost.share.count, "present": lost.share.of}
    if lost.verdict is Verdict.BELOW:
        facts["needed"] = lost.needed
    else:
        facts["seats"] = lost.seats
    return Fault(_LOST[lost.verdict], facts)


def candidates(session: Session, congress_id: int, unit_id: int) -> list[Candidate]:
    """Give the profiles that are still with their unit, by name.

    Those who compete were voted on in closed minutes; agencies name people without a vote.
    """
    query = (
        select(Nominee)
        .where(
            Nominee.congress_id == congress_id,
            Nominee.unit_id == unit_id,
            col(Nominee.review).in_(OPEN),
        )
        .order_by(col(Nominee.name_key), col(Nominee.id))
        .execution_options(populate_existing=True)
    )
    is_agency = units.unit_name(session, unit_id).kind is UnitKind.AGENCY
    voted_on = minutes.named_in(session, congress_id, unit_id)
    people = session.exec(query).all()
    losers = lost(session, people)
    return [
        _candidate(
            who,
            has_vote=is_agency or who.status is not Status.PROPOSED or who.id in voted_on,
            lost=losers.get(who.id or 0),
        )
        for who in people
    ]


def lost(session: Session, people: Collection[Nominee]) -> dict[int, Result]:
    """Give the results of those who compete and whom the vote that counts did not take.

    Whom the office puts on the list with a reason does not compete, and needs no vote.
    """
    competing = [who.id or 0 for who in people if who.status is Status.PROPOSED]
    found = results.results(session, competing)
    return {number: result for number, result in found.items() if not result.is_taken}


def lost_faults(session: Session, chosen: Collection[int]) -> list[Fault]:
    """Give a fault for each of these profiles whose person the vote did not take."""
    faults: list[Fault] = []
    numbers = sorted(chosen)
    for start in range(0, len(numbers), _AT_ONCE):
        query = (
            select(Nominee)
            .where(col(Nominee.id).in_(numbers[start : start + _AT_ONCE]))
            .order_by(col(Nominee.name_key), col(Nominee.id))
        )
        people = session.exec(query).all()
        losers = lost(session, people)
        faults += [_lost_fault(who.name, losers[who.id]) for who in people if who.id in losers]
    return faults


def _candidate(who: Nominee, *, has_vote: bool, lost: Result | None) -> Candidate:
    needed = missing_required(who)
    return Candidate(
        id=who.id or 0,
        version=who.version,
        name=who.name,
        review=who.review,
        needed=needed,
        wanted=tuple(code for code in missing(who) if code not in needed),
        has_vote=has_vote,
        lost=lost,
    )


def faults_of(candidates: Sequence[Candidate]) -> list[Fault]:
    """Give every obstacle of every person."""
    return [fault for each in candidates for fault in each.faults]
