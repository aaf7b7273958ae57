"""The second step of signing in: a code of an authenticator, or one kept for its loss."""

import hmac
import re
import secrets
from dataclasses import dataclass
from datetime import datetime

import pyotp
from sqlalchemy import delete, update
from sqlmodel import Session, col, func, select

from congress import audit
from congress.accounts.models import RecoveryCode, SecondFactor
from congress.core.errors import NotFound, Rejected
from congress.core.roles import Viewer
from congress.sealing import seal_of

_STEP_S = 30
_RECOVERY_CODES = 10
_LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"
_PURPOSE = "totp"


@dataclass(frozen=True)
class Enrolment:
    """What an authenticator is told: by its camera, or typed by hand."""

    uri: str
    secret: str


def is_on(session: Session, account_id: int) -> bool:
    """Tell whether signing in asks for a code."""
    found = session.get(SecondFactor, account_id)
    return found is not None and found.confirmed_at is not None


def codes_left(session: Session, account_id: int) -> int:
    """Count the recovery codes that have not been used."""
    query = select(func.count()).where(RecoveryCode.account_id == account_id)
    return session.exec(query).one()


def begin(session: Session, *, by: Viewer, at: datetime) -> None:
    """Make a secret, which counts once ``confirm`` has seen a code of it.

    Raises ``Rejected("second_step_on")`` where there is one already.
    """
    if is_on(session, by.account_id):
        raise Rejected("second_step_on")
    sealed = seal_of(session).close(pyotp.random_base32(), _PURPOSE)
    session.merge(SecondFactor(account_id=by.account_id, secret=sealed, last_step=0))
    audit.record(session, "account.second_step_begun", _subject(by), by=by, at=at)


def enrolment(session: Session, username: str, *, by: Viewer) -> Enrolment:
    """Give the secret while it is not confirmed; ``NotFound`` before and after."""
    found = session.get(SecondFactor, by.account_id)
    if found is None or found.confirmed_at is not None:
        raise NotFound
    secret = seal_of(session).open(found.secret, _PURPOSE)
    uri = pyotp.TOTP(secret).provisioning_uri(name=username, issuer_name="Congress")
    return Enrolment(uri, secret)


def confirm(session: Session, code: str, *, by: Viewer, at: datetime) -> list[str]:
    """Ask for codes from now on; give the recovery codes, this once.

    Raises ``Rejected("code_wrong")``.
    """
    found = session.get(SecondFactor, by.account_id)
    if found is None or found.confirmed_at is not None:
        raise NotFound
    if not _taken(session, by.account_id, code, at=at):
        raise Rejected("code_wrong")
    found.confirmed_at = at
    session.add(found)
    codes = [_recovery_code() for _ in range(_RECOVERY_CODES)]
    session.add_all(
        RecoveryCode(account_id=by.account_id, mark=_mark(session, by.account_id, code))
        for code in codes
    )
    audit.record(session, "account.second_step_on", _subject(by), by=by, at=at)
    return codes


def check(session: Session, account_id: int, code: str, *, at: datetime) -> None:
    """Take a code, of the authenticator or a recovery one, once; else ``code_wrong``."""
    if not _taken(session, account_id, code, at=at) and not _recovered(session, account_id, code):
        raise Rejected("code_wrong")


def remove(session: Session, account_id: int, *, by: Viewer, at: datetime) -> None:
    """Ask for no code any more, and forget the recovery codes."""
    session.execute(delete(RecoveryCode).where(col(RecoveryCode.account_id) == account_id))
    session.execute(delete(SecondFactor).where(col(SecondFactor.account_id) == account_id))
    audit.record(session, "account.second_step_off", f"account:{account_id}", by=by, at=at)


def _taken(session: Session, account_id: int, code: str, *, at: datetime) -> bool:
    """Take a code of the step before, of this one or of the next, if none so new was taken."""
    found = session.get(SecondFactor, account_id)
    if found is None:
        return False
    totp = pyotp.TOTP(seal_of(session).open(found.secret, _PURPOSE))
    now = int(at.timestamp()) // _STEP_S
    digits = re.sub(r"\s", "", code).encode()
    for step in (now - 1, now, now + 1):
        if hmac.compare_digest(totp.at(step * _STEP_S).encode(), digits):
            newer = update(SecondFactor).where(
                col(SecondFactor.account_id) == account_id, col(SecondFactor.last_step) < step
            )
            moved = newer.values(last_step=step).returning(col(SecondFactor.last_step))
            return session.execute(moved).first() is not None
    return False


def _recovered(session: Session, account_id: int, code: str) -> bool:
    mark = _mark(session, account_id, code)
    used = delete(RecoveryCode).where(
        col(RecoveryCode.account_id) == account_id, col(RecoveryCode.mark) == mark
    )
    return session.execute(used.returning(col(RecoveryCode.mark))).first() is not None


def _recovery_code() -> str:
    letters = "".join(secrets.choice(_LETTERS) for _ in range(10))
    return f"{letters[:5]}-{letters[5:]}"


def _mark(session: Session, account_id: int, code: str) -> str:
    plain = re.sub(r"[\s-]", "", code).lower()
    return seal_of(session).mark(f"{account_id} {plain}", "recovery code")


def _subject(by: Viewer) -> str:
    return f"account:{by.account_id}"
