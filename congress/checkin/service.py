"""What is done at the door: enrolling scanners, answering scans."""

import secrets
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from congress import audit
from congress.checkin import queries
from congress.checkin.models import Admission, Device, Gate, Scan
from congress.checkin.recognition import Arrival, DelegateCard, cards, recognize
from congress.checkin.rules import Decision, Event, Outcome, Sighting, decide
from congress.core.errors import Rejected
from congress.core.roles import Viewer
from congress.core.texts import plain
from congress.database import insert_new

BATCH = 500
"""Events in one transaction at most."""

# Each attempt that fails means that another transaction came to its end.
_ATTEMPTS = 100


@dataclass(frozen=True)
class Source:
    """What sends scans: an enrolled device, or the gate's page of an account."""

    device_id: int | None = None
    viewer: Viewer | None = None

    @property
    def device(self) -> str:
        """The name by which two devices are told apart."""
        return queries.device_name(self.device_id, self.account_id)

    @property
    def account_id(self) -> int | None:
        """The account, where a page scans."""
        return self.viewer.account_id if self.viewer else None


@dataclass(frozen=True)
class Answer:
    """What an event is answered; ``reason`` is empty unless refused."""

    id: str
    outcome: Outcome
    reason: str
    first_at: datetime | None
    delegate: DelegateCard | None


def enroll_device(
    session: Session, congress_id: int, gate_name: str, *, by: Viewer | None, at: datetime
) -> str:
    """Enrol a device at a gate, making the gate if it is new; the token is shown this once."""
    name = plain(gate_name)
    if not name:
        raise Rejected("gate_name_missing")
    session.exec(insert_new(session, Gate).values(congress_id=congress_id, name=name))
    gate = session.exec(
        select(Gate.id).where(Gate.congress_id == congress_id, Gate.name == name)
    ).one()
    token = secrets.token_urlsafe(32)
    device = Device(gate_id=gate or 0, token_digest=queries.token_digest(token), enrolled_at=at)
    session.add(device)
    session.flush()
    audit.record(session, "device.enrolled", f"device:{device.id}", by=by, at=at, gate=gate)
    return token


def scan(
    session: Session, congress_id: int, events: Sequence[Event], *, source: Source, at: datetime
) -> list[Answer]:
    """Answer events in the order given, each once and for all; at most ``BATCH``.

    Nothing is locked beforehand: answers are decided on what is known, and the constraints on an
    event's id and on an admission tell whether somebody was quicker. Then all is decided anew, on
    what that other wrote.
    """
    first_of = {event.id: event for event in reversed(events)}
    for _ in range(_ATTEMPTS):
        given = _given(session, congress_id, first_of)
        new = [event for event in first_of.values() if event.id not in given]
        answered = _answer(session, congress_id, new, source, at)
        if answered is not None:
            break
    else:
        raise RuntimeError("an admission stands without its scan")
    if answered:
        _note(session, congress_id, answered.values(), source, at)
    return [(given | answered)[event.id] for event in events]


def _given(session: Session, congress_id: int, ids: Collection[str]) -> dict[str, Answer]:
    """Find the answers given before."""
    scans = queries.scans(session, ids)
    if any(scan.congress_id != congress_id for scan in scans):
        raise Rejected("scan_of_other_congress")
    people = {scan.delegate_id for scan in scans if scan.delegate_id is not None}
    found = cards(session, congress_id, ids=people) if people else []
    by_id = {card.id: card for card in found}
    return {
        scan.id: Answer(
            scan.id, scan.outcome, scan.reason, scan.first_at, by_id.get(scan.delegate_id)
        )
        for scan in scans
    }


def _answer(
    session: Session, congress_id: int, events: Sequence[Event], source: Source, at: datetime
) -> dict[str, Answer] | None:
    """Answer and store new events; none where somebody was quicker, and nothing is stored."""
    if not events:
        return {}
    arrivals = recognize(session, congress_id, events, received_at=at)
    seen = [sighting for arrival in arrivals if (sighting := arrival.sighting(source.device))]
    decisions = decide(queries.sightings(session, seen), seen)
    scans = [
        _scan(congress_id, arrival, decisions.get(arrival.event.id), source, at)
        for arrival in arrivals
    ]
    if not _keep(session, _admissions(seen, decisions), scans):
        return None
    return {
        scan.id: Answer(scan.id, scan.outcome, scan.reason, scan.first_at, arrival.card)
        for arrival, scan in zip(arrivals, scans, strict=True)
    }


def _scan(
    congress_id: int, arrival: Arrival, decision: Decision | None, source: Source, at: datetime
) -> Scan:
    event = arrival.event
    return Scan(
        id=event.id,
        congress_id=congress_id,
        sitting_id=arrival.door.sitting_id if arrival.door else None,
        delegate_id=arrival.card.id if arrival.card else None,
        device_id=source.device_id,
        account_id=source.account_id,
        direction=event.direction,
        is_typed=event.number is not None,
        at=event.at or at,
        received_at=at,
        shown=event.shown,
        outcome=decision.outcome if decision else Outcome.REFUSED,
        reason=arrival.reason or "",
        first_at=decision.first_at if decision else None,
    )


def _admissions(seen: Sequence[Sighting], decisions: Mapping[str, Decision]) -> list[Admission]:
    return [
        Admission(
            delegate_id=sighting.delegate_id,
            sitting_id=sighting.sitting_id,
            entry=grant,
            scan_id=sighting.id,
        )
        for sighting in seen
        if (grant := decisions[sighting.id].grant)
    ]


def _keep(session: Session, admissions: Sequence[Admission], scans: Sequence[Scan]) -> bool:
    """Store all of them, or nothing where the place of one is taken."""
    with session.begin_nested() as attempt:
        # Always in this order: two batches then wait for one another in one direction only.
        is_first = _add_new(session, sorted(admissions, key=_place)) and _add_new(
            session, sorted(scans, key=lambda scan: scan.id)
        )
        if not is_first:
            attempt.rollback()
    return is_first


def _place(admission: Admission) -> tuple[int, int, int]:
    return admission.delegate_id, admission.sitting_id, admission.entry


def _add_new(session: Session, rows: Sequence[Admission] | Sequence[Scan]) -> bool:
    if not rows:
        return True
    table = type(rows[0])
    exclude = {"id"} if rows[0].id is None else set()
    values = [row.model_dump(exclude=exclude) for row in rows]
    added = session.execute(insert_new(session, table).returning(col(table.id)), values)
    return len(added.all()) == len(rows)


def _note(
    session: Session, congress_id: int, answers: Iterable[Answer], source: Source, at: datetime
) -> None:
    outcomes = Counter(answer.outcome.value for answer in answers)
    audit.record(
        session,
        "scans.answered",
        f"congress:{congress_id}",
        by=source.viewer,
        at=at,
        device=source.device_id,
        **outcomes,
    )
