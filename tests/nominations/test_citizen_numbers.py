"""Citizen numbers are sealed at rest, masked on pages, and compared by their marks alone."""

import logging

import pytest
from sqlalchemy import make_url, text
from sqlmodel import select

from congress import migrations
from congress.audit import AuditEntry
from congress.core.errors import Rejected
from congress.database import Database
from congress.nominations import citizen_numbers
from congress.nominations.models import Nominee
from tests.conftest import SEALING_KEY
from tests.nominations.test_service import FORM, add, codes, edit

NUMBER = "020078001234"


def test_a_number_is_kept_sealed_and_opens_for_who_has_the_key(database, small):
    with database.transaction() as session:
        nominee = add(session, small, citizen_id="020 078 001234")
    with database.reading() as session:
        stored = session.get_one(Nominee, nominee.id)
        assert NUMBER.encode() not in stored.citizen_sealed
        assert NUMBER not in stored.citizen_mark
        assert citizen_numbers.opened(session, stored) == NUMBER
        assert citizen_numbers.masked(session, stored) == "020*****1234"
        entries = str([vars(entry) for entry in session.exec(select(AuditEntry))])
    assert NUMBER not in entries


def test_two_rows_of_one_number_share_its_mark_and_nothing_else(database, small):
    with database.transaction() as session:
        one = citizen_numbers.sealed(session, NUMBER)
        other = citizen_numbers.sealed(session, NUMBER)
        assert one["citizen_mark"] == other["citizen_mark"]
        assert one["citizen_sealed"] != other["citizen_sealed"]


def test_a_unit_is_not_told_whose_number_is_known_elsewhere(database, small):
    with database.transaction() as session:
        other = add(session, small, unit=small.van_linh, by="neighbour", citizen_id=NUMBER)
        own = add(session, small, name="Nông Thị Hiền", gender="Nữ", citizen_id=NUMBER)
        assert own.citizen_mark == other.citizen_mark


def test_one_number_is_one_person_within_a_unit(database, small):
    with database.transaction() as session:
        add(session, small, citizen_id=NUMBER)
    with pytest.raises(Rejected) as error, database.transaction() as session:
        add(session, small, name="Nông Thị Hiền", gender="Nữ", citizen_id=NUMBER)
    assert codes(error) == ["nominee_named_already"]


def test_the_same_number_written_again_is_no_change(database, small):
    with database.transaction() as session:
        nominee = add(session, small, citizen_id=NUMBER)
        edit(session, small, nominee, 1, citizen_id=NUMBER, post="Nông dân")
    with database.reading() as session:
        edited = session.exec(select(AuditEntry).where(AuditEntry.action == "nominee.edited"))
        assert edited.one().facts["fields"] == ["post"]


def test_no_page_file_or_log_tells_a_number(database, small, sign_in, caplog):
    caplog.set_level(logging.DEBUG)
    with database.transaction() as session:
        number = add(session, small, citizen_id=NUMBER).id
    home = "/congresses/thu-nghiem/nominees"
    answers = [
        sign_in(role).get(path)
        for role in ("commune", "officer")
        for path in (f"{home}/", f"{home}/{number}")
    ]
    again = sign_in("commune").post(
        f"{home}/{number}", data=FORM | {"version": 1, "name": "?", "citizen_id": NUMBER}
    )
    assert all(NUMBER not in answer.text for answer in answers)
    assert "020*****1234" in answers[1].text
    assert again.status_code == 422
    assert NUMBER not in caplog.text


def _old(database: Database) -> None:
    """Make the tables as they were when numbers stood in plain, with one nominee."""
    migrations.upgrade(database, "0008")
    rows = {
        "unit": {"id": 1, "code": "187", "vintage": 2024, "name": "Chi Lăng", "kind": "district"}
        | {"valid_from": "2024-01-01"},
        "congress": {"id": 3, "code": "c", "name": "Hội nghị", "form": "", "level": "district"}
        | {"host_id": 1, "held_on": "2025-04-15", "place": "", "seats": 4, "seats_limit": 300}
        | {"rules": "", "preset": "", "is_demonstration": False},
        "nominee": {"id": 5, "congress_id": 3, "unit_id": 1, "person_key": "h", "name": "Hòa"}
        | {"name_key": "h", "gender": "male", "birth_year": 1978, "ethnic_group": "Tày"}
        | {"ethnic_scheme": "", "ethnic_code": "02", "composition_group": "direct"}
        | dict.fromkeys(("post", "village", "field", "phone", "household"), "")
        | dict.fromkeys(("achievement", "titles", "reason"), "")
        | {"status": "proposed", "is_party_member": False, "version": 1, "citizen_id": NUMBER}
        | {"created_at": "2025-04-01", "changed_at": "2025-04-01"},
    }
    with database.engine.begin() as connection:
        for table, row in rows.items():
            names, places = ", ".join(row), ", ".join(f":{name}" for name in row)
            connection.execute(text(f"INSERT INTO {table} ({names}) VALUES ({places})"), row)


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request, tmp_path):
    """The address of an empty database of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'old.db'}"
    server = Database(request.getfixturevalue("postgres_url"))
    with server.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("DROP DATABASE IF EXISTS of_before"))
        connection.execute(text("CREATE DATABASE of_before"))
    server.dispose()
    address = make_url(request.getfixturevalue("postgres_url")).set(database="of_before")
    return address.render_as_string(hide_password=False)


def test_numbers_of_before_are_sealed_by_the_migration(url):
    database = Database(url, SEALING_KEY)
    _old(database)
    migrations.upgrade(database, "0009")
    with database.reading() as session:
        stored = session.execute(text("SELECT citizen_sealed, citizen_mark FROM nominee")).one()
        assert database.seal.open(bytes(stored.citizen_sealed), "citizen_id") == NUMBER
        assert stored.citizen_mark == citizen_numbers.mark(session, NUMBER)
    database.dispose()


def test_no_file_of_the_database_holds_a_number_of_before(tmp_path):
    database = Database(f"sqlite:///{tmp_path / 'old.db'}", SEALING_KEY)
    _old(database)
    assert any(NUMBER.encode() in file.read_bytes() for file in tmp_path.iterdir())
    migrations.upgrade(database, "0009")
    assert not any(NUMBER.encode() in file.read_bytes() for file in tmp_path.iterdir())
    database.dispose()


def test_without_the_key_nothing_is_migrated_and_no_number_lost(url):
    keyless = Database(url)
    _old(keyless)
    with pytest.raises(Rejected) as error:
        migrations.upgrade(keyless, "0009")
    assert codes(error) == ["sealing_key_missing"]
    with keyless.engine.connect() as connection:
        assert connection.execute(text("SELECT citizen_id FROM nominee")).scalar() == NUMBER
    keyless.dispose()
