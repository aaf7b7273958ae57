"""Minutes as pages and other capabilities read them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from sqlalchemy import ColumnElement, or_
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from congress.congresses import queries as congresses
from congress.congresses.models import Participation
from congress.core.errors import NotFound
from congress.core.roles import Viewer
from congress.minutes import rules
from congress.minutes.models import Minutes, SignedPaper, Vote
from congress.minutes.rules import Ballot, Share, Tally, Threshold
from congress.nominations.models import Nominee, Review, Status
from congress.units.queries import seen_by


@dataclass(frozen=True)
class Candidate:
    """A nominee of a unit on whom its collective votes."""

    nominee_id: int
    name: str
    post: str


@dataclass(frozen=True)
class MinutesLine:
    """Minutes in one line of a unit's list."""

    id: int
    held_on: date
    present: int
    summoned: int
    people: int
    is_open: bool
    is_corrected: bool
    is_correction: bool
    has_scan: bool
    is_tied: bool


@dataclass(frozen=True)
class UnitMinutes:
    """A unit, its minutes, and whom no closed minutes name yet."""

    unit_id: int
    unit: str
    candidates: int
    unnamed: tuple[str, ...]
    minutes: tuple[MinutesLine, ...]

    @property
    def has_open(self) -> bool:
        """Tell whether minutes are still being written."""
        return any(each.is_open for each in self.minutes)


@dataclass(frozen=True)
class CountingVote:
    """The vote that counts for a nominee, and where it is recorded."""

    minutes_id: int
    share: Share
    held_on: date


def named_in(session: Session, congress_id: int, unit_id: int) -> frozenset[int]:
    """Give the nominees whom a unit's closed minutes name, by id; corrected versions are out."""
    query = (
        select(Vote.nominee_id)
        .join(Minutes, col(Minutes.id) == col(Vote.minutes_id))
        .where(Minutes.congress_id == congress_id, Minutes.unit_id == unit_id, in_force())
    )
    return frozenset(session.exec(query))


def in_force() -> ColumnElement[bool]:
    """Restrict a query to closed versions that no closed version corrects."""
    later = aliased(Minutes)
    corrected = select(later.id).where(
        col(later.corrects_id) == col(Minutes.id), col(later.closed_at).is_not(None)
    )
    return col(Minutes.closed_at).is_not(None) & ~corrected.exists()


def minutes(session: Session, congress_id: int, minutes_id: int, viewer: Viewer) -> Minutes:
    """Give one version of minutes; ``NotFound`` where the viewer may not know of it."""
    found = session.get(Minutes, minutes_id)
    if found is None or found.congress_id != congress_id or not viewer.sees_unit(found.unit_id):
        raise NotFound
    return found


def votes(session: Session, minutes_id: int) -> list[Vote]:
    """Give the votes of a version."""
    query = select(Vote).where(Vote.minutes_id == minutes_id).order_by(col(Vote.nominee_id))
    return list(session.exec(query))


def ballot(vote: Vote) -> Ballot:
    """Give a stored vote as the rules count it."""
    return Ballot(**vote.model_dump(exclude={"minutes_id"}))


def threshold(minutes: Minutes) -> Threshold:
    """Give the threshold that was stored with minutes."""
    share = Fraction(minutes.threshold_numerator, minutes.threshold_denominator)
    return Threshold(share, minutes.is_threshold_over)


def tally(minutes: Minutes, cast: Sequence[Vote | Ballot]) -> Tally:
    """Count the vote of these minutes."""
    return rules.tally(
        [ballot(each) if isinstance(each, Vote) else each for each in cast],
        seats=minutes.seats,
        present=minutes.present,
        threshold=threshold(minutes),
    )


def correction_of(session: Session, minutes_id: int) -> Minutes | None:
    """Give the version that corrects this one."""
    return session.exec(select(Minutes).where(Minutes.corrects_id == minutes_id)).first()


def scan(session: Session, minutes_id: int) -> SignedPaper | None:
    """Give the signed paper of a version."""
    return session.exec(select(SignedPaper).where(SignedPaper.minutes_id == minutes_id)).first()


def seats(session: Session, congress_id: int, unit_id: int) -> int | None:
    """Give the seats apportioned to a unit; none while they are not."""
    found = session.get(Participation, (congress_id, unit_id))
    return found.seats if found else None


def candidates(
    session: Session, congress_id: int, unit_id: int, minutes_id: int | None = None
) -> list[Candidate]:
    """Give those of a unit who compete, and whom these minutes name already, by name."""
    competes = (col(Nominee.status) == Status.PROPOSED) & (col(Nominee.review) != Review.MERGED)
    named = select(Vote.nominee_id).where(Vote.minutes_id == minutes_id)
    query = (
        select(Nominee.id, Nominee.name, Nominee.post)
        .where(
            Nominee.congress_id == congress_id,
            Nominee.unit_id == unit_id,
            or_(competes, col(Nominee.id).in_(named)),
        )
        .order_by(col(Nominee.name_key), col(Nominee.id))
    )
    return [Candidate(number or 0, name, post) for number, name, post in session.exec(query)]


def counting_vote(
    session: Session, congress_id: int, nominee_id: int, viewer: Viewer
) -> CountingVote | None:
    """Give the vote that counts for a nominee; ``NotFound`` where the viewer may not know them."""
    nominee = session.get(Nominee, nominee_id)
    if (
        nominee is None
        or nominee.congress_id != congress_id
        or not viewer.sees_unit(nominee.unit_id)
    ):
        raise NotFound
    if nominee.minutes_id is None:
        return None
    counted = session.get_one(Minutes, nominee.minutes_id)
    share = Share(nominee.votes_for or 0, nominee.votes_present or counted.present)
    return CountingVote(nominee.minutes_id, share, counted.held_on)


def by_unit(session: Session, congress_id: int, viewer: Viewer) -> list[UnitMinutes]:
    """Give the units that the viewer may know of, each with its minutes, the newest first."""
    lines: dict[int, list[MinutesLine]] = {}
    for unit_id, line in _lines(session, congress_id, viewer):
        lines.setdefault(unit_id, []).append(line)
    return [
        _of_unit(session, congress_id, unit.id, unit.name, lines.get(unit.id, []))
        for unit in congresses.senders(session, congress_id)
        if viewer.sees_unit(unit.id)
    ]


def _of_unit(
    session: Session, congress_id: int, unit_id: int, unit: str, lines: list[MinutesLine]
) -> UnitMinutes:
    competing = candidates(session, congress_id, unit_id)
    named = named_in(session, congress_id, unit_id)
    unnamed = tuple(each.name for each in competing if each.nominee_id not in named)
    return UnitMinutes(unit_id, unit, len(competing), unnamed, tuple(lines))


def _lines(session: Session, congress_id: int, viewer: Viewer) -> list[tuple[int, MinutesLine]]:
    query = (
        select(Minutes)
        .where(Minutes.congress_id == congress_id, seen_by(viewer, col(Minutes.unit_id)))
        .order_by(col(Minutes.held_on).desc(), col(Minutes.id).desc())
    )
    found = list(session.exec(query))
    corrected = {each.corrects_id for each in found if each.closed_at}
    ids = [each.id for each in found]
    scans = session.exec(
        select(SignedPaper.minutes_id).where(col(SignedPaper.minutes_id).in_(ids))
    ).all()
    return [(each.unit_id, _line(session, each, corrected, scans)) for each in found]


def _line(
    session: Session, minutes: Minutes, corrected: set[int | None], scans: Sequence[int]
) -> MinutesLine:
    assert minutes.id is not None
    cast = votes(session, minutes.id)
    return MinutesLine(
        id=minutes.id,
        held_on=minutes.held_on,
        present=minutes.present,
        summoned=minutes.summoned,
        people=len(cast),
        is_open=minutes.closed_at is None,
        is_corrected=minutes.id in corrected,
        is_correction=minutes.corrects_id is not None,
        has_scan=minutes.id in scans,
        is_tied=minutes.closed_at is None and tally(minutes, cast).open_tie is not None,
    )


@dataclass(frozen=True)
class Version:
    """A version of the minutes of one meeting, as its history names it."""

    id: int
    number: int
    reason: str
    closed_at: datetime | None


def versions(session: Session, minutes: Minutes) -> list[Version]:
    """Give the versions of a meeting's minutes, the first one first."""
    chain = [minutes]
    while chain[0].corrects_id is not None:
        chain.insert(0, session.get_one(Minutes, chain[0].corrects_id))
    while (later := correction_of(session, chain[-1].id or 0)) is not None:
        chain.append(later)
    return [
        Version(each.id or 0, number, each.correction, each.closed_at)
        for number, each in enumerate(chain, 1)
    ]
