"""Invitations: a slip, used once, by the link or by the code."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta

import pytest
from sqlmodel import select

from congress.accounts import invitations, rules, service
from congress.accounts.invitations import Invited, Slip
from congress.accounts.models import Account, Invitation
from congress.audit import AuditEntry
from congress.core.errors import Forbidden, NotFound, Rejected
from congress.core.roles import Role
from congress.database import Database
from tests.factories import AT, Small

CHOSEN = "bốn con trâu trắng"


def invite(
    database: Database, small: Small, role: Role = Role.COMMUNE, *, by: Role = Role.ORGANIZER
) -> Slip:
    with database.transaction() as session:
        return invitations.invite(
            session,
            username="",
            name="Xã Nhân Lý",
            role=role,
            unit_id=small.nhan_ly,
            by=small.viewers[by],
            at=AT,
        )


def opened(database: Database, slip: Slip, at=AT) -> Invited:
    with database.reading() as session:
        return invitations.opened_by(session, slip.token, at=at)


def accept(database: Database, invited: Invited, password: str = CHOSEN, at=AT) -> None:
    with database.transaction() as session:
        invitations.accept(session, invited, password, password, at=at)


def code_of(refused: pytest.ExceptionInfo[Rejected]) -> str:
    return refused.value.faults[0].code


def test_who_is_invited_chooses_the_password(database: Database, small: Small):
    slip = invite(database, small)
    accept(database, opened(database, slip))
    with database.reading() as session:
        account = service.prove(session, slip.username, CHOSEN)
    assert (account.role, account.unit_id) == (Role.COMMUNE, small.nhan_ly)


def test_the_code_of_a_slip_does_as_the_link(database: Database, small: Small):
    slip = invite(database, small)
    with database.reading() as session:
        typed = slip.code.lower().replace("-", " ")
        accept(database, invitations.opened_with(session, slip.username, typed, at=AT))
    with database.reading() as session:
        assert service.prove(session, slip.username, CHOSEN)


def test_a_slip_is_used_once(database: Database, small: Small):
    slip = invite(database, small)
    accept(database, opened(database, slip))
    with pytest.raises(Rejected) as refused:
        opened(database, slip)
    assert code_of(refused) == "invitation_over"


def test_of_many_who_use_a_slip_at_once_one_does(database: Database, small: Small):
    invited = opened(database, invite(database, small))

    def use(n: int) -> bool:
        try:
            accept(database, invited, f"bốn con trâu trắng {n}")
        except Rejected:
            return False
        return True

    with ThreadPoolExecutor(6) as threads:
        assert list(threads.map(use, range(6))).count(True) == 1


def test_a_slip_ends_after_a_fortnight(database: Database, small: Small):
    slip = invite(database, small)
    invited = opened(database, slip)
    late = AT + timedelta(days=14)
    for attempt in (
        lambda: opened(database, slip, late),
        lambda: accept(database, invited, at=late),
    ):
        with pytest.raises(Rejected) as refused:
            attempt()
        assert code_of(refused) == "invitation_over"


def test_a_new_slip_takes_the_place_of_the_old(database: Database, small: Small):
    old = invite(database, small)
    held = opened(database, old)
    with database.transaction() as session:
        by = small.viewers["organizer"]
        new = invitations.renew(session, old.account_id, by=by, at=AT)
    with pytest.raises(Rejected):
        opened(database, old)
    with pytest.raises(Rejected):
        accept(database, held)
    accept(database, opened(database, new))


def test_a_slip_for_somebody_who_forgot_leaves_the_old_password_until_it_is_used(
    database: Database, small: Small
):
    slip = invite(database, small)
    accept(database, opened(database, slip))
    with database.transaction() as session:
        by = small.viewers["organizer"]
        again = invitations.renew(session, slip.account_id, by=by, at=AT)
    assert not again.is_first
    with database.reading() as session:
        assert service.prove(session, slip.username, CHOSEN)
    accept(database, opened(database, again), "một câu khác hẳn")
    with pytest.raises(Rejected), database.reading() as session:
        service.prove(session, slip.username, CHOSEN)


def test_a_poor_password_does_not_use_the_slip_up(database: Database, small: Small):
    slip = invite(database, small)
    for poor in ("ngắn", "1234567890", "xa-nhan-ly", "Xa Nhan Ly 1", "aaaaaaaaaaaa", "MatKhau123"):
        with pytest.raises(Rejected) as refused:
            accept(database, opened(database, slip), poor)
        assert code_of(refused).startswith("password_")
    accept(database, opened(database, slip))


def test_neither_the_token_nor_the_code_is_kept(database: Database, small: Small):
    slip = invite(database, small)
    with database.reading() as session:
        kept = session.exec(select(Invitation)).one()
        entries = session.exec(select(AuditEntry)).all()
    told = f"{kept.model_dump()} {[entry.model_dump() for entry in entries]}"
    assert slip.token not in told
    assert slip.code.replace("-", "") not in told.replace("-", "")
    assert "Nhân Lý" not in told
    assert len(slip.token) * 6 >= 128


@pytest.mark.parametrize("by", Role)
def test_nobody_invites_to_a_role_that_they_do_not_look_after(
    database: Database, small: Small, by: Role
):
    handled, invited, renewed = rules.MAY_HANDLE.get(by, frozenset()), set(), set()
    for role in Role:
        with suppress(Forbidden):
            invite(database, small, role, by=by)
            invited.add(role)
        with suppress(NotFound), database.transaction() as session:
            account_id = small.accounts[role]
            invitations.renew(session, account_id, by=small.viewers[by], at=AT)
            renewed.add(role)
    assert invited == renewed == handled


def test_only_the_administrator_looks_after_the_office():
    office = set(Role) - {Role.COMMUNE, Role.SUBCOMMITTEE, Role.GATE, Role.SUPERVISOR}
    for role in set(Role) - {Role.ADMINISTRATOR}:
        assert not rules.MAY_HANDLE.get(role, frozenset()) & office


def test_a_form_sent_twice_invites_once(database: Database, small: Small):
    invite(database, small)
    with pytest.raises(Rejected) as refused:
        invite(database, small)
    assert code_of(refused) == "account_there"


def test_names_become_user_names_that_nobody_has(database: Database, small: Small):
    slip = invite(database, small)
    assert slip.username == "xa-nhan-ly"
    with database.reading() as session:
        assert invitations.free_name(session, "Xã Nhân Lý") == "xa-nhan-ly-2"
        assert invitations.free_name(session, "Đặng Thị Thuỷ") == "dang-thi-thuy"
        assert invitations.free_name(session, "!") == "tai-khoan"


def test_a_closed_account_gets_no_slip_and_opens_none(database: Database, small: Small):
    slip = invite(database, small)
    by = small.viewers["organizer"]
    with database.transaction() as session:
        service.close(session, slip.account_id, by=by, at=AT)
    with pytest.raises(Rejected):
        opened(database, slip)
    with pytest.raises(Rejected) as refused, database.transaction() as session:
        invitations.renew(session, slip.account_id, by=by, at=AT)
    assert code_of(refused) == "account_closed"


def test_a_clerk_of_no_unit_is_not_invited(database: Database, small: Small):
    for unit_id in (None, 999):
        with pytest.raises(Rejected) as refused, database.transaction() as session:
            invitations.invite(
                session,
                username="",
                name="Xã",
                role=Role.COMMUNE,
                unit_id=unit_id,
                by=small.viewers["organizer"],
                at=AT,
            )
        assert code_of(refused) == "account_needs_unit"
    with database.reading() as session:
        assert session.exec(select(Account).where(Account.name == "Xã")).first() is None
