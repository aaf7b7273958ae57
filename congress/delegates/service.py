"""Approval: a draft becomes the list of delegates, numbered, and is frozen."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from congress import audit
from congress.congresses import service as congresses
from congress.core.errors import Rejected
from congress.core.roles import Viewer
from congress.delegates.models import Approval, Delegate


def approve(
    session: Session,
    congress_id: int,
    selection_id: int,
    chosen: Sequence[tuple[int, int]],
    *,
    by: Viewer,
    at: datetime,
) -> None:
    """Freeze the list: ``chosen`` holds (nominee id, unit id) in the order of their numbers.

    Raises ``Rejected("list_approved_already")`` when another list was approved before.
    """
    session.add(
        Approval(
            congress_id=congress_id,
            selection_id=selection_id,
            approved_by=by.account_id,
            approved_at=at,
        )
    )
    try:
        session.flush()
    except IntegrityError:
        raise Rejected("list_approved_already") from None
    session.add_all(
        Delegate(congress_id=congress_id, nominee_id=nominee_id, unit_id=unit_id, number=number)
        for number, (nominee_id, unit_id) in enumerate(chosen, 1)
    )
    congresses.lock(session, congress_id, by=by, at=at)
    audit.record(
        session,
        "delegates.approved",
        f"selection:{selection_id}",
        by=by,
        at=at,
        congress=congress_id,
        delegates=len(chosen),
    )
