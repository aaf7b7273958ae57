"""People on their way: whole profiles of Nhân Lý whom its closed minutes name."""

from collections.abc import Sequence
from datetime import date

import pytest
from sqlmodel import Session

from congress.database import Database
from congress.minutes.models import Minutes, Vote, VoteForm
from congress.nominations.models import Nominee, Review
from tests import factories
from tests.factories import AT, Small

WHOLE = {
    "post": "Trưởng thôn",
    "professional_level": "university",
    "village": "Bản Đăng",
    "field": "Nông nghiệp",
    "achievement": "Hiến 200 m² đất làm đường",
    "review": Review.DRAFT,
}


def vote_on(session: Session, small: Small, unit_id: int, people: Sequence[Nominee]) -> None:
    """Close minutes of a unit that name these people."""
    minutes = Minutes(
        congress_id=small.congress_id,
        unit_id=unit_id,
        held_on=date(2025, 3, 20),
        place="Nhà văn hóa xã",
        chair="Lành Văn Chủ",
        secretary="Vi Thị Ký",
        summoned=13,
        present=13,
        form=VoteForm.HANDS,
        seats=len(people),
        threshold_numerator=1,
        threshold_denominator=2,
        is_threshold_over=True,
        recorded_at=AT,
        closed_at=AT,
    )
    session.add(minutes)
    session.flush()
    session.add_all(
        Vote(minutes_id=minutes.id or 0, nominee_id=who.id or 0, votes_for=11) for who in people
    )
    session.flush()


@pytest.fixture
def people(database: Database, small: Small) -> list[int]:
    """Three drafts of Nhân Lý, whole and voted on, by number."""
    with database.transaction() as session:
        named = [
            factories.nominee(session, small, name, small.nhan_ly, **WHOLE)
            for name in ("Nông Văn An", "Nông Văn Bình", "Nông Văn Chi")
        ]
        vote_on(session, small, small.nhan_ly, named)
        return [who.id or 0 for who in named]
