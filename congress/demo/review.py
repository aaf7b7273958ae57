"""The units' votes on their people, the profiles handed in, appraised and accepted."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from fractions import Fraction

from sqlmodel import Session, col, select

from congress.appraisals import queries, service
from congress.congresses import queries as congresses
from congress.congresses.models import Congress
from congress.core.roles import Viewer
from congress.database import Database
from congress.minutes import service as minutes
from congress.minutes.rules import Ballot, Meeting, Threshold
from congress.nominations.models import Nominee, Review

_DAYS_BEFORE = 30
"""The units meet about a month before the congress, "số liệu minh họa"."""


def take(database: Database, congress_id: int, by: Viewer, *, at: datetime) -> list[str]:
    """Vote, hand in, appraise and accept for every unit."""
    with database.reading() as session:
        units = [unit.id for unit in congresses.senders(session, congress_id)]
    voted = [hand_in(database, congress_id, unit_id, by, at=at) for unit_id in units]
    accepted = accept(database, congress_id, by, at=at)
    return [f"{sum(voted)} biên bản bình xét", f"{accepted} hồ sơ được thẩm định và chấp nhận"]


def hand_in(
    database: Database, congress_id: int, unit_id: int, by: Viewer, *, at: datetime
) -> bool:
    """Record a unit's vote and hand in its people; tell whether there was anybody to vote on."""
    with database.transaction() as session:
        has_voted = vote(session, congress_id, unit_id, by, at=at)
        drafts = queries.versions(session, congress_id, Review.DRAFT, unit_id)
        service.submit(session, congress_id, unit_id, drafts, by=by, at=at)
    return has_voted


def accept(database: Database, congress_id: int, by: Viewer, *, at: datetime) -> int:
    """Appraise and accept whatever was handed in; tell how many profiles there were."""
    with database.transaction() as session:
        handed_in = queries.versions(session, congress_id, Review.SUBMITTED)
        service.appraise_and_accept(session, congress_id, handed_in, by=by, at=at)
    return len(handed_in)


def vote(session: Session, congress_id: int, unit_id: int, by: Viewer, *, at: datetime) -> bool:
    """Close minutes of the votes that the unit's workbook tells; tell whether there were any."""
    query = select(Nominee).where(
        Nominee.congress_id == congress_id,
        Nominee.unit_id == unit_id,
        col(Nominee.votes_present).is_not(None),
        col(Nominee.minutes_id).is_(None),
    )
    people = session.exec(query.order_by(col(Nominee.id))).all()
    if not people:
        return False
    held_on = session.get_one(Congress, congress_id).held_on - timedelta(days=_DAYS_BEFORE)
    ballots = [Ballot(who.id or 0, who.votes_for or 0) for who in people]
    meeting = _meeting(people, held_on)
    recorded = minutes.record(session, congress_id, unit_id, meeting, ballots, by=by, at=at)
    assert recorded.id is not None
    minutes.close(session, congress_id, recorded.id, version=recorded.version, by=by, at=at)
    # Closing writes the votes into the profiles, each of which is another version from then on.
    session.expire_all()
    return True


def _meeting(people: Sequence[Nominee], held_on: date) -> Meeting:
    present = max(who.votes_present or 0 for who in people)
    return Meeting(
        held_on=held_on,
        place="Nhà văn hóa xã",
        chair="Lành Văn Thắng",
        secretary="Vi Thị Kim",
        summoned=present,
        present=present,
        form="secret",
        seats=len(people),
        threshold=Threshold(Fraction(1, 2)),
        remarks="Số liệu minh họa",
    )
