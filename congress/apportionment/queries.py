"""Versions of an apportionment, and how far each unit is with its seats."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, select
from sqlmodel import Session, col

from congress.accounts.models import Account
from congress.apportionment.models import ApportionedUnit, Apportionment, SeatTransfer
from congress.apportionment.rules import Terms, Transfer
from congress.congresses.models import CompositionGroup
from congress.congresses.rules import Side
from congress.core.roles import Viewer
from congress.nominations.models import Nominee, Review, Status
from congress.units.queries import seen_by
from optimizer.apportionment import Tie, Unit

ARRIVED = (Review.SUBMITTED, Review.APPRAISED, Review.ACCEPTED)
"""Profiles that a unit has sent and that nobody sent back."""


@dataclass(frozen=True)
class Version:
    """A version: what was asked, the seats that came of it, and what was moved by hand.

    Units go by their number as text, in ``terms``, ``seats`` and ``transfers`` alike.
    """

    number: int
    terms: Terms
    seats: Mapping[str, int]
    transfers: tuple[Transfer, ...]
    decision_reason: str
    saved_at: datetime
    approved_at: datetime | None

    @property
    def tie(self) -> Tie | None:
        """Give the units that tie, decided or not."""
        return self.terms.outcome().tie

    @property
    def is_open(self) -> bool:
        """Tell whether a tie waits to be decided."""
        return self.terms.outcome().is_open

    @property
    def is_approved(self) -> bool:
        """Tell whether the seats are the units' own."""
        return self.approved_at is not None


@dataclass(frozen=True)
class Entry:
    """A version in the list of them: who saved it, who approved it."""

    number: int
    seats: int
    saved_by: str
    saved_at: datetime
    approved_by: str
    approved_at: datetime | None


@dataclass(frozen=True)
class Sent:
    """How many people a unit has sent, and how many of them stand on the direct side."""

    people: int = 0
    direct: int = 0


def last_number(session: Session, congress_id: int) -> int:
    """Give the number of the last version, 0 where there is none."""
    query = select(func.max(Apportionment.number)).where(_of(congress_id))
    return session.scalar(query) or 0


def last(session: Session, congress_id: int) -> Version | None:
    """Give the last version."""
    return _version(session, select(Apportionment).where(_of(congress_id)))


def numbered(session: Session, congress_id: int, number: int) -> Version | None:
    """Give one version by its number."""
    is_it = col(Apportionment.number) == number
    return _version(session, select(Apportionment).where(_of(congress_id), is_it))


def approved(session: Session, congress_id: int) -> Version | None:
    """Give the version that was approved last: the seats that stand."""
    is_approved = col(Apportionment.approved_at).is_not(None)
    return _version(session, select(Apportionment).where(_of(congress_id), is_approved))


def entries(session: Session, congress_id: int) -> list[Entry]:
    """List the versions, the newest first."""
    names = dict(session.execute(select(col(Account.id), col(Account.name))).all())
    query = select(Apportionment).where(_of(congress_id)).order_by(col(Apportionment.number).desc())
    return [
        Entry(
            number=version.number,
            seats=version.seats,
            saved_by=names.get(version.saved_by, ""),
            saved_at=version.saved_at,
            approved_by=names.get(version.approved_by, ""),
            approved_at=version.approved_at,
        )
        for version in session.scalars(query)
    ]


def sent(session: Session, congress_id: int, viewer: Viewer) -> dict[str, Sent]:
    """Count whom each unit that the viewer may know of has sent, by the unit's number."""
    direct = select(col(CompositionGroup.code)).where(
        col(CompositionGroup.congress_id) == congress_id,
        col(CompositionGroup.side) == Side.DIRECT,
    )
    is_direct = col(Nominee.composition_group).in_(direct)
    query = (
        select(col(Nominee.unit_id), func.count(), func.count(case((is_direct, 1))))
        .where(
            col(Nominee.congress_id) == congress_id,
            col(Nominee.review).in_(ARRIVED),
            col(Nominee.status) != Status.EXCLUDED,
            seen_by(viewer, col(Nominee.unit_id)),
        )
        .group_by(col(Nominee.unit_id))
    )
    return {str(unit): Sent(people, direct) for unit, people, direct in session.execute(query)}


def _of(congress_id: int) -> ColumnElement[bool]:
    return col(Apportionment.congress_id) == congress_id


def _version(session: Session, query: Select[Any]) -> Version | None:
    newest = query.order_by(col(Apportionment.number).desc()).limit(1)
    version = session.scalars(newest).first()
    if version is None or version.id is None:
        return None
    lines = session.scalars(
        select(ApportionedUnit)
        .where(col(ApportionedUnit.apportionment_id) == version.id)
        .order_by(col(ApportionedUnit.position))
    ).all()
    transfers = session.scalars(
        select(SeatTransfer)
        .where(col(SeatTransfer.apportionment_id) == version.id)
        .order_by(col(SeatTransfer.position))
    )
    return Version(
        number=version.number,
        terms=Terms(
            units=tuple(map(_unit, lines)),
            seats=version.seats,
            floor=version.floor,
            method=version.method,
            decided=tuple(str(line.unit_id) for line in lines if line.is_decided),
        ),
        seats={str(line.unit_id): line.seats for line in lines},
        transfers=tuple(
            Transfer(str(each.giver_id), str(each.taker_id), each.seats, each.reason)
            for each in transfers
        ),
        decision_reason=version.decision_reason,
        saved_at=version.saved_at,
        approved_at=version.approved_at,
    )


def _unit(line: ApportionedUnit) -> Unit:
    return Unit(
        code=str(line.unit_id),
        weight=Decimal(line.weight or 0),
        floor=line.floor,
        cap=line.cap,
        fixed=line.fixed,
    )
