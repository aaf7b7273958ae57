"""A demonstration goes with all that stands below it, and nothing real stands there."""

import pytest
from sqlmodel import select

from congress.congresses import joining, opening, presets, queries, service
from congress.congresses.models import Congress
from congress.congresses.rules import Side
from congress.core.errors import Rejected
from congress.core.roles import Role, Viewer
from congress.database import Database
from congress.delegations import opening as going_up, service as delegations
from congress.delegations.models import Member
from congress.delegations.opening import Answer
from congress.delegations.rules import Vote
from congress.demo import cleaning
from congress.nominations import service as nominations
from congress.nominations.models import Nominee
from congress.nominations.values import NomineeRow
from tests.factories import AT

OFFICE = Viewer(1, "Ban Tổ chức", Role.ORGANIZER)
PERSON = {
    "name": "Nông Văn Hòa",
    "gender": "Nam",
    "birth_year": "1978",
    "ethnic_group": "Tày",
    "composition_group": "guest",
}


@pytest.fixture
def demonstration(database: Database) -> int:
    """The preset as a demonstration, with a congress below it whose list has opened."""
    with database.transaction() as session:
        upper = service.open_preset(
            session, presets.load("chi-lang-2025"), is_demonstration=True, by=None, at=AT
        )
        number = upper.id or 0
        opening.open_children(session, number, seats=9, own_side=Side.INVITED, by=OFFICE, at=AT)
        child = queries.children(session, number)[0]
        who = nominations.add(
            session, child.id, child.host_id, NomineeRow(PERSON), by=OFFICE, at=AT
        )
        delegations.compose(session, child, [who.id or 0], version=0, by=OFFICE, at=AT)
        vote = Vote(10, 10, 9, AT.date())
        delegations.record_vote(session, child, vote, version=1, by=OFFICE, at=AT)
        member = session.exec(select(Member.id)).one() or 0
        going_up.open_above(session, child, {member: Answer()}, by=OFFICE, at=AT)
        return number


def test_a_demonstration_goes_with_those_below_it(database: Database, demonstration: int):
    with database.transaction() as session:
        cleaning.remove(session, "chi-lang-2025", at=AT)
    with database.reading() as session:
        assert session.exec(select(Congress.id)).all() == []
        assert session.exec(select(Nominee.id)).all() == []
        assert session.exec(select(Member.id)).all() == []


def test_nothing_real_is_joined_to_a_demonstration(database: Database, demonstration: int):
    with database.transaction() as session:
        child = queries.children(session, demonstration)[0]
        stored = session.get_one(Congress, child.id)
        stored.parent_id, stored.is_demonstration = None, False
        session.flush()
        assert joining.uppers(session, child.id) == []
        with pytest.raises(Rejected):
            joining.join(session, child.id, demonstration, by=OFFICE, at=AT)
