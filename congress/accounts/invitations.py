"""Invitations: a slip lets its holder choose a password, once, within a fortnight."""

import re
import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete
from sqlmodel import Session, col, select

from congress import audit
from congress.accounts import passwords, rules, service
from congress.accounts.models import Account, Invitation
from congress.accounts.sessions import hashed
from congress.core.errors import Forbidden, Rejected
from congress.core.names import fold, tidy
from congress.core.roles import Role, Viewer
from congress.database import insert_into
from congress.sealing import seal_of
from congress.units.models import Unit

_CODE_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
_CODE_LENGTH = 12


@dataclass(frozen=True)
class Slip:
    """What a slip says, known only while it is made."""

    account_id: int
    username: str
    name: str
    role: Role
    unit_id: int | None
    token: str
    code: str
    expires_at: datetime
    is_first: bool


@dataclass(frozen=True)
class Invited:
    """Whom an open slip invites; ``slip`` tells it from one issued later."""

    slip: str
    account_id: int
    username: str
    name: str
    role: Role
    unit_id: int | None
    is_first: bool


def invite(
    session: Session,
    *,
    username: str,
    name: str,
    role: Role,
    unit_id: int | None = None,
    by: Viewer | None,
    at: datetime,
) -> Slip:
    """Open an account whose holder chooses the password, and give its slip, this once.

    Only a commune's clerk acts for a unit. Raises ``Forbidden`` where the viewer does not look
    after accounts of that role, and ``Rejected`` with ``account_nameless``, ``account_needs_unit``,
    ``account_there`` (the form was sent twice), ``username_wrong`` or ``account_taken``.
    """
    if by is not None and not rules.may_handle(by.role, role):
        raise Forbidden
    name, unit_id = tidy(name), unit_id if role is Role.COMMUNE else None
    _ensure_new(session, name, role, unit_id)
    account = service.open_account(
        session,
        username=free_name(session, name) if not username else checked_name(username),
        name=name,
        role=role,
        unit_id=unit_id,
        by=by,
        at=at,
    )
    return _slip(session, account, by=by, at=at)


def renew(session: Session, account_id: int, *, by: Viewer, at: datetime) -> Slip:
    """Give a slip for a new password in place of any before; the old password holds until then.

    Raises ``NotFound`` for an account that the viewer does not look after, and
    ``Rejected("account_closed")``.
    """
    account = service.handled(session, account_id, by=by)
    if not account.is_active:
        raise Rejected("account_closed")
    return _slip(session, account, by=by, at=at)


def opened_by(session: Session, token: str, *, at: datetime) -> Invited:
    """Give whom a link invites; ``Rejected("invitation_over")`` where it is none any more."""
    found = session.exec(
        select(Account, Invitation.token_hash)
        .join(Invitation, col(Invitation.account_id) == col(Account.id))
        .where(Invitation.token_hash == hashed(token), Invitation.expires_at > at)
        .where(col(Account.is_active))
    ).first()
    if found is None:
        raise Rejected("invitation_over")
    return _invited(*found)


def opened_with(session: Session, username: str, code: str, *, at: datetime) -> Invited:
    """Give whom a slip's code invites; ``Rejected("invitation_code_wrong")`` for any doubt."""
    found = session.exec(
        select(Account, Invitation.token_hash)
        .join(Invitation, col(Invitation.account_id) == col(Account.id))
        .where(Account.username == username.strip(), Invitation.expires_at > at)
        .where(Invitation.code_mark == _mark(session, code), col(Account.is_active))
    ).first()
    if found is None:
        raise Rejected("invitation_code_wrong")
    return _invited(*found)


def accept(
    session: Session, invited: Invited, password: str, repeated: str, *, at: datetime
) -> None:
    """Let the holder of a slip choose a password; their other sessions end.

    Raises ``Rejected`` for a poor password, and ``invitation_over`` where the slip was used
    meanwhile: one statement settles who came first.
    """
    passwords.ensure_good(password, repeated, invited.username)
    used = delete(Invitation).where(
        col(Invitation.token_hash) == invited.slip, col(Invitation.expires_at) > at
    )
    if session.execute(used.returning(col(Invitation.account_id))).first() is None:
        raise Rejected("invitation_over")
    account = session.get_one(Account, invited.account_id)
    by = service.viewer_of(session, account)
    service.renew_password(session, account, password, by=by, at=at)
    audit.record(session, "invitation.used", f"account:{account.id}", by=by, at=at)


def checked_name(username: str) -> str:
    """Give a user name as it is kept; ``username_wrong`` unless it can be typed on any keyboard."""
    plain = username.strip().lower()
    if not re.fullmatch(r"[a-z0-9][a-z0-9._-]{2,39}", plain):
        raise Rejected("username_wrong")
    return plain


def free_name(session: Session, name: str) -> str:
    """Make a user name of a name that nobody has: ``xa-nhan-ly``, then ``xa-nhan-ly-2``."""
    plain = re.sub(r"[^a-z0-9]+", "-", fold(name)).strip("-")[:30] or "tai-khoan"
    taken = set(
        session.exec(select(Account.username).where(col(Account.username).like(f"{plain}%")))
    )
    names = [plain, *(f"{plain}-{n}" for n in range(2, len(taken) + 3))]
    return next(each for each in names if each not in taken)


def _ensure_new(session: Session, name: str, role: Role, unit_id: int | None) -> None:
    if not name:
        raise Rejected("account_nameless")
    if unit_id is not None and session.get(Unit, unit_id) is None:
        raise Rejected("account_needs_unit")
    same = select(Account.id).where(
        Account.name == name, Account.role == role, Account.unit_id == unit_id
    )
    if session.exec(same).first() is not None:
        raise Rejected("account_there", name=name)


def _slip(session: Session, account: Account, *, by: Viewer | None, at: datetime) -> Slip:
    assert account.id is not None
    token = secrets.token_urlsafe(20)
    code = "".join(secrets.choice(_CODE_LETTERS) for _ in range(_CODE_LENGTH))
    expires_at = at + rules.INVITATION_LASTS
    facts = {
        "token_hash": hashed(token),
        "code_mark": _mark(session, code),
        "issued_at": at,
        "expires_at": expires_at,
    }
    insert = insert_into(session, Invitation).values(account_id=account.id, **facts)
    session.execute(
        insert.on_conflict_do_update(index_elements=[col(Invitation.account_id)], set_=facts)
    )
    audit.record(session, "invitation.issued", f"account:{account.id}", by=by, at=at)
    return Slip(
        account.id,
        account.username,
        account.name,
        account.role,
        account.unit_id,
        token,
        "-".join(code[i : i + 4] for i in range(0, _CODE_LENGTH, 4)),
        expires_at,
        is_first=not account.password_hash,
    )


def _invited(account: Account, slip: str) -> Invited:
    assert account.id is not None
    return Invited(
        slip,
        account.id,
        account.username,
        account.name,
        account.role,
        account.unit_id,
        is_first=not account.password_hash,
    )


def _mark(session: Session, code: str) -> str:
    plain = re.sub(r"[^A-Z0-9]", "", code.upper())
    return seal_of(session).mark(plain, "invitation code")
