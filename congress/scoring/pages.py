"""What the pages of scores show, and what the viewer may do there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from flask_babel import format_decimal, gettext, lazy_gettext as _l

from congress.congresses.queries import Frame
from congress.core.roles import OFFICE, Role, Viewer
from congress.scoring.models import Kind
from congress.scoring.queries import PastAssessment, PastScore, Scored
from congress.scoring.rules import Given, Line

KINDS: dict[Kind, Any] = {
    Kind.TITLES: _l("Danh hiệu"),
    Kind.AWARDS: _l("Số lần khen thưởng"),
    Kind.VOTES: _l("Tỷ lệ phiếu"),
    Kind.APPRAISAL: _l("Cán bộ thẩm định chấm"),
    Kind.ATTRIBUTE: _l("Nhóm cơ cấu hoặc lĩnh vực"),
}
COLUMNS: tuple[tuple[str, Any], ...] = (
    ("field", _l("Lĩnh vực")),
    ("composition_group", _l("Nhóm cơ cấu")),
)
MOST_SHOWN = 30


@dataclass(frozen=True)
class ScoreLine:
    """A criterion as the page explains it; the key is set where an officer judges."""

    key: int
    name: str
    kind: Any
    facts: tuple[str, ...]
    points: str
    maximum: str
    is_judged: bool
    is_missing: bool
    is_capped: bool


@dataclass(frozen=True)
class Explained:
    """A nominee's score, line by line."""

    id: int
    name: str
    unit: str
    lines: tuple[ScoreLine, ...]
    sum: str
    maximum: str
    total: str
    correction: str
    is_corrected: bool
    is_complete: bool
    is_stale: bool
    stored: str


@dataclass(frozen=True)
class Change:
    """Somebody's score before and after a rubric that is not adopted yet."""

    name: str
    unit: str
    before: str
    after: str
    difference: str


@dataclass(frozen=True)
class Preview:
    """What a rubric would change: how many scores, the largest change, the people most touched."""

    people: int
    changed: int
    unscored: int
    largest: str
    changes: tuple[Change, ...]


def may_assess(congress: Frame, viewer: Viewer) -> bool:
    """Tell whether the viewer gives points now."""
    return viewer.role in OFFICE and not congress.is_locked


def may_adopt(congress: Frame, viewer: Viewer) -> bool:
    """Tell whether the viewer adopts a rubric now."""
    return viewer.role is Role.ORGANIZER and not congress.is_locked


def points(number: Decimal | None) -> str:
    """Write points to two decimals as the reader's language does; nothing for none."""
    return "" if number is None else str(format_decimal(number, "0.00"))


def explained(person: Scored) -> Explained:
    """Prepare a nominee's score."""
    score = person.score
    return Explained(
        id=person.id,
        name=person.name,
        unit=person.unit,
        lines=tuple(_line(line) for line in score.lines),
        sum=points(score.sum),
        maximum=points(sum((line.criterion.maximum for line in score.lines), Decimal(0))),
        total=points(score.total),
        correction=_signed(score.correction),
        is_corrected=score.corrected is not None,
        is_complete=score.total is not None,
        is_stale=person.is_stale,
        stored=points(person.stored),
    )


def _line(line: Line) -> ScoreLine:
    criterion = line.criterion
    is_judged = criterion.kind is Kind.APPRAISAL
    return ScoreLine(
        key=criterion.key,
        name=criterion.name,
        kind=KINDS[criterion.kind],
        facts=tuple(
            used.text if is_judged else f"{used.text}: {points(used.points)}" for used in line.used
        ),
        points=points(line.points),
        maximum=points(criterion.maximum),
        is_judged=is_judged,
        is_missing=line.points is None,
        is_capped=line.is_capped,
    )


def _signed(difference: Decimal | None) -> str:
    if difference is None:
        return ""
    return f"{'+' if difference > 0 else ''}{points(difference)}"


def preview(people: Sequence[Scored]) -> Preview:
    """Prepare what a rubric would change."""
    changed = [each for each in people if each.is_stale]
    changed.sort(key=_difference, reverse=True)
    return Preview(
        people=len(people),
        changed=len(changed),
        unscored=sum(each.score.total is None for each in people),
        largest=points(_difference(changed[0])) if changed else "",
        changes=tuple(_change(each) for each in changed[:MOST_SHOWN]),
    )


def _difference(person: Scored) -> Decimal:
    """Measure a change; a score that comes or goes counts whole."""
    return abs((person.score.total or Decimal(0)) - (person.stored or Decimal(0)))


def _change(person: Scored) -> Change:
    before, after = person.stored, person.score.total
    both = before is not None and after is not None
    return Change(
        name=person.name,
        unit=person.unit,
        before=points(before) or gettext("chưa có"),
        after=points(after) or gettext("chưa đủ"),
        difference=_signed(after - before)
        if both and after is not None and before is not None
        else "",
    )


@dataclass(frozen=True)
class JudgedLine:
    """A criterion that an officer judges, with what was given last and before."""

    key: int
    name: str
    maximum: str
    points: str
    note: str
    past: tuple[PastAssessment, ...]


def judged(
    person: Scored, past: Sequence[PastAssessment], given: Mapping[int, Given]
) -> list[JudgedLine]:
    """Prepare the criteria that an officer judges."""
    criteria = [
        line.criterion for line in person.score.lines if line.criterion.kind is Kind.APPRAISAL
    ]
    return [
        JudgedLine(
            key=each.key,
            name=each.name,
            maximum=points(each.maximum),
            points=points(given[each.key].points) if each.key in given else "",
            note=given[each.key].note if each.key in given else "",
            past=tuple(one for one in past if one.key == each.key),
        )
        for each in criteria
    ]


@dataclass(frozen=True)
class HistoryLine:
    """A score that was written once."""

    number: int
    score: str
    is_corrected: bool
    written_at: Any


def history(past: Sequence[PastScore]) -> list[HistoryLine]:
    """Prepare the scores that a nominee had."""
    return [
        HistoryLine(
            each.number,
            points(each.score) or gettext("chưa đủ"),
            each.is_corrected,
            each.written_at,
        )
        for each in past
    ]
