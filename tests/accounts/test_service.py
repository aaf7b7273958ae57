"""Signing in."""

import pytest
from sqlmodel import select

from congress.accounts import service
from congress.accounts.models import Account
from congress.audit import AuditEntry
from congress.core.errors import Rejected
from congress.core.roles import Role
from congress.database import Database
from tests.factories import AT


@pytest.fixture
def chairman(database: Database) -> int:
    with database.transaction() as session:
        account = service.open_account(
            session,
            username="chu-tich",
            name="Vi Nông Trường",
            password="một câu dài dễ nhớ",
            role=Role.LEADER,
            by=None,
            at=AT,
        )
        return account.id or 0


def test_the_right_password_signs_in(database: Database, chairman: int):
    with database.transaction() as session:
        account = service.sign_in(session, "chu-tich", "một câu dài dễ nhớ", at=AT)
    assert account.id == chairman


@pytest.mark.parametrize("username", ["chu-tich", "không có ai"])
def test_a_wrong_password_and_a_stranger_are_told_the_same(
    database: Database, chairman: int, username: str
):
    with pytest.raises(Rejected) as refused, database.transaction() as session:
        service.sign_in(session, username, "đoán", at=AT)
    assert refused.value.faults[0].code == "sign_in_failed"


def test_a_closed_account_does_not_sign_in(database: Database, chairman: int):
    with database.transaction() as session:
        account = service.sign_in(session, "chu-tich", "một câu dài dễ nhớ", at=AT)
        account.is_active = False
        session.add(account)
    with pytest.raises(Rejected), database.transaction() as session:
        service.sign_in(session, "chu-tich", "một câu dài dễ nhớ", at=AT)


def test_a_new_password_and_signing_out_begin_another_session(database: Database, chairman: int):
    with database.transaction() as session:
        account = session.get_one(Account, chairman)
        service.sign_out(session, by=service.viewer_of(session, account), at=AT)
    with database.transaction() as session:
        service.set_password(session, "chu-tich", "câu khác", by=None, at=AT)
    with database.reading() as session:
        assert session.get_one(Account, chairman).session_number == 2


def test_opening_and_signing_in_leave_a_trace_without_the_name(database: Database, chairman: int):
    with database.transaction() as session:
        service.sign_in(session, "chu-tich", "một câu dài dễ nhớ", at=AT)
    with database.reading() as session:
        entries = session.exec(select(AuditEntry).order_by(AuditEntry.id)).all()
    assert [entry.action for entry in entries] == ["account.opened", "account.signed_in"]
    assert not any("Trường" in str(entry.facts) for entry in entries)
