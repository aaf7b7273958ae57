"""Which minutes count for a nominee, and writing their votes into the profiles."""

from collections.abc import Collection
from datetime import datetime

from sqlmodel import Session, col, select, update

from congress.core.errors import Rejected
from congress.core.roles import OFFICE, Viewer
from congress.minutes.models import Minutes, Vote
from congress.minutes.queries import in_force
from congress.nominations.models import Nominee
from congress.nominations.rules import may_change


def write_votes(session: Session, minutes: Minutes, *, by: Viewer, at: datetime) -> int:
    """Write the votes that count into whom these minutes, or those they correct, name.

    Give how many profiles changed. Raises ``minutes_profiles_locked`` where the viewer may not
    change one of them.
    """
    versions = [minutes.id, minutes.corrects_id]
    named = select(Vote.nominee_id).where(col(Vote.minutes_id).in_(versions))
    touched = session.exec(
        select(Nominee).where(col(Nominee.id).in_(named)).execution_options(populate_existing=True)
    ).all()
    counting = _counting(session, {each.id or 0 for each in touched})
    changed = [
        (each, votes)
        for each in touched
        if (votes := counting.get(each.id or 0, _NONE)) != _stored(each)
    ]
    _ensure_changeable([each for each, votes in changed if votes[:2] != _stored(each)[:2]], by)
    for nominee, (votes_for, present, minutes_id) in changed:
        session.exec(
            update(Nominee)
            .where(col(Nominee.id) == nominee.id)
            .values(
                votes_for=votes_for,
                votes_present=present,
                minutes_id=minutes_id,
                version=Nominee.version + 1,
                changed_at=at,
            )
        )
    return len(changed)


_Votes = tuple[int | None, int | None, int | None]
_NONE: _Votes = (None, None, None)


def _counting(session: Session, nominees: Collection[int]) -> dict[int, _Votes]:
    """Give the votes of each nominee that count: of the last meeting, as last corrected."""
    found = session.exec(
        select(Vote.nominee_id, Vote.votes_for, Minutes.present, Minutes.id)
        .join(Minutes, col(Minutes.id) == col(Vote.minutes_id))
        .where(col(Vote.nominee_id).in_(nominees), in_force())
        .order_by(col(Minutes.held_on), col(Minutes.id))
    )
    return {nominee_id: (count, present, number) for nominee_id, count, present, number in found}


def _stored(nominee: Nominee) -> _Votes:
    return nominee.votes_for, nominee.votes_present, nominee.minutes_id


def _ensure_changeable(nominees: Collection[Nominee], by: Viewer) -> None:
    if by.role in OFFICE:
        return
    locked = [each for each in nominees if not may_change(each.review, is_office=False)]
    if locked:
        raise Rejected("minutes_profiles_locked", count=len(locked))
