"""Approval: a draft becomes the list of delegates, numbered, and is frozen."""

from datetime import datetime

from sqlmodel import Session

from congress import audit
from congress.congresses import service as congresses
from congress.core.roles import Viewer
from congress.delegates import queries
from congress.delegates.models import Approval, Delegate
from congress.selection import service as selections


def approve(
    session: Session, congress_id: int, selection_id: int, *, by: Viewer, at: datetime
) -> int:
    """Freeze a draft as the list of delegates; give how many there are.

    Delegates are numbered unit by unit, names in Vietnamese order within each. Raises what
    ``selections.settle`` raises.
    """
    chosen = selections.settle(session, congress_id, selection_id, by=by, at=at)
    session.add(
        Approval(
            congress_id=congress_id,
            selection_id=selection_id,
            approved_by=by.account_id,
            approved_at=at,
        )
    )
    people = queries.in_order_of_numbers(session, chosen)
    session.add_all(
        Delegate(congress_id=congress_id, nominee_id=nominee_id, unit_id=unit_id, number=number)
        for number, (nominee_id, unit_id) in enumerate(people, 1)
    )
    congresses.lock(session, congress_id, by=by, at=at)
    audit.record(
        session,
        "delegates.approved",
        f"selection:{selection_id}",
        by=by,
        at=at,
        congress=congress_id,
        delegates=len(people),
    )
    return len(people)
