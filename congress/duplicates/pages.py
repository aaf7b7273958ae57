"""Two profiles side by side, and lists of pairs, as the office looks at them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext
from sqlmodel import Session

from congress.appraisals.words import STATES
from congress.congresses import queries as congresses
from congress.core.roles import OFFICE, Viewer
from congress.duplicates import fields, queries, words
from congress.duplicates.queries import Face
from congress.duplicates.rules import Candidate
from congress.nominations import citizen_numbers
from congress.nominations.models import Gender, Nominee, Review
from congress.nominations.values import points
from congress.nominations.vocabulary import sources

PER_PAGE = 25


@dataclass(frozen=True)
class Pair:
    """A pair in the list."""

    first: Face
    second: Face
    evidence: Any
    tone: str
    is_one_unit: bool


@dataclass(frozen=True)
class Row:
    """A field of both; ``kept`` is the side that is proposed, the first unless it is empty."""

    code: str
    label: Any
    first: str
    second: str
    differs: bool
    may_choose: bool
    takes_second: bool


@dataclass(frozen=True)
class Side:
    """One of two profiles."""

    face: Face
    state: Any
    tone: str
    version: int
    is_merged: bool


@dataclass(frozen=True)
class Comparison:
    """Two profiles side by side."""

    first: Side
    second: Side
    rows: tuple[Row, ...]
    may_merge: bool
    is_one_unit: bool

    @property
    def labels(self) -> tuple[str, str]:
        """Name the sides where there is room for few words: by their units, if they differ."""
        if self.is_one_unit:
            return gettext("Hồ sơ thứ nhất"), gettext("Hồ sơ thứ hai")
        return self.first.face.unit, self.second.face.unit


@dataclass(frozen=True)
class Line:
    """A line of a profile's history."""

    when: Any
    by: str
    said: str
    fields: str
    unit: str


@dataclass(frozen=True)
class History:
    """What a profile's page says of merges: sentences first, then every step."""

    is_merged: bool
    has_absorbed: bool
    kept_id: int | None
    sees_office: bool
    lines: tuple[Line, ...]


def shown(session: Session, found: Sequence[Candidate], page: int) -> list[Pair]:
    """Give one page of candidates."""
    part = found[(page - 1) * PER_PAGE : page * PER_PAGE]
    sides = queries.faces(session, {side for each in part for side in (each.first, each.second)})
    return [
        Pair(
            sides[each.first],
            sides[each.second],
            *words.EVIDENCE[each.evidence],
            is_one_unit=sides[each.first].unit_id == sides[each.second].unit_id,
        )
        for each in part
    ]


def compared(session: Session, first: Nominee, second: Nominee) -> Comparison:
    """Lay two profiles side by side; what differs in a field that can be chosen is offered."""
    assert first.id is not None
    assert second.id is not None
    sides = queries.faces(session, {first.id, second.id})
    groups = {group.code: group.label for group in congresses.groups(session, first.congress_id)}
    left, right = (_texts(session, each, groups) for each in (first, second))
    chosen = (
        _row(code, left[code], right[code], is_same=fields.is_same(code, first, second))
        for code in fields.COLUMNS
    )
    stays = (
        Row(f"stays-{at}", label, one, other, one != other, may_choose=False, takes_second=False)
        for at, (label, one, other) in enumerate(_staying(first, second))
    )
    is_open = Review.MERGED not in {first.review, second.review}
    return Comparison(
        first=_side(sides[first.id], first),
        second=_side(sides[second.id], second),
        rows=(*chosen, *stays),
        may_merge=is_open,
        is_one_unit=first.unit_id == second.unit_id,
    )


def history(session: Session, nominee: Nominee, viewer: Viewer) -> History:
    """Tell what was done with a profile, and with those merged into it or it into."""
    assert nominee.id is not None
    merges = queries.standing(session, nominee.id)
    is_office = viewer.role in OFFICE
    events = queries.history(session, nominee, merges, viewer)
    units = queries.faces(session, {event.nominee_id for event in events}) if merges else {}
    return History(
        is_merged=any(done.merged_id == nominee.id for done in merges),
        has_absorbed=any(done.kept_id == nominee.id for done in merges),
        kept_id=nominee.merged_into_id if is_office else None,
        sees_office=is_office,
        lines=tuple(
            Line(
                when=event.at,
                by=event.by,
                said=words.action(event.action),
                fields=", ".join(dict.fromkeys(filter(None, map(words.field, event.fields)))),
                unit=units[event.nominee_id].unit
                if is_office and event.nominee_id in units
                else "",
            )
            for event in events
        ),
    )


def _row(code: str, first: str, second: str, *, is_same: bool) -> Row:
    return Row(
        code=code,
        label=words.LABELS[code],
        first=first,
        second=second,
        differs=not is_same,
        may_choose=not is_same,
        takes_second=not is_same and not first,
    )


def _texts(session: Session, nominee: Nominee, groups: Mapping[str, str]) -> dict[str, str]:
    born = nominee.birth_date
    origin = next((s.name for s in sources().terms if s.code == nominee.source), "")
    return {
        **{code: str(getattr(nominee, columns[0])) for code, columns in fields.COLUMNS.items()},
        "gender": gettext("Nữ") if nominee.gender is Gender.FEMALE else gettext("Nam"),
        "birth": f"{born:%d/%m/%Y}" if born else str(nominee.birth_year),
        "composition_group": groups.get(nominee.composition_group, nominee.composition_group),
        "party": gettext("Có") if nominee.is_party_member else gettext("Không"),
        "source": " · ".join(filter(None, (origin, nominee.introduced_by))),
        "citizen_id": citizen_numbers.masked(session, nominee),
        "status": " · ".join(filter(None, (str(words.STATUSES[nominee.status]), nominee.reason))),
    }


def _staying(first: Nominee, second: Nominee) -> list[tuple[str, str, str]]:
    return [
        (gettext("Điểm"), points(first.score), points(second.score)),
        (gettext("Số phiếu"), _votes(first), _votes(second)),
    ]


def _votes(nominee: Nominee) -> str:
    if nominee.votes_for is None or nominee.votes_present is None:
        return ""
    return f"{nominee.votes_for}/{nominee.votes_present}"


def _side(face: Face, nominee: Nominee) -> Side:
    state = STATES[nominee.review]
    is_merged = nominee.review is Review.MERGED
    return Side(face, state.label, state.tone, nominee.version, is_merged)
