"""Rows written over the version that was read, and over no other."""

import pytest
from sqlmodel import select

from congress.core.errors import Rejected
from congress.nominations.models import Nominee
from congress.nominations.versions import write_all
from tests import factories
from tests.factories import AT


@pytest.fixture
def people(database, small):
    with database.transaction() as session:
        facts = {"post": "Nông dân", "achievement": "Giỏi"}
        people = [
            factories.nominee(session, small, name, small.nhan_ly, **facts)
            for name in ("Vi A", "Vi B", "Vi C")
        ]
        session.flush()
        return [(who.id, who.version) for who in people]


def _told(database):
    with database.reading() as session:
        stored = session.exec(select(Nominee).order_by(Nominee.id)).all()
        return [(who.post, who.is_incomplete, who.version) for who in stored]


def test_many_are_written_in_one_statement(database, people):
    posts = ("Giáo viên", "", "Công nhân")
    with database.transaction() as session:
        rows = [(*who, {"post": post}) for who, post in zip(people, posts, strict=True)]
        write_all(session, rows, AT)
    assert _told(database) == [("Giáo viên", False, 2), ("", True, 2), ("Công nhân", False, 2)]


def test_one_who_was_changed_meanwhile_keeps_all_as_they_were(database, people):
    before = _told(database)
    (first, version), second, _ = people
    rows = [(*second, {"post": "Giáo viên"}), (first, version - 1, {"post": "Giáo viên"})]
    with pytest.raises(Rejected) as refused, database.transaction() as session:
        write_all(session, rows, AT)
    assert refused.value.faults[0].code == "nominee_changed_meanwhile"
    assert _told(database) == before
