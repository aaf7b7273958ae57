"""Opening accounts and signing in."""

import pytest
from sqlmodel import select

from congress.accounts import service, sessions
from congress.accounts.models import Account
from congress.accounts.sessions import Device
from congress.audit import AuditEntry
from congress.core.errors import Rejected
from congress.core.roles import Role
from congress.database import Database
from tests.factories import AT

OWN = Device("Firefox · Linux", is_shared=False)
PASSWORD = "một câu dài dễ nhớ"


@pytest.fixture
def chairman(database: Database) -> int:
    with database.transaction() as session:
        account = service.open_account(
            session,
            username="chu-tich",
            name="Vi Nông Trường",
            password=PASSWORD,
            role=Role.LEADER,
            by=None,
            at=AT,
        )
        return account.id or 0


def test_the_right_password_proves_who_it_is(database: Database, chairman: int):
    with database.reading() as session:
        assert service.prove(session, " chu-tich ", PASSWORD).id == chairman


def test_a_password_is_the_same_whatever_keyboard_typed_its_marks(
    database: Database, chairman: int
):
    decomposed = "mo\u0323\u0302t ca\u0302u da\u0300i de\u0302\u0303 nho\u031b\u0301"
    assert decomposed != PASSWORD
    with database.reading() as session:
        assert service.prove(session, "chu-tich", decomposed).id == chairman


@pytest.mark.parametrize("username", ["chu-tich", "không có ai", ""])
@pytest.mark.parametrize("password", ["đoán", ""])
def test_a_wrong_password_and_a_stranger_are_told_the_same(
    database: Database, chairman: int, username: str, password: str
):
    with pytest.raises(Rejected) as refused, database.reading() as session:
        service.prove(session, username, password)
    assert refused.value.faults[0].code == "sign_in_failed"


def test_who_has_chosen_no_password_yet_does_not_sign_in(database: Database):
    with database.transaction() as session:
        service.open_account(session, username="moi", name="Moi", role=Role.GATE, by=None, at=AT)
    with pytest.raises(Rejected) as refused, database.reading() as session:
        service.prove(session, "moi", "")
    assert refused.value.faults[0].code == "sign_in_failed"


def test_a_closed_account_does_not_sign_in(database: Database, chairman: int):
    with database.transaction() as session:
        account = session.get_one(Account, chairman)
        account.is_active = False
        session.add(account)
    with pytest.raises(Rejected), database.reading() as session:
        service.prove(session, "chu-tich", PASSWORD)


def test_a_new_password_ends_every_session(database: Database, chairman: int):
    with database.transaction() as session:
        kept = service.sign_in(session, chairman, OWN, at=AT)
    with database.transaction() as session:
        assert sessions.find(session, kept, at=AT) is not None
        service.set_password(session, "chu-tich", "một câu khác hẳn", by=None, at=AT)
    with database.reading() as session:
        assert sessions.find(session, kept, at=AT) is None
        assert service.prove(session, "chu-tich", "một câu khác hẳn")


def test_opening_and_signing_in_leave_a_trace_without_the_name(database: Database, chairman: int):
    with database.transaction() as session:
        service.sign_in(session, chairman, OWN, at=AT)
    with database.reading() as session:
        entries = session.exec(select(AuditEntry).order_by(AuditEntry.id)).all()
    assert [entry.action for entry in entries] == ["account.opened", "account.signed_in"]
    assert not any("Trường" in str(entry.facts) for entry in entries)
