"""What the office writes down of one nominee: that they decline, or a corrected score."""

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal

from sqlmodel import Session

from congress import audit
from congress.congresses.service import held
from congress.core.errors import Fault, Rejected
from congress.core.roles import Viewer
from congress.core.texts import LONGEST_TEXT, plain
from congress.nominations import queries, rules, service
from congress.nominations.models import Decline, Nominee, Status
from congress.settings import ZONE


def decline(
    session: Session,
    congress_id: int,
    nominee_id: int,
    *,
    reason: str,
    said_by: str,
    said_on: date | None,
    by: Viewer,
    at: datetime,
) -> None:
    """Write down that a nominee declines: they leave the pool and stay on record.

    Drafts made before are stale from then on. Raises ``nominations_closed`` after approval,
    ``decline_reason_missing``, ``decline_said_by_missing`` and ``decline_said_on_wrong`` at once,
    and ``nominee_excluded_already``.
    """
    nominee = _open_nominee(session, congress_id, nominee_id, by)
    why, who = plain(reason), plain(said_by)
    faults = list(_faults(why, who, said_on, at))
    if faults or said_on is None:
        raise Rejected.because(faults)
    if nominee.status is Status.EXCLUDED:
        raise Rejected("nominee_excluded_already")
    session.add(
        Decline(
            congress_id=congress_id,
            nominee_id=nominee_id,
            said_by=who,
            said_on=said_on,
            reason=why,
            recorded_by=by.account_id,
            recorded_at=at,
        )
    )
    service.settle_status(
        session,
        congress_id,
        nominee_id,
        status=Status.EXCLUDED,
        reason=f"Không nhận lời ({who} báo ngày {said_on:%d/%m/%Y}): {why}"[:LONGEST_TEXT],
        version=nominee.version,
        by=by,
        at=at,
    )
    audit.record(session, "nominee.declined", f"nominee:{nominee_id}", by=by, at=at)


def _faults(reason: str, said_by: str, said_on: date | None, at: datetime) -> Iterator[Fault]:
    if not reason:
        yield Fault("decline_reason_missing", field="reason")
    if not said_by:
        yield Fault("decline_said_by_missing", field="said_by")
    if said_on is None or said_on > at.astimezone(ZONE).date():
        yield Fault("decline_said_on_wrong", field="said_on")


def correct_score(
    session: Session,
    congress_id: int,
    nominee_id: int,
    score: Decimal,
    *,
    by: Viewer,
    at: datetime,
) -> None:
    """Correct a nominee's score (0 to 100), whatever a rubric would give.

    Raises ``nominations_closed`` after approval.
    """
    nominee = _open_nominee(session, congress_id, nominee_id, by)
    nominee.score = nominee.corrected_score = score
    nominee.version += 1
    nominee.changed_at = at
    audit.record(session, "nominee.score_corrected", f"nominee:{nominee_id}", by=by, at=at)


def _open_nominee(session: Session, congress_id: int, nominee_id: int, by: Viewer) -> Nominee:
    rules.ensure_open(is_locked=held(session, congress_id).locked_at is not None)
    nominee = queries.nominee(session, congress_id, nominee_id, by)
    session.refresh(nominee)
    return nominee
