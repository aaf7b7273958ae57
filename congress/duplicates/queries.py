"""Profiles that may be one person, what was decided on them, and what happened to each."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, or_, select
from sqlmodel import Session, col

from congress.accounts.models import Account
from congress.audit import AuditEntry
from congress.core.errors import NotFound
from congress.core.period import Birth
from congress.core.roles import OFFICE, Viewer
from congress.duplicates.models import DistinctPair, NomineeMerge
from congress.duplicates.rules import Candidate, Profile, candidates
from congress.nominations import queries as nominations
from congress.nominations.models import Nominee, Review
from congress.nominations.people import Person
from congress.units.models import Unit


@dataclass(frozen=True)
class Face:
    """A profile in one line."""

    id: int
    name: str
    unit_id: int
    unit: str
    birth: str
    post: str
    village: str
    review: Review


@dataclass(frozen=True)
class Merged:
    """A merge that stands."""

    id: int
    kept: Face
    merged: Face
    by: str
    at: datetime


@dataclass(frozen=True)
class Apart:
    """Two profiles that somebody found to be two people."""

    first: Face
    second: Face
    by: str
    at: datetime


@dataclass(frozen=True)
class Event:
    """What was done with a profile, without values."""

    nominee_id: int
    at: datetime
    by: str
    action: str
    fields: tuple[str, ...]


State = tuple[int, int, int]
"""Tells that profiles changed: how many there are, the sum of their versions, the last number."""


def state(session: Session, congress_id: int) -> State:
    """Give what changes whenever a profile of the congress comes, changes or goes."""
    query = select(
        func.count(),
        func.coalesce(func.sum(col(Nominee.version)), 0),
        func.coalesce(func.max(col(Nominee.id)), 0),
    ).where(col(Nominee.congress_id) == congress_id)
    count, versions, last = session.execute(query).one()
    return count, int(versions), last


def alike(session: Session, congress_id: int) -> list[Candidate]:
    """Give all pairs that may be one person, the surest first."""
    query = select(
        col(Nominee.id),
        col(Nominee.name),
        col(Nominee.birth_year),
        col(Nominee.birth_date),
        col(Nominee.citizen_mark),
        col(Nominee.name_fold),
        col(Nominee.born_sound),
    ).where(col(Nominee.congress_id) == congress_id, col(Nominee.review) != Review.MERGED)
    return candidates(
        Profile(number, Person(name, Birth(year, day), mark), folded, sound)
        for number, name, year, day, mark, folded, sound in session.execute(query)
    )


def undecided(session: Session, congress_id: int, found: Sequence[Candidate]) -> list[Candidate]:
    """Leave out the pairs that somebody told apart."""
    apart = _apart(session, congress_id)
    return [each for each in found if (each.first, each.second) not in apart]


def faces(session: Session, nominees: Collection[int]) -> dict[int, Face]:
    """Give these profiles in one line each, by number."""
    query = (
        select(
            col(Nominee.id),
            col(Nominee.name),
            col(Nominee.unit_id),
            col(Unit.name),
            col(Nominee.birth_year),
            col(Nominee.birth_date),
            col(Nominee.post),
            col(Nominee.village),
            col(Nominee.review),
        )
        .join(Unit, col(Unit.id) == col(Nominee.unit_id))
        .where(col(Nominee.id).in_(nominees))
    )
    return {
        number: Face(number, name, unit_id, unit, _birth(year, day), post, village, review)
        for number, name, unit_id, unit, year, day, post, village, review in session.execute(query)
    }


def pair(
    session: Session, congress_id: int, one: int, other: int, viewer: Viewer
) -> tuple[Nominee, Nominee]:
    """Give two profiles of a congress; ``NotFound`` where either is unknown, or both are one."""
    if one == other:
        raise NotFound
    first = nominations.nominee(session, congress_id, one, viewer)
    return first, nominations.nominee(session, congress_id, other, viewer)


def merges(session: Session, congress_id: int) -> list[Merged]:
    """Give the merges that stand, the newest first."""
    query = (
        select(NomineeMerge, col(Account.name))
        .outerjoin(Account, col(Account.id) == col(NomineeMerge.merged_by))
        .where(col(NomineeMerge.congress_id) == congress_id, col(NomineeMerge.undone_at).is_(None))
        .order_by(col(NomineeMerge.id).desc())
    )
    found = session.execute(query).all()
    shown = faces(session, {side for done, _ in found for side in (done.kept_id, done.merged_id)})
    return [
        Merged(done.id, shown[done.kept_id], shown[done.merged_id], name or "", done.merged_at)
        for done, name in found
    ]


def told_apart(session: Session, congress_id: int) -> list[Apart]:
    """Give the pairs that were told apart, the newest first."""
    query = (
        select(DistinctPair, col(Account.name))
        .outerjoin(Account, col(Account.id) == col(DistinctPair.decided_by))
        .where(col(DistinctPair.congress_id) == congress_id)
        .order_by(col(DistinctPair.decided_at).desc(), col(DistinctPair.first_id))
    )
    found = session.execute(query).all()
    shown = faces(session, {side for each, _ in found for side in (each.first_id, each.second_id)})
    return [
        Apart(shown[each.first_id], shown[each.second_id], name or "", each.decided_at)
        for each, name in found
    ]


def standing(session: Session, nominee_id: int) -> Sequence[NomineeMerge]:
    """Give the merges that stand and concern a profile."""
    concerns = or_(
        col(NomineeMerge.kept_id) == nominee_id, col(NomineeMerge.merged_id) == nominee_id
    )
    query = select(NomineeMerge).where(concerns, col(NomineeMerge.undone_at).is_(None))
    return session.scalars(query.order_by(col(NomineeMerge.id))).all()


def history(
    session: Session, nominee: Nominee, merges: Sequence[NomineeMerge], viewer: Viewer
) -> list[Event]:
    """Tell what was done with a profile, the newest first; the office sees its twins' as well."""
    assert nominee.id is not None
    concerned = {nominee.id}
    if viewer.role in OFFICE:
        concerned |= {side for done in merges for side in (done.kept_id, done.merged_id)}
    subjects = {f"nominee:{number}": number for number in concerned}
    names = dict(session.execute(select(col(Account.id), col(Account.name))).all())
    query = (
        select(AuditEntry)
        .where(col(AuditEntry.subject).in_(subjects))
        .order_by(col(AuditEntry.id).desc())
    )
    return [
        Event(
            nominee_id=subjects[entry.subject],
            at=entry.at,
            by=names.get(entry.actor_id, ""),
            action=entry.action,
            fields=_fields(entry.facts),
        )
        for entry in session.scalars(query)
    ]


def _fields(facts: Mapping[str, Any]) -> tuple[str, ...]:
    told = facts.get("fields")
    return tuple(map(str, told)) if isinstance(told, list) else ()


def _apart(session: Session, congress_id: int) -> set[tuple[int, int]]:
    query = select(col(DistinctPair.first_id), col(DistinctPair.second_id)).where(
        col(DistinctPair.congress_id) == congress_id
    )
    return {(first, second) for first, second in session.execute(query)}


def _birth(year: int, day: Any) -> str:
    return f"{day:%d/%m/%Y}" if day else str(year)
