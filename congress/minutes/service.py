"""Recording a collective vote, deciding its ties, and closing its minutes for good."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, delete, update

from congress import audit
from congress.congresses.deadlines import ensure_in_time
from congress.congresses.models import Congress
from congress.core.errors import Fault, NotFound, Rejected
from congress.core.roles import Viewer
from congress.core.texts import plain
from congress.minutes import queries, rules
from congress.minutes.counting import write_votes
from congress.minutes.models import Minutes, SignedPaper, Vote, VoteForm
from congress.minutes.rules import Ballot, Meeting, TieDecision
from congress.nominations.service import ensure_sender, open_congress
from congress.settings import ZONE


def record(
    session: Session,
    congress_id: int,
    unit_id: int,
    meeting: Meeting,
    ballots: Sequence[Ballot],
    *,
    by: Viewer,
    at: datetime,
) -> Minutes:
    """Begin the minutes of a meeting; they may be changed until they are closed.

    Raises every fault of what was recorded at once, ``minutes_open_already`` where the unit has
    other minutes open, ``deadline_passed`` and ``nominations_closed``.
    """
    ensure_sender(session, congress_id, unit_id, by)
    _ensure_recordable(session, congress_id, unit_id, at)
    facts = _proven(session, congress_id, unit_id, meeting, ballots, at=at)
    minutes = Minutes(
        congress_id=congress_id,
        unit_id=unit_id,
        recorded_by=by.account_id,
        recorded_at=at,
        **facts,
    )
    _add(session, minutes)
    assert minutes.id is not None
    _add_votes(session, minutes.id, ballots)
    audit.record(session, "minutes.recorded", f"minutes:{minutes.id}", by=by, at=at, unit=unit_id)
    return minutes


def rewrite(
    session: Session,
    congress_id: int,
    minutes_id: int,
    meeting: Meeting,
    ballots: Sequence[Ballot],
    *,
    version: int,
    by: Viewer,
    at: datetime,
) -> None:
    """Change open minutes; how a tie was decided is asked anew. Raises what ``record`` does."""
    minutes = open_minutes(session, congress_id, minutes_id, version=version, by=by, at=at)
    facts = _proven(
        session, congress_id, minutes.unit_id, meeting, ballots, minutes_id=minutes_id, at=at
    )
    _write(session, minutes, **facts, second_present=None, tie_reason="")
    session.exec(delete(Vote).where(col(Vote.minutes_id) == minutes_id))
    _add_votes(session, minutes_id, ballots)
    audit.record(session, "minutes.changed", f"minutes:{minutes_id}", by=by, at=at)


def decide_tie(
    session: Session,
    congress_id: int,
    minutes_id: int,
    decision: TieDecision,
    *,
    version: int,
    by: Viewer,
    at: datetime,
) -> None:
    """Write down how the tie at the last seat was decided; the last decision counts.

    Raises ``minutes_no_tie`` where there is none, and every fault of the decision at once.
    """
    minutes = open_minutes(session, congress_id, minutes_id, version=version, by=by, at=at)
    decision = TieDecision(
        decision.second_present if decision.second_for else None,
        decision.second_for,
        decision.preferred,
        plain(decision.reason),
    )
    votes = queries.votes(session, minutes_id)
    tied = queries.tally(minutes, [_decided(vote, decision) for vote in votes])
    if tied.tie is None:
        raise Rejected("minutes_no_tie")
    faults = list(rules.tie_faults(decision, tied, minutes.summoned))
    if faults:
        raise Rejected.because(faults)
    for vote in votes:
        decided = _decided(vote, decision)
        is_tied = vote.nominee_id in tied.tie.nominees
        vote.second_for = decided.second_for if is_tied else None
        is_still = tied.still_tied is not None and vote.nominee_id in tied.still_tied.nominees
        vote.is_preferred = decided.is_preferred and is_still
    reason = decision.reason if any(vote.is_preferred for vote in votes) else ""
    _write(session, minutes, second_present=decision.second_present, tie_reason=reason)
    audit.record(session, "minutes.tie_decided", f"minutes:{minutes_id}", by=by, at=at)


def close(
    session: Session, congress_id: int, minutes_id: int, *, version: int, by: Viewer, at: datetime
) -> None:
    """Close minutes for good, and write their votes into the profiles.

    Raises ``minutes_tie_open``, and ``minutes_profiles_locked`` where a unit would change the
    votes of profiles that it has submitted.
    """
    minutes = open_minutes(session, congress_id, minutes_id, version=version, by=by, at=at)
    if queries.tally(minutes, queries.votes(session, minutes_id)).open_tie:
        raise Rejected("minutes_tie_open")
    _write(session, minutes, closed_by=by.account_id, closed_at=at)
    changed = write_votes(session, minutes, by=by, at=at)
    audit.record(session, "minutes.closed", f"minutes:{minutes_id}", by=by, at=at, profiles=changed)


def correct(
    session: Session, congress_id: int, minutes_id: int, *, reason: str, by: Viewer, at: datetime
) -> Minutes:
    """Begin a new version of closed minutes, with the reason; the old one stays as it is.

    Raises ``minutes_correction_missing``, ``minutes_not_closed``, ``minutes_corrected_already`` and
    ``minutes_open_already``.
    """
    old = queries.minutes(session, congress_id, minutes_id, by)
    _ensure_recordable(session, congress_id, old.unit_id, at)
    words = plain(reason)
    if not words:
        raise Rejected.because([Fault("minutes_correction_missing", field="correction")])
    if old.closed_at is None:
        raise Rejected("minutes_not_closed")
    if queries.correction_of(session, minutes_id):
        raise Rejected("minutes_corrected_already")
    kept = old.model_dump(exclude={"id", "version", "closed_by", "closed_at"})
    changed = {"corrects_id": minutes_id, "correction": words}
    changed |= {"recorded_by": by.account_id, "recorded_at": at}
    new = Minutes(**kept | changed)
    _add(session, new)
    for vote in queries.votes(session, minutes_id):
        session.add(Vote(**vote.model_dump() | {"minutes_id": new.id}))
    audit.record(
        session, "minutes.correction_begun", f"minutes:{new.id}", by=by, at=at, corrects=minutes_id
    )
    return new


def discard(
    session: Session, congress_id: int, minutes_id: int, *, version: int, by: Viewer, at: datetime
) -> None:
    """Drop open minutes, as if they had not been begun."""
    minutes = open_minutes(session, congress_id, minutes_id, version=version, by=by, at=at)
    session.exec(delete(Vote).where(col(Vote.minutes_id) == minutes_id))
    session.exec(delete(SignedPaper).where(col(SignedPaper.minutes_id) == minutes_id))
    session.delete(minutes)
    audit.record(
        session, "minutes.discarded", f"minutes:{minutes_id}", by=by, at=at, unit=minutes.unit_id
    )


def open_minutes(
    session: Session, congress_id: int, minutes_id: int, *, version: int, by: Viewer, at: datetime
) -> Minutes:
    """Give minutes that may be changed now, and let nobody else change them meanwhile.

    Raises ``minutes_closed``, ``minutes_changed_meanwhile``, ``deadline_passed`` and
    ``nominations_closed``.
    """
    minutes = queries.minutes(session, congress_id, minutes_id, by)
    _ensure_recordable(session, congress_id, minutes.unit_id, at)
    session.refresh(minutes)
    if minutes.closed_at is not None:
        raise Rejected("minutes_closed")
    if minutes.version != version:
        raise Rejected("minutes_changed_meanwhile")
    return minutes


def _ensure_recordable(session: Session, congress_id: int, unit_id: int, at: datetime) -> None:
    open_congress(session, congress_id)
    ensure_in_time(session, congress_id, unit_id, at)


def _proven(
    session: Session,
    congress_id: int,
    unit_id: int,
    meeting: Meeting,
    ballots: Sequence[Ballot],
    *,
    minutes_id: int | None = None,
    at: datetime,
) -> dict[str, Any]:
    congress = session.get_one(Congress, congress_id)
    faults = list(rules.faults(meeting, ballots, at.astimezone(ZONE).date()))
    faults += rules.day_faults(meeting.held_on, congress.held_on)
    if faults:
        raise Rejected.because(faults)
    candidates = queries.candidates(session, congress_id, unit_id, minutes_id)
    if {each.nominee_id for each in ballots} - {each.nominee_id for each in candidates}:
        raise NotFound
    assert meeting.threshold is not None
    facts = vars(meeting) | {
        "form": VoteForm(meeting.form),
        "threshold_numerator": meeting.threshold.share.numerator,
        "threshold_denominator": meeting.threshold.share.denominator,
        "is_threshold_over": meeting.threshold.is_over,
    }
    del facts["threshold"]
    return facts


def _add(session: Session, minutes: Minutes) -> None:
    session.add(minutes)
    try:
        session.flush()
    except IntegrityError:
        # The index of open minutes lets one per unit through.
        raise Rejected("minutes_open_already") from None


def _add_votes(session: Session, minutes_id: int, ballots: Sequence[Ballot]) -> None:
    session.add_all(Vote(minutes_id=minutes_id, **vars(ballot)) for ballot in ballots)


def _write(session: Session, minutes: Minutes, **facts: object) -> None:
    """Change a row in one statement, if it is still the version that was read."""
    done = session.exec(
        update(Minutes)
        .where(
            col(Minutes.id) == minutes.id,
            col(Minutes.version) == minutes.version,
            col(Minutes.closed_at).is_(None),
        )
        .values(**facts, version=minutes.version + 1)
        .execution_options(synchronize_session=False)
    )
    if not done.rowcount:
        raise Rejected("minutes_changed_meanwhile")
    session.refresh(minutes)


def _decided(vote: Vote, decision: TieDecision) -> Ballot:
    ballot = queries.ballot(vote)
    second = dict(decision.second_for)
    return Ballot(
        ballot.nominee_id,
        ballot.votes_for,
        second_for=second.get(vote.nominee_id),
        is_preferred=vote.nominee_id in decision.preferred,
    )
