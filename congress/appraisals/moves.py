"""Moving profiles from one state to the next: each in one statement, each step on record."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import insert, select, update
from sqlmodel import Session, col

from congress.accounts.models import Account
from congress.appraisals import rules
from congress.appraisals.models import ReviewStep
from congress.audit import AuditEntry
from congress.core.errors import Fault, Forbidden, NotFound, Rejected
from congress.core.roles import Viewer
from congress.nominations.models import Nominee, Review
from congress.settings import ZONE

_AT_ONCE = 1_000
"""Rows of one statement: every database takes that many parameters."""


def move(
    session: Session,
    congress_id: int,
    chosen: Mapping[int, int],
    went_to: Review,
    *,
    remark: str = "",
    by: Viewer,
    at: datetime,
) -> None:
    """Move profiles, given by number with the version that was seen, to a state.

    Raises ``NotFound`` for one that the viewer may not know of, ``profile_moved_meanwhile`` and
    ``profile_edited_meanwhile`` for all who were dealt with since, and by whom, or
    ``profile_changed_since`` where nobody is on record.
    """
    origins = rules.origins(went_to, by.role)
    if not origins:
        raise Forbidden
    states = _states(session, congress_id, chosen, by)
    late = [number for number, (review, _) in states.items() if review not in origins]
    edited = [n for n, (_, version) in states.items() if n not in late and version != chosen[n]]
    if late or edited:
        raise Rejected.because([*_moved(session, late), *_edited(session, edited)])
    for came_from in sorted(origins):
        numbers = [number for number, (review, _) in states.items() if review is came_from]
        for start in range(0, len(numbers), _AT_ONCE):
            _write(session, numbers[start : start + _AT_ONCE], came_from, went_to, at)
        _record(session, congress_id, numbers, came_from, went_to, remark=remark, by=by, at=at)


def _states(
    session: Session, congress_id: int, chosen: Mapping[int, int], by: Viewer
) -> dict[int, tuple[Review, int]]:
    found: dict[int, tuple[Review, int]] = {}
    numbers = sorted(chosen)
    for start in range(0, len(numbers), _AT_ONCE):
        query = select(
            col(Nominee.id), col(Nominee.unit_id), col(Nominee.review), col(Nominee.version)
        ).where(
            col(Nominee.congress_id) == congress_id,
            col(Nominee.id).in_(numbers[start : start + _AT_ONCE]),
        )
        for number, unit_id, review, version in session.execute(query):
            if by.sees_unit(unit_id):
                found[number] = review, version
    if len(found) < len(chosen):
        raise NotFound
    return found


def _write(
    session: Session, numbers: Sequence[int], came_from: Review, went_to: Review, at: datetime
) -> None:
    done = session.execute(
        update(Nominee)
        .where(col(Nominee.id).in_(numbers), col(Nominee.review) == came_from)
        .values(review=went_to, version=col(Nominee.version) + 1, changed_at=at)
        .execution_options(synchronize_session=False)
    )
    if done.rowcount < len(numbers):  # type: ignore[attr-defined]
        raise Rejected.because(_moved(session, numbers))


def _record(
    session: Session,
    congress_id: int,
    numbers: Sequence[int],
    came_from: Review,
    went_to: Review,
    *,
    remark: str,
    by: Viewer,
    at: datetime,
) -> None:
    if numbers:
        step = {
            "congress_id": congress_id,
            "came_from": came_from,
            "went_to": went_to,
            "remark": remark,
            "made_by": by.account_id,
            "made_at": at,
        }
        session.execute(insert(ReviewStep), [step | {"nominee_id": each} for each in numbers])


def _moved(session: Session, numbers: Sequence[int]) -> list[Fault]:
    """Say who dealt with each profile first; of one that nobody moved, that it is not that far."""
    faults = []
    for number in numbers[:_AT_ONCE]:
        found = _last_step(session, number)
        name = session.get_one(Nominee, number).name
        if found is None:
            faults.append(Fault("profile_not_submitted", {"name": name}))
        elif not found[0]:
            faults.append(Fault("profile_changed_since", {"name": name}))
        else:
            facts = {"name": name, "who": found[0], "at": _clock(found[1])}
            faults.append(Fault("profile_moved_meanwhile", facts))
    return faults


def _edited(session: Session, numbers: Sequence[int]) -> list[Fault]:
    faults = []
    for number in numbers[:_AT_ONCE]:
        known = filter(None, (_last_edit(session, number), _last_step(session, number)))
        found = max(known, key=lambda each: each[1], default=None)
        name = session.get_one(Nominee, number).name
        if found and found[0]:
            facts = {"name": name, "who": found[0], "at": _clock(found[1])}
            faults.append(Fault("profile_edited_meanwhile", facts))
        else:
            faults.append(Fault("profile_changed_since", {"name": name}))
    return faults


def _last_step(session: Session, number: int) -> tuple[str | None, datetime] | None:
    query = (
        select(col(Account.name), col(ReviewStep.made_at))
        .join(Account, col(Account.id) == col(ReviewStep.made_by), isouter=True)
        .where(col(ReviewStep.nominee_id) == number)
        .order_by(col(ReviewStep.id).desc())
        .limit(1)
    )
    found = session.execute(query).first()
    return (found[0], found[1]) if found else None


def _last_edit(session: Session, number: int) -> tuple[str | None, datetime] | None:
    query = (
        select(col(Account.name), col(AuditEntry.at))
        .join(Account, col(Account.id) == col(AuditEntry.actor_id), isouter=True)
        .where(col(AuditEntry.subject) == f"nominee:{number}")
        .order_by(col(AuditEntry.id).desc())
        .limit(1)
    )
    found = session.execute(query).first()
    return (found[0], found[1]) if found else None


def _clock(moment: datetime) -> str:
    return f"{moment.astimezone(ZONE):%H:%M, %d/%m/%Y}"
