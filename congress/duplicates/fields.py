"""The fields of a profile that a merge may take from either side, and how values are kept."""

import base64
import json
from collections.abc import Collection, Mapping
from datetime import date
from enum import StrEnum
from typing import Any

from congress.core.names import sort_key
from congress.core.period import Birth
from congress.nominations.models import Gender, Nominee, Source, Status
from congress.nominations.people import Person, born_sound, person_key, searched

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "name": ("name",),
    "gender": ("gender",),
    "birth": ("birth_date", "birth_year"),
    "ethnic_group": ("ethnic_group", "ethnic_scheme", "ethnic_code"),
    "composition_group": ("composition_group",),
    "post": ("post",),
    "workplace": ("workplace",),
    "village": ("village",),
    "field": ("field",),
    "party": ("is_party_member",),
    "professional_level": ("professional_level",),
    "political_level": ("political_level",),
    "titles": ("titles",),
    "roles": ("roles",),
    "achievement": ("achievement",),
    "source": ("source", "introduced_by"),
    "citizen_id": ("citizen_sealed", "citizen_mark"),
    "phone": ("phone",),
    "household": ("household",),
    "status": ("status", "reason"),
}
"""Columns by field. Photo, score, votes and minutes stay with the profile they belong to."""

_KINDS: Mapping[str, Any] = {
    "birth_date": date.fromisoformat,
    "gender": Gender,
    "source": Source,
    "status": Status,
    "citizen_sealed": base64.b64decode,
}


def is_same(field: str, one: Nominee, other: Nominee) -> bool:
    """Tell whether two profiles say the same in a field; sealed numbers go by their marks."""
    compared = (column for column in COLUMNS[field] if column != "citizen_sealed")
    return all(getattr(one, column) == getattr(other, column) for column in compared)


def values(nominee: Nominee, fields: Collection[str]) -> dict[str, Any]:
    """Give the columns of these fields."""
    return {
        column: getattr(nominee, column)
        for field in COLUMNS
        if field in fields
        for column in COLUMNS[field]
    }


def write(nominee: Nominee, columns: Mapping[str, Any]) -> None:
    """Set columns, and with them what is kept of name and birth to find somebody by."""
    for column, value in columns.items():
        setattr(nominee, column, value)
    if not columns.keys() & {"name", "birth_date", "birth_year"}:
        return
    birth = Birth(nominee.birth_year, nominee.birth_date)
    nominee.person_key = person_key(Person(nominee.name, birth))
    nominee.name_key = sort_key(nominee.name)
    nominee.name_fold = searched(nominee.name)
    nominee.born_sound = born_sound(nominee.name, birth)


def packed(columns: Mapping[str, Any]) -> str:
    """Write columns down as text.

    >>> packed({"birth_date": date(1980, 5, 1), "birth_year": 1980, "phone": ""})
    '{"birth_date": "1980-05-01", "birth_year": 1980, "phone": ""}'
    """
    return json.dumps({column: _plain(value) for column, value in columns.items()})


def unpacked(text: str) -> dict[str, Any]:
    """Read what ``packed`` wrote.

    >>> unpacked('{"birth_date": "1980-05-01", "gender": "female", "source": null}')
    {'birth_date': datetime.date(1980, 5, 1), 'gender': <Gender.FEMALE: 'female'>, 'source': None}
    """
    stored: dict[str, Any] = json.loads(text)
    return {
        column: _KINDS[column](value) if column in _KINDS and value is not None else value
        for column, value in stored.items()
    }


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    return value.value if isinstance(value, StrEnum) else value
