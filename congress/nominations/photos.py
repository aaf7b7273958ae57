"""Photos of nominees: kept one each, shown to those who may see the person, replaced, removed."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from congress import audit
from congress.core.errors import NotFound
from congress.core.roles import OFFICE, Viewer
from congress.nominations import queries, rules
from congress.nominations.models import NomineePhoto
from congress.nominations.pictures import SHARP, Picture
from congress.nominations.service import open_to_unit


@dataclass(frozen=True)
class Shown:
    """A photo as the nominee's page names it."""

    version: int
    is_soft: bool
    stored_at: datetime


def content(session: Session, congress_id: int, nominee_id: int, viewer: Viewer) -> bytes:
    """Give a nominee's photo; ``NotFound`` where there is none, or the viewer may not know it."""
    nominee = queries.nominee(session, congress_id, nominee_id, viewer)
    found = session.get(NomineePhoto, nominee.id)
    if found is None:
        raise NotFound
    return found.content


def shown(session: Session, nominee_id: int) -> Shown | None:
    """Describe a nominee's photo, if there is one."""
    found = session.get(NomineePhoto, nominee_id)
    return Shown(found.version, found.sharpness < SHARP, found.stored_at) if found else None


def keep(
    session: Session,
    congress_id: int,
    nominee_id: int,
    picture: Picture,
    *,
    by: Viewer,
    at: datetime,
) -> bool:
    """Keep a photo in place of the one before; tells whether it is sharp.

    Raises ``profile_locked`` where the profile is on its way.
    """
    _ensure_changeable(session, congress_id, nominee_id, by, at)
    kept = session.get(NomineePhoto, nominee_id) or NomineePhoto(
        nominee_id=nominee_id, version=0, content=b"", sharpness=0, stored_at=at
    )
    kept.content, kept.sharpness, kept.stored_at = picture.content, picture.sharpness, at
    kept.version += 1
    session.add(kept)
    audit.record(session, "photo.kept", f"nominee:{nominee_id}", by=by, at=at, version=kept.version)
    return picture.sharpness >= SHARP


def remove(
    session: Session, congress_id: int, nominee_id: int, *, by: Viewer, at: datetime
) -> None:
    """Remove a photo; ``NotFound`` where there is none."""
    _ensure_changeable(session, congress_id, nominee_id, by, at)
    found = session.get(NomineePhoto, nominee_id)
    if found is None:
        raise NotFound
    session.delete(found)
    audit.record(session, "photo.removed", f"nominee:{nominee_id}", by=by, at=at)


def _ensure_changeable(
    session: Session, congress_id: int, nominee_id: int, by: Viewer, at: datetime
) -> None:
    nominee = queries.nominee(session, congress_id, nominee_id, by)
    open_to_unit(session, congress_id, nominee.unit_id, at)
    session.refresh(nominee)
    rules.ensure_changeable(nominee.review, is_office=by.role in OFFICE)
