"""What the pages of nominees show: choices, counts, and what the viewer may do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flask import request
from flask_babel import gettext
from sqlmodel import Session

from congress import web
from congress.congresses import deadlines, queries as congresses
from congress.core.errors import Fault, Rejected
from congress.core.roles import OFFICE, Role, Viewer
from congress.nominations import citizen_numbers, photos, rules
from congress.nominations.ethnic_groups import official
from congress.nominations.listing import Page
from congress.nominations.models import Nominee, Review, Status
from congress.nominations.values import LONGEST_ACHIEVEMENT
from congress.nominations.vocabulary import (
    political_levels,
    professional_levels,
    roles,
    sources,
    titles,
)
from congress.units import queries as units
from congress.units.models import UnitKind

SENDERS = OFFICE | {Role.COMMUNE}
Choices = list[tuple[str, str]]


@dataclass(frozen=True)
class FormPage:
    """The form's choices, and what the viewer may do with it."""

    congress: congresses.Frame
    found: Nominee | None
    unit: str
    senders: Choices
    groups: Choices
    group: str
    ethnic_groups: Choices
    genders: Choices
    statuses: Choices
    source_choices: Choices
    professional_levels: Sequence[str]
    political_levels: Sequence[str]
    titles: Sequence[str]
    roles: Sequence[str]
    longest_achievement: int
    masked_citizen_id: str
    photo: photos.Shown | None
    asks_reason: bool
    may_score: bool
    sees_score: bool
    has_minutes: bool
    may_settle: bool
    may_change: bool
    may_score_only: bool
    is_approved: bool
    is_late: bool
    is_merged: bool


def may_send(congress: congresses.Frame, viewer: Viewer) -> bool:
    """Tell whether the viewer may send people now."""
    return viewer.role in SENDERS and not congress.is_locked


def pager(shown: Page[Any], path: str, wanted: Mapping[str, str]) -> dict[str, object]:
    """Give the ways to the pages before and after; the filters stay as they are."""

    def url(page: int) -> str:
        return f"{path}?{urlencode({**wanted, 'page': page})}"

    return {
        "first": shown.first,
        "last": shown.last,
        "total": shown.total,
        "previous_url": url(shown.page - 1) if shown.has_previous else "",
        "next_url": url(shown.page + 1) if shown.has_next else "",
    }


def form(
    session: Session, congress: congresses.Frame, viewer: Viewer, found: Nominee | None = None
) -> FormPage:
    """Prepare the form, empty or of a nominee."""
    own = found.unit_id if found else viewer.unit_id
    unit = units.unit_name(session, own) if own is not None else None
    senders = congresses.senders(session, congress.id) if unit is None else []
    is_office = viewer.role in OFFICE
    may_now = may_send(congress, viewer)
    is_late = own is not None and not deadlines.window(session, congress.id, own).is_open(web.now())
    is_free = found is None or rules.may_change(found.review, is_office=is_office)
    may_change = may_now and is_free and not is_late
    may_score_now = is_office and not congress.has_rubric
    groups = {group.code: group.label for group in congresses.groups(session, congress.id)}
    return FormPage(
        congress=congress,
        found=found,
        unit=unit.name if unit else "",
        senders=[(str(sender.id), sender.name) for sender in senders],
        groups=list(groups.items()),
        group=groups[found.composition_group] if found else "",
        ethnic_groups=[(group.name, group.name) for group in official().groups],
        genders=[("Nam", gettext("Nam")), ("Nữ", gettext("Nữ"))],
        statuses=[(status.value, label) for status, label in status_labels().items()],
        source_choices=[(name, name) for name in sources().names],
        professional_levels=professional_levels().names,
        political_levels=political_levels().names,
        titles=titles().names,
        roles=roles().names,
        longest_achievement=LONGEST_ACHIEVEMENT,
        photo=photos.shown(session, found.id) if found and found.id else None,
        masked_citizen_id=citizen_numbers.masked(session, found) if found else "",
        asks_reason=unit is None or unit.kind is UnitKind.AGENCY,
        may_score=may_score_now,
        sees_score=is_office,
        has_minutes=found is not None and found.minutes_id is not None,
        may_settle=is_office and found is not None and not congress.is_locked,
        may_change=may_change,
        may_score_only=may_now and may_score_now and found is not None and not may_change,
        is_approved=congress.is_locked,
        is_late=is_late,
        is_merged=found is not None and found.review is Review.MERGED,
    )


def status_labels() -> dict[Status, str]:
    """Name the statuses as pages show them."""
    return {
        Status.PROPOSED: gettext("Xét chọn"),
        Status.REQUIRED: gettext("Bắt buộc có trong danh sách"),
        Status.EXCLUDED: gettext("Không xét"),
    }


def is_office() -> bool:
    """Tell whether the signed-in person works with every unit's nominees."""
    return web.viewer().role in OFFICE


def may_score(congress: congresses.Frame) -> bool:
    """Tell whether the signed-in person types scores: the office, where no rubric gives them."""
    return is_office() and not congress.has_rubric


def sender_id() -> int:
    """Give the unit that is acted for: a clerk's own, or the one that the office names."""
    own = web.viewer().unit_id
    named = request.values.get("sender", type=web.number)
    if own is None and named is None:
        raise Rejected.because([Fault("unit_missing", field="sender")])
    return own if own is not None else named or 0
