"""What is done with accounts: opening them, signing in."""

from datetime import datetime

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select, update

from congress import audit
from congress.accounts.models import Account, AssignedUnit
from congress.core.errors import NotFound, Rejected
from congress.core.roles import Role, Viewer

_hasher = PasswordHasher()
# Compared against when no such account exists, so that the answer takes as long.
_NOBODY = _hasher.hash("")


def open_account(
    session: Session,
    *,
    username: str,
    name: str,
    password: str,
    role: Role,
    unit_id: int | None = None,
    is_demonstration: bool = False,
    by: Viewer | None,
    at: datetime,
) -> Account:
    """Open an account for one person.

    Raises ``Rejected`` with ``account_taken``, or ``account_needs_unit`` for a commune's clerk.
    """
    if role is Role.COMMUNE and unit_id is None:
        raise Rejected("account_needs_unit")
    account = Account(
        username=username,
        name=name,
        password_hash=_hasher.hash(password),
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
    account = session.exec(select(Account).where(Account.username == username)).first()
    if account is None:
        raise Rejected("account_unknown", username=username)
    account.password_hash = _hasher.hash(password)
    account.session_number += 1
    audit.record(session, "account.password_set", f"account:{account.id}", by=by, at=at)


def sign_in(session: Session, username: str, password: str, *, at: datetime) -> Account:
    """Give the account whose name and password these are.

    Raises ``Rejected("sign_in_failed")`` without telling which of the two was wrong.
    """
    found = session.exec(select(Account).where(Account.username == username.strip())).first()
    try:
        _hasher.verify(found.password_hash if found else _NOBODY, password)
    except VerificationError:
        raise Rejected("sign_in_failed") from None
    if found is None or not found.is_active:
        raise Rejected("sign_in_failed")
    by = viewer_of(session, found)
    audit.record(session, "account.signed_in", f"account:{found.id}", by=by, at=at)
    return found


def sign_out(session: Session, *, by: Viewer, at: datetime) -> None:
    """End the sessions of an account, on whatever device its cookies are kept."""
    session.exec(
        update(Account)
        .where(col(Account.id) == by.account_id)
        .values(session_number=col(Account.session_number) + 1)
    )
    audit.record(session, "account.signed_out", f"account:{by.account_id}", by=by, at=at)


def assign(
    session: Session, account_id: int, unit_ids: frozenset[int], *, by: Viewer | None, at: datetime
) -> None:
    """Let a member of the Council know of these units and of no other."""
    account = session.get(Account, account_id)
    if account is None or account.role is not Role.COUNCIL:
        raise NotFound
    before = _assigned(session, account_id)
    for unit_id in sorted(before - unit_ids):
        session.delete(session.get_one(AssignedUnit, (account_id, unit_id)))
    session.add_all(AssignedUnit(account_id=account_id, unit_id=u) for u in unit_ids - before)
    facts = {"added": sorted(unit_ids - before), "removed": sorted(before - unit_ids)}
    audit.record(session, "account.assigned", f"account:{account_id}", by=by, at=at, **facts)


def viewer_of(session: Session, account: Account) -> Viewer:
    """Give the viewer that an account's holder is; one of the Council sees the units assigned."""
    assert account.id is not None
    is_bound = account.role is Role.COUNCIL
    assigned = _assigned(session, account.id) if is_bound else None
    return Viewer(account.id, account.name, account.role, account.unit_id, assigned)


def _assigned(session: Session, account_id: int) -> frozenset[int]:
    query = select(AssignedUnit.unit_id).where(AssignedUnit.account_id == account_id)
    return frozenset(session.exec(query))
