"""The list of changes, as pages and papers read it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from congress.badges import queries as badges
from congress.core.roles import Viewer
from congress.delegates import queries as delegates
from congress.delegates.models import Delegate, Source, Substitution
from congress.nominations.portraits import Portrait, portraits
from congress.seating.queries import seat_labels


@dataclass(frozen=True)
class Change:
    """A number that passed on; a person whom the viewer may not know of is empty, and why too.

    ``badge_id`` is the badge to print, where the one who joined still holds the number.
    """

    number: int
    seat: str
    left: Portrait | None
    joined: Portrait | None
    reason: str
    source: Source
    is_released: bool
    made_at: datetime
    badge_id: int | None

    @property
    def is_from_reserve(self) -> bool:
        """Tell whether the one who joined stood by."""
        return self.source is Source.RESERVE


def changes(session: Session, congress_id: int, viewer: Viewer) -> list[Change]:
    """Give the changes that touch people whom the viewer may know of, in the order made."""
    query = (
        select(Substitution, Delegate.number)
        .join(Delegate, col(Delegate.id) == Substitution.delegate_id)
        .where(Substitution.congress_id == congress_id)
        .order_by(col(Substitution.id))
    )
    found = list(session.exec(query))
    people = portraits(
        session, {each for row, _ in found for each in (row.leaves_id, row.joins_id)}
    )
    seen = {key: each for key, each in people.items() if viewer.sees_unit(each.unit_id)}
    seats = seat_labels(session, congress_id)
    in_force = _badges(session, congress_id, {row.joins_id for row, _ in found})
    return [
        Change(
            number=number,
            seat=seats.get(row.delegate_id, ""),
            left=seen.get(row.leaves_id),
            joined=seen.get(row.joins_id),
            reason=row.reason if row.leaves_id in seen else "",
            source=row.source,
            is_released=row.is_released,
            made_at=row.made_at,
            badge_id=in_force.get(row.joins_id),
        )
        for row, number in found
        if row.leaves_id in seen or row.joins_id in seen
    ]


def _badges(session: Session, congress_id: int, joined: Collection[int]) -> dict[int, int]:
    """Give the badge in force of each of these people who holds a number."""
    if not joined:
        return {}
    holders = delegates.nominees(session, congress_id)
    rows = badges.rows(session, congress_id)
    return {
        holders[row.delegate_id]: row.badge_id
        for row in rows
        if row.is_in_force and row.badge_id is not None and holders[row.delegate_id] in joined
    }
