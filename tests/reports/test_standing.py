"""The counts of the front page, from rows."""

from dataclasses import replace
from datetime import timedelta

from congress.congresses import queries as congresses
from congress.database import Database
from congress.nominations.models import Workbook
from congress.reports import service
from congress.reports.standing import standing
from tests.factories import Small
from tests.reports.bodies import OPENING, morning, person

AT = OPENING + timedelta(minutes=30)


def counted(database: Database, small: Small, username: str, at=AT):
    with database.reading() as session:
        congress = congresses.by_code(session, small.code)
        return standing(session, congress, small.viewers[username], at)


def test_a_new_congress_counts_nothing_but_its_units(database: Database, small: Small):
    found = counted(database, small, "organizer", OPENING - timedelta(days=1))
    assert found.units == 3
    assert not found.is_stuck
    assert not any(vars(replace(found, units=0)).values())


def test_the_morning_is_counted_as_it_stands(database: Database, small: Small):
    with database.transaction() as session:
        morning(session, small)
    found = counted(database, small, "organizer")
    assert (found.nominees, found.units_sent, found.delegates) == (4, 3, 4)
    assert (found.women, found.direct) == (2, 3)
    assert (found.present, found.excused, found.rehearsed) == (3, 0, 0)
    assert found.is_approved
    assert not found.is_over


def test_only_absences_with_a_reason_are_excused(database: Database, small: Small):
    with database.transaction() as session:
        morning(session, small)
        for number in (1, 3):
            service.note_absence(
                session,
                small.congress_id,
                number,
                "Ốm",
                by=small.viewers["credentials"],
                at=AT,
            )
    assert counted(database, small, "credentials").excused == 1


def test_a_clerk_counts_the_own_people_only(database: Database, small: Small):
    with database.transaction() as session:
        morning(session, small)
    mine, neighbours = (counted(database, small, name) for name in ("commune", "neighbour"))
    assert (mine.nominees, mine.delegates) == (1, 1)
    assert (neighbours.nominees, neighbours.delegates) == (2, 2)


def test_a_workbook_waits_until_its_unit_confirms_a_later_one_or_the_list_is_approved(
    database: Database, small: Small
):
    sent = {
        "congress_id": small.congress_id,
        "filename": "a.xlsx",
        "content": b"",
        "sent_by": small.accounts["commune"],
        "sent_at": AT,
    }
    with database.transaction() as session:
        session.add(Workbook(**sent, unit_id=small.nhan_ly, digest="1"))
        session.flush()
        session.add(Workbook(**sent, unit_id=small.nhan_ly, digest="2", confirmed_at=AT))
        session.add(Workbook(**sent, unit_id=small.van_linh, digest="3"))
    assert counted(database, small, "organizer").workbooks_waiting == 1
    assert counted(database, small, "commune").workbooks_waiting == 0
    with database.transaction() as session:
        morning(session, small)
    assert counted(database, small, "organizer").workbooks_waiting == 0


def test_the_day_has_come_from_its_midnight_here(database: Database, small: Small):
    midnight = OPENING - timedelta(hours=7)
    assert counted(database, small, "gate", midnight).has_come
    assert not counted(database, small, "gate", midnight - timedelta(minutes=1)).has_come


def test_missing_posts_and_achievements_are_counted(database: Database, small: Small):
    with database.transaction() as session:
        person(session, small, "Nông Thị Hòa", small.nhan_ly, achievement="Giấy khen")
        person(session, small, "Hoàng Văn Tơ", small.nhan_ly, achievement="Giấy khen", post="")
        person(session, small, "Lộc Thị An", small.nhan_ly, score=None)
    found = counted(database, small, "organizer")
    assert (found.nominees, found.incomplete, found.unscored) == (3, 2, 1)


def test_the_sitting_is_over_when_its_time_is(database: Database, small: Small):
    assert counted(database, small, "gate", OPENING + timedelta(hours=5)).is_over
