"""Composing the list going up, and the vote of the congress in session."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, delete, func, select

from congress import audit
from congress.congresses import levels, queries as congresses
from congress.congresses.queries import Frame
from congress.congresses.service import held
from congress.core.errors import Forbidden, Rejected
from congress.core.roles import Viewer
from congress.delegations import places, queries, rules
from congress.delegations.models import Delegation, ListVote, Member
from congress.delegations.rules import Vote
from congress.nominations.models import Nominee
from congress.settings import ZONE


def compose(
    session: Session,
    congress: Frame,
    nominee_ids: Sequence[int],
    *,
    version: int,
    by: Viewer,
    at: datetime,
) -> None:
    """Set whom the congress sends, in their order; ``version`` is of the list seen, 0 at first.

    Raises ``list_changed_meanwhile``, ``list_closed``, ``list_of_strangers``, and
    ``list_over_seats`` where the level above apportioned fewer.
    """
    found = _open_list(session, congress, by)
    wanted = list(dict.fromkeys(nominee_ids))
    _ensure_known(session, congress, wanted)
    _ensure_room(session, congress, wanted)
    _advance(session, found, version)
    _replace(session, found, wanted)
    audit.record(
        session, "delegation.composed", f"congress:{congress.id}", by=by, at=at, count=len(wanted)
    )


def record_vote(
    session: Session, congress: Frame, vote: Vote, *, version: int, by: Viewer, at: datetime
) -> bool:
    """Record what the congress in session said of the list, once; tells whether it approved.

    An approved list is closed. Raises every fault at once, ``list_closed``,
    ``list_changed_meanwhile``, or ``list_of_strangers`` where somebody no longer stands.
    """
    found = _open_list(session, congress, by)
    listed = session.exec(select(Member.nominee_id).where(Member.delegation_id == found.id)).all()
    faults = list(rules.vote_faults(vote, len(listed), at.astimezone(ZONE).date()))
    if faults:
        raise Rejected.because(faults)
    _ensure_known(session, congress, listed)
    _advance(session, found, version)
    is_approval = vote.is_approval(levels.approved_over())
    session.add(
        ListVote(
            congress_id=congress.id,
            delegation_id=found.id or 0,
            number=_votes(session, found) + 1,
            members=len(listed),
            is_approval=is_approval,
            recorded_by=by.account_id,
            recorded_at=at,
            **vars(vote),
        )
    )
    found.closed_at = at if is_approval else None
    audit.record(
        session,
        "delegation.voted",
        f"congress:{congress.id}",
        by=by,
        at=at,
        is_approval=is_approval,
        members=len(listed),
    )
    return is_approval


def _open_list(session: Session, congress: Frame, by: Viewer) -> Delegation:
    """Give the list while it may change, with everybody else kept from it; begin it if need be."""
    upper = queries.known_list(session, congress, by)
    if not queries.may_run(by, congress):
        raise Forbidden
    held(session, congress.id)
    found = queries.delegation(session, congress.id)
    if found is None:
        found = Delegation(congress_id=congress.id, upper_id=upper.id, version=0)
        session.add(found)
        session.flush()
    if found.closed_at is not None:
        raise Rejected("list_closed")
    return found


def _ensure_known(session: Session, congress: Frame, wanted: Sequence[int]) -> None:
    if not set(wanted) <= {each.id for each in queries.candidates(session, congress.id)}:
        raise Rejected("list_of_strangers")


def _ensure_room(session: Session, congress: Frame, wanted: Sequence[int]) -> None:
    upper = congresses.parent(session, congress)
    assert upper is not None
    senders = session.exec(select(Nominee.unit_id).where(col(Nominee.id).in_(wanted)))
    above = places.above(session, upper)
    seats = places.room(above, places.places(session, congress.host_id, senders, above).values())
    if seats is not None and len(wanted) > seats:
        raise Rejected("list_over_seats", count=len(wanted), seats=seats, upper=upper.name)


def _advance(session: Session, found: Delegation, version: int) -> None:
    done = session.execute(
        update(Delegation)
        .where(col(Delegation.id) == found.id, col(Delegation.version) == version)
        .values(version=version + 1)
    )
    if done.rowcount == 0:  # type: ignore[attr-defined]
        raise Rejected("list_changed_meanwhile")


def _replace(session: Session, found: Delegation, wanted: Sequence[int]) -> None:
    session.exec(delete(Member).where(col(Member.delegation_id) == found.id))
    session.add_all(
        Member(
            congress_id=found.congress_id,
            delegation_id=found.id or 0,
            nominee_id=nominee_id,
            position=position,
        )
        for position, nominee_id in enumerate(wanted, 1)
    )
    try:
        session.flush()
    except IntegrityError:
        raise Rejected("list_of_strangers") from None


def _votes(session: Session, found: Delegation) -> int:
    return session.exec(
        select(func.count()).select_from(ListVote).where(ListVote.delegation_id == found.id)
    ).one()
