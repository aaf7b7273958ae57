"""What the form of one nominee shows besides the values."""

from dataclasses import dataclass

from flask_babel import gettext
from sqlmodel import Session

from congress.congresses import queries as congresses
from congress.core.identity import masked
from congress.core.roles import OFFICE, Role, Viewer
from congress.nominations.ethnic_groups import official
from congress.nominations.models import Nominee, Status
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


def form(
    session: Session, congress: congresses.Frame, viewer: Viewer, found: Nominee | None = None
) -> FormPage:
    """Prepare the form, empty or of a nominee."""
    own = found.unit_id if found else viewer.unit_id
    unit = units.unit_name(session, own) if own is not None else None
    senders = congresses.senders(session, congress.id) if unit is None else []
    is_office = viewer.role in OFFICE
    return FormPage(
        congress=congress,
        found=found,
        unit=unit.name if unit else "",
        senders=[(str(sender.id), sender.name) for sender in senders],
        groups=[(group.code, group.label) for group in congresses.groups(session, congress.id)],
        ethnic_groups=[(group.name, group.name) for group in official().groups],
        genders=[("Nam", gettext("Nam")), ("Nữ", gettext("Nữ"))],
        statuses=[(status.value, label) for status, label in status_labels().items()],
        masked_citizen_id=masked(found.citizen_id) if found else "",
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
