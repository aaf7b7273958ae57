"""What the pages of minutes show, and what the viewer may do there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from congress.congresses.queries import Frame
from congress.core.roles import Viewer
from congress.minutes.queries import Candidate, Version, threshold
from congress.minutes.records import Record
from congress.minutes.rules import Line, Share
from congress.minutes.words import FORMS, PLACES, TONES, threshold_on_paper
from congress.nominations.pages import may_send

_FIELDS = (
    "held_on",
    "place",
    "chair",
    "secretary",
    "summoned",
    "present",
    "form",
    "seats",
    "threshold",
    "over",
    "remarks",
)


@dataclass(frozen=True)
class ResultLine:
    """A nominee's result as the page shows it."""

    nominee_id: int
    name: str
    post: str
    rank: int
    share: str
    against: str
    blank: str
    second: str
    place: Any
    tone: str


@dataclass(frozen=True)
class TieLine:
    """One of those tied at the last seat, with what was said of them so far."""

    nominee_id: int
    name: str
    second: str
    is_preferred: bool


@dataclass(frozen=True)
class MinutesPage:
    """A version of minutes, and what the viewer may do with it."""

    record: Record
    attendance: str
    form: Any
    threshold: str
    lines: tuple[ResultLine, ...]
    tied: tuple[TieLine, ...]
    tied_seats: int
    is_tie_open: bool
    is_correction: bool
    has_post: bool
    versions: tuple[Version, ...]
    may_write: bool
    may_correct: bool
    may_attach: bool


def may_record(congress: Frame, viewer: Viewer) -> bool:
    """Tell whether the viewer records minutes; the deadline is told when they are sent."""
    return may_send(congress, viewer)


def form_choices() -> list[tuple[str, Any]]:
    """Give the forms of voting to choose from."""
    return [(form.value, label) for form, label in FORMS.items()]


def values(candidates: Sequence[Candidate], typed: Mapping[str, str]) -> dict[str, str]:
    """Give what stands in each field of the form."""
    rows = [
        f"{name}-{each.nominee_id}" for each in candidates for name in ("for", "against", "blank")
    ]
    return {name: typed.get(name, "") for name in (*_FIELDS, *rows)}


def shown(record: Record, congress: Frame, viewer: Viewer) -> MinutesPage:
    """Prepare one version of minutes."""
    minutes, tally = record.minutes, record.tally
    may = may_record(congress, viewer)
    tied = [each for each in record.votes if tally.tie and each.nominee_id in tally.tie.nominees]
    return MinutesPage(
        record=record,
        attendance=str(Share(minutes.present, minutes.summoned)),
        form=FORMS[minutes.form],
        threshold=threshold_on_paper(threshold(minutes)),
        lines=tuple(_line(line, record) for line in tally.lines),
        tied=tuple(
            TieLine(
                each.nominee_id,
                record.people[each.nominee_id].name,
                _count(each.second_for),
                each.is_preferred,
            )
            for each in tied
        ),
        tied_seats=tally.tie.seats if tally.tie else 0,
        is_tie_open=tally.open_tie is not None,
        is_correction=record.number > 1,
        has_post=any(each.post for each in record.people.values()),
        versions=record.history,
        may_write=may and record.is_open,
        may_correct=may and record.is_last and not record.is_open,
        may_attach=may and (record.is_open or not record.scan_suffix),
    )


def _line(line: Line, record: Record) -> ResultLine:
    ballot, person = line.ballot, record.people[line.ballot.nominee_id]
    return ResultLine(
        nominee_id=ballot.nominee_id,
        name=person.name,
        post=person.post,
        rank=line.rank,
        share=str(line.share),
        against=_count(ballot.votes_against),
        blank=_count(ballot.votes_blank),
        second=_count(ballot.second_for),
        place=PLACES[line.place],
        tone=TONES[line.place],
    )


def _count(votes: int | None) -> str:
    return "" if votes is None else str(votes)
