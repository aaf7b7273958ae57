"""Minutes as pages and other capabilities read them."""

from sqlalchemy import ColumnElement
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from congress.minutes.models import Minutes, Vote


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
