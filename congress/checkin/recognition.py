"""Whom each scan shows: a whole batch recognized in a few statements."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import bindparam, select as sql_select
from sqlmodel import Session, and_, col, func, or_

from congress.badges.models import Badge
from congress.badges.queries import public_keys
from congress.badges.tokens import BadgeClaim, Unreadable, verify
from congress.checkin.rules import Door, Event, Pass, Refusal, Sighting, barred_since, refusal
from congress.congresses.models import Sitting
from congress.delegates.models import Delegate, Substitution
from congress.delegates.queries import Query, holders
from congress.nominations.models import Nominee
from congress.seating.models import Placement
from congress.units.models import Unit


@dataclass(frozen=True)
class DelegateCard:
    """What the door sees of a delegate; ``seat`` is empty before the hall is filled.

    ``since`` is set for a substitute: when they took the number over.
    """

    id: int
    number: int
    name: str
    unit: str
    seat: str
    since: datetime | None


@dataclass(frozen=True)
class Arrival:
    """An event with the delegate it shows, the door it came to, and why it is refused, if it is."""

    event: Event
    card: DelegateCard | None
    door: Door | None
    reason: Refusal | None

    def sighting(self, device: str) -> Sighting | None:
        """Give the valid event that this is; none where it is refused."""
        at = self.event.at
        if self.reason or self.card is None or self.door is None or at is None:
            return None
        return Sighting(
            id=self.event.id,
            delegate_id=self.card.id,
            sitting_id=self.door.sitting_id,
            device=device,
            at=at,
            direction=self.event.direction,
            shown=self.event.shown,
            is_former=self.card.since is not None and at < self.card.since,
        )


@dataclass(frozen=True)
class _Known:
    """What the database knows of the badges and numbers of a batch."""

    claims: Mapping[str, BadgeClaim | Unreadable]
    issued: Mapping[tuple[int, int], Pass]
    cards: Mapping[int, DelegateCard]
    numbers: Mapping[int, DelegateCard]


def recognize(
    session: Session, congress_id: int, events: Sequence[Event], *, received_at: datetime
) -> list[Arrival]:
    """Tell of each event, in order, whom it shows, or why it shows nobody who may come in."""
    known = _look_up(session, congress_id, events)
    by_code = doors(session, congress_id)
    return [_arrival(event, by_code.get(event.sitting), known, received_at) for event in events]


def _look_up(session: Session, congress_id: int, events: Sequence[Event]) -> _Known:
    keys = public_keys(session, congress_id)
    claims = {event.id: verify(event.token, keys) for event in events if event.number is None}
    people = {claim.delegate_id for claim in claims.values() if isinstance(claim, BadgeClaim)}
    numbers = {event.number for event in events if event.number is not None}
    found = cards(session, congress_id, ids=people, numbers=numbers)
    return _Known(
        claims=claims,
        issued=issued(session, congress_id, {card.id for card in found}) if found else {},
        cards={card.id: card for card in found},
        numbers={card.number: card for card in found},
    )


def _arrival(event: Event, door: Door | None, known: _Known, received_at: datetime) -> Arrival:
    shown = _pass(event, known)
    card = known.cards.get(shown.delegate_id) if isinstance(shown, Pass) else None
    return Arrival(
        event=_not_before(event, shown, card),
        card=card,
        door=door,
        reason=refusal(event, shown, door, received_at=received_at),
    )


def _not_before(event: Event, shown: Pass | Refusal, card: DelegateCard | None) -> Event:
    """Mend a slow clock: a substitute's own badge was not seen before they took over."""
    is_own = isinstance(shown, Pass) and not shown.is_former and event.number is None
    if card is None or card.since is None or event.at is None or not is_own:
        return event
    return replace(event, at=max(event.at, card.since))


def _pass(event: Event, known: _Known) -> Pass | Refusal:
    if event.number is not None:
        card = known.numbers.get(event.number)
        return _pass_by_number(card, known) if card else Refusal.UNKNOWN_NUMBER
    claim = known.claims[event.id]
    if isinstance(claim, Unreadable):
        return Refusal(claim.value)
    return known.issued.get((claim.delegate_id, claim.serial), Refusal.UNKNOWN_BADGE)


def _pass_by_number(card: DelegateCard, known: _Known) -> Pass:
    held = [badge.revoked_at for badge in known.issued.values() if badge.delegate_id == card.id]
    return Pass(card.id, barred_since(held))


def doors(session: Session, congress_id: int) -> dict[str, Door]:
    """Give the sittings of a congress by code, as the door knows them."""
    found = session.execute(_DOORS, {"congress_id": congress_id})
    return {code: Door(*rest) for code, *rest in found}


def issued(
    session: Session, congress_id: int, delegates: Collection[int]
) -> dict[tuple[int, int], Pass]:
    """Give what the badges issued to delegates open, by (delegate, serial)."""
    found = session.execute(_ISSUED, {"congress_id": congress_id, "delegates": list(delegates)})
    return {(delegate, serial): Pass(delegate, *rest) for delegate, serial, *rest in found}


def cards(
    session: Session,
    congress_id: int,
    *,
    ids: Collection[int] = (),
    numbers: Collection[int] = (),
) -> list[DelegateCard]:
    """Give what the door sees of delegates, found by id or by number."""
    wanted = {"congress_id": congress_id, "ids": list(ids), "numbers": list(numbers)}
    return [DelegateCard(*found) for found in session.execute(_CARDS, wanted)]


_DOORS: Query = sql_select(
    col(Sitting.code),
    col(Sitting.id),
    col(Sitting.starts_at),
    col(Sitting.ends_at),
    col(Sitting.is_rehearsal),
).where(col(Sitting.congress_id) == bindparam("congress_id"))
_ISSUED: Query = (
    holders(
        col(Badge.delegate_id),
        col(Badge.serial),
        col(Badge.revoked_at),
        col(Badge.nominee_id) != Nominee.id,
    )
    .join(Badge, col(Badge.delegate_id) == Delegate.id)
    .where(
        col(Badge.congress_id) == bindparam("congress_id"),
        col(Badge.delegate_id).in_(bindparam("delegates", expanding=True)),
    )
)
_CARDS: Query = (
    holders(
        col(Delegate.id),
        col(Delegate.number),
        col(Nominee.name),
        col(Unit.name),
        func.coalesce(Placement.seat_label, ""),
        col(Substitution.made_at),
    )
    .join(
        Placement,
        and_(col(Placement.delegate_id) == Delegate.id, col(Placement.left_at).is_(None)),
        isouter=True,
    )
    .where(col(Delegate.congress_id) == bindparam("congress_id"))
    .where(
        or_(
            col(Delegate.id).in_(bindparam("ids", expanding=True)),
            col(Delegate.number).in_(bindparam("numbers", expanding=True)),
        )
    )
)
