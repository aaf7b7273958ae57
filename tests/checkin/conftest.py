"""A congress whose delegates hold badges, and scanners at two gates."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from uuid import UUID

import pytest

from congress.badges import queries as badges, service as issuing
from congress.checkin import queries, service
from congress.checkin.rules import Direction, Event, Outcome, Sighting
from congress.checkin.service import Answer, Source
from congress.database import Database
from congress.delegates.models import Delegate
from congress.seating.models import Placement
from tests.factories import Small, approved, nominee

OPENING = datetime(2025, 4, 15, 0, 30, tzinfo=UTC)
SITTING, REHEARSAL = "sang", "tong-duyet"
NAMES = ["Hoàng Thị Thuỷ", "Lương Thị Én", "Nông Văn Hòa", "Vi Ỷ"]


@dataclass(frozen=True)
class Door:
    """The door of a small congress: its delegates, their badges' texts, and two scanners."""

    database: Database
    small: Small
    delegates: list[Delegate]
    tokens: list[str]
    bearers: list[str]
    sources: list[Source]

    def scan(self, *events: Event, source: Source | None = None, at: datetime = OPENING):
        """Answer one batch."""
        with self.database.transaction() as session:
            return service.scan(
                session,
                self.small.congress_id,
                events,
                source=source or self.sources[0],
                at=at,
            )

    def attendance(self) -> list[queries.AttendanceRow]:
        """Give the attendance of the sitting."""
        with self.database.reading() as session:
            return queries.attendance(session, self.small.sitting_id)

    def sightings(self) -> list[Sighting]:
        """Give all valid events of the sitting."""
        everybody = [
            Sighting("", delegate.id or 0, self.small.sitting_id, "", OPENING, Direction.IN)
            for delegate in self.delegates
        ]
        with self.database.reading() as session:
            return queries.sightings(session, everybody)


_events = count(1)
Make = Callable[..., Event]


@pytest.fixture
def event(door: Door) -> Make:
    """Make an event of one delegate (by place in the list), some minutes after the opening."""

    def make(
        delegate: int = 0,
        minute: float = 0,
        direction: Direction = Direction.IN,
        shown: Outcome | None = None,
        sitting: str = SITTING,
    ) -> Event:
        return Event(
            id=str(UUID(int=next(_events))),
            sitting=sitting,
            at=OPENING + timedelta(minutes=minute),
            direction=direction,
            shown=shown,
            token=door.tokens[delegate],
        )

    return make


@pytest.fixture
def door(database: Database, small: Small) -> Door:
    """Four delegates with badges, the first with a seat, and a scanner at each of two gates."""
    with database.transaction() as session:
        units = [small.nhan_ly, small.nhan_ly, small.van_linh, small.agency]
        people = [
            nominee(session, small, name, unit) for name, unit in zip(NAMES, units, strict=True)
        ]
        delegates = approved(session, small, people)
        session.add(
            Placement(
                congress_id=small.congress_id,
                delegate_id=delegates[0].id or 0,
                seat_guid="A-1",
                seat_label="A-1",
                placed_at=OPENING,
            )
        )
        issuing.issue_missing(session, small.congress_id, by=None, at=OPENING)
        bearers = [
            service.enroll_device(session, small.congress_id, gate, by=None, at=OPENING)
            for gate in ("Cửa chính", "Cửa sau")
        ]
    with database.reading() as session:
        tokens = [badge.token for badge in badges.printed(session, small.congress_id)]
        scanners = [queries.scanner(session, bearer) for bearer in bearers]
    sources = [Source(device_id=scanner.device_id) for scanner in scanners if scanner]
    return Door(database, small, delegates, tokens, bearers, sources)


def said(answers: list[Answer]) -> list[str]:
    """Give the outcomes, in order."""
    return [answer.outcome.value for answer in answers]
