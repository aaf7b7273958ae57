"""What is done with accounts: opening and closing them, signing in, giving them units."""

from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from congress import audit
from congress.accounts import passwords, second_step, sessions
from congress.accounts.models import Account, AssignedUnit
from congress.accounts.rules import may_handle
from congress.accounts.sessions import Device
from congress.core.errors import Forbidden, NotFound, Rejected
from congress.core.roles import Role, Viewer
from congress.units.models import Unit


def open_account(
    session: Session,
    *,
    username: str,
    name: str,
    password: str = "",
    role: Role,
    unit_id: int | None = None,
    is_demonstration: bool = False,
    by: Viewer | None,
    at: datetime,
) -> Account:
    """Open an account for one person; without a password they choose one when invited.

    Raises ``Rejected`` with ``account_taken``, or ``account_needs_unit`` for a commune's clerk.
    """
    if role is Role.COMMUNE and unit_id is None:
        raise Rejected("account_needs_unit")
    account = Account(
        username=username,
        name=name,
        password_hash=passwords.hashed(password) if password else "",
        role=role,
        unit_id=unit_id,
        is_demonstration=is_demonstration,
        created_at=at,
    )
    session.add(account)
    try:
        session.flush()
    except IntegrityError:
        raise Rejected("account_taken", username=username) from None
    audit.record(session, "account.opened", f"account:{account.id}", by=by, at=at, role=role)
    return account


def set_password(
    session: Session, username: str, password: str, *, by: Viewer | None, at: datetime
) -> None:
    """Give an account a new password; ``Rejected("account_unknown")`` where there is none."""
    account = named(session, username)
    if account is None:
        raise Rejected("account_unknown", username=username)
    renew_password(session, account, password, by=by, at=at)


def renew_password(
    session: Session,
    account: Account,
    password: str,
    *,
    by: Viewer | None,
    at: datetime,
    keeps: int | None = None,
) -> None:
    """Put a password in place of the old; every session ends but the one it ``keeps``."""
    assert account.id is not None
    account.password_hash = passwords.hashed(password)
    session.add(account)
    sessions.end_all(session, account.id, by=by, at=at, but=keeps)
    audit.record(session, "account.password_set", f"account:{account.id}", by=by, at=at)


def prove(session: Session, username: str, password: str) -> Account:
    """Give the account whose name and password these are.

    Raises ``Rejected("sign_in_failed")`` without telling which of the two was wrong.
    """
    found = named(session, username)
    is_right = passwords.is_right(found.password_hash if found else "", password)
    if found is None or not is_right or not found.is_active:
        raise Rejected("sign_in_failed")
    return found


def sign_in(session: Session, account_id: int, device: Device, *, at: datetime) -> str:
    """Begin the session of who proved to be the account's holder; give what its cookie holds."""
    account = session.get_one(Account, account_id)
    account.last_signed_in_at = at
    session.add(account)
    by = viewer_of(session, account)
    audit.record(session, "account.signed_in", f"account:{account_id}", by=by, at=at)
    return sessions.begin(session, account_id, device, at=at)


def handled(session: Session, account_id: int, *, by: Viewer) -> Account:
    """Give an account that the viewer looks after; ``NotFound`` where it is none of those."""
    account = session.get(Account, account_id)
    if account is None or not may_handle(by.role, account.role):
        raise NotFound
    return account


def close(session: Session, account_id: int, *, by: Viewer, at: datetime) -> None:
    """Close an account and end its sessions; ``Rejected("account_own")`` for one's own."""
    account = handled(session, account_id, by=by)
    if account_id == by.account_id:
        raise Rejected("account_own")
    account.is_active = False
    session.add(account)
    sessions.end_all(session, account_id, by=by, at=at)
    audit.record(session, "account.closed", f"account:{account_id}", by=by, at=at)


def reopen(session: Session, account_id: int, *, by: Viewer, at: datetime) -> None:
    """Let a closed account sign in again, with the password that it had."""
    account = handled(session, account_id, by=by)
    account.is_active = True
    session.add(account)
    audit.record(session, "account.reopened", f"account:{account_id}", by=by, at=at)


def sign_out_everywhere(session: Session, account_id: int, *, by: Viewer, at: datetime) -> None:
    """End every session of an account that the viewer looks after."""
    handled(session, account_id, by=by)
    sessions.end_all(session, account_id, by=by, at=at)


def remove_second_step(session: Session, account_id: int, *, by: Viewer, at: datetime) -> None:
    """Ask for no code any more whom the viewer looks after."""
    handled(session, account_id, by=by)
    second_step.remove(session, account_id, by=by, at=at)


def assign(
    session: Session, account_id: int, unit_ids: frozenset[int], *, by: Viewer, at: datetime
) -> None:
    """Let a member of the Council know of these units and of no other.

    Raises ``NotFound`` for an account of another role, ``Forbidden`` where the viewer does not
    look after the Council's.
    """
    account = session.get(Account, account_id)
    if account is None or account.role is not Role.COUNCIL:
        raise NotFound
    if not may_handle(by.role, Role.COUNCIL):
        raise Forbidden
    known = select(Unit.id).where(col(Unit.id).in_(sorted(unit_ids)))
    unit_ids = frozenset(unit_id for unit_id in session.exec(known) if unit_id is not None)
    before = assigned_to(session, account_id)
    for unit_id in sorted(before - unit_ids):
        session.delete(session.get_one(AssignedUnit, (account_id, unit_id)))
    session.add_all(AssignedUnit(account_id=account_id, unit_id=u) for u in unit_ids - before)
    facts = {"added": sorted(unit_ids - before), "removed": sorted(before - unit_ids)}
    audit.record(session, "account.assigned", f"account:{account_id}", by=by, at=at, **facts)


def viewer_of(session: Session, account: Account) -> Viewer:
    """Give the viewer that an account's holder is; one of the Council sees the units assigned."""
    assert account.id is not None
    is_bound = account.role is Role.COUNCIL
    assigned = assigned_to(session, account.id) if is_bound else None
    return Viewer(account.id, account.name, account.role, account.unit_id, assigned)


def assigned_to(session: Session, account_id: int) -> frozenset[int]:
    """Give the units assigned to a member of the Council."""
    query = select(AssignedUnit.unit_id).where(AssignedUnit.account_id == account_id)
    return frozenset(session.exec(query))


def named(session: Session, username: str) -> Account | None:
    """Give the account of a name, as it was given."""
    return session.exec(select(Account).where(Account.username == username.strip())).first()
