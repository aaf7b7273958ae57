"""The approved list as pages and other capabilities read it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, select as sql_select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, func, select

from congress.congresses.models import CompositionGroup, Participation
from congress.congresses.rules import Side
from congress.core.names import fold
from congress.core.roles import Viewer
from congress.delegates.models import Approval, Delegate, Substitution
from congress.nominations.models import Nominee
from congress.units.models import Unit
from congress.units.queries import seen_by

Query = Select[*tuple[Any, ...]]


@dataclass(frozen=True)
class DelegateRow:
    """A delegate as the list shows them."""

    id: int
    number: int
    name: str
    unit: str
    post: str
    group: str
    side: Side
    since: datetime | None
    """When the delegate took the number over; empty for those approved."""

    @property
    def is_substitute(self) -> bool:
        """Tell whether the delegate came after the list was approved."""
        return self.since is not None

    @property
    def is_invited(self) -> bool:
        """Tell whether the delegate is a guest or a leader."""
        return self.side is Side.INVITED


@dataclass(frozen=True)
class ApprovalNote:
    """When the list was approved, of which selection."""

    selection_id: int
    approved_at: datetime


def holders(*columns: Any, as_of: datetime | None = None) -> Query:
    """Begin a query of delegates: the one place that says who holds a number, and of which unit.

    Joined are Delegate, Substitution (by which the holder came; all empty for those approved),
    Nominee (the holder), Unit, Participation and CompositionGroup. ``as_of`` asks for the holder
    of an earlier moment.
    """
    holder_id = func.coalesce(Substitution.joins_id, Delegate.nominee_id)
    is_participation = and_(
        col(Participation.unit_id) == Nominee.unit_id,
        col(Participation.congress_id) == Delegate.congress_id,
    )
    is_group = and_(
        col(CompositionGroup.code) == Nominee.composition_group,
        col(CompositionGroup.congress_id) == Delegate.congress_id,
    )
    return (
        sql_select(*columns)
        .select_from(Delegate)
        .join(Substitution, took_over(Delegate.id, as_of), isouter=True)
        .join(Nominee, col(Nominee.id) == holder_id)
        .join(Unit, col(Unit.id) == Nominee.unit_id)
        .join(Participation, is_participation)
        .join(CompositionGroup, is_group)
    )


def took_over(delegate_id: Any, as_of: datetime | None = None) -> ColumnElement[bool]:
    """Tell which Substitution the holder of a number came by, as an outer join needs it."""
    later = aliased(Substitution)
    has_left_again = sql_select(col(later.id)).where(col(later.leaves_id) == Substitution.joins_id)
    made = [col(Substitution.delegate_id) == delegate_id]
    if as_of is not None:
        has_left_again = has_left_again.where(col(later.made_at) <= as_of)
        made.append(col(Substitution.made_at) <= as_of)
    return and_(*made, ~has_left_again.correlate(Substitution).exists())


def approval(session: Session, congress_id: int) -> ApprovalNote | None:
    """Tell when the list was approved; none while it is not."""
    query = select(Approval.selection_id, Approval.approved_at).where(
        Approval.congress_id == congress_id
    )
    found = session.exec(query).first()
    return ApprovalNote(*found) if found else None


def delegates(session: Session, congress_id: int, viewer: Viewer) -> list[DelegateRow]:
    """Give the delegates whom the viewer may know of, by number."""
    query = (
        holders(
            col(Delegate.id),
            col(Delegate.number),
            col(Nominee.name),
            col(Unit.name),
            col(Nominee.post),
            col(CompositionGroup.label),
            col(CompositionGroup.side),
            col(Substitution.made_at),
        )
        .where(col(Delegate.congress_id) == congress_id)
        .order_by(col(Delegate.number))
    )
    query = query.where(seen_by(viewer, col(Unit.id)))
    return [DelegateRow(*row) for row in session.execute(query)]


def search(delegates: Sequence[DelegateRow], sought: str) -> list[DelegateRow]:
    """Find delegates by number, name or unit, marks left out; nothing sought finds all."""
    wanted = fold(sought)
    if wanted.isdecimal():
        return [each for each in delegates if each.number == int(wanted)]
    return [each for each in delegates if wanted in fold(f"{each.name} {each.unit}")]


def count(session: Session, congress_id: int) -> int:
    """Count the delegates."""
    return session.exec(
        select(func.count()).select_from(Delegate).where(Delegate.congress_id == congress_id)
    ).one()


def nominees(session: Session, congress_id: int) -> dict[int, int]:
    """Give the nominee who holds each number, by the delegate's id, in order of the numbers."""
    query = (
        holders(col(Delegate.id), col(Nominee.id))
        .where(col(Delegate.congress_id) == congress_id)
        .order_by(col(Delegate.number))
    )
    return {found[0]: found[1] for found in session.execute(query)}


def numbers(session: Session, congress_id: int) -> dict[int, int]:
    """Give the number of everybody who holds one, by the nominee's id."""
    query = holders(col(Nominee.id), col(Delegate.number))
    query = query.where(col(Delegate.congress_id) == congress_id)
    return {row[0]: row[1] for row in session.execute(query)}


def numbers_ever(session: Session, congress_id: int) -> dict[int, int]:
    """Give the number of everybody who holds or held one, by the nominee's id."""
    approved = sql_select(col(Delegate.nominee_id), col(Delegate.number)).where(
        col(Delegate.congress_id) == congress_id
    )
    joined = (
        sql_select(col(Substitution.joins_id), col(Delegate.number))
        .join(Delegate, col(Delegate.id) == Substitution.delegate_id)
        .where(col(Substitution.congress_id) == congress_id)
    )
    return {row[0]: row[1] for row in session.execute(approved.union_all(joined))}


def former(session: Session, congress_id: int) -> set[int]:
    """Give the nominees who held a number once and have left it."""
    query = select(Substitution.leaves_id).where(Substitution.congress_id == congress_id)
    return set(session.exec(query))


def in_order_of_numbers(session: Session, nominees: Collection[int]) -> list[tuple[int, int]]:
    """Give (nominee id, unit id) unit by unit, names in Vietnamese order within each."""
    query = (
        select(Nominee.id, Nominee.unit_id)
        .join(
            Participation,
            (col(Participation.unit_id) == Nominee.unit_id)
            & (col(Participation.congress_id) == Nominee.congress_id),
        )
        .where(col(Nominee.id).in_(nominees))
        .order_by(col(Participation.position), col(Nominee.name_key), col(Nominee.id))
    )
    return [(nominee_id or 0, unit_id) for nominee_id, unit_id in session.exec(query)]
