"""A nominee who declines before approval, and a corrected score."""

from datetime import date
from decimal import Decimal

import pytest
from sqlmodel import select

from congress.audit import AuditEntry
from congress.core.errors import NotFound, Rejected
from congress.database import Database
from congress.nominations import decisions, service
from congress.nominations.models import Decline, Nominee, Review, Status
from congress.selection import service as selections
from tests import factories
from tests.conftest import SignIn
from tests.factories import AT, Small

NAME = "Nông Văn Hòa"
SAID = {"reason": "con nhỏ", "said_by": "bà Lành, Chủ tịch xã", "said_on": "2025-03-31"}


@pytest.fixture
def person(database: Database, small: Small) -> int:
    with database.transaction() as session:
        return factories.nominee(session, small, NAME, small.nhan_ly).id or 0


def decline(database: Database, small: Small, person: int, **facts: object) -> None:
    told = {"reason": "con nhỏ", "said_by": "Chủ tịch xã", "said_on": date(2025, 3, 31)} | facts
    with database.transaction() as session:
        decisions.decline(
            session, small.congress_id, person, **told, by=small.viewers["organizer"], at=AT
        )


def declines(database: Database) -> list[Decline]:
    with database.reading() as session:
        return list(session.exec(select(Decline)))


def test_who_declines_leaves_the_pool_and_stays_on_record(
    database: Database, small: Small, person: int
):
    with database.reading() as session:
        before = selections.pool_digest(session, small.congress_id)
    decline(database, small, person)
    with database.reading() as session:
        nominee = session.get_one(Nominee, person)
        assert nominee.status is Status.EXCLUDED
        assert nominee.reason == "Không nhận lời (Chủ tịch xã báo ngày 31/03/2025): con nhỏ"
        assert selections.pool_digest(session, small.congress_id) != before
    [kept] = declines(database)
    assert (kept.said_by, kept.said_on) == ("Chủ tịch xã", date(2025, 3, 31))
    assert kept.recorded_by == small.accounts["organizer"]


def test_a_decline_is_traced_without_personal_data(database: Database, small: Small, person: int):
    decline(database, small, person)
    with database.reading() as session:
        entries = session.exec(select(AuditEntry)).all()
    assert "nominee.declined" in {entry.action for entry in entries}
    told = " ".join(str(entry.facts) for entry in entries)
    assert not any(word in told for word in (NAME, "con nhỏ", "Chủ tịch"))


def test_faults_are_told_at_once_and_leave_no_trace(database: Database, small: Small, person: int):
    with pytest.raises(Rejected) as refused:
        decline(database, small, person, reason=" ", said_by="", said_on=date(2025, 4, 2))
    assert [fault.code for fault in refused.value.faults] == [
        "decline_reason_missing",
        "decline_said_by_missing",
        "decline_said_on_wrong",
    ]
    assert declines(database) == []


def test_nobody_declines_twice(database: Database, small: Small, person: int):
    decline(database, small, person)
    with pytest.raises(Rejected) as refused:
        decline(database, small, person)
    assert refused.value.faults[0].code == "nominee_excluded_already"
    assert len(declines(database)) == 1


def test_what_is_on_record_cannot_be_removed(database: Database, small: Small, person: int):
    with database.transaction() as session:
        session.get_one(Nominee, person).review = Review.DRAFT
    decline(database, small, person)
    with pytest.raises(Rejected) as refused, database.transaction() as session:
        service.withdraw(session, small.congress_id, person, by=small.viewers["commune"], at=AT)
    assert refused.value.faults[0].code == "nominee_on_record"
    with database.reading() as session:
        assert session.get(Nominee, person) is not None


def test_after_approval_a_decline_is_no_longer_taken(database: Database, small: Small, person: int):
    with database.transaction() as session:
        factories.approved(session, small, [session.get_one(Nominee, person)])
    with pytest.raises(Rejected) as refused:
        decline(database, small, person)
    assert refused.value.faults[0].code == "nominations_closed"


def test_a_corrected_score_is_a_new_version(database: Database, small: Small, person: int):
    with database.transaction() as session:
        decisions.correct_score(
            session,
            small.congress_id,
            person,
            Decimal("91.5"),
            by=small.viewers["organizer"],
            at=AT,
        )
    with database.reading() as session:
        nominee = session.get_one(Nominee, person)
        assert (nominee.score, nominee.version) == (Decimal("91.5"), 2)


def test_nobody_outside_the_congress_is_found(database: Database, small: Small):
    with pytest.raises(NotFound):
        decline(database, small, 999)


def test_the_office_writes_it_down_on_the_page(
    database: Database, sign_in: SignIn, small: Small, person: int
):
    url = f"/congresses/{small.code}/nominees/{person}"
    desk = sign_in("officer")
    assert "Ghi không nhận lời" in desk.get(url).text
    assert desk.post(f"{url}/decline", data=SAID).status_code == 302
    assert "báo ngày 31/03/2025): con nhỏ" in desk.get(url).text


@pytest.mark.parametrize("said_on", ["", "31/3", "9999-12-31"])
def test_a_day_that_is_none_is_told(
    database: Database, sign_in: SignIn, small: Small, person: int, said_on: str
):
    url = f"/congresses/{small.code}/nominees/{person}/decline"
    refused = sign_in("officer").post(url, data=SAID | {"said_on": said_on})
    assert (refused.status_code, "Ngày báo" in refused.text) == (422, True)
    assert declines(database) == []


@pytest.mark.parametrize("role", ["commune", "neighbour", "leader", "gate"])
def test_only_the_office_writes_declines(
    database: Database, sign_in: SignIn, small: Small, person: int, role: str
):
    url = f"/congresses/{small.code}/nominees/{person}/decline"
    assert sign_in(role).post(url, data=SAID).status_code == 403
    assert sign_in(role).get(url).status_code == 405
    assert declines(database) == []
