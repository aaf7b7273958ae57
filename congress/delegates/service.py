"""A draft becomes the list of delegates and is frozen; from then on numbers pass on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from congress import audit
from congress.congresses import service as congresses
from congress.core.errors import Rejected
from congress.core.roles import Viewer
from congress.delegates import queries
from congress.delegates.models import Approval, Delegate, Source, Substitution
from congress.selection import service as selections


@dataclass(frozen=True)
class Handover:
    """A number that passes from one nominee to another, and why."""

    delegate_id: int
    leaves_id: int
    joins_id: int
    reason: str
    source: Source
    is_released: bool = False


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


def substitute(
    session: Session,
    congress_id: int,
    handovers: Sequence[Handover],
    *,
    by: Viewer,
    at: datetime,
) -> None:
    """Pass numbers on; what was approved stays as it was.

    Raises ``substitution_changed_meanwhile`` where somebody no longer holds their number, or who
    shall join is or was a delegate.
    """
    congresses.held(session, congress_id)
    _ensure_standing(session, congress_id, handovers)
    session.add_all(
        Substitution(congress_id=congress_id, made_by=by.account_id, made_at=at, **vars(each))
        for each in handovers
    )
    try:
        session.flush()
    except IntegrityError:
        # Constraints say that nobody leaves or joins twice.
        raise Rejected("substitution_changed_meanwhile") from None
    for each in handovers:
        audit.record(
            session,
            "delegate.substituted",
            f"delegate:{each.delegate_id}",
            by=by,
            at=at,
            leaves=each.leaves_id,
            joins=each.joins_id,
            source=each.source,
            is_released=each.is_released,
        )


def _ensure_standing(session: Session, congress_id: int, handovers: Sequence[Handover]) -> None:
    holders = queries.nominees(session, congress_id)
    former = queries.former(session, congress_id)
    for each in handovers:
        is_free = each.joins_id not in {*holders.values(), *former}
        if holders.get(each.delegate_id) != each.leaves_id or not is_free:
            raise Rejected("substitution_changed_meanwhile")
