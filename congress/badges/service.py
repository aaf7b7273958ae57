"""What is done with badges: issuing, revoking, printing anew."""

from collections.abc import Collection
from datetime import datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import literal, select as sql_select
from sqlmodel import Session, col, func, select, update

from congress import audit
from congress.badges.models import Badge, SigningKey
from congress.core.errors import NotFound, Rejected
from congress.core.roles import Viewer
from congress.core.texts import plain
from congress.database import insert_new
from congress.delegates.models import Delegate
from congress.delegates.queries import holders
from congress.nominations.models import Nominee
from congress.schema import Instant

SERIALS = range(2**16 - 1)
"""Serials after which another one fits into a token; 0 stands for no badge yet."""

_COLUMNS = ["congress_id", "delegate_id", "nominee_id", "serial", "issued_at", "revoked_reason"]


def issue_missing(session: Session, congress_id: int, *, by: Viewer | None, at: datetime) -> int:
    """Issue the first badge to every delegate without one, and tell how many there were."""
    has_one = sql_select(col(Badge.id)).where(col(Badge.delegate_id) == Delegate.id).exists()
    without = (
        holders(
            col(Delegate.congress_id),
            col(Delegate.id),
            col(Nominee.id),
            literal(1),
            literal(at, Instant()),
            literal(""),
        )
        .where(col(Delegate.congress_id) == congress_id, ~has_one)
        .order_by(col(Delegate.number))
    )
    insert = insert_new(session, Badge).from_select(_COLUMNS, without)
    issued = len(session.exec(insert.returning(col(Badge.id))).all())
    if issued:
        _make_key(session, congress_id)
        subject = f"congress:{congress_id}"
        audit.record(session, "badges.issued", subject, by=by, at=at, badges=issued)
    return issued


def revoke(
    session: Session, congress_id: int, badge_id: int, *, reason: str, by: Viewer, at: datetime
) -> None:
    """Take a badge out of force; revoked once, it stays as it was revoked."""
    badge = session.get(Badge, badge_id)
    if badge is None or badge.congress_id != congress_id:
        raise NotFound
    revoked = session.exec(
        update(Badge)
        .where(col(Badge.id) == badge_id, col(Badge.revoked_at).is_(None))
        .values(revoked_at=at, revoked_reason=_given(reason))
    )
    if revoked.rowcount:
        audit.record(session, "badge.revoked", f"badge:{badge_id}", by=by, at=at)


def reissue(
    session: Session,
    congress_id: int,
    delegate_id: int,
    *,
    after: int,
    reason: str,
    by: Viewer,
    at: datetime,
) -> int:
    """Replace a delegate's badge of serial ``after`` (0: none yet) and give the new badge's id.

    The former badges are revoked. Raises ``Rejected("badge_reissued_already")`` when a newer one
    was printed meanwhile, so that a button pressed twice prints once.
    """
    delegate = session.get(Delegate, delegate_id)
    if delegate is None or delegate.congress_id != congress_id:
        raise NotFound
    words = _given(reason)
    _make_key(session, congress_id)
    badge_id = _add_next(session, delegate, after, at) if after in SERIALS else None
    if badge_id is None:
        raise Rejected("badge_reissued_already", number=delegate.number)
    session.exec(
        update(Badge)
        .where(col(Badge.delegate_id) == delegate_id, col(Badge.serial) <= after)
        .where(col(Badge.revoked_at).is_(None))
        .values(revoked_at=at, revoked_reason=words)
    )
    audit.record(session, "badge.reissued", f"badge:{badge_id}", by=by, at=at, serial=after + 1)
    return badge_id


def replace_former(
    session: Session, delegates: Collection[int], *, reason: str, by: Viewer, at: datetime
) -> list[int]:
    """Give delegates whose number has a new holder the next badge; give the new badges' ids.

    Where no badge was issued yet, the first one will bear the new name anyway.
    """
    newest = (
        select(Delegate.congress_id, Badge.delegate_id, func.max(Badge.serial))
        .join(Badge, col(Badge.delegate_id) == Delegate.id)
        .where(col(Delegate.id).in_(delegates))
        .group_by(col(Delegate.congress_id), col(Badge.delegate_id), col(Delegate.number))
        .order_by(col(Delegate.number))
    )
    return [
        reissue(session, congress_id, delegate_id, after=serial, reason=reason, by=by, at=at)
        for congress_id, delegate_id, serial in session.exec(newest).all()
    ]


def _add_next(session: Session, delegate: Delegate, after: int, at: datetime) -> int | None:
    serials = sql_select(func.coalesce(func.max(Badge.serial), 0)).where(
        col(Badge.delegate_id) == delegate.id
    )
    following = holders(
        col(Delegate.congress_id),
        col(Delegate.id),
        col(Nominee.id),
        literal(after + 1),
        literal(at, Instant()),
        literal(""),
    ).where(col(Delegate.id) == delegate.id, serials.scalar_subquery() == after)
    added = insert_new(session, Badge).from_select(_COLUMNS, following).returning(col(Badge.id))
    return session.exec(added).scalar()


def _make_key(session: Session, congress_id: int) -> None:
    fresh = Ed25519PrivateKey.generate().private_bytes_raw()
    session.exec(insert_new(session, SigningKey).values(congress_id=congress_id, private_key=fresh))


def _given(reason: str) -> str:
    words = plain(reason)
    if not words:
        raise Rejected("badge_reason_missing")
    return words
