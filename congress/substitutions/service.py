"""Proposing who replaces whom, and carrying it out once the office has seen it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from congress.alternates import queries as alternates
from congress.badges import service as badges
from congress.core.errors import Fault, NotFound, Rejected
from congress.core.roles import Viewer
from congress.core.texts import plain
from congress.delegates import queries as delegates, service
from congress.delegates.models import Source
from congress.delegates.problem import LockedList, locked_list
from congress.delegates.service import Handover
from congress.substitutions import rules
from congress.substitutions.rules import Shift
from optimizer import substitution
from optimizer.problem import Status
from optimizer.substitution import Substitution

TIME_LIMIT_S = 20.0
"""For one proposal; 10 of 300 delegates out of 10,000 nominees took 0.1 to 3.2 s."""

_OTHERS = 20
_BADGE_REASON = "đã thay đại biểu"


@dataclass(frozen=True)
class Passing:
    """A number that passes on; ``is_released`` marks a delegate who did not ask to leave."""

    number: int
    delegate_id: int
    leaves_id: int
    joins_id: int
    source: Source
    is_released: bool

    @property
    def is_from_reserve(self) -> bool:
        """Tell whether the one who joins stands by."""
        return self.source is Source.RESERVE


@dataclass(frozen=True)
class Proposal:
    """The fewest changes that keep every hard quota, by number; none if there is no such list.

    ``against`` names quotas that keep the leavers from being replaced alone, so that others are
    released too; ``conflict`` those that no list without the leavers can keep. ``others`` are
    nominees who could stand in as well where one delegate leaves.
    """

    passings: tuple[Passing, ...]
    others: tuple[int, ...]
    shifts: tuple[Shift, ...]
    against: tuple[str, ...]
    conflict: tuple[str, ...]
    is_proven: bool

    @property
    def released(self) -> tuple[Passing, ...]:
        """Give those who go only to keep a quota."""
        return tuple(each for each in self.passings if each.is_released)

    @property
    def fingerprint(self) -> str:
        """Tell two proposals apart; it names nobody."""
        return ";".join(f"{p.delegate_id}:{p.leaves_id}:{p.joins_id}" for p in self.passings)


def propose(
    session: Session, congress_id: int, numbers: Sequence[int], *, preferred: int | None = None
) -> Proposal:
    """Find who takes over the numbers of those who leave, the reserve first. Writes nothing.

    A ``preferred`` nominee comes before the reserve, where the quotas allow. Raises
    ``no_approved_list``, ``leavers_unknown``, and ``NotFound`` for who cannot join.
    """
    locked = locked_list(session, congress_id)
    number_of = delegates.numbers(session, congress_id)
    leaving = locked.rows(_leavers(number_of, numbers)).tolist()
    reserve = _standing_by(session, congress_id, locked)
    if preferred is not None and preferred not in locked.free:
        raise NotFound
    first = [] if preferred is None else [preferred]
    found = substitution.repair(
        locked.pool,
        locked.rules,
        locked.chosen,
        leaving,
        reserve=locked.rows([*first, *(each for each in reserve if each not in first)]).tolist(),
        time_limit_s=TIME_LIMIT_S,
    )
    return _proposal(locked, found, number_of, frozenset(reserve))


def _leavers(number_of: Mapping[int, int], numbers: Sequence[int]) -> list[int]:
    by_number = {number: nominee for nominee, number in number_of.items()}
    unknown = [number for number in numbers if number not in by_number]
    if unknown:
        named = ", ".join(f"{number:03d}" for number in unknown)
        raise Rejected.because([Fault("leavers_unknown", {"numbers": named}, field="numbers")])
    return [by_number[number] for number in numbers]


def _standing_by(session: Session, congress_id: int, locked: LockedList) -> list[int]:
    return [each for each in alternates.order(session, congress_id) if each in locked.free]


def _others(locked: LockedList, found: Substitution) -> list[int]:
    if len(found.leaving) != 1 or len(found.released):
        return []
    rows = rules.others(locked.pool, locked.rules, locked.chosen, int(found.leaving[0]))
    return locked.nominees([row for row in rows if row not in found.joining][:_OTHERS])


def _proposal(
    locked: LockedList,
    found: Substitution,
    number_of: Mapping[int, int],
    reserve: frozenset[int],
) -> Proposal:
    delegate_of = {nominee: delegate for delegate, nominee in locked.holders.items()}
    released = set(locked.nominees(found.released))
    pairs = zip(
        locked.nominees(found.replaced), locked.nominees(found.replaced.values()), strict=True
    )
    passings = [
        Passing(
            number=number_of[leaves],
            delegate_id=delegate_of[leaves],
            leaves_id=leaves,
            joins_id=joins,
            source=Source.RESERVE if joins in reserve else Source.OTHER,
            is_released=leaves in released,
        )
        for leaves, joins in pairs
    ]
    return Proposal(
        passings=tuple(sorted(passings, key=lambda each: (each.is_released, each.number))),
        others=tuple(_others(locked, found)),
        shifts=tuple(_shifts(locked, found)),
        against=tuple(quota.label for quota in found.against),
        conflict=found.conflict.rules if found.conflict else (),
        is_proven=found.status is not Status.TIME_LIMIT,
    )


def _shifts(locked: LockedList, found: Substitution) -> list[Shift]:
    if not len(found.chosen):
        return []
    return rules.shifts(locked.pool, locked.rules, locked.chosen, found.chosen)


def carry_out(
    session: Session,
    congress_id: int,
    proposal: Proposal,
    *,
    shown: str,
    reason: str,
    accepts_release: bool,
    by: Viewer,
    at: datetime,
) -> None:
    """Pass the numbers on as proposed, revoke the old badges and issue new ones.

    ``shown`` is the fingerprint of the proposal that the office saw. Raises
    ``substitution_reason_missing``, ``substitution_impossible``, ``release_unconfirmed``, and
    ``substitution_changed_meanwhile`` where the list has changed since.
    """
    words = plain(reason)
    _ensure_confirmed(proposal, shown, has_reason=bool(words), accepts_release=accepts_release)
    because = rules.released_because(proposal.against)
    handovers = [
        Handover(
            delegate_id=each.delegate_id,
            leaves_id=each.leaves_id,
            joins_id=each.joins_id,
            reason=because if each.is_released else words,
            source=each.source,
            is_released=each.is_released,
        )
        for each in proposal.passings
    ]
    service.substitute(session, congress_id, handovers, by=by, at=at)
    passed_on = [each.delegate_id for each in handovers]
    badges.replace_former(session, passed_on, reason=_BADGE_REASON, by=by, at=at)


def _ensure_confirmed(
    proposal: Proposal, shown: str, *, has_reason: bool, accepts_release: bool
) -> None:
    if not has_reason:
        raise Rejected.because([Fault("substitution_reason_missing", field="reason")])
    if not proposal.passings:
        raise Rejected("substitution_impossible")
    if proposal.fingerprint != shown:
        raise Rejected("substitution_changed_meanwhile")
    if proposal.released and not accepts_release:
        raise Rejected("release_unconfirmed", count=len(proposal.released))
