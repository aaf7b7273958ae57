"""A row's values, each proven against the terms of the congress or refused with its fault."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from functools import lru_cache
from typing import Any, Protocol

from congress.core import identity
from congress.core.errors import Rejected
from congress.core.names import fold
from congress.core.period import Birth, age, read_birth, read_short
from congress.nominations import values
from congress.nominations.ethnic_groups import EthnicGroups
from congress.nominations.headings import FEMALE, MALE, label
from congress.nominations.values import NomineeRow
from congress.nominations.vocabulary import (
    political_levels,
    professional_levels,
    roles,
    sources,
    titles,
)

YOUNGEST = 14
OLDEST = 110
_COUNT = re.compile(r"\d{5}(\.0+)?")
_EXAMPLE = Birth.on(date(1978, 3, 5))

GENDERS = {"nam": "male", "nu": "female", "male": "male", "female": "female"}
_OTHER_LABELS = {
    "nguoi truc tiep lao dong san xuat cong tac": "direct",
    "nguoi truc tiep san xuat cong tac": "direct",
    "nguoi truc tiep lao dong": "direct",
    "nguoi truc tiep san xuat": "direct",
    "nguoi truc tiep cong tac": "direct",
}


class Group(Protocol):
    """A composition group of the congress's level."""

    @property
    def code(self) -> str:
        """Its code."""

    @property
    def label(self) -> str:
        """Its name in lists."""

    @property
    def side(self) -> str:
        """The side of the 70/30: direct or invited."""


@dataclass(frozen=True)
class Terms:
    """What rows are proven against; ages are counted on the day of the congress.

    A unit that ``names_guests`` (an agency) says why each guest and leader is invited. A file
    ``counts_days`` as Excel does; in a form, five digits for a birth are a slip.
    """

    groups: Sequence[Group]
    ethnic_groups: EthnicGroups
    held_on: date
    names_guests: bool = False
    counts_days: bool = True


def group_of(written: str, groups: Sequence[Group]) -> Group | None:
    """Find a composition group by its label or code, in any case, with or without marks."""
    sought = _plain_label(written)
    return _by_label(tuple(groups)).get(_OTHER_LABELS.get(sought, sought))


@lru_cache
def _by_label(groups: tuple[Group, ...]) -> dict[str, Group]:
    return {
        _plain_label(spelled): group for group in groups for spelled in (group.code, group.label)
    }


@lru_cache(maxsize=1_024)
def _plain_label(text: str) -> str:
    words = "".join(c if c.isalnum() else " " for c in fold(text)).split()
    opening = " ".join(words[:2])
    return " ".join(words[2:] if opening in {"dai bieu", "dai dien"} and words[2:] else words)


def _nearest_label(written: str, labels: Sequence[str]) -> str:
    """Give the label of shared words, else of like letters; nothing where none is near."""
    words = set(_plain_label(written).split())
    spelled = {label: set(_plain_label(label).split()) for label in labels}
    sharing = [label for label, own in spelled.items() if words and (words <= own or own <= words)]
    if sharing:
        return min(sharing, key=lambda label: len(spelled[label] ^ words))
    folded = {fold(label): label for label in labels}
    near = get_close_matches(fold(written), folded, n=1)
    return folded[near[0]] if near else ""


def _required(row: NomineeRow, *codes: str) -> object:
    written = row.first(*codes)
    if not values.written(written):
        raise Rejected("value_missing", heading=label(codes[0]))
    return written


def _gender(row: NomineeRow, _: Terms) -> str:
    columns = [code for code in (MALE, FEMALE) if row.text(code)]
    if row.text("gender") or not columns:
        written = _required(row, "gender")
        gender = GENDERS.get(fold(values.written(written)))
        if gender is None:
            raise Rejected("gender_unknown", value=values.shown(written))
        columns.append(gender)
    if len(set(columns)) > 1:
        raise Rejected("gender_twice")
    return columns[0]


def _birth(row: NomineeRow, terms: Terms) -> Birth:
    columns = ("birth_date", "birth_year", MALE, FEMALE)
    written = [row.values[code] for code in columns if row.text(code)]
    # A mark in the columns Nam and Nữ tells the gender only.
    written = [value for value in written if fold(values.written(value)) != "x"]
    births = [
        read_birth(value) if terms.counts_days or not _is_count(value) else None
        for value in written
    ]
    if not written:
        raise Rejected("value_missing", heading=label("birth_date"))
    first = births[0]
    if first is None or None in births:
        raise _unreadable_birth(written[births.index(None)], terms.held_on)
    if any(birth and not birth.agrees_with(first) for birth in births):
        raise Rejected("birth_disagrees", value=", ".join(map(values.shown, written)))
    return _of_possible_age(first, terms.held_on)


def _is_count(value: object) -> bool:
    return _COUNT.fullmatch(values.written(value)) is not None


def _unreadable_birth(written: object, on: date) -> Rejected:
    """Suggest whole years where two digits are written: which one is meant, a person says."""
    meant = [birth for birth in read_short(written) if YOUNGEST <= age(birth, on) <= OLDEST]
    told = meant or [_EXAMPLE]
    return Rejected(
        "birth_unreadable",
        value=values.shown(written),
        day=" / ".join(birth.on_paper() for birth in told),
        year=" / ".join(str(birth.year) for birth in told),
    )


def _of_possible_age(birth: Birth, on: date) -> Birth:
    years = age(birth, on)
    if years < 0 or (birth.day and birth.day > on):
        raise Rejected("birth_in_future", value=values.shown(birth.day or birth.year))
    if not YOUNGEST <= years <= OLDEST:
        raise Rejected("age_impossible", age=years, youngest=YOUNGEST, oldest=OLDEST)
    return birth


def _ethnic_group(row: NomineeRow, terms: Terms) -> Any:
    written = values.written(_required(row, "ethnic_group"))
    found = terms.ethnic_groups.find(written)
    if found is None:
        suggested = terms.ethnic_groups.suggest(written)
        usual = tuple(group.name for group in terms.ethnic_groups.groups[:9])
        listed = ", ".join(suggested) if suggested else f"{', '.join(usual)}…"
        raise Rejected("ethnic_group_unknown", value=values.shown(written), suggested=listed)
    return found


def _composition_group(row: NomineeRow, terms: Terms) -> Group:
    written = values.written(_required(row, "composition_group"))
    found = group_of(written, terms.groups)
    if found is None:
        labels = [group.label for group in terms.groups]
        suggested = _nearest_label(written, labels) or "; ".join(labels)
        raise Rejected(
            "composition_group_unknown", value=values.shown(written), suggested=suggested
        )
    return found


def _source(row: NomineeRow, _: Terms) -> str:
    written = row.text("source")
    found = sources().term(written)
    if written and found is None:
        listed = "; ".join(sources().names)
        raise Rejected("source_unknown", value=values.shown(written), suggested=listed)
    return found.code if found else ""


def _citizen_id(row: NomineeRow, _: Terms) -> str:
    if not row.text("citizen_id"):
        return ""
    number = identity.citizen_id(row.values["citizen_id"])
    if number is None:
        raise Rejected("citizen_id_malformed")
    return number


def _phone(row: NomineeRow, _: Terms) -> str:
    if not row.text("phone"):
        return ""
    number = identity.phone(row.values["phone"])
    if number is None:
        raise Rejected("phone_malformed", value=values.shown(row.values["phone"]))
    return number


def _cell(code: str, read: Callable[[object], Any]) -> Callable[[NomineeRow, Terms], Any]:
    return lambda row, _: read(row.values.get(code, ""))


READERS: Mapping[str, Callable[[NomineeRow, Terms], Any]] = {
    "name": lambda row, _: values.name(_required(row, "name")),
    "gender": _gender,
    "birth_date": _birth,
    "ethnic_group": _ethnic_group,
    "composition_group": _composition_group,
    **{
        code: _cell(code, values.plain)
        for code in (
            "post",
            "workplace",
            "village",
            "field",
            "household",
            "introduced_by",
            "reason",
        )
    },
    "achievement": _cell("achievement", values.achievement),
    "titles": _cell("titles", values.several_of(titles())),
    "roles": _cell("roles", values.several_of(roles())),
    "professional_level": _cell("professional_level", values.one_of(professional_levels())),
    "political_level": _cell("political_level", values.one_of(political_levels())),
    "source": _source,
    "party": _cell("party", values.yes_or_no),
    "score": _cell("score", values.score),
    "citizen_id": _citizen_id,
    "phone": _phone,
    "votes_for": _cell("votes_for", values.votes),
    "votes_present": _cell("votes_present", values.votes),
}
