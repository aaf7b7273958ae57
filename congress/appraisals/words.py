"""How pages word the states of profiles, and the text that reminds a unit."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext, lazy_gettext as _l

from congress.appraisals.board import UnitLine
from congress.nominations.forms import FIELDS
from congress.nominations.headings import CODES, label
from congress.nominations.models import Review
from congress.settings import ZONE


@dataclass(frozen=True)
class StateWords:
    """How a state is shown, and what it means for the unit."""

    label: Any
    tone: str
    meaning: Any


STATES: Mapping[Review, StateWords] = {
    Review.DRAFT: StateWords(
        _l("Chưa nộp"), "quiet", _l("Đơn vị đang lập hồ sơ; Ban Tổ chức chưa xét.")
    ),
    Review.SUBMITTED: StateWords(_l("Đã nộp"), "wait", _l("Chờ cán bộ thẩm định.")),
    Review.RETURNED: StateWords(_l("Trả lại"), "bad", _l("Đơn vị sửa theo ý kiến rồi nộp lại.")),
    Review.APPRAISED: StateWords(_l("Đã thẩm định"), "accent", _l("Chờ Ban Tổ chức chấp nhận.")),
    Review.ACCEPTED: StateWords(_l("Đã chấp nhận"), "ok", _l("Được đưa vào lựa chọn.")),
    Review.MERGED: StateWords(
        _l("Đã gộp"), "quiet", _l("Hồ sơ này đã gộp vào hồ sơ khác của cùng người.")
    ),
}

GENERAL = ""
"""The heading of what is said of the whole profile."""

PHOTO = "photo"
_PHOTO_LABEL = "Ảnh chân dung"
HEADINGS = (*(code for code in FIELDS if code in CODES), PHOTO)
"""What a remark may be about, in the order of the form."""


def heading(code: str) -> str:
    """Name what a remark is about."""
    if code == PHOTO:
        return str(gettext("Ảnh chân dung"))
    return label(code) if code else str(gettext("Toàn bộ hồ sơ"))


def on_record(code: str) -> str:
    """Name a heading where it is stored: always in Vietnamese."""
    return _PHOTO_LABEL if code == PHOTO else label(code)


def lacks(line: UnitLine) -> str:
    """List the headings that a unit's profiles lack, each with how many."""
    return ", ".join(f"{label(each.code).lower()} {each.count}" for each in line.lacks)


def clock(moment: datetime) -> str:
    """Write a moment as letters do: ``17:00 ngày 20/3/2025``."""
    local = moment.astimezone(ZONE)
    return f"{local:%H:%M} ngày {local.day}/{local.month}/{local.year}"


def reminder(
    line: UnitLine, congress: str, closes_at: datetime | None, people: Sequence[str] = ()
) -> str:
    """Write what a unit still has to do, to be pasted into a message; it is always Vietnamese.

    It counts and names fields; ``people`` are the unit's own, for its own text only.
    """
    return "\n".join(
        [
            f"Kính gửi {line.unit},",
            f"Ban Tổ chức {congress} trân trọng đề nghị đơn vị hoàn thiện hồ sơ giới thiệu:",
            *(f"- {task}" for task in _tasks(line)),
            *([f"- Hồ sơ cần sửa hoặc nộp: {', '.join(people)}."] if people else []),
            *_until(line, closes_at),
            "Trân trọng cảm ơn!",
        ]
    )


def reminder_of_all(lines: Sequence[UnitLine], congress: str, closes_at: datetime | None) -> str:
    """Write one text for every unit that has something to do; it names no person."""
    return "\n".join(
        [
            f"Ban Tổ chức {congress} trân trọng đề nghị các đơn vị hoàn thiện hồ sơ giới thiệu:",
            *(f"- {line.unit}: {'; '.join(_tasks(line, is_short=True))}." for line in lines),
            *([f"Hạn nộp: {clock(closes_at)}."] if closes_at else []),
            "Trân trọng cảm ơn các đơn vị!",
        ]
    )


def _tasks(line: UnitLine, *, is_short: bool = False) -> Iterator[str]:
    """Say what is left for a unit; each is a sentence, or a few words where it is short."""
    end = "" if is_short else "."
    if not line.nominees:
        yield f"chưa giới thiệu người nào{end}"
    drafts, returned = line.states[Review.DRAFT], line.states[Review.RETURNED]
    if drafts:
        yield f"{drafts} hồ sơ chưa nộp{end}"
    if returned:
        yield f"{returned} hồ sơ được trả lại, cần sửa theo ý kiến rồi nộp lại{end}"
    if line.lacks:
        yield f"còn thiếu: {lacks(line)}{end}"
    if line.needs_minutes:
        yield f"chưa có biên bản họp bình xét{end}"


def _until(line: UnitLine, closes_at: datetime | None) -> list[str]:
    late = line.late
    ends_at = late.until if late and closes_at and late.until > closes_at else closes_at
    return [f"Hạn nộp: {clock(ends_at)}."] if ends_at else []
