"""What somebody typed into a form and has not saved: kept sealed, for that account alone."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, delete, select, update
from sqlmodel import Session, col

from congress.core.errors import Rejected
from congress.core.roles import Viewer
from congress.database import insert_new
from congress.nominations.models import TypedDraft
from congress.sealing import seal_of

_PURPOSE = "typed draft"
_LONGEST = 20_000

Fields = Sequence[tuple[str, str]]
"""Names and values as a form sends them; a name may come more than once."""


@dataclass(frozen=True)
class Draft:
    """What was typed, and when it was kept."""

    fields: Fields
    saved_at: datetime


def keep(
    session: Session, congress_id: int, form: int, fields: Fields, *, by: Viewer, at: datetime
) -> None:
    """Keep what an account typed in place of what it typed before; raises ``draft_too_long``.

    No audit row tells of it: nothing of the congress changes, and it comes every few seconds.
    """
    text = json.dumps(list(fields), ensure_ascii=False)
    if len(text) > _LONGEST:
        raise Rejected("draft_too_long")
    written = {"sealed": seal_of(session).close(text, _PURPOSE), "saved_at": at}
    mine = {"account_id": by.account_id, "congress_id": congress_id, "form": form}
    # Two windows of one account may keep their first words at once.
    session.execute(insert_new(session, TypedDraft).values(**mine, **written))
    session.execute(update(TypedDraft).where(*_mine(congress_id, form, by)).values(**written))


def kept(session: Session, congress_id: int, form: int, viewer: Viewer) -> Draft | None:
    """Give what the viewer typed into a form and has not saved."""
    found = session.scalars(select(TypedDraft).where(*_mine(congress_id, form, viewer))).first()
    if found is None:
        return None
    try:
        text = seal_of(session).open(found.sealed, _PURPOSE)
    except ValueError:
        # Sealed by the key of another installation: nobody can read it any more.
        return None
    return Draft([(name, value) for name, value in json.loads(text)], found.saved_at)


def forget(session: Session, congress_id: int, form: int, *, by: Viewer) -> None:
    """Drop what an account typed: it is saved, or not wanted."""
    session.execute(delete(TypedDraft).where(*_mine(congress_id, form, by)))


def _mine(congress_id: int, form: int, viewer: Viewer) -> tuple[ColumnElement[bool], ...]:
    return (
        col(TypedDraft.account_id) == viewer.account_id,
        col(TypedDraft.congress_id) == congress_id,
        col(TypedDraft.form) == form,
    )
