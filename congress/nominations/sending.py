"""How workbooks come in: kept for their preview, then confirmed, in one transaction each."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, select

from congress import audit
from congress.core.errors import Rejected
from congress.core.names import tidy
from congress.core.roles import Viewer
from congress.nominations import preview as previews, queries
from congress.nominations.models import Workbook
from congress.nominations.service import ensure_sender, nominee_of, open_to_unit
from congress.nominations.sheets import open_sheets
from congress.settings import ZONE

_NOT_IN_FILENAMES = str.maketrans('"*/:<>?\\|', "'--------")
_LONGEST_FILENAME = 120


@dataclass(frozen=True)
class Confirmation:
    """What confirming a workbook did, in rows."""

    stored: int
    known: int
    left_out: int


def receive(
    session: Session,
    congress_id: int,
    unit_id: int,
    filename: str,
    content: bytes,
    *,
    by: Viewer,
    at: datetime,
) -> Workbook:
    """Keep a workbook that a unit sent, for its preview; the same file is kept once.

    Raises ``Rejected`` for a file that cannot be opened, and ``workbook_repeated`` for one that
    was confirmed already. No nominee is stored.
    """
    ensure_sender(session, congress_id, unit_id, by)
    open_to_unit(session, congress_id, unit_id, at)
    digest = hashlib.sha256(content).hexdigest()
    sent = session.exec(
        select(Workbook).where(
            Workbook.congress_id == congress_id,
            Workbook.unit_id == unit_id,
            Workbook.digest == digest,
        )
    ).first()
    if sent is not None:
        _ensure_unconfirmed(sent)
        return sent
    sheets = open_sheets(content, filename)
    workbook = Workbook(
        congress_id=congress_id,
        unit_id=unit_id,
        filename=_filename(filename),
        digest=digest,
        content=content,
        sent_by=by.account_id,
        sent_at=at,
    )
    session.add(workbook)
    session.flush()
    audit.record(
        session, "workbook.received", f"workbook:{workbook.id}", by=by, at=at, sheets=len(sheets)
    )
    return workbook


def confirm(
    session: Session, congress_id: int, workbook_id: int, *, by: Viewer, at: datetime
) -> Confirmation:
    """Store the proven rows of a workbook; faulty ones stay out, and the preview says which.

    Raises ``workbook_without_rows`` where there is nothing to store, ``workbook_repeated`` where
    that was done before.
    """
    workbook = queries.workbook(session, congress_id, workbook_id, by)
    open_to_unit(session, congress_id, workbook.unit_id, at)
    session.refresh(workbook)
    _ensure_unconfirmed(workbook)
    seen = previews.preview(session, workbook)
    if not seen.rows and not seen.known:
        raise Rejected("workbook_without_rows")
    session.add_all(
        nominee_of(
            session,
            row.nominee,
            workbook.congress_id,
            workbook.unit_id,
            at=at,
            workbook_id=workbook.id,
        )
        for row in seen.rows
    )
    workbook.confirmed_at = at
    done = Confirmation(len(seen.rows), len(seen.known), seen.left_out)
    audit.record(
        session, "workbook.confirmed", f"workbook:{workbook_id}", by=by, at=at, **vars(done)
    )
    return done


def _filename(sent: str) -> str:
    """Give a name that any system and header takes; its end tells the kind."""
    return tidy(sent.translate(_NOT_IN_FILENAMES))[-_LONGEST_FILENAME:]


def _ensure_unconfirmed(workbook: Workbook) -> None:
    if workbook.confirmed_at is not None:
        at = workbook.confirmed_at.astimezone(ZONE).strftime("%H:%M, %d/%m/%Y")
        raise Rejected("workbook_repeated", at=at)
