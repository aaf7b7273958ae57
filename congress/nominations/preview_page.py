"""What the preview of a workbook shows: who is new, changed, perhaps known, or gone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from flask_babel import gettext
from sqlmodel import Session

from congress import web
from congress.congresses import queries as congresses
from congress.core.errors import Fault
from congress.core.identity import masked
from congress.core.period import Birth
from congress.nominations.annotation import sentences
from congress.nominations.differences import Change, Pair, Stored, heading
from congress.nominations.headings import label
from congress.nominations.list_page import Pill, review_pills
from congress.nominations.models import Gender, Status, Workbook
from congress.nominations.preview import Preview
from congress.nominations.values import points
from congress.nominations.workbook import ReadRow

MOST_SHOWN = 100
_MOST_PLACES = 8


@dataclass(frozen=True)
class NewLine:
    """Somebody new as the preview shows them."""

    line: int
    name: str
    gender: str
    birth: str
    ethnic_group: str
    post: str
    village: str
    group: str
    reason: str
    is_required: bool


@dataclass(frozen=True)
class SaidChange:
    """A value before and after, in words; an erasure is taken only where that is asked for."""

    label: str
    old: str
    new: str
    erases: bool


@dataclass(frozen=True)
class PairLine:
    """Somebody named before beside their row of the file; ``place`` counts the rows alike."""

    place: int
    id: int
    line: int
    name: str
    birth: str
    named: str
    born: str
    review: Pill
    changes: list[SaidChange]
    may_be_other: bool


@dataclass(frozen=True)
class GoneLine:
    """Somebody whom the file no longer names."""

    id: int
    name: str
    birth: str
    review: Pill


@dataclass(frozen=True)
class FaultGroup:
    """Faults of one kind: one sentence, and where it holds."""

    fault: web.SaidFault
    count: int
    places: str
    more: int


@dataclass(frozen=True)
class PreviewPage:
    """The lists of the preview, each as long as a page may be, with their counts."""

    new: list[NewLine]
    changed: list[PairLine]
    alike: list[PairLine]
    locked: list[PairLine]
    gone: list[GoneLine]
    faults: list[FaultGroup]
    warnings: list[FaultGroup]
    counts: Mapping[str, int]
    erasures: int
    left_out: int
    digest: str
    question: str
    may_confirm: bool
    is_confirmed: bool
    has_people: bool
    is_new_only: bool


def prepare(
    session: Session,
    congress: congresses.Frame,
    workbook: Workbook,
    seen: Preview,
    *,
    whole: str = "",
) -> PreviewPage:
    """Prepare the preview; the list that ``whole`` names is shown to its end."""
    found = seen.difference
    words = _Words({group.code: group.label for group in congresses.groups(session, congress.id)})
    parts = ("new", "changed", "alike", "locked", "same", "gone")
    counts = {code: len(getattr(found, code)) for code in parts}
    most = {code: None if code == whole else MOST_SHOWN for code in parts}
    is_open = workbook.confirmed_at is None and not congress.is_locked
    return PreviewPage(
        new=[_new(row, words) for row in found.new[: most["new"]]],
        changed=[_pair(0, pair, words) for pair in found.changed[: most["changed"]]],
        # Every one of them asks a question, so that none may be hidden.
        alike=[_pair(place, pair, words) for place, pair in enumerate(found.alike)],
        locked=[_pair(0, pair, words) for pair in found.locked[: most["locked"]]],
        gone=[_gone(who) for who in found.gone[: most["gone"]]],
        faults=grouped(seen.faults),
        warnings=grouped(seen.warnings),
        counts=counts,
        erasures=found.erasures,
        left_out=seen.left_out,
        digest=found.digest(),
        question=_question(counts, seen.left_out),
        may_confirm=is_open and found.people > 0,
        is_confirmed=workbook.confirmed_at is not None,
        has_people=found.people > 0,
        is_new_only=counts["new"] == found.people,
    )


def grouped(faults: Sequence[Fault]) -> list[FaultGroup]:
    """Put faults of one sentence together, so that 5,000 of them can still be read."""
    by_sentence: dict[str, list[Fault]] = {}
    for fault in faults:
        by_sentence.setdefault(sentences([fault], web.language()), []).append(fault)
    return [_group(alike) for alike in by_sentence.values()]


def _group(alike: Sequence[Fault]) -> FaultGroup:
    said = web.said(alike[:_MOST_PLACES])
    more = len(alike) - len(said)
    return FaultGroup(said[0], len(alike), "; ".join(each.where for each in said), more)


class _Words:
    """Values as pages show them."""

    def __init__(self, groups: Mapping[str, str]) -> None:
        genders = {Gender.FEMALE: gettext("Nữ"), Gender.MALE: gettext("Nam")}
        self._named = {("gender", str(code)): said for code, said in genders.items()}
        self._named |= {("composition_group", code): said for code, said in groups.items()}

    def of(self, code: str, value: Any) -> str:
        """Say a value; a citizen number is never shown whole."""
        if value in ("", None):
            return ""
        if isinstance(value, Birth):
            return value.on_paper()
        if isinstance(value, Decimal):
            return points(value)
        if isinstance(value, bool):
            return str(gettext("có") if value else gettext("không"))
        return str(self._named.get((code, value), value))

    def change(self, row: ReadRow, change: Change) -> SaidChange:
        """Say a change."""
        old, new = self.of(change.field, change.old), self.of(change.field, change.new)
        if change.field == "citizen_id":
            old, new = old and gettext("số khác"), masked(row.nominee.citizen_id) if new else ""
        return SaidChange(label(heading(change.field)), old, new, change.erases)


def _new(row: ReadRow, words: _Words) -> NewLine:
    nominee = row.nominee
    return NewLine(
        line=row.line,
        name=nominee.name,
        gender=words.of("gender", nominee.gender),
        birth=nominee.birth.on_paper(),
        ethnic_group=nominee.ethnic_group,
        post=nominee.post,
        village=nominee.village,
        group=words.of("composition_group", nominee.composition_group),
        reason=nominee.reason,
        is_required=nominee.status == Status.REQUIRED,
    )


def _pair(place: int, pair: Pair, words: _Words) -> PairLine:
    who, row = pair.stored.person, pair.row
    return PairLine(
        place=place,
        id=pair.stored.id,
        line=row.line,
        name=row.nominee.name,
        birth=row.nominee.birth.on_paper(),
        named=who.name,
        born=who.birth.on_paper(),
        review=_review(pair.stored),
        changes=[words.change(row, change) for change in pair.changes],
        may_be_other=not pair.shares_number,
    )


def _gone(who: Stored) -> GoneLine:
    return GoneLine(who.id, who.person.name, who.person.birth.on_paper(), _review(who))


def _review(who: Stored) -> Pill:
    return review_pills().get(who.review, (gettext("đã gộp"), "quiet"))


def _question(counts: Mapping[str, int], left_out: int) -> str:
    told = gettext(
        "Ghi %(new)d người mới và sửa %(changed)d người đã có?",
        new=counts["new"],
        changed=counts["changed"],
    )
    left = gettext("%(n)d dòng có lỗi để lại.", n=left_out) if left_out else ""
    return f"{told} {left}".strip()
