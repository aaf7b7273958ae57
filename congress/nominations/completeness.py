"""What the papers print of a person, and which of it a profile lacks."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import or_
from types import SimpleNamespace
from typing import Any

from sqlalchemy import ColumnElement, cast, event, inspect

from congress.nominations.models import Nominee, Status


@dataclass(frozen=True)
class Need:
    """A heading of the papers; without a required one a profile is not submitted.

    ``lacks`` answers of a nominee, and of the table's columns alike.
    """

    code: str
    lacks: Callable[[Any], Any]
    is_required: bool = False


NEEDS = (
    Need("birth_date", lambda who: who.birth_date == None),  # noqa: E711 - columns are asked too
    Need("post", lambda who: who.post == "", is_required=True),
    Need("professional_level", lambda who: who.professional_level == ""),
    Need("village", lambda who: who.village == ""),
    Need("field", lambda who: who.field == ""),
    Need(
        "achievement",
        lambda who: (who.achievement == "") & (who.status == Status.PROPOSED),
        is_required=True,
    ),
)
"""In the order of the papers. Guests and leaders do not compete, so that nobody weighs theirs."""


def missing(nominee: Nominee) -> tuple[str, ...]:
    """Give the codes of the headings that the papers print and this profile lacks."""
    return tuple(need.code for need in NEEDS if need.lacks(nominee))


def missing_required(nominee: Nominee) -> tuple[str, ...]:
    """Give the codes of the headings without which this profile is not submitted."""
    return tuple(need.code for need in NEEDS if need.is_required and need.lacks(nominee))


def incomplete(who: Any) -> Any:
    """Tell whether something is missing without which a profile is not submitted.

    ``who`` is a nominee, or the table's columns in its place.
    """
    return reduce(or_, (need.lacks(who) for need in NEEDS if need.is_required))


def incomplete_with(written: Mapping[str, ColumnElement[Any]]) -> ColumnElement[bool]:
    """Tell the same of a stored row as it will be with these columns written."""
    # PostgreSQL wants to hear again what kind a value is.
    kinds = {code: cast(value, value.type) for code, value in written.items()}
    after: dict[str, Any] = {**inspect(Nominee).columns, **kinds}
    told: ColumnElement[bool] = incomplete(SimpleNamespace(**after))
    return told


@event.listens_for(Nominee, "before_insert")
@event.listens_for(Nominee, "before_update")
def _note(_mapper: object, _connection: object, nominee: Nominee) -> None:
    """Keep beside every nominee what lists are filtered by."""
    nominee.is_incomplete = bool(incomplete(nominee))
