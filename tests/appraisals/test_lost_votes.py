"""Whom the vote did not take goes up by a new vote or a reasoned decision, never in silence."""

from datetime import date

import pytest
from sqlmodel import col, select

from congress.appraisals import obstacles, service
from congress.core.errors import Rejected
from congress.database import Database
from congress.minutes import results
from congress.minutes.models import Minutes, Vote
from congress.minutes.results import Verdict
from congress.nominations import service as nominations
from congress.nominations.models import Nominee, Review, Status
from tests import factories
from tests.appraisals.conftest import WHOLE, vote_on
from tests.appraisals.test_service import codes
from tests.appraisals.test_views import BASE, page
from tests.conftest import SignIn
from tests.factories import AT, Small

VOTES = {"Một": 12, "Hai": 9, "Ba": 9, "Bốn": 8, "Năm": 4}


@pytest.fixture
def voted(database: Database, small: Small) -> dict[str, int]:
    """Five on whom Nhân Lý voted for two seats: the chair took Hai of two tied at the last."""
    with database.transaction() as session:
        people = [
            factories.nominee(session, small, f"Nông Văn {last}", small.nhan_ly, **WHOLE)
            for last in VOTES
        ]
        vote_on(session, small, small.nhan_ly, people)
        by_name = {who.name.split()[-1]: who.id or 0 for who in people}
        for vote in session.exec(select(Vote)).all():
            name = next(last for last, number in by_name.items() if number == vote.nominee_id)
            vote.votes_for, vote.is_preferred = VOTES[name], name == "Hai"
            minutes = session.get_one(Minutes, vote.minutes_id)
            minutes.seats = 2
    return by_name


def chosen(database: Database, people: list[int]) -> dict[int, int]:
    with database.reading() as session:
        return {number: session.get_one(Nominee, number).version for number in people}


def set_review(database: Database, people: list[int], review: Review) -> None:
    with database.transaction() as session:
        for number in people:
            session.get_one(Nominee, number).review = review


def test_the_result_of_each_is_that_of_the_minutes(database: Database, voted: dict[str, int]):
    with database.reading() as session:
        found = results.results(session, voted.values())
    assert {last: found[number].verdict for last, number in voted.items()} == {
        "Một": Verdict.TAKEN,
        "Hai": Verdict.TAKEN,
        "Ba": Verdict.TIE_LOST,
        "Bốn": Verdict.BEYOND,
        "Năm": Verdict.BELOW,
    }


def test_a_later_meeting_overrides_what_an_earlier_one_said(
    database: Database, small: Small, voted: dict[str, int]
):
    with database.transaction() as session:
        vote_on(session, small, small.nhan_ly, [session.get_one(Nominee, voted["Ba"])])
        last = session.exec(select(Minutes).order_by(col(Minutes.id).desc())).first()
        assert last is not None
        last.held_on = date(2025, 3, 25)
    with database.reading() as session:
        assert results.results(session, [voted["Ba"]])[voted["Ba"]].is_taken


def test_who_lost_is_not_handed_in_and_the_others_are(
    database: Database, small: Small, voted: dict[str, int]
):
    clerk = small.viewers["commune"]
    with pytest.raises(Rejected) as error, database.transaction() as session:
        service.submit(
            session,
            small.congress_id,
            small.nhan_ly,
            chosen(database, list(voted.values())),
            by=clerk,
            at=AT,
        )
    assert sorted(codes(error)) == [
        "profile_vote_below",
        "profile_vote_beyond",
        "profile_vote_tie_lost",
    ]
    with database.transaction() as session:
        ready = obstacles.candidates(session, small.congress_id, small.nhan_ly)
        taken = {each.id: each.version for each in ready if each.is_ready}
        assert set(taken) == {voted["Một"], voted["Hai"]}
        receipt = service.submit(session, small.congress_id, small.nhan_ly, taken, by=clerk, at=AT)
        assert len(receipt.people) == 2


def test_whom_corrected_minutes_no_longer_take_is_neither_appraised_nor_accepted(
    database: Database, small: Small, voted: dict[str, int]
):
    people = [voted["Ba"]]
    for state, verb in ((Review.SUBMITTED, service.appraise), (Review.APPRAISED, service.accept)):
        set_review(database, people, state)
        with pytest.raises(Rejected) as error, database.transaction() as session:
            verb(
                session,
                small.congress_id,
                chosen(database, people),
                by=small.viewers["organizer"],
                at=AT,
            )
        assert codes(error) == ["profile_vote_tie_lost"]
        with database.reading() as session:
            assert session.get_one(Nominee, voted["Ba"]).review is state


def test_the_office_puts_somebody_on_the_list_with_a_reason(
    database: Database, small: Small, voted: dict[str, int]
):
    organizer = small.viewers["organizer"]
    set_review(database, [voted["Ba"]], Review.SUBMITTED)
    with database.transaction() as session:
        nominations.settle_status(
            session,
            small.congress_id,
            voted["Ba"],
            status=Status.REQUIRED,
            reason="Người có uy tín của xã",
            version=session.get_one(Nominee, voted["Ba"]).version,
            by=organizer,
            at=AT,
        )
    with database.transaction() as session:
        service.appraise_and_accept(
            session, small.congress_id, chosen(database, [voted["Ba"]]), by=organizer, at=AT
        )
    with database.reading() as session:
        assert session.get_one(Nominee, voted["Ba"]).review is Review.ACCEPTED


def test_the_pages_say_how_the_vote_went(
    database: Database, voted: dict[str, int], sign_in: SignIn
):
    submission = page(sign_in("commune").get(f"{BASE}/submission/"))
    assert "9/13 phiếu, hòa ở chỗ cuối, không được chọn" in submission
    assert "8/13 phiếu, ngoài 2 suất, không được chọn" in submission
    assert "4/13 phiếu, không đạt ngưỡng (cần 7 phiếu)" in submission
    assert f'value="{voted["Ba"]}:1"' not in submission
    assert f'value="{voted["Hai"]}:1"' in submission
    set_review(database, [voted["Ba"]], Review.SUBMITTED)
    appraisal = page(sign_in("officer").get(f"{BASE}/nominees/{voted['Ba']}/appraisal"))
    assert "9/13 phiếu, hòa ở chỗ cuối, không được chọn" in appraisal
    with database.transaction() as session:
        who = session.get_one(Nominee, voted["Ba"])
        who.minutes_id = session.exec(select(Minutes.id)).one()
        who.votes_for, who.votes_present = 9, 13
    line = page(sign_in("commune").get(f"{BASE}/minutes/of/{voted['Ba']}"))
    assert "9/13 phiếu, hòa ở chỗ cuối, không được chọn" in line
