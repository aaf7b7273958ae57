"""What the papers lack of a profile, asked of the profile and of the table alike."""

from datetime import date

import pytest
from sqlalchemy import select
from sqlmodel import col

from congress.database import Database
from congress.nominations import headings
from congress.nominations.completeness import NEEDS, missing, missing_required
from congress.nominations.models import Nominee, Review, Status
from congress.nominations.rules import may_change
from tests import factories
from tests.factories import Small

WHOLE = {
    "post": "Trưởng thôn",
    "village": "Bản Đăng",
    "field": "Nông nghiệp",
    "achievement": "Hiến 200 m² đất làm đường",
    "birth_date": date(1980, 1, 1),
}


def test_the_profile_and_the_table_lack_the_same(database: Database, small: Small):
    cases: list[dict[str, object]] = [
        WHOLE,
        WHOLE | {"birth_date": None},
        WHOLE | {"post": "", "village": ""},
        WHOLE | {"achievement": "", "field": ""},
        WHOLE | {"achievement": "", "status": Status.REQUIRED, "reason": "Lãnh đạo"},
    ]
    with database.transaction() as session:
        for n, facts in enumerate(cases):
            factories.nominee(session, small, f"Vi Thị {n}", small.nhan_ly, **facts)
    with database.reading() as session:
        for who in session.scalars(select(Nominee)):
            asked = select(col(Nominee.id)).where(col(Nominee.id) == who.id)
            told = [
                need.code
                for need in NEEDS
                if session.scalars(asked.where(need.lacks(Nominee))).first()
            ]
            assert missing(who) == tuple(told)


def test_whoever_does_not_compete_needs_no_achievement(database: Database, small: Small):
    with database.transaction() as session:
        bare = {"post": "", "achievement": ""}
        competing = factories.nominee(session, small, "Vi Thị An", small.nhan_ly, **bare)
        guest = factories.nominee(
            session,
            small,
            "Vi Thị Bình",
            small.nhan_ly,
            **bare,
            status=Status.REQUIRED,
            reason="Lãnh đạo",
        )
        assert missing_required(competing) == ("post", "achievement")
        assert missing_required(guest) == ("post",)


def test_every_need_has_a_heading():
    assert all(headings.label(need.code) for need in NEEDS)


@pytest.mark.parametrize("review", Review)
def test_a_profile_on_its_way_is_the_offices_then_nobodys(review: Review):
    of_unit = review in {Review.DRAFT, Review.RETURNED}
    assert may_change(review, is_office=False) is of_unit
    on_its_way = review in {Review.SUBMITTED, Review.APPRAISED}
    assert may_change(review, is_office=True) is (of_unit or on_its_way)
