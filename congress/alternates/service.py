"""Asking for a reserve, and keeping it once and for all."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, func, select

from congress import audit, jobs
from congress.alternates.models import Alternate, Reserve, State
from congress.congresses.service import held
from congress.core.errors import Fault, Rejected
from congress.core.roles import Viewer
from congress.delegates import queries as delegates
from congress.nominations.models import Nominee, Status

DROPOUT_PERCENT = range(1, 51)
"""How many of a hundred delegates may be expected not to come."""


def ask(
    session: Session,
    congress_id: int,
    *,
    size: int,
    dropout_percent: int,
    by: Viewer,
    at: datetime,
) -> Reserve:
    """Ask for the reserve of the approved list; it comes with the job ``reserve.job_id``.

    Raises ``no_approved_list``, ``reserve_asked_already`` (one list has one reserve, unless a bug
    ended the first try), ``reserve_size_wrong`` and ``dropout_percent_wrong``.
    """
    held(session, congress_id)
    people = delegates.count(session, congress_id)
    if not people:
        raise Rejected("no_approved_list")
    _ensure_sizes(size, dropout_percent, most=_eligible(session, congress_id) - people)
    reserve = session.exec(select(Reserve).where(Reserve.congress_id == congress_id)).first()
    if reserve is not None and reserve.state is not State.FAILED:
        raise Rejected("reserve_asked_already")
    if reserve is None:
        reserve = Reserve(congress_id=congress_id, size=size, dropout_percent=1, asked_at=at)
    reserve.state, reserve.size, reserve.dropout_percent = State.WAITING, size, dropout_percent
    reserve.asked_by, reserve.asked_at, reserve.ended_at = by.account_id, at, None
    session.add(reserve)
    session.flush()
    assert reserve.id is not None
    reserve.job_id = jobs.ask(session, "reserve", reserve.id, at=at).id
    audit.record(
        session,
        "reserve.asked",
        f"congress:{congress_id}",
        by=by,
        at=at,
        size=size,
        dropout_percent=dropout_percent,
    )
    return reserve


def _eligible(session: Session, congress_id: int) -> int:
    query = select(func.count()).where(
        Nominee.congress_id == congress_id, col(Nominee.status) != Status.EXCLUDED
    )
    return session.exec(query).one()


def _ensure_sizes(size: int, dropout_percent: int, *, most: int) -> None:
    faults = []
    if not 1 <= size <= most:
        faults.append(Fault("reserve_size_wrong", {"most": most}, field="size"))
    if dropout_percent not in DROPOUT_PERCENT:
        facts = {"least": DROPOUT_PERCENT[0], "most": DROPOUT_PERCENT[-1]}
        faults.append(Fault("dropout_percent_wrong", facts, field="dropout_percent"))
    if faults:
        raise Rejected.because(faults)


def keep(
    session: Session,
    reserve_id: int,
    order: Sequence[int],
    answer: Mapping[str, Any],
    *,
    at: datetime,
) -> None:
    """Keep the reserve (nominees in order) and what is known of it; a second answer is dropped."""
    reserve = session.get_one(Reserve, reserve_id, with_for_update=True, populate_existing=True)
    if reserve.state is not State.WAITING:
        return
    reserve.state, reserve.answer, reserve.ended_at = State.STANDING, dict(answer), at
    session.add_all(
        Alternate(congress_id=reserve.congress_id, nominee_id=nominee, place=place)
        for place, nominee in enumerate(order, 1)
    )
    audit.record(
        session,
        "reserve.chosen",
        f"congress:{reserve.congress_id}",
        by=None,
        at=at,
        alternates=len(order),
    )


def fail(session: Session, reserve_id: int, *, at: datetime) -> None:
    """Mark a reserve that a bug ended, so that it may be asked for again."""
    reserve = session.get_one(Reserve, reserve_id)
    reserve.state, reserve.ended_at = State.FAILED, at
    audit.record(session, "reserve.failed", f"congress:{reserve.congress_id}", by=None, at=at)
