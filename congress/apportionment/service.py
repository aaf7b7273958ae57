"""Versions of an apportionment: each change makes one, and one is approved."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, update

from congress import audit
from congress.apportionment import queries, rules
from congress.apportionment.faults import placed, worded
from congress.apportionment.models import ApportionedUnit, Apportionment, SeatTransfer
from congress.apportionment.queries import Version
from congress.apportionment.rules import Terms, Transfer
from congress.congresses import queries as congresses
from congress.congresses.models import Congress, Participation
from congress.core.errors import Fault, NotFound, Rejected
from congress.core.roles import Viewer
from congress.core.texts import plain
from congress.nominations.service import open_congress
from optimizer.apportionment import Apportionment as Outcome, Refused, decide as settle


def save(
    session: Session, congress_id: int, terms: Terms, *, base: int, by: Viewer, at: datetime
) -> int:
    """Store a new version of what is asked, and give its number; ties wait to be decided.

    ``base`` is the number of the version that was changed, 0 for none. Decisions and transfers of
    before do not carry over. Raises ``apportionment_changed_meanwhile`` where somebody else saved
    since, ``apportionment_over_limit``, ``apportionment_units_changed``, and what the optimizer
    refuses.
    """
    _ensure_last(session, congress_id, base)
    limit = session.get_one(Congress, congress_id).seats_limit
    if terms.seats > limit:
        facts = {"seats": terms.seats, "limit": limit}
        raise Rejected.because([Fault("apportionment_over_limit", facts, field="seats")])
    _ensure_senders(session, congress_id, terms)
    return _add(session, congress_id, terms, (), "", number=base + 1, by=by, at=at)


def decide(
    session: Session,
    congress_id: int,
    units: Sequence[str],
    reason: str,
    *,
    base: int,
    by: Viewer,
    at: datetime,
) -> int:
    """Give tied seats to units in a new version, and say why.

    Raises ``decision_reason_missing``, ``apportionment_decided_otherwise``,
    ``apportionment_decided_without_tie``, ``apportionment_changed_meanwhile``.
    """
    version = _last(session, congress_id, base)
    words = plain(reason)
    faults = [] if words else [Fault("decision_reason_missing", field="decision_reason")]
    terms = replace(version.terms, decided=tuple(units))
    try:
        settle(replace(terms, decided=()).outcome(), units)
    except Refused as refused:
        faults += [worded(each) for each in refused.obstacles]
    if faults:
        raise Rejected.because(faults)
    return _add(session, congress_id, terms, (), words, number=base + 1, by=by, at=at)


def transfer(
    session: Session, congress_id: int, moved: Transfer, *, base: int, by: Viewer, at: datetime
) -> int:
    """Move seats from one unit to another in a new version, and say why; their sum stays.

    Raises ``transfer_before_decision`` where a tie is open, ``transfer_between_two``,
    ``transfer_seats_wrong``, ``transfer_reason_missing``, ``transfer_of_fixed``,
    ``transfer_under_floor``, ``transfer_over_cap``, ``apportionment_changed_meanwhile``.
    """
    version = _last(session, congress_id, base)
    if version.is_open:
        raise Rejected("transfer_before_decision")
    told = replace(moved, reason=plain(moved.reason))
    faults = list(rules.transfer_faults(version.terms, version.seats, told))
    if faults:
        raise Rejected.because(faults)
    return _add_again(session, congress_id, version, (*version.transfers, told), by=by, at=at)


def take_back(
    session: Session, congress_id: int, position: int, *, base: int, by: Viewer, at: datetime
) -> int:
    """Leave one transfer out, in a new version; ``NotFound`` where there is none such.

    Raises what moving the others refuses without it.
    """
    version = _last(session, congress_id, base)
    if not 0 < position <= len(version.transfers):
        raise NotFound
    left = [each for at, each in enumerate(version.transfers, 1) if at != position]
    seats = dict(version.terms.outcome().seats)
    for each in left:
        faults = list(rules.transfer_faults(version.terms, seats, each))
        if faults:
            raise Rejected.because(faults)
        seats = rules.moved(seats, [each])
    return _add_again(session, congress_id, version, left, by=by, at=at)


def approve(session: Session, congress_id: int, *, number: int, by: Viewer, at: datetime) -> None:
    """Approve the last version, and write its seats to the units.

    Raises ``apportionment_tie_open``, ``apportionment_units_changed``,
    ``apportionment_approved_already``, ``apportionment_changed_meanwhile``.
    """
    version = _last(session, congress_id, number)
    if version.is_open:
        raise Rejected("apportionment_tie_open")
    _ensure_senders(session, congress_id, version.terms)
    done = session.exec(
        update(Apportionment)
        .where(
            col(Apportionment.congress_id) == congress_id,
            col(Apportionment.number) == number,
            col(Apportionment.approved_at).is_(None),
        )
        .values(approved_by=by.account_id, approved_at=at)
    )
    if not done.rowcount:
        raise Rejected("apportionment_approved_already")
    for unit, seats in version.seats.items():
        session.exec(
            update(Participation)
            .where(
                col(Participation.congress_id) == congress_id,
                col(Participation.unit_id) == int(unit),
            )
            .values(seats=seats)
        )
    facts = {"number": number, "seats": version.terms.seats, "units": len(version.seats)}
    audit.record(
        session, "apportionment.approved", f"congress:{congress_id}", by=by, at=at, **facts
    )


def _last(session: Session, congress_id: int, number: int) -> Version:
    """Give the version that is to be changed, if it is still the last one."""
    _ensure_last(session, congress_id, number)
    version = queries.last(session, congress_id)
    if version is None:
        raise NotFound
    return version


def _ensure_last(session: Session, congress_id: int, number: int) -> None:
    open_congress(session, congress_id)
    if queries.last_number(session, congress_id) != number:
        raise Rejected("apportionment_changed_meanwhile")


def _ensure_senders(session: Session, congress_id: int, terms: Terms) -> None:
    senders = {str(unit.id) for unit in congresses.senders(session, congress_id)}
    if senders != {unit.code for unit in terms.units}:
        raise Rejected("apportionment_units_changed")


def _add_again(
    session: Session,
    congress_id: int,
    version: Version,
    transfers: Sequence[Transfer],
    *,
    by: Viewer,
    at: datetime,
) -> int:
    number, reason = version.number + 1, version.decision_reason
    return _add(session, congress_id, version.terms, transfers, reason, number=number, by=by, at=at)


def _add(
    session: Session,
    congress_id: int,
    terms: Terms,
    transfers: Sequence[Transfer],
    reason: str,
    *,
    number: int,
    by: Viewer,
    at: datetime,
) -> int:
    try:
        outcome = terms.outcome()
    except Refused as refused:
        names = {str(unit.id): unit.name for unit in congresses.senders(session, congress_id)}
        raise Rejected.because([placed(each, names) for each in refused.obstacles]) from None
    version = Apportionment(
        congress_id=congress_id,
        number=number,
        method=terms.method,
        seats=terms.seats,
        floor=terms.floor,
        decision_reason=reason,
        saved_by=by.account_id,
        saved_at=at,
    )
    session.add(version)
    try:
        session.flush()
    except IntegrityError:
        raise Rejected("apportionment_changed_meanwhile") from None
    assert version.id is not None
    session.add_all(_units(version.id, terms, outcome, transfers))
    session.add_all(_transfers(version.id, transfers))
    facts = {"number": number, "method": terms.method, "transfers": len(transfers)}
    audit.record(session, "apportionment.saved", f"congress:{congress_id}", by=by, at=at, **facts)
    return number


def _units(
    version_id: int, terms: Terms, outcome: Outcome, transfers: Sequence[Transfer]
) -> list[ApportionedUnit]:
    seats = rules.moved(outcome.seats, transfers)
    return [
        ApportionedUnit(
            apportionment_id=version_id,
            unit_id=int(unit.code),
            position=position,
            weight=f"{unit.weight:f}" if unit.weight or unit.fixed is None else "",
            floor=unit.floor,
            cap=unit.cap,
            fixed=unit.fixed,
            is_decided=unit.code in outcome.decided,
            seats=seats[unit.code],
        )
        for position, unit in enumerate(terms.units, 1)
    ]


def _transfers(version_id: int, transfers: Sequence[Transfer]) -> list[SeatTransfer]:
    return [
        SeatTransfer(
            apportionment_id=version_id,
            position=position,
            giver_id=int(each.giver),
            taker_id=int(each.taker),
            seats=each.seats,
            reason=each.reason,
        )
        for position, each in enumerate(transfers, 1)
    ]
