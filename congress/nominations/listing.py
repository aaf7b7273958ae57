"""The list of nominees: page by page, filtered, in several orders, fast however long it is."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from sqlalchemy import ColumnElement, func, select, true
from sqlmodel import Session, col

from congress.congresses.models import CompositionGroup, Participation
from congress.core.disclosure import is_entitled
from congress.core.period import Birth
from congress.core.roles import Viewer
from congress.nominations.filters import Filters, Order, conditions
from congress.nominations.models import Gender, Nominee, Review, Status
from congress.nominations.portraits import described
from congress.nominations.values import points
from congress.units.models import Unit

PAGE_SIZE = 50


@dataclass(frozen=True)
class NomineeLine:
    """A nominee as the list shows them; no ethnic group to whom it is not disclosed."""

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
    review: Review
    is_incomplete: bool
    changed_at: datetime

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


@dataclass(frozen=True)
class Stretch:
    """A part of a list that one index gives in order: so many people, by these columns."""

    count: int
    columns: Sequence[Any]
    where: ColumnElement[bool]
    is_descending: bool = False

    def turned(self) -> "Stretch":
        """Give the same people the other way round."""
        return Stretch(self.count, self.columns, self.where, not self.is_descending)


def nominees(session: Session, congress_id: int, viewer: Viewer, filters: Filters) -> NomineeList:
    """Give one page of the nominees whom the viewer may know of."""
    asked = list(conditions(congress_id, viewer, filters))
    stretches = _stretches(session, congress_id, asked, filters)
    total = sum(stretch.count for stretch in stretches)
    page = min(max(filters.page, 1), max(1, -(-total // PAGE_SIZE)))
    ids = [
        number
        for stretch, offset, size in cut(stretches, (page - 1) * PAGE_SIZE, PAGE_SIZE)
        for number in _ids(session, asked, stretch, offset, size)
    ]
    shows_ethnic_group = is_entitled(viewer.role)
    return NomineeList(_lines(session, ids, shows_ethnic_group=shows_ethnic_group), total, page)


def cut(stretches: Sequence[Stretch], first: int, size: int) -> Iterator[tuple[Stretch, int, int]]:
    """Cut ``size`` lines out of a list from line ``first`` on: stretch, offset in it, and length.

    What lies in a stretch's later half is counted from its end, which is as near.
    """
    for stretch in stretches:
        length = min(size, stretch.count - first)
        if length > 0:
            yield stretch, max(first, 0), length
            size -= length
        first = max(first - stretch.count, 0)


def _stretches(
    session: Session, congress_id: int, asked: Sequence[ColumnElement[bool]], filters: Filters
) -> list[Stretch]:
    """Count the list, in stretches of its order."""
    counts = _counts(session, congress_id, asked)
    name = (col(Nominee.name_key), col(Nominee.id))
    everybody = sum(all_of for all_of, _ in counts.values())
    scored = sum(with_score for _, with_score in counts.values())
    score = col(Nominee.score)
    found = {
        Order.UNIT: lambda: [
            Stretch(count, name, col(Nominee.unit_id) == unit)
            for unit, (count, _) in counts.items()
        ],
        Order.NAME: lambda: [Stretch(everybody, name, true())],
        # Databases disagree on where to put those without a score; here they come last.
        Order.SCORE: lambda: [
            Stretch(scored, (score, *name), score.is_not(None), is_descending=True),
            Stretch(everybody - scored, name, score.is_(None)),
        ],
        Order.CHANGED: lambda: [
            Stretch(
                everybody,
                (col(Nominee.changed_at), col(Nominee.id)),
                true(),
                is_descending=True,
            )
        ],
    }[filters.order]()
    return [each.turned() for each in reversed(found)] if filters.is_reversed else found


def _counts(
    session: Session, congress_id: int, asked: Sequence[ColumnElement[bool]]
) -> dict[int, tuple[int, int]]:
    """Count people, and those with a score, by unit in the units' order."""
    counted = (
        select(col(Nominee.unit_id), func.count(), func.count(col(Nominee.score)))
        .where(*asked)
        .group_by(col(Nominee.unit_id))
    )
    of_unit = {unit: (count, scored) for unit, count, scored in session.execute(counted)}
    order = (
        select(col(Participation.unit_id))
        .where(col(Participation.congress_id) == congress_id)
        .order_by(col(Participation.position))
    )
    return {unit: of_unit[unit] for unit in session.scalars(order) if unit in of_unit}


def _ids(
    session: Session,
    asked: Sequence[ColumnElement[bool]],
    stretch: Stretch,
    offset: int,
    size: int,
) -> list[int]:
    is_late = 2 * offset > stretch.count
    skipped = stretch.count - offset - size if is_late else offset
    columns = [
        each.desc() if stretch.is_descending is not is_late else each.asc()
        for each in stretch.columns
    ]
    query = (
        select(col(Nominee.id))
        .where(*asked, stretch.where)
        .order_by(*columns)
        .offset(skipped)
        .limit(size)
    )
    found: list[Any] = list(session.scalars(query))
    return found[::-1] if is_late else found


_SHOWN = described(
    col(Nominee.id),
    col(Nominee.name),
    col(Nominee.gender),
    col(Nominee.birth_year),
    col(Nominee.birth_date),
    col(Nominee.ethnic_group),
    col(Unit.name).label("unit"),
    col(CompositionGroup.label).label("group"),
    col(Nominee.post),
    col(Nominee.village),
    col(Nominee.score),
    col(Nominee.status),
    col(Nominee.reason),
    col(Nominee.review),
    col(Nominee.is_incomplete),
    col(Nominee.changed_at),
)


def _lines(session: Session, ids: Sequence[int], *, shows_ethnic_group: bool) -> list[NomineeLine]:
    found = {row.id: row for row in session.execute(_SHOWN.where(col(Nominee.id).in_(ids)))}
    return [
        _line(found[number], shows_ethnic_group=shows_ethnic_group)
        for number in ids
        if number in found
    ]


def _line(found: Any, *, shows_ethnic_group: bool) -> NomineeLine:
    facts = dict(found._mapping)  # noqa: SLF001
    birth = Birth(facts.pop("birth_year"), facts.pop("birth_date"))
    return NomineeLine(
        **facts
        | {
            "birth": birth.on_paper(),
            "ethnic_group": found.ethnic_group if shows_ethnic_group else "",
            "score": points(found.score),
        }
    )
