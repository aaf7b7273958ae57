"""What of a profile travels to the level above: every column that says something of the person."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import inspect
from sqlmodel import Session

from congress.core import disclosure
from congress.nominations import headings, values
from congress.nominations.models import Nominee, NomineePhoto

STAYS = frozenset(
    {
        "id",
        "congress_id",
        "unit_id",
        "workbook_id",
        "composition_group",
        "score",
        "corrected_score",
        "minutes_id",
        "status",
        "reason",
        "review",
        "is_incomplete",
        "merged_into_id",
        "version",
        "created_at",
        "changed_at",
    }
)
"""Columns that belong to one congress: where a profile stands, how it was judged there.

Groups are defined by level and mapped; scores are given by each level's committee.
"""


_HEADINGS = {
    "is_party_member": "party",
    "birth_year": "birth_date",
    "citizen_mark": "citizen_id",
    "ethnic_scheme": "ethnic_group",
    "ethnic_code": "ethnic_group",
}
"""Columns under the headings by which people know them; keys of order and search have none."""

_UNTOLD = disclosure.SENSITIVE | {"citizen_id", "phone", "household"}


def columns() -> tuple[str, ...]:
    """Give the columns that travel, those of the table to come too."""
    return tuple(column.key for column in inspect(Nominee).columns if column.key not in STAYS)


def facts(nominee: Nominee) -> dict[str, Any]:
    """Give what travels of a profile."""
    return {code: getattr(nominee, code) for code in columns()}


@dataclass(frozen=True)
class Difference:
    """A heading whose value is no longer the same; sensitive values are not told."""

    heading: str
    below: str = ""
    above: str = ""


def differences(below: Nominee, above: Nominee) -> list[Difference]:
    """Give what travels and is no longer the same in both, by heading."""
    found: dict[str, Difference] = {}
    for code in columns():
        one, other = getattr(below, code), getattr(above, code)
        heading = _HEADINGS.get(code, code)
        if heading in headings.CODES and one != other:
            found.setdefault(heading, _difference(heading, one, other))
    return list(found.values())


def _difference(heading: str, below: object, above: object) -> Difference:
    if heading in _UNTOLD or isinstance(below, StrEnum) or isinstance(above, StrEnum):
        return Difference(heading)
    return Difference(heading, values.written(below), values.written(above))


def carry_photo(session: Session, below_id: int, above_id: int, at: datetime) -> None:
    """Let the photo travel too; one that is there gives way."""
    photo = session.get(NomineePhoto, below_id)
    if photo is None:
        return
    kept = session.get(NomineePhoto, above_id) or NomineePhoto(
        nominee_id=above_id, version=0, content=b"", sharpness=0, stored_at=at
    )
    kept.content, kept.sharpness, kept.stored_at = photo.content, photo.sharpness, at
    kept.version += 1
    session.add(kept)
