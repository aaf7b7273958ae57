"""What is written around the papers: who took a list and what for, and why somebody is absent."""

from datetime import datetime

from sqlmodel import Session

from congress import audit
from congress.core.errors import Fault, Rejected
from congress.core.roles import Viewer
from congress.core.texts import plain
from congress.reports import queries, roster
from congress.reports.disclosure import Paper, Purpose, may_see_sensitive
from congress.reports.models import AbsenceNote


def hand_out(
    session: Session,
    congress_id: int,
    paper: Paper,
    purpose: str,
    *,
    as_of: datetime,
    by: Viewer,
    at: datetime,
) -> bytes:
    """Give a list of persons and log who took it and what for.

    Raises ``Rejected("purpose_missing")`` where no known purpose was chosen.
    """
    if purpose not in set(Purpose):
        raise Rejected.because([Fault("purpose_missing", field="purpose")])
    with_sensitive = paper is Paper.ROSTER and may_see_sensitive(by.role, Purpose(purpose))
    audit.record(
        session,
        "list.taken",
        f"congress:{congress_id}",
        by=by,
        at=at,
        paper=paper,
        purpose=purpose,
        with_sensitive=with_sensitive,
    )
    if paper is Paper.ROSTER:
        return roster.delegates_workbook(
            session, congress_id, with_sensitive=with_sensitive, at=as_of
        )
    return roster.attendance_csv(session, congress_id, as_of)


def note_absence(
    session: Session, congress_id: int, number: int, reason: str, *, by: Viewer, at: datetime
) -> None:
    """Note why a delegate is absent from the sitting of this moment; an empty reason withdraws.

    Raises ``NotFound`` for a number that is not on the list, and ``text_too_long``.
    """
    words = plain(reason)
    delegate_id = queries.delegate_id(session, congress_id, number)
    sitting = queries.current_sitting(session, congress_id, at)
    session.add(
        AbsenceNote(delegate_id=delegate_id, sitting_id=sitting.id, reason=words, noted_at=at)
    )
    audit.record(
        session,
        "absence.noted",
        f"delegate:{delegate_id}",
        by=by,
        at=at,
        sitting=sitting.id,
        has_reason=bool(words),
    )
