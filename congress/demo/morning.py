"""A simulated morning at the door, the same each time."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from congress.badges import queries as badges
from congress.badges.rules import PrintedBadge
from congress.checkin import queries, service
from congress.checkin.rules import Event, Outcome
from congress.congresses import queries as congresses
from congress.congresses.queries import SittingTime
from congress.core.roles import Viewer
from congress.database import Database

_GATES = ("Cửa chính", "Cửa bên")
_ABSENT_SHARE = 0.06
_TWICE_SHARE = 0.03
_DOORS_OPEN = timedelta(minutes=40)
_STRANGER = "KHONG-PHAI-THE"


def hold(database: Database, congress_id: int, by: Viewer, *, seed: int) -> str:
    """Admit most of the delegates to the first sitting, through two gates."""
    dice = Random(seed)  # noqa: S311 - a simulation
    with database.reading() as session:
        sitting = congresses.sittings(session, congress_id)[0]
        printed = badges.printed(session, congress_id)
    devices = _enrol(database, congress_id, by, sitting.starts_at - _DOORS_OPEN)
    queues: list[list[Event]] = [[] for _ in devices]
    for event in _arrivals(printed, sitting, dice):
        dice.choice(queues).append(event)
    outcomes: Counter[Outcome] = Counter()
    for device_id, events in zip(devices, queues, strict=True):
        with database.transaction() as session:
            answers = service.scan(
                session,
                congress_id,
                events,
                source=service.Source(device_id=device_id),
                at=sitting.starts_at,
            )
        outcomes.update(answer.outcome for answer in answers)
    return (
        f"{outcomes[Outcome.ADMITTED]} người vào, {outcomes[Outcome.ALREADY]} lượt quét lại, "
        f"{outcomes[Outcome.REFUSED]} thẻ lạ bị từ chối"
    )


def _enrol(database: Database, congress_id: int, by: Viewer, at: datetime) -> list[int]:
    devices = []
    for gate in _GATES:
        with database.transaction() as session:
            token = service.enroll_device(session, congress_id, gate, by=by, at=at)
        with database.reading() as session:
            scanner = queries.scanner(session, token)
        assert scanner is not None
        devices.append(scanner.device_id)
    return devices


def _arrivals(
    printed: Sequence[PrintedBadge], sitting: SittingTime, dice: Random
) -> Iterator[Event]:
    """Show the badges of those who come, by the clock; a few twice, and one that is none."""
    tokens = [badge.token for badge in printed if dice.random() >= _ABSENT_SHARE]
    shown = [
        *tokens,
        *(token for token in tokens if dice.random() < _TWICE_SHARE),
        _STRANGER,
    ]
    dice.shuffle(shown)
    started = sitting.starts_at - _DOORS_OPEN
    step = _DOORS_OPEN / len(shown)
    for place, token in enumerate(shown):
        event_id = str(UUID(int=dice.getrandbits(128), version=4))
        yield Event(id=event_id, sitting=sitting.code, at=started + place * step, token=token)
