"""Accounts as pages read them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from congress.accounts import second_step, service, sessions
from congress.accounts.models import Account, AccountSession, Invitation
from congress.accounts.rules import MAY_HANDLE
from congress.core.roles import Role, Viewer
from congress.units.models import Unit


@dataclass(frozen=True)
class AccountLine:
    """An account as lists show it; ``slip_until`` is set while a slip of it can be used."""

    id: int
    username: str
    name: str
    role: Role
    unit_id: int | None
    unit: str
    last_signed_in_at: datetime | None
    slip_until: datetime | None
    is_active: bool
    has_password: bool

    @property
    def is_waiting(self) -> bool:
        """Tell whether the person has been invited and has not chosen a password yet."""
        return self.is_active and not self.has_password

    @property
    def is_lost(self) -> bool:
        """Tell whether the person waits with a slip that is over."""
        return self.is_waiting and self.slip_until is None


@dataclass(frozen=True)
class SessionLine:
    """A device on which somebody is signed in."""

    id: int
    device: str
    is_shared: bool
    is_this: bool
    begun_at: datetime
    seen_at: datetime


@dataclass(frozen=True)
class AccountPage:
    """An account as its own page shows it to who looks after it."""

    line: AccountLine
    sessions: list[SessionLine]
    assigned: frozenset[int]
    is_council: bool
    is_own: bool
    may_end_second_step: bool


@dataclass(frozen=True)
class OwnPage:
    """An account as it is shown to its holder."""

    username: str
    unit: str
    assigned: list[str]
    is_council: bool
    sessions: list[SessionLine]
    has_others: bool
    has_second_step: bool
    codes_left: int


def handled_by(session: Session, viewer: Viewer, *, at: datetime) -> list[AccountLine]:
    """Give the accounts that the viewer looks after, by role, then by unit and name."""
    roles = MAY_HANDLE.get(viewer.role, frozenset())
    lines = _lines(session, col(Account.role).in_(sorted(roles)), at=at)
    order = list(Role)
    return sorted(lines, key=lambda line: (order.index(line.role), line.unit, line.username))


def of_units(session: Session, unit_ids: Iterable[int], *, at: datetime) -> list[AccountLine]:
    """Give the accounts of the clerks of some units, by user name."""
    theirs = col(Account.unit_id).in_(list(unit_ids)) & (col(Account.role) == Role.COMMUNE)
    return sorted(_lines(session, theirs, at=at), key=lambda line: line.username)


def account(session: Session, account_id: int, *, viewer: Viewer, at: datetime) -> AccountPage:
    """Give one account; ``NotFound`` unless the viewer looks after it."""
    found = service.handled(session, account_id, by=viewer)
    (line,) = _lines(session, col(Account.id) == account_id, at=at)
    return AccountPage(
        line=line,
        sessions=_sessions(session, account_id, at=at),
        assigned=service.assigned_to(session, account_id),
        is_council=found.role is Role.COUNCIL,
        is_own=account_id == viewer.account_id,
        may_end_second_step=viewer.role is Role.ADMINISTRATOR
        and second_step.is_on(session, account_id),
    )


def own(session: Session, viewer: Viewer, session_id: int, *, at: datetime) -> OwnPage:
    """Give the viewer's own account; ``session_id`` is the session that asks."""
    found = session.get_one(Account, viewer.account_id)
    open_sessions = _sessions(session, viewer.account_id, at=at, this=session_id)
    names = select(Unit.name).where(col(Unit.id).in_(sorted(viewer.assigned or ())))
    unit = session.get(Unit, viewer.unit_id) if viewer.unit_id else None
    return OwnPage(
        username=found.username,
        unit=unit.name if unit else "",
        assigned=list(session.exec(names.order_by(col(Unit.code)))),
        is_council=viewer.role is Role.COUNCIL,
        sessions=open_sessions,
        has_others=len(open_sessions) > 1,
        has_second_step=second_step.is_on(session, viewer.account_id),
        codes_left=second_step.codes_left(session, viewer.account_id),
    )


@dataclass(frozen=True)
class UnitChoice:
    """A unit to choose, and until which day it was one."""

    id: int
    name: str
    ended_on: date | None


@dataclass(frozen=True)
class UnitGroup:
    """The units of one unit above them, by code."""

    name: str
    units: list[UnitChoice]


def unit_groups(session: Session, on: date) -> list[UnitGroup]:
    """Give every unit under the one above it; those that are no more on a day say so."""
    units = session.exec(select(Unit).order_by(col(Unit.code), col(Unit.vintage))).all()
    names = {unit.id: unit.name for unit in units}
    groups: dict[str, list[UnitChoice]] = defaultdict(list)
    for unit in units:
        ended_on = unit.valid_to if (unit.valid_to or on) < on else None
        choice = UnitChoice(unit.id or 0, unit.name, ended_on)
        groups[names.get(unit.parent_id, "")].append(choice)
    return [UnitGroup(name, groups[name]) for name in sorted(groups)]


def _lines(session: Session, which: ColumnElement[bool], *, at: datetime) -> list[AccountLine]:
    query = (
        select(Account, Unit.name, Invitation.expires_at)
        .outerjoin(Unit, col(Unit.id) == col(Account.unit_id))
        .outerjoin(Invitation, col(Invitation.account_id) == col(Account.id))
        .where(which)
    )
    return [
        AccountLine(
            id=found.id or 0,
            username=found.username,
            name=found.name,
            role=found.role,
            unit_id=found.unit_id,
            unit=unit or "",
            last_signed_in_at=found.last_signed_in_at,
            slip_until=until if until and until > at else None,
            is_active=found.is_active,
            has_password=bool(found.password_hash),
        )
        for found, unit, until in session.exec(query)
    ]


def _sessions(
    session: Session, account_id: int, *, at: datetime, this: int | None = None
) -> list[SessionLine]:
    query = (
        select(AccountSession)
        .where(AccountSession.account_id == account_id)
        .order_by(col(AccountSession.seen_at).desc())
    )
    return [
        SessionLine(
            kept.id or 0, kept.device, kept.is_shared, kept.id == this, kept.begun_at, kept.seen_at
        )
        for kept in session.exec(query)
        if not sessions.is_over(kept, at)
    ]
