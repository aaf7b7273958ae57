"""Lodging an appeal against a run, and deciding it once."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, update

from congress import audit
from congress.appeals.models import Appeal, Outcome, Remedy
from congress.congresses.service import held
from congress.core.errors import Fault, NotFound, Rejected
from congress.core.roles import Viewer
from congress.core.texts import LONGEST_TEXT, plain
from congress.nominations import decisions, queries as nominations, service as nominating
from congress.nominations.models import Status
from congress.selection import service as selections
from congress.settings import ZONE


def lodge(
    session: Session,
    congress_id: int,
    selection_id: int,
    nominee_id: int,
    *,
    said_by: str,
    said_on: date | None,
    claim: str,
    by: Viewer,
    at: datetime,
) -> Appeal:
    """Write an appeal down; it changes nothing until it is decided.

    Raises ``NotFound``, ``selection_not_a_list`` for a run without one, ``appeal_open_already``,
    and ``appeal_claim_missing``, ``appeal_said_by_missing``, ``appeal_said_on_wrong`` at once.
    """
    nominations.nominee(session, congress_id, nominee_id, by)
    selections.run_with_list(session, congress_id, selection_id)
    what, who = plain(claim), plain(said_by)
    faults = list(_faults(what, who, said_on, at))
    if faults or said_on is None:
        raise Rejected.because(faults)
    appeal = Appeal(
        congress_id=congress_id,
        selection_id=selection_id,
        nominee_id=nominee_id,
        said_by=who,
        said_on=said_on,
        claim=what,
        lodged_by=by.account_id,
        lodged_at=at,
    )
    session.add(appeal)
    try:
        session.flush()
    except IntegrityError:
        # The index of open appeals lets one per nominee and run through.
        raise Rejected("appeal_open_already") from None
    audit.record(
        session,
        "appeal.lodged",
        f"appeal:{appeal.id}",
        by=by,
        at=at,
        nominee=nominee_id,
        selection=selection_id,
    )
    return appeal


def _faults(claim: str, said_by: str, said_on: date | None, at: datetime) -> Iterator[Fault]:
    if not claim:
        yield Fault("appeal_claim_missing", field="claim")
    if not said_by:
        yield Fault("appeal_said_by_missing", field="said_by")
    if said_on is None or said_on > at.astimezone(ZONE).date():
        yield Fault("appeal_said_on_wrong", field="said_on")


@dataclass(frozen=True)
class Decision:
    """What is decided: rejected, or upheld with what follows; ``score`` is the corrected one."""

    outcome: Outcome
    reason: str
    remedy: Remedy | None = None
    score: Decimal | None = None


def decide(
    session: Session,
    congress_id: int,
    appeal_id: int,
    decision: Decision,
    *,
    by: Viewer,
    at: datetime,
) -> None:
    """Decide an appeal once and for all, and let follow what does: drafts are stale then.

    Raises ``NotFound``, ``appeal_reason_missing``, ``appeal_remedy_missing``,
    ``appeal_score_missing``, ``appeal_decided_already``, and ``nominations_closed`` where a
    remedy would change a nominee after approval.
    """
    held(session, congress_id)
    appeal = session.get(Appeal, appeal_id)
    if appeal is None or appeal.congress_id != congress_id:
        raise NotFound
    words = plain(decision.reason)
    faults = list(_faults_of(decision, has_reason=bool(words)))
    if faults:
        raise Rejected.because(faults)
    _write(session, appeal_id, decision, words, by=by, at=at)
    _follow(session, appeal, decision, words, by=by, at=at)
    audit.record(
        session,
        "appeal.decided",
        f"appeal:{appeal_id}",
        by=by,
        at=at,
        outcome=decision.outcome,
        remedy=decision.remedy,
    )


def _faults_of(decision: Decision, *, has_reason: bool) -> Iterator[Fault]:
    if not has_reason:
        yield Fault("appeal_reason_missing", field="reason")
    if decision.outcome is Outcome.UPHELD and decision.remedy is None:
        yield Fault("appeal_remedy_missing", field="remedy")
    if decision.remedy is Remedy.SCORE and decision.score is None:
        yield Fault("appeal_score_missing", field="score")


def _write(
    session: Session,
    appeal_id: int,
    decision: Decision,
    words: str,
    *,
    by: Viewer,
    at: datetime,
) -> None:
    is_upheld = decision.outcome is Outcome.UPHELD
    is_score = is_upheld and decision.remedy is Remedy.SCORE
    done = session.exec(
        update(Appeal)
        .where(col(Appeal.id) == appeal_id, col(Appeal.decided_at).is_(None))
        .values(
            outcome=decision.outcome,
            remedy=decision.remedy if is_upheld else None,
            score=decision.score if is_score else None,
            reason=words,
            decided_by=by.account_id,
            decided_at=at,
        )
    )
    if not done.rowcount:
        raise Rejected("appeal_decided_already")


def _follow(
    session: Session,
    appeal: Appeal,
    decision: Decision,
    words: str,
    *,
    by: Viewer,
    at: datetime,
) -> None:
    if decision.outcome is Outcome.REJECTED:
        return
    if decision.remedy is Remedy.SCORE and decision.score is not None:
        decisions.correct_score(
            session, appeal.congress_id, appeal.nominee_id, decision.score, by=by, at=at
        )
    if decision.remedy is Remedy.REQUIRED:
        nominee = nominations.nominee(session, appeal.congress_id, appeal.nominee_id, by)
        nominating.settle_status(
            session,
            appeal.congress_id,
            appeal.nominee_id,
            status=Status.REQUIRED,
            reason=f"Kiến nghị được chấp nhận: {words}"[:LONGEST_TEXT],
            version=nominee.version,
            by=by,
            at=at,
        )
