"""Badges as the page shows them, as sheets print them, and as the door checks them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from sqlalchemy import ColumnElement, Row
from sqlmodel import Session, and_, col, func, select

from congress.badges.models import Badge, SigningKey
from congress.badges.rules import PrintedBadge, band_of
from congress.badges.tokens import BadgeClaim, token
from congress.congresses.models import CompositionGroup, Participation
from congress.congresses.rules import Side
from congress.core.errors import NotFound, Rejected
from congress.delegates.models import Delegate
from congress.delegates.queries import Query, holders
from congress.nominations.models import Nominee
from congress.seating.queries import seat_labels
from congress.units.models import Unit


@dataclass(frozen=True)
class BadgeRow:
    """A delegate and the newest badge; ``badge_id`` is empty and ``serial`` 0 without one."""

    delegate_id: int
    number: int
    name: str
    unit: str
    badge_id: int | None
    serial: int
    is_in_force: bool
    is_revoked: bool
    revoked_reason: str


@dataclass(frozen=True)
class BadgeCounts:
    """How many delegates there are, how many badges are in force, and who has none yet."""

    delegates: int
    in_force: int
    missing: int
    revoked: int


@dataclass(frozen=True)
class BadgeHolder:
    """The delegate whose name a badge bears; a former one has been replaced since."""

    number: int
    name: str
    unit: str
    is_revoked: bool
    is_former: bool


def rows(session: Session, congress_id: int) -> list[BadgeRow]:
    """Give every delegate with the newest badge, by number."""
    query = (
        holders(
            col(Delegate.id).label("delegate_id"),
            col(Delegate.number),
            col(Nominee.name),
            col(Unit.name).label("unit"),
            col(Badge.id).label("badge_id"),
            col(Badge.serial),
            col(Badge.revoked_at),
            col(Badge.revoked_reason),
        )
        .join(Badge, and_(col(Badge.delegate_id) == Delegate.id, _is_newest()), isouter=True)
        .where(col(Delegate.congress_id) == congress_id)
        .order_by(col(Delegate.number))
    )
    return [_row(found) for found in session.execute(query)]


def counts(found: list[BadgeRow]) -> BadgeCounts:
    """Count the rows of the page."""
    return BadgeCounts(
        delegates=len(found),
        in_force=sum(row.is_in_force for row in found),
        missing=sum(row.badge_id is None for row in found),
        revoked=sum(row.is_revoked for row in found),
    )


def printed(
    session: Session, congress_id: int, *, badge_id: int | None = None
) -> list[PrintedBadge]:
    """Give the badges in force as they are printed, or one of them, by number."""
    key = _signing_key(session, congress_id)
    if key is None:
        return []
    query = _PRINTED.where(col(Badge.congress_id) == congress_id, col(Badge.revoked_at).is_(None))
    if badge_id is not None:
        query = query.where(col(Badge.id) == badge_id)
    seats = seat_labels(session, congress_id)
    return [_printed(key, seats, found) for found in session.execute(query)]


def ensure_in_force(session: Session, congress_id: int, badge_id: int) -> None:
    """Raise ``badge_print_revoked`` for a revoked badge, ``NotFound`` where there is none."""
    badge = session.get(Badge, badge_id)
    if badge is None or badge.congress_id != congress_id:
        raise NotFound
    if badge.revoked_at is not None:
        raise Rejected("badge_print_revoked", serial=badge.serial)


def public_keys(session: Session, congress_id: int | None = None) -> Mapping[int, Ed25519PublicKey]:
    """Give the key of one congress, or of every one, to read badges with."""
    query = select(SigningKey)
    if congress_id is not None:
        query = query.where(SigningKey.congress_id == congress_id)
    return {
        key.congress_id: Ed25519PrivateKey.from_private_bytes(key.private_key).public_key()
        for key in session.exec(query)
    }


def holder(session: Session, claim: BadgeClaim) -> BadgeHolder | None:
    """Tell who holds the number that a token claims; none where no such badge was issued."""
    query = (
        holders(
            Delegate.number,
            Nominee.name,
            Unit.name,
            col(Badge.revoked_at).is_not(None),
            col(Badge.nominee_id) != Nominee.id,
        )
        .join(Badge, col(Badge.delegate_id) == Delegate.id)
        .where(
            col(Badge.congress_id) == claim.congress_id,
            col(Badge.delegate_id) == claim.delegate_id,
            col(Badge.serial) == claim.serial,
        )
    )
    found = session.execute(query).first()
    return BadgeHolder(*found) if found else None


def _is_newest() -> ColumnElement[bool]:
    newest = (
        select(func.max(Badge.serial))
        .where(col(Badge.delegate_id) == Delegate.id)
        .correlate(Delegate)
        .scalar_subquery()
    )
    return col(Badge.serial) == newest


_PRINTED: Query = (
    holders(
        col(Badge.congress_id),
        col(Badge.delegate_id),
        col(Badge.serial),
        col(Delegate.number),
        col(Nominee.name),
        col(Nominee.name_key),
        col(Nominee.post),
        col(Unit.name).label("unit"),
        col(Participation.position).label("unit_position"),
        col(CompositionGroup.code).label("group_code"),
        col(CompositionGroup.label).label("group_label"),
        col(CompositionGroup.side),
    )
    .join(Badge, col(Badge.delegate_id) == Delegate.id)
    .order_by(col(Delegate.number))
)


def _printed(key: Ed25519PrivateKey, seats: Mapping[int, str], found: Row[Any]) -> PrintedBadge:
    is_invited = found.side is Side.INVITED
    band, colour = band_of(found.group_code, found.group_label, is_invited=is_invited)
    claim = BadgeClaim(found.congress_id, found.delegate_id, found.serial)
    return PrintedBadge(
        number=found.number,
        name=found.name,
        name_key=found.name_key,
        post=found.post,
        unit=found.unit,
        unit_position=found.unit_position,
        band=band,
        colour=colour,
        seat=seats.get(found.delegate_id, ""),
        token=token(key, claim),
    )


def _row(found: Row[Any]) -> BadgeRow:
    return BadgeRow(
        delegate_id=found.delegate_id,
        number=found.number,
        name=found.name,
        unit=found.unit,
        badge_id=found.badge_id,
        serial=found.serial or 0,
        is_in_force=found.badge_id is not None and found.revoked_at is None,
        is_revoked=found.revoked_at is not None,
        revoked_reason=found.revoked_reason or "",
    )


def _signing_key(session: Session, congress_id: int) -> Ed25519PrivateKey | None:
    stored = session.get(SigningKey, congress_id)
    return Ed25519PrivateKey.from_private_bytes(stored.private_key) if stored else None
