"""Nominees as pages of later steps name them: a person in one line."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, and_, select
from sqlmodel import Session, col

from congress.congresses.models import CompositionGroup
from congress.nominations.models import Nominee
from congress.nominations.values import points
from congress.units.models import Unit


@dataclass(frozen=True)
class Portrait:
    """A nominee in one line; ``score`` is empty for those who do not compete."""

    id: int
    name: str
    unit_id: int
    unit: str
    post: str
    group: str
    score: str


def described(*columns: Any) -> Select[*tuple[Any, ...]]:
    """Begin a query of nominees, with their Unit and their CompositionGroup in the congress."""
    is_group = and_(
        col(CompositionGroup.code) == Nominee.composition_group,
        col(CompositionGroup.congress_id) == Nominee.congress_id,
    )
    return (
        select(*columns)
        .select_from(Nominee)
        .join(Unit, col(Unit.id) == Nominee.unit_id)
        .join(CompositionGroup, is_group)
    )


def portraits(session: Session, nominees: Collection[int]) -> dict[int, Portrait]:
    """Give these nominees by id, units in order of their codes, names in Vietnamese order."""
    query = (
        described(
            col(Nominee.id),
            col(Nominee.name),
            col(Nominee.unit_id),
            col(Unit.name),
            col(Nominee.post),
            col(CompositionGroup.label),
            col(Nominee.score),
        )
        .where(col(Nominee.id).in_(nominees))
        .order_by(col(Unit.code), col(Nominee.name_key), col(Nominee.id))
    )
    found = session.execute(query)
    return {
        number: Portrait(number, name, unit_id, unit, post, group, points(score))
        for number, name, unit_id, unit, post, group, score in found
    }
