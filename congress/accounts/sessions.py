"""Sessions: one per device, each ended by itself, by its person, or by the office."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, update
from sqlmodel import Session, col, or_, select

from congress import audit
from congress.accounts import rules
from congress.accounts.models import Account, AccountSession
from congress.core.errors import NotFound
from congress.core.roles import Viewer

_NOTED_EVERY = timedelta(minutes=1)


@dataclass(frozen=True)
class Device:
    """The browser and system of a session, and whether others use the PC too."""

    words: str
    is_shared: bool


def begin(session: Session, account_id: int, device: Device, *, at: datetime) -> str:
    """Begin a session and give what its cookie holds; sweep those that ended by themselves."""
    longest = rules.OWN.longest
    over = (col(AccountSession.account_id) == account_id) & or_(
        col(AccountSession.begun_at) < at - longest,
        col(AccountSession.seen_at) < at - rules.OWN.idle,
        col(AccountSession.is_shared) & (col(AccountSession.seen_at) < at - rules.SHARED.idle),
    )
    session.execute(delete(AccountSession).where(over))
    token = secrets.token_urlsafe(24)
    session.add(
        AccountSession(
            account_id=account_id,
            token_hash=hashed(token),
            device=device.words,
            is_shared=device.is_shared,
            begun_at=at,
            seen_at=at,
        )
    )
    return token


def find(session: Session, token: str, *, at: datetime) -> tuple[AccountSession, Account] | None:
    """Give the session of a cookie and its account; none if either has ended."""
    query = (
        select(AccountSession, Account)
        .join(Account, col(Account.id) == col(AccountSession.account_id))
        .where(AccountSession.token_hash == hashed(token), col(Account.is_active))
    )
    found = session.exec(query).first()
    return None if found is None or is_over(found[0], at) else found


def is_over(kept: AccountSession, at: datetime) -> bool:
    """Tell whether a session has ended by itself."""
    return rules.is_over(
        is_shared=kept.is_shared, begun_at=kept.begun_at, seen_at=kept.seen_at, at=at
    )


def is_due(seen_at: datetime, at: datetime) -> bool:
    """Tell whether it is time to note again that the person is at work."""
    return at - seen_at >= _NOTED_EVERY


def note(session: Session, session_id: int, *, at: datetime) -> None:
    """Note that the person is at work."""
    this = (col(AccountSession.id) == session_id) & (col(AccountSession.seen_at) < at)
    session.execute(update(AccountSession).where(this).values(seen_at=at))


def end(session: Session, session_id: int, *, by: Viewer, at: datetime) -> None:
    """End one of the viewer's own sessions; ``NotFound`` where it is none of them."""
    this = (col(AccountSession.id) == session_id) & (
        col(AccountSession.account_id) == by.account_id
    )
    ended = delete(AccountSession).where(this).returning(col(AccountSession.id))
    if session.execute(ended).first() is None:
        raise NotFound
    audit.record(session, "account.signed_out", f"account:{by.account_id}", by=by, at=at)


def end_all(
    session: Session, account_id: int, *, by: Viewer | None, at: datetime, but: int | None = None
) -> None:
    """End every session of an account, on whatever device, ``but`` one."""
    theirs = delete(AccountSession).where(col(AccountSession.account_id) == account_id)
    if but is not None:
        theirs = theirs.where(col(AccountSession.id) != but)
    session.execute(theirs)
    audit.record(session, "account.signed_out_everywhere", f"account:{account_id}", by=by, at=at)


def hashed(token: str) -> str:
    """Give what is kept of a random token of 128 bits or more: a plain hash tells nothing."""
    return hashlib.sha256(token.encode()).hexdigest()
