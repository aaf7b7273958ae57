"""The clerks of the units that send people: who has an account, and inviting all who have none."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from congress.accounts import invitations, queries as accounts
from congress.accounts.invitations import Slip
from congress.accounts.queries import AccountLine
from congress.congresses import queries
from congress.core.roles import Role, Viewer


@dataclass(frozen=True)
class UnitClerks:
    """A unit that sends people, and the accounts of its clerks."""

    unit: str
    accounts: list[AccountLine]


@dataclass(frozen=True)
class Clerks:
    """Every unit with its clerks.

    ``without`` counts units that have no account, ``unseen`` accounts without a password yet.
    """

    units: list[UnitClerks]
    without: int
    unseen: int


def clerks(session: Session, congress_id: int, *, at: datetime) -> Clerks:
    """Give the units in the congress's order with the accounts of their clerks."""
    senders = queries.senders(session, congress_id)
    of_unit = defaultdict(list)
    for line in accounts.of_units(session, [unit.id for unit in senders], at=at):
        of_unit[line.unit_id].append(line)
    return Clerks(
        units=[UnitClerks(unit.name, of_unit[unit.id]) for unit in senders],
        without=sum(not of_unit[unit.id] for unit in senders),
        unseen=sum(line.is_waiting for lines in of_unit.values() for line in lines),
    )


def invite_missing(session: Session, congress_id: int, *, by: Viewer, at: datetime) -> list[Slip]:
    """Invite a clerk for every unit that has none, under the unit's name; give their slips."""
    senders = queries.senders(session, congress_id)
    lines = accounts.of_units(session, [unit.id for unit in senders], at=at)
    have = {line.unit_id for line in lines}
    return [
        invitations.invite(
            session,
            username="",
            name=unit.name,
            role=Role.COMMUNE,
            unit_id=unit.id,
            by=by,
            at=at,
        )
        for unit in senders
        if unit.id not in have
    ]


def renew_unseen(session: Session, congress_id: int, *, by: Viewer, at: datetime) -> list[Slip]:
    """Give new slips to the clerks who have not chosen a password yet; their old ones end."""
    found = clerks(session, congress_id, at=at)
    waiting = [line for unit in found.units for line in unit.accounts if line.is_waiting]
    return [invitations.renew(session, line.id, by=by, at=at) for line in waiting]
