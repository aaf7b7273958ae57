"""A profile's values as those who appraise it read them."""

from dataclasses import dataclass

from sqlmodel import Session

from congress.congresses.queries import Frame
from congress.core.roles import OFFICE, Viewer
from congress.nominations import forms, pages
from congress.nominations.completeness import missing, missing_required
from congress.nominations.headings import CODES, label
from congress.nominations.models import Nominee

_FOR_OFFICE = frozenset({"ethnic_group", "party", "citizen_id", "phone", "household"})
"""Sensitive or private: told to those who check them only."""


@dataclass(frozen=True)
class Line:
    """A heading of a profile and its value; one that the papers need may be missing."""

    code: str
    label: str
    value: str
    is_missing: bool
    is_required: bool


def lines(session: Session, congress: Frame, found: Nominee, viewer: Viewer) -> list[Line]:
    """Give the values of a profile in the order of the form."""
    page = pages.form(session, congress, viewer, found)
    values = forms.shown(found) | {
        "composition_group": page.group,
        "citizen_id": page.masked_citizen_id,
    }
    lacking, needed = missing(found), missing_required(found)
    return [
        Line(code, label(code), values[code], code in lacking, code in needed)
        for code in forms.FIELDS
        if code in CODES and (viewer.role in OFFICE or code not in _FOR_OFFICE)
    ]


def lacking(found: Nominee) -> list[str]:
    """Name the headings that the papers print and the profile lacks."""
    return [label(code) for code in missing(found)]
