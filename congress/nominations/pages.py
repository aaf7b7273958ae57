"""What the pages of nominees show: choices, counts, and what the viewer may do."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flask import request
from flask_babel import gettext
from sqlmodel import Session

from congress import web
from congress.congresses import queries as congresses
from congress.core.errors import Fault, Rejected
from congress.core.roles import OFFICE, Role, Viewer
from congress.nominations import citizen_numbers
from congress.nominations.ethnic_groups import official
from congress.nominations.listing import Page
from congress.nominations.models import Gender, Nominee, Status
from congress.nominations.workbook import ReadRow
from congress.units import queries as units
from congress.units.models import UnitKind

SENDERS = OFFICE | {Role.COMMUNE}
Choices = list[tuple[str, str]]


@dataclass(frozen=True)
class PreviewLine:
    """A proven row of a workbook as its preview shows it."""

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
    masked_citizen_id: str
    asks_reason: bool
    may_score: bool
    may_settle: bool
    may_change: bool


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


def preview_line(row: ReadRow, labels: Mapping[str, str]) -> PreviewLine:
    """Prepare a proven row; ``labels`` names the composition groups."""
    nominee = row.nominee
    return PreviewLine(
        line=row.line,
        name=nominee.name,
        gender=gettext("Nữ") if nominee.gender == Gender.FEMALE else gettext("Nam"),
        birth=nominee.birth.on_paper(),
        ethnic_group=nominee.ethnic_group,
        post=nominee.post,
        village=nominee.village,
        group=labels[nominee.composition_group],
        reason=nominee.reason,
        is_required=nominee.status == Status.REQUIRED,
    )


def form(
    session: Session, congress: congresses.Frame, viewer: Viewer, found: Nominee | None = None
) -> FormPage:
    """Prepare the form, empty or of a nominee."""
    own = found.unit_id if found else viewer.unit_id
    unit = units.unit_name(session, own) if own is not None else None
    senders = congresses.senders(session, congress.id) if unit is None else []
    is_office = viewer.role in OFFICE
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
        masked_citizen_id=citizen_numbers.masked(session, found) if found else "",
        asks_reason=unit is None or unit.kind is UnitKind.AGENCY,
        may_score=is_office,
        may_settle=is_office and found is not None and not congress.is_locked,
        may_change=may_send(congress, viewer),
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


def sender_id() -> int:
    """Give the unit that is acted for: a clerk's own, or the one that the office names."""
    own = web.viewer().unit_id
    named = request.values.get("sender", type=web.number)
    if own is None and named is None:
        raise Rejected.because([Fault("unit_missing", field="sender")])
    return own if own is not None else named or 0
