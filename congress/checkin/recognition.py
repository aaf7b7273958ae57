"""Whom each scan shows: a whole batch recognized in a few statements."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from congress.badges.queries import public_keys
from congress.badges.tokens import BadgeClaim, Unreadable, verify
from congress.checkin import queries
from congress.checkin.queries import DelegateCard
from congress.checkin.rules import Door, Event, Pass, Refusal, Sighting, refusal


@dataclass(frozen=True)
class Arrival:
    """An event with the delegate it shows, the door it came to, and why it is refused, if it is."""

    event: Event
    card: DelegateCard | None
    door: Door | None
    reason: Refusal | None

    def sighting(self, device: str) -> Sighting | None:
        """Give the valid event that this is; none where it is refused."""
        if self.reason or self.card is None or self.door is None:
            return None
        return Sighting(
            id=self.event.id,
            delegate_id=self.card.id,
            sitting_id=self.door.sitting_id,
            device=device,
            at=self.event.at,
            direction=self.event.direction,
            shown=self.event.shown,
        )


@dataclass(frozen=True)
class _Known:
    """What the database knows of the badges and numbers of a batch."""

    claims: Mapping[str, BadgeClaim | Unreadable]
    issued: Mapping[tuple[int, int], datetime | None]
    cards: Mapping[int, DelegateCard]
    numbers: Mapping[int, DelegateCard]


def recognize(
    session: Session, congress_id: int, events: Sequence[Event], *, received_at: datetime
) -> list[Arrival]:
    """Tell of each event, in order, whom it shows, or why it shows nobody who may come in."""
    known = _look_up(session, congress_id, events)
    doors = queries.doors(session, congress_id)
    return [_arrival(event, doors.get(event.sitting), known, received_at) for event in events]


def _look_up(session: Session, congress_id: int, events: Sequence[Event]) -> _Known:
    keys = public_keys(session, congress_id)
    claims = {event.id: verify(event.token, keys) for event in events if event.number is None}
    people = {claim.delegate_id for claim in claims.values() if isinstance(claim, BadgeClaim)}
    numbers = {event.number for event in events if event.number is not None}
    cards = queries.cards(session, congress_id, ids=people, numbers=numbers)
    return _Known(
        claims=claims,
        issued=queries.issued(session, congress_id, people) if people else {},
        cards={card.id: card for card in cards},
        numbers={card.number: card for card in cards},
    )


def _arrival(event: Event, door: Door | None, known: _Known, received_at: datetime) -> Arrival:
    shown = _pass(event, known)
    return Arrival(
        event=event,
        card=known.cards.get(shown.delegate_id) if isinstance(shown, Pass) else None,
        door=door,
        reason=refusal(event, shown, door, received_at=received_at),
    )


def _pass(event: Event, known: _Known) -> Pass | Refusal:
    if event.number is not None:
        card = known.numbers.get(event.number)
        return Pass(card.id) if card else Refusal.UNKNOWN_NUMBER
    claim = known.claims[event.id]
    if isinstance(claim, Unreadable):
        return Refusal(claim.value)
    if (claim.delegate_id, claim.serial) not in known.issued:
        return Refusal.UNKNOWN_BADGE
    return Pass(claim.delegate_id, known.issued[claim.delegate_id, claim.serial])
