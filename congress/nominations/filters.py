"""Which nominees a list shows, and in which order, as its address says."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, or_
from sqlalchemy.orm import Mapped
from sqlmodel import col

from congress.core.disclosure import is_entitled
from congress.core.roles import Viewer
from congress.nominations.models import TITLED, Gender, Nominee, Review, Status
from congress.nominations.people import searched
from congress.units.queries import seen_by

_LARGEST_NUMBER = 2**31 - 1


class Order(StrEnum):
    """What a list is put in order by."""

    UNIT = "unit"
    NAME = "name"
    SCORE = "score"
    CHANGED = "changed"


@dataclass(frozen=True)
class Filters:
    """Which nominees a page shows; empty filters show all that the viewer may know of."""

    unit_id: int | None = None
    group: str = ""
    status: str = ""
    is_unscored: bool = False
    page: int = 1
    words: str = ""
    review: str = ""
    gender: str = ""
    ethnic_code: str = ""
    title: str = ""
    is_incomplete: bool = False
    order: Order = Order.UNIT
    is_reversed: bool = False

    @property
    def is_narrowed(self) -> bool:
        """Tell whether anybody may be left out."""
        plain = Filters(page=self.page, order=self.order, is_reversed=self.is_reversed)
        return self != plain


def filters_of(asked: Mapping[str, str], viewer: Viewer) -> Filters:
    """Read the filters of an address; who is not entitled asks after no ethnic group."""
    order, is_reversed = _order(asked.get("sort", ""))
    return Filters(
        unit_id=_number(asked.get("unit", "")),
        group=asked.get("group", ""),
        status=_one_of(Status, asked.get("status", "")),
        is_unscored=asked.get("unscored") == "1",
        page=_number(asked.get("page", "")) or 1,
        words=asked.get("q", "").strip(),
        review=_one_of(Review, asked.get("review", "")),
        gender=_one_of(Gender, asked.get("gender", "")),
        ethnic_code=asked.get("ethnic", "") if is_entitled(viewer.role) else "",
        title=asked.get("title", "").strip(),
        is_incomplete=asked.get("incomplete") == "1",
        order=order,
        is_reversed=is_reversed,
    )


def turned(filters: Filters, order: Order) -> Filters:
    """Give the filters after a click on a heading: the first page in its order, or turned round."""
    is_reversed = filters.order is order and not filters.is_reversed
    return replace(filters, page=1, order=order, is_reversed=is_reversed)


def conditions(congress_id: int, viewer: Viewer, filters: Filters) -> Iterator[ColumnElement[bool]]:
    """Give what a query has to ask for; indexes answer all of it without reading a row."""
    yield col(Nominee.congress_id) == congress_id
    yield col(Nominee.review) != Review.MERGED
    if not viewer.sees_all:
        yield seen_by(viewer, col(Nominee.unit_id))
    for column, value in _chosen(filters):
        if value:
            yield column == value
    if filters.is_unscored:
        yield col(Nominee.score).is_(None)
        yield col(Nominee.status) == Status.PROPOSED
    if filters.is_incomplete:
        yield col(Nominee.is_incomplete).is_(True)
    yield from _of_words(filters)


def _chosen(filters: Filters) -> Iterator[tuple[Mapped[Any], Any]]:
    yield col(Nominee.unit_id), filters.unit_id
    yield col(Nominee.composition_group), filters.group
    yield col(Nominee.status), filters.status
    yield col(Nominee.review), filters.review
    yield col(Nominee.gender), filters.gender
    yield col(Nominee.ethnic_code), filters.ethnic_code


def _of_words(filters: Filters) -> Iterator[ColumnElement[bool]]:
    for word in searched(filters.words).split():
        yield col(Nominee.name_fold).contains(f" {word}", autoescape=True)
    if filters.title:
        yield TITLED  # type: ignore[misc]
        yield or_(
            col(Nominee.titles).contains(filters.title, autoescape=True),
            col(Nominee.roles).contains(filters.title, autoescape=True),
        )


def _order(asked: str) -> tuple[Order, bool]:
    wanted = asked.removeprefix("-")
    return (Order(wanted), asked != wanted) if wanted in set(Order) else (Order.UNIT, False)


def _one_of(kind: type[StrEnum], asked: str) -> str:
    return asked if asked in set(kind) else ""


def _number(text: str) -> int | None:
    is_number = text.isascii() and text.isdigit() and len(text) <= len(str(_LARGEST_NUMBER))
    return min(int(text), _LARGEST_NUMBER) if is_number else None
