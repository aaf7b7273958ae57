"""What is done with profiles on their way: handing in, returning, appraising, accepting."""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import update
from sqlmodel import Session, col, func, select

from congress import audit
from congress.appraisals import obstacles, queries
from congress.appraisals.models import Receipt, Remark
from congress.appraisals.moves import move
from congress.appraisals.words import on_record
from congress.congresses.service import held
from congress.core.errors import Fault, Forbidden, NotFound, Rejected
from congress.core.roles import OFFICE, Role, Viewer
from congress.core.texts import plain
from congress.nominations import queries as nominations
from congress.nominations.models import Review
from congress.nominations.rules import ensure_open
from congress.nominations.service import ensure_sender, open_to_unit

REMARKERS = OFFICE | {Role.COUNCIL}
"""Those who say something of a profile."""

Chosen = Mapping[int, int]
"""Profiles by number, each with the version that was seen."""


def submit(
    session: Session, congress_id: int, unit_id: int, chosen: Chosen, *, by: Viewer, at: datetime
) -> Receipt:
    """Hand in profiles of a unit and give the receipt; the open remarks on them are answered.

    Raises, of every person at once, ``profile_lacks``, ``profile_without_vote``, what of a lost
    vote ``appraise`` raises, and what ``move`` raises; ``deadline_passed``,
    ``profiles_none_chosen``.
    """
    ensure_sender(session, congress_id, unit_id, by)
    open_to_unit(session, congress_id, unit_id, at)
    _ensure_chosen(chosen)
    with_unit = obstacles.candidates(session, congress_id, unit_id)
    faults = obstacles.faults_of([each for each in with_unit if each.id in chosen])
    if faults:
        raise Rejected.because(faults)
    people = queries.standing(session, congress_id, unit_id)
    if not chosen.keys() <= {each.id for each in people}:
        raise NotFound
    move(session, congress_id, chosen, Review.SUBMITTED, by=by, at=at)
    session.execute(
        update(Remark)
        .where(col(Remark.nominee_id).in_(list(chosen)), col(Remark.answered_at).is_(None))
        .values(answered_by=by.account_id, answered_at=at)
        .execution_options(synchronize_session=False)
    )
    receipt = _receipt(session, congress_id, unit_id, chosen, by=by, at=at)
    audit.record(
        session,
        "profiles.submitted",
        f"receipt:{receipt.id}",
        by=by,
        at=at,
        unit=unit_id,
        count=len(chosen),
    )
    return receipt


def send_back(
    session: Session,
    congress_id: int,
    nominee_id: int,
    remarks: Mapping[str, str],
    *,
    version: int,
    by: Viewer,
    at: datetime,
) -> None:
    """Return a profile to its unit, with a reason per heading; the general one stands under "".

    Raises ``return_reason_missing``, ``nominations_closed`` and what ``move`` raises.
    """
    _open(session, congress_id)
    said = {code: words for code, text in remarks.items() if (words := plain(text))}
    if not said:
        raise Rejected.because([Fault("return_reason_missing", field="remark")])
    move(
        session,
        congress_id,
        {nominee_id: version},
        Review.RETURNED,
        remark=said.get("") or "; ".join(f"{on_record(code)}: {said[code]}" for code in said),
        by=by,
        at=at,
    )
    for heading, words in said.items():
        _say(session, congress_id, nominee_id, heading, words, by=by, at=at)
    audit.record(
        session, "profile.returned", f"nominee:{nominee_id}", by=by, at=at, fields=sorted(said)
    )


def appraise(
    session: Session, congress_id: int, chosen: Chosen, *, by: Viewer, at: datetime
) -> None:
    """Say that profiles are as they should be; raises what ``move`` raises.

    Whom the vote that counts did not take is refused, of every person at once:
    ``profile_vote_below``, ``profile_vote_beyond``, ``profile_vote_tie_lost``.
    """
    _advance(session, congress_id, chosen, Review.APPRAISED, by=by, at=at)


def accept(session: Session, congress_id: int, chosen: Chosen, *, by: Viewer, at: datetime) -> None:
    """Let appraised profiles compete; raises what ``appraise`` raises."""
    _advance(session, congress_id, chosen, Review.ACCEPTED, by=by, at=at)


def accept_all(
    session: Session,
    congress_id: int,
    unit_id: int | None = None,
    *,
    by: Viewer,
    at: datetime,
) -> int:
    """Accept every appraised profile, or those of a unit, and tell how many there were."""
    _open(session, congress_id)
    chosen = queries.versions(session, congress_id, Review.APPRAISED, unit_id)
    accept(session, congress_id, chosen, by=by, at=at)
    return len(chosen)


def appraise_and_accept(
    session: Session, congress_id: int, chosen: Chosen, *, by: Viewer, at: datetime
) -> None:
    """Take submitted profiles through both steps at once; each is on record."""
    appraise(session, congress_id, chosen, by=by, at=at)
    moved = {number: version + 1 for number, version in chosen.items()}
    accept(session, congress_id, moved, by=by, at=at)


def remark(
    session: Session,
    congress_id: int,
    nominee_id: int,
    heading: str,
    words: str,
    *,
    by: Viewer,
    at: datetime,
) -> None:
    """Say something of a heading of a profile, or of the whole, and leave it where it is."""
    if by.role not in REMARKERS:
        raise Forbidden
    nominations.nominee(session, congress_id, nominee_id, by)
    said = plain(words)
    if not said:
        raise Rejected.because([Fault("remark_words_missing", field="words")])
    _say(session, congress_id, nominee_id, heading, said, by=by, at=at)
    audit.record(session, "profile.remarked", f"nominee:{nominee_id}", by=by, at=at, field=heading)


def answer(
    session: Session, congress_id: int, remark_id: int, words: str, *, by: Viewer, at: datetime
) -> Remark:
    """Answer a remark, once; raises ``remark_words_missing``, ``remark_answered_already``."""
    found = session.get(Remark, remark_id)
    if found is None or found.congress_id != congress_id:
        raise NotFound
    nominations.nominee(session, congress_id, found.nominee_id, by)
    said = plain(words)
    if not said:
        raise Rejected.because([Fault("remark_words_missing", field="words")])
    done = session.execute(
        update(Remark)
        .where(col(Remark.id) == remark_id, col(Remark.answer) == "")
        .values(answer=said, answered_by=by.account_id, answered_at=at)
        .execution_options(synchronize_session=False)
    )
    if done.rowcount == 0:  # type: ignore[attr-defined]
        raise Rejected("remark_answered_already")
    audit.record(session, "remark.answered", f"nominee:{found.nominee_id}", by=by, at=at)
    return found


def _advance(
    session: Session,
    congress_id: int,
    chosen: Chosen,
    went_to: Review,
    *,
    by: Viewer,
    at: datetime,
) -> None:
    _open(session, congress_id)
    _ensure_chosen(chosen)
    move(session, congress_id, chosen, went_to, by=by, at=at)
    # Minutes may have been corrected since the profile was handed in.
    if faults := obstacles.lost_faults(session, chosen):
        raise Rejected.because(faults)
    audit.record(
        session, f"profiles.{went_to}", f"congress:{congress_id}", by=by, at=at, count=len(chosen)
    )


def _open(session: Session, congress_id: int) -> None:
    ensure_open(is_locked=held(session, congress_id).locked_at is not None)


def _ensure_chosen(chosen: Chosen) -> None:
    if not chosen:
        raise Rejected("profiles_none_chosen")


def _say(
    session: Session,
    congress_id: int,
    nominee_id: int,
    heading: str,
    words: str,
    *,
    by: Viewer,
    at: datetime,
) -> None:
    session.add(
        Remark(
            congress_id=congress_id,
            nominee_id=nominee_id,
            heading=heading,
            words=words,
            made_by=by.account_id,
            made_at=at,
        )
    )


def _receipt(
    session: Session, congress_id: int, unit_id: int, chosen: Chosen, *, by: Viewer, at: datetime
) -> Receipt:
    """Write down what was handed in and how the unit's other people stand."""
    last = session.exec(
        select(func.max(Receipt.number)).where(Receipt.congress_id == congress_id)
    ).one()
    people = [vars(each) for each in queries.standing(session, congress_id, unit_id)]
    receipt = Receipt(
        congress_id=congress_id,
        unit_id=unit_id,
        number=(last or 0) + 1,
        people=[each for each in people if each["id"] in chosen],
        standing=[each for each in people if each["id"] not in chosen],
        digest="",
        sent_by=by.account_id,
        sender=by.name,
        sent_at=at,
    )
    receipt.digest = digest_of(receipt)
    session.add(receipt)
    session.flush()
    return receipt


def digest_of(receipt: Receipt) -> str:
    """Hash what a receipt says."""
    said: dict[str, Any] = {
        "congress": receipt.congress_id,
        "unit": receipt.unit_id,
        "number": receipt.number,
        "people": receipt.people,
        "standing": receipt.standing,
        "sender": receipt.sender,
        "sent_at": receipt.sent_at.isoformat(),
    }
    canonical = json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()
