"""Setting the hall, placing the delegates, moving one of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select, update

from congress import audit
from congress.core.errors import NotFound, Rejected
from congress.core.roles import Viewer
from congress.delegates.models import Delegate
from congress.seating import faults, files, queries, reading
from congress.seating.hall import HallFaults, HallPlan
from congress.seating.models import Hall, Placement
from optimizer import seating
from optimizer.seating import Impossible, Plan


def read_hall(file: Path) -> dict[str, Any]:
    """Read a hall file; raises ``Rejected`` with every fault at its line and column."""
    return files.load_hall(file)[0]


def set_hall(
    session: Session, congress_id: int, plan: Mapping[str, Any], *, by: Viewer | None, at: datetime
) -> Hall:
    """Set the hall of a congress; whoever sat on a seat that is no more stands up."""
    try:
        known = reading.read(plan)
    except HallFaults as error:
        raise Rejected.because([fault for _, fault in error.faults]) from None
    hall = session.exec(select(Hall).where(Hall.congress_id == congress_id)).first()
    if hall is None:
        hall = Hall(congress_id=congress_id, name=known.name)
    hall.name, hall.plan = known.name, dict(plan)
    session.add(hall)
    session.flush()
    guids = {seat.guid for seat in known.open.seats}
    for placement in _current(session, congress_id).values():
        if placement.seat_guid not in guids:
            placement.left_at = at
    audit.record(
        session, "hall.set", f"congress:{congress_id}", by=by, at=at, seats=len(known.open.seats)
    )
    return hall


@dataclass(frozen=True)
class Proposal:
    """A plan for the hall, and the seats (delegate's id → seat's guid) that it was made from."""

    hall: HallPlan
    plan: Plan
    before: Mapping[str, str]


def propose(session: Session, congress_id: int, *, is_anew: bool = False) -> Proposal:
    """Plan a seat for every approved delegate; those who have one keep it where they can.

    Writes nothing: the search takes a second or two, in which no gate may have to wait.
    ``is_anew`` forgets the seats of before. Raises ``Rejected`` with ``seating_no_hall``,
    ``seating_no_delegates``, or the reasons why there is no plan.
    """
    hall = queries.hall(session, congress_id)
    if hall is None:
        raise Rejected("seating_no_hall")
    people = queries.people(session, congress_id)
    if not people:
        raise Rejected("seating_no_delegates")
    before = queries.current(session, congress_id)
    plan = seating.place(hall.open, people, keep=None if is_anew else before or None)
    if isinstance(plan, Impossible):
        raise Rejected.because(faults.worded(plan.obstacles))
    return Proposal(hall, plan, before)


def place(
    session: Session, congress_id: int, proposal: Proposal, *, by: Viewer | None, at: datetime
) -> None:
    """Seat the delegates as proposed.

    Raises ``Rejected("seating_changed_meanwhile")`` when the hall or a seat changed since.
    """
    known = queries.hall(session, congress_id), queries.current(session, congress_id)
    if known != (proposal.hall, proposal.before):
        raise Rejected("seating_changed_meanwhile")
    seats = proposal.plan.seats
    changed = {int(one): guid for one, guid in seats.items() if proposal.before.get(one) != guid}
    _reseat(session, congress_id, proposal.hall, changed, at=at)
    audit.record(
        session,
        "seating.placed",
        f"congress:{congress_id}",
        by=by,
        at=at,
        delegates=len(seats),
        changed=len(changed),
        fragments=proposal.plan.terms["fragments"],
    )


def move(
    session: Session,
    congress_id: int,
    delegate_id: int,
    seat_guid: str,
    *,
    by: Viewer,
    at: datetime,
) -> None:
    """Give a delegate another seat; the earlier one stays on record.

    Raises ``NotFound`` for a delegate of another congress, ``Rejected`` with
    ``seating_no_hall``, ``seat_unknown`` or ``seat_taken``.
    """
    delegate = session.get(Delegate, delegate_id)
    if delegate is None or delegate.congress_id != congress_id:
        raise NotFound
    hall = queries.hall(session, congress_id)
    if hall is None:
        raise Rejected("seating_no_hall")
    if seat_guid not in {seat.guid for seat in hall.open.seats}:
        raise Rejected("seat_unknown")
    earlier = _current(session, congress_id)
    taken = {placement.seat_guid: who for who, placement in earlier.items()}
    if taken.get(seat_guid) == delegate_id:
        return
    if seat_guid in taken:
        raise Rejected("seat_taken", seat=hall.labels[seat_guid])
    try:
        _reseat(session, congress_id, hall, {delegate_id: seat_guid}, at=at)
    except Rejected:
        raise Rejected("seat_taken", seat=hall.labels[seat_guid]) from None
    left = earlier[delegate_id].seat_guid if delegate_id in earlier else ""
    audit.record(
        session,
        "seat.moved",
        f"delegate:{delegate_id}",
        by=by,
        at=at,
        seat=seat_guid,
        left=left,
    )


def _current(session: Session, congress_id: int) -> dict[int, Placement]:
    query = select(Placement).where(
        Placement.congress_id == congress_id, col(Placement.left_at).is_(None)
    )
    return {placement.delegate_id: placement for placement in session.exec(query)}


def _reseat(
    session: Session, congress_id: int, hall: HallPlan, seats: Mapping[int, str], *, at: datetime
) -> None:
    """End the earlier placements of these delegates and write the new ones."""
    session.exec(
        update(Placement)
        .where(
            col(Placement.congress_id) == congress_id,
            col(Placement.delegate_id).in_(seats),
            col(Placement.left_at).is_(None),
        )
        .values(left_at=at)
    )
    session.add_all(
        Placement(
            congress_id=congress_id,
            delegate_id=delegate_id,
            seat_guid=guid,
            seat_label=hall.labels[guid],
            placed_at=at,
        )
        for delegate_id, guid in seats.items()
    )
    try:
        session.flush()
    except IntegrityError:
        # Two at once: the indexes of current seats and delegates let one of them through.
        raise Rejected("seating_changed_meanwhile") from None
