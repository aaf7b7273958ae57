"""Every write leaves a link of a chain that shows when it was tampered with."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlmodel import select, update

from congress import audit
from congress.audit import AuditEntry
from congress.database import Database
from tests.factories import AT


def _write(database: Database, number: int) -> None:
    with database.transaction() as session:
        audit.record(session, "test.done", f"test:{number}", by=None, at=AT, number=number)


def test_entries_form_a_whole_chain(database: Database):
    for number in range(3):
        _write(database, number)
    with database.reading() as session:
        assert audit.first_broken(session) is None


def test_an_altered_entry_is_found(database: Database):
    for number in range(3):
        _write(database, number)
    with database.transaction() as session:
        session.exec(update(AuditEntry).where(AuditEntry.subject == "test:1").values(facts={}))
    with database.reading() as session:
        broken = audit.first_broken(session)
    assert broken is not None
    assert broken.subject == "test:1"


def test_writers_at_once_keep_one_chain(database: Database):
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: _write(database, number), range(40)))
    with database.reading() as session:
        assert audit.first_broken(session) is None
        assert len(session.exec(select(AuditEntry.id)).all()) == 40


def test_a_transaction_that_fails_leaves_no_entry(database: Database):
    def fail() -> None:
        with database.transaction() as session:
            audit.record(session, "test.done", "test:1", by=None, at=AT)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    with database.reading() as session:
        assert session.exec(select(AuditEntry)).all() == []
