"""Profiles on their way, as pages read them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from congress.accounts.models import Account
from congress.appraisals.models import Receipt, Remark, ReviewStep
from congress.congresses.models import CompositionGroup, Participation
from congress.core.errors import NotFound
from congress.core.period import Birth
from congress.core.roles import Viewer
from congress.nominations.listing import PAGE_SIZE, Page
from congress.nominations.models import Nominee, Review
from congress.units.models import Unit
from congress.units.queries import seen_by


@dataclass(frozen=True)
class Standing:
    """A person and how far their profile is: what a receipt says of them."""

    id: int
    name: str
    birth: str
    group: str
    review: Review


@dataclass(frozen=True)
class Step:
    """A profile's move: from where to where, by whom, when, and with which words."""

    came_from: Review
    went_to: Review
    who: str
    at: datetime
    remark: str


@dataclass(frozen=True)
class Said:
    """A remark on a profile with its answer."""

    id: int
    heading: str
    words: str
    who: str
    at: datetime
    answer: str
    answered_by: str
    answered_at: datetime | None

    @property
    def is_open(self) -> bool:
        """Tell whether it waits for an answer."""
        return self.answered_at is None

    @property
    def may_be_answered(self) -> bool:
        """Tell whether nobody has put an answer into words yet."""
        return not self.answer


@dataclass(frozen=True)
class Waiting:
    """A profile that waits for the office."""

    id: int
    version: int
    name: str
    birth: str
    unit: str
    group: str
    post: str
    since: datetime

    @property
    def chosen(self) -> str:
        """Name the profile with the version that is shown."""
        return f"{self.id}:{self.version}"


def standing(session: Session, congress_id: int, unit_id: int) -> list[Standing]:
    """Give a unit's people by name, with how far the profile of each is."""
    query = (
        select(
            col(Nominee.id),
            col(Nominee.name),
            col(Nominee.birth_year),
            col(Nominee.birth_date),
            col(CompositionGroup.label),
            col(Nominee.review),
        )
        .join(
            CompositionGroup,
            (col(CompositionGroup.code) == col(Nominee.composition_group))
            & (col(CompositionGroup.congress_id) == col(Nominee.congress_id)),
        )
        .where(
            col(Nominee.congress_id) == congress_id,
            col(Nominee.unit_id) == unit_id,
            col(Nominee.review) != Review.MERGED,
        )
        .order_by(col(Nominee.name_key), col(Nominee.id))
    )
    return [
        Standing(number, name, Birth(year, day).on_paper(), group, review)
        for number, name, year, day, group, review in session.execute(query)
    ]


def history(session: Session, nominee_id: int) -> list[Step]:
    """Give every move of a profile, the first one first."""
    query = (
        select(
            col(ReviewStep.came_from),
            col(ReviewStep.went_to),
            col(Account.name),
            col(ReviewStep.made_at),
            col(ReviewStep.remark),
        )
        .join(Account, col(Account.id) == col(ReviewStep.made_by), isouter=True)
        .where(col(ReviewStep.nominee_id) == nominee_id)
        .order_by(col(ReviewStep.id))
    )
    return [
        Step(came_from, went_to, who or "", at, remark)
        for came_from, went_to, who, at, remark in session.execute(query)
    ]


def remarks(session: Session, nominee_id: int) -> list[Said]:
    """Give what was said of a profile, the newest first."""
    answerer = aliased(Account)
    query = (
        select(Remark, col(Account.name), col(answerer.name))
        .join(Account, col(Account.id) == col(Remark.made_by), isouter=True)
        .join(answerer, col(answerer.id) == col(Remark.answered_by), isouter=True)
        .where(col(Remark.nominee_id) == nominee_id)
        .order_by(col(Remark.id).desc())
    )
    return [
        Said(
            found.id or 0,
            found.heading,
            found.words,
            who or "",
            found.made_at,
            found.answer,
            answered_by or "",
            found.answered_at,
        )
        for found, who, answered_by in session.execute(query)
    ]


def versions(
    session: Session, congress_id: int, review: Review, unit_id: int | None = None
) -> Mapping[int, int]:
    """Give the profiles in a state, by number, with the version of each."""
    query = select(col(Nominee.id), col(Nominee.version)).where(
        col(Nominee.congress_id) == congress_id, col(Nominee.review) == review
    )
    if unit_id is not None:
        query = query.where(col(Nominee.unit_id) == unit_id)
    return {row[0]: row[1] for row in session.execute(query)}


def waiting(
    session: Session,
    congress_id: int,
    viewer: Viewer,
    review: Review,
    *,
    unit_id: int | None = None,
    page: int = 1,
) -> Page[Waiting]:
    """Give one page of the profiles in a state whom the viewer may know of, by unit and name."""
    total = _count(session, congress_id, viewer, review, unit_id)
    page = min(max(page, 1), max(1, -(-total // PAGE_SIZE)))
    query = (
        select(
            col(Nominee.id),
            col(Nominee.version),
            col(Nominee.name),
            col(Nominee.birth_year),
            col(Nominee.birth_date),
            col(Unit.name),
            col(CompositionGroup.label),
            col(Nominee.post),
            col(Nominee.changed_at),
        )
        .join(Unit, col(Unit.id) == col(Nominee.unit_id))
        .join(
            Participation,
            (col(Participation.unit_id) == col(Nominee.unit_id))
            & (col(Participation.congress_id) == col(Nominee.congress_id)),
        )
        .join(
            CompositionGroup,
            (col(CompositionGroup.code) == col(Nominee.composition_group))
            & (col(CompositionGroup.congress_id) == col(Nominee.congress_id)),
        )
        .where(*_in_state(congress_id, viewer, review, unit_id))
        .order_by(col(Participation.position), col(Nominee.name_key), col(Nominee.id))
        .offset((page - 1) * PAGE_SIZE)
        .limit(PAGE_SIZE)
    )
    lines = [
        Waiting(number, version, name, Birth(year, day).on_paper(), unit, group, post, since)
        for number, version, name, year, day, unit, group, post, since in session.execute(query)
    ]
    return Page(lines, total, page)


def _in_state(
    congress_id: int, viewer: Viewer, review: Review, unit_id: int | None
) -> list[ColumnElement[bool]]:
    here = [
        col(Nominee.congress_id) == congress_id,
        col(Nominee.review) == review,
        seen_by(viewer, col(Nominee.unit_id)),
    ]
    return here if unit_id is None else [*here, col(Nominee.unit_id) == unit_id]


def _count(
    session: Session, congress_id: int, viewer: Viewer, review: Review, unit_id: int | None
) -> int:
    query = select(func.count()).where(*_in_state(congress_id, viewer, review, unit_id))
    count: int = session.execute(query).scalar_one()
    return count


def receipts(session: Session, congress_id: int, unit_id: int) -> list[Receipt]:
    """Give the receipts of a unit, the newest first."""
    query = (
        select(Receipt)
        .where(col(Receipt.congress_id) == congress_id, col(Receipt.unit_id) == unit_id)
        .order_by(col(Receipt.id).desc())
    )
    return list(session.scalars(query))


def receipt(session: Session, congress_id: int, receipt_id: int, viewer: Viewer) -> Receipt:
    """Give one receipt; ``NotFound`` where the viewer may not know of its unit."""
    found = session.get(Receipt, receipt_id)
    if found is None or found.congress_id != congress_id or not viewer.sees_unit(found.unit_id):
        raise NotFound
    return found
