"""A member of the Council knows of the units assigned, and of no other."""

import pytest
from sqlmodel import select

from congress.accounts import service
from congress.accounts.models import Account, AssignedUnit
from congress.core.errors import NotFound
from congress.core.roles import Role, Viewer
from congress.database import Database
from tests import factories
from tests.conftest import SignIn
from tests.factories import AT, Small

LIST = "/congresses/thu-nghiem/nominees/"


def viewer(database: Database, account_id: int) -> Viewer:
    with database.reading() as session:
        return service.viewer_of(session, session.get_one(Account, account_id))


def assign(database: Database, small: Small, role: Role, *unit_ids: int) -> None:
    with database.transaction() as session:
        by = small.viewers["administrator"]
        service.assign(session, small.accounts[role], frozenset(unit_ids), by=by, at=AT)


def test_a_member_sees_no_unit_until_one_is_assigned(database: Database, small: Small):
    council = viewer(database, small.accounts["council"])
    assert council.units == frozenset()
    assert not council.sees_all


def test_only_members_of_the_council_are_bound_by_assignments(database: Database, small: Small):
    assert viewer(database, small.accounts["officer"]).sees_all
    assert viewer(database, small.accounts["commune"]).units == {small.nhan_ly}
    with pytest.raises(NotFound):
        assign(database, small, Role.OFFICER, small.nhan_ly)


def test_assigning_again_replaces_what_was_assigned(database: Database, small: Small):
    assign(database, small, Role.COUNCIL, small.nhan_ly, small.agency)
    assign(database, small, Role.COUNCIL, small.van_linh, small.agency)
    assert viewer(database, small.accounts["council"]).units == {small.van_linh, small.agency}
    with database.reading() as session:
        assert len(session.exec(select(AssignedUnit)).all()) == 2


def test_a_member_reads_the_nominees_of_the_units_assigned(
    database: Database, small: Small, sign_in: SignIn
):
    with database.transaction() as session:
        factories.nominee(session, small, "Nông Văn Hòa", small.nhan_ly)
        factories.nominee(session, small, "Lương Văn Tơ", small.van_linh)
    assert "Lương Văn Tơ" not in sign_in("council").get(LIST).text
    assign(database, small, Role.COUNCIL, small.van_linh)
    page = sign_in("council").get(LIST).text
    assert "Lương Văn Tơ" in page
    assert "Nông Văn Hòa" not in page
