"""One version of minutes with all that its page and its paper tell."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlmodel import Session

from congress.core.roles import Viewer
from congress.minutes import queries
from congress.minutes.models import Minutes, Vote
from congress.minutes.queries import Candidate, Version
from congress.minutes.rules import Tally
from congress.units import queries as units


@dataclass(frozen=True)
class Record:
    """A version of minutes, whom it could name, and the versions of its meeting."""

    minutes: Minutes
    unit: str
    votes: tuple[Vote, ...]
    candidates: tuple[Candidate, ...]
    people: Mapping[int, Candidate]
    tally: Tally
    history: tuple[Version, ...]
    scan_suffix: str

    @property
    def is_open(self) -> bool:
        """Tell whether the minutes may still be changed."""
        return self.minutes.closed_at is None

    @property
    def is_corrected(self) -> bool:
        """Tell whether a closed version took the place of this one."""
        later = [each for each in self.history if each.number > self.number]
        return any(each.closed_at is not None for each in later)

    @property
    def is_last(self) -> bool:
        """Tell whether no version corrects this one, not even an open one."""
        return self.history[-1].id == self.minutes.id

    @property
    def number(self) -> int:
        """Give the place of this version among those of its meeting, from 1."""
        return next(each.number for each in self.history if each.id == self.minutes.id)


def record(session: Session, congress_id: int, minutes_id: int, viewer: Viewer) -> Record:
    """Give one version; ``NotFound`` where the viewer may not know of it."""
    minutes = queries.minutes(session, congress_id, minutes_id, viewer)
    votes = queries.votes(session, minutes_id)
    candidates = queries.candidates(session, congress_id, minutes.unit_id, minutes_id)
    scan = queries.scan(session, minutes_id)
    return Record(
        minutes=minutes,
        unit=units.unit_name(session, minutes.unit_id).name,
        votes=tuple(votes),
        candidates=tuple(candidates),
        people={each.nominee_id: each for each in candidates},
        tally=queries.tally(minutes, votes),
        history=tuple(queries.versions(session, minutes)),
        scan_suffix=scan.suffix if scan else "",
    )
