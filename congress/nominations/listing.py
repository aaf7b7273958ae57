"""The list of nominees: page by page, filtered, by unit and name."""

from dataclasses import dataclass
from typing import Generic, TypeVar

from sqlalchemy import Select, func, select
from sqlmodel import Session, col

from congress.congresses.models import CompositionGroup, Participation
from congress.core.period import Birth
from congress.core.roles import Viewer
from congress.nominations.models import Gender, Nominee, Status
from congress.nominations.values import points
from congress.units.models import Unit
from congress.units.queries import seen_by

PAGE_SIZE = 50


@dataclass(frozen=True)
class Filters:
    """Which nominees a page shows; empty filters show all that the viewer may know of."""

    unit_id: int | None = None
    group: str = ""
    status: str = ""
    is_unscored: bool = False
    page: int = 1


@dataclass(frozen=True)
class NomineeLine:
    """A nominee as the list shows them."""

    id: int
    name: str
    gender: Gender
    birth: str
    ethnic_group: str
    unit: str
    group: str
    post: str
    village: str
    score: str
    status: Status
    reason: str
    is_party_member: bool

    @property
    def is_settled(self) -> bool:
        """Tell whether the nominee does not compete: required or excluded."""
        return self.status is not Status.PROPOSED

    @property
    def is_required(self) -> bool:
        """Tell whether the nominee must be on the list."""
        return self.status is Status.REQUIRED

    @property
    def is_woman(self) -> bool:
        """Tell the gender."""
        return self.gender is Gender.FEMALE


Shown = TypeVar("Shown")


@dataclass(frozen=True)
class Page(Generic[Shown]):
    """One page of a list, and how many there are in all."""

    lines: list[Shown]
    total: int
    page: int

    @property
    def first(self) -> int:
        """Give the number of the first line shown."""
        return (self.page - 1) * PAGE_SIZE + 1

    @property
    def last(self) -> int:
        """Give the number of the last line shown."""
        return self.first + len(self.lines) - 1

    @property
    def has_previous(self) -> bool:
        """Tell whether there is a page before."""
        return self.page > 1

    @property
    def has_next(self) -> bool:
        """Tell whether there is a page after."""
        return self.last < self.total


NomineeList = Page[NomineeLine]


def nominees(session: Session, congress_id: int, viewer: Viewer, filters: Filters) -> NomineeList:
    """Give one page of the nominees whom the viewer may know of, by unit, then by name."""
    query = _filtered(_seen(congress_id, viewer), filters)
    total = session.execute(select(func.count()).select_from(query.subquery())).scalar_one()
    page = min(max(filters.page, 1), max(1, -(-total // PAGE_SIZE)))
    ordered = query.order_by(col(Participation.position), col(Nominee.name_key), col(Nominee.id))
    shown = ordered.offset((page - 1) * PAGE_SIZE).limit(PAGE_SIZE)
    return NomineeList([_line(*row) for row in session.execute(shown)], total, page)


_Lines = Select[Nominee, str, str]


def _seen(congress_id: int, viewer: Viewer) -> _Lines:
    return (
        select(Nominee, col(Unit.name), col(CompositionGroup.label))
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
        .where(col(Nominee.congress_id) == congress_id, seen_by(viewer, col(Nominee.unit_id)))
    )


def _filtered(query: _Lines, filters: Filters) -> _Lines:
    if filters.unit_id is not None:
        query = query.where(col(Nominee.unit_id) == filters.unit_id)
    if filters.group:
        query = query.where(col(Nominee.composition_group) == filters.group)
    if filters.status in set(Status):
        query = query.where(col(Nominee.status) == Status(filters.status))
    if filters.is_unscored:
        query = query.where(col(Nominee.score).is_(None), col(Nominee.status) == Status.PROPOSED)
    return query


def _line(found: Nominee, unit: str, group: str) -> NomineeLine:
    assert found.id is not None
    return NomineeLine(
        id=found.id,
        name=found.name,
        gender=found.gender,
        birth=Birth(found.birth_year, found.birth_date).on_paper(),
        ethnic_group=found.ethnic_group,
        unit=unit,
        group=group,
        post=found.post,
        village=found.village,
        score=points(found.score),
        status=found.status,
        reason=found.reason,
        is_party_member=found.is_party_member,
    )
