"""What is done with accounts: opening them, signing in."""

from datetime import datetime

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select, update

from congress import audit
from congress.accounts.models import Account
from congress.core.errors import Rejected
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
    audit.record(session, "account.signed_in", f"account:{found.id}", by=viewer_of(found), at=at)
    return found


def sign_out(session: Session, *, by: Viewer, at: datetime) -> None:
    """End the sessions of an account, on whatever device its cookies are kept."""
    session.exec(
        update(Account)
        .where(col(Account.id) == by.account_id)
        .values(session_number=col(Account.session_number) + 1)
    )
    audit.record(session, "account.signed_out", f"account:{by.account_id}", by=by, at=at)


def viewer_of(account: Account) -> Viewer:
    """Give the viewer that an account's holder is."""
    assert account.id is not None
    return Viewer(account.id, account.name, account.role, account.unit_id)
