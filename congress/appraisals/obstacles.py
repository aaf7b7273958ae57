"""What keeps a unit's profiles from being handed in, person by person."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from congress.core.errors import Fault
from congress.minutes import queries as minutes
from congress.nominations.completeness import missing, missing_required
from congress.nominations.headings import label
from congress.nominations.models import Nominee, Review, Status
from congress.units import queries as units
from congress.units.models import UnitKind

OPEN = (Review.DRAFT, Review.RETURNED)
"""States in which a profile is still with its unit."""


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

    @property
    def is_ready(self) -> bool:
        """Tell whether it may be handed in."""
        return not self.needed and self.has_vote

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
    return [
        _candidate(
            who,
            has_vote=is_agency or who.status is not Status.PROPOSED or who.id in voted_on,
        )
        for who in session.exec(query)
    ]


def _candidate(who: Nominee, *, has_vote: bool) -> Candidate:
    needed = missing_required(who)
    return Candidate(
        id=who.id or 0,
        version=who.version,
        name=who.name,
        review=who.review,
        needed=needed,
        wanted=tuple(code for code in missing(who) if code not in needed),
        has_vote=has_vote,
    )


def faults_of(candidates: Sequence[Candidate]) -> list[Fault]:
    """Give every obstacle of every person."""
    return [fault for each in candidates for fault in each.faults]
