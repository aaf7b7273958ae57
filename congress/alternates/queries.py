"""The reserve as pages and substitutions read it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from congress.alternates.models import Alternate, Reserve, State
from congress.delegates import queries as delegates
from congress.jobs import Job
from congress.nominations.portraits import Portrait, portraits


@dataclass(frozen=True)
class Numbered:
    """A delegate by number."""

    number: int
    person: Portrait


@dataclass(frozen=True)
class AlternateLine:
    """An alternate, the numbers whose holders they can replace, and the number they took over."""

    place: int
    person: Portrait
    covers: tuple[int, ...]
    number: int | None
    has_left: bool

    @property
    def is_called(self) -> bool:
        """Tell whether the alternate has become a delegate."""
        return self.number is not None

    @property
    def is_ready(self) -> bool:
        """Tell whether the alternate still stands by."""
        return self.number is None and not self.has_left


@dataclass(frozen=True)
class Asked:
    """The reserve of a congress, asked for or standing."""

    state: State
    size: int
    dropout_percent: int
    asked_at: datetime
    percent: int

    @property
    def is_waiting(self) -> bool:
        """Tell whether the answer is still awaited."""
        return self.state is State.WAITING

    @property
    def is_standing(self) -> bool:
        """Tell whether the reserve has been chosen."""
        return self.state is State.STANDING


@dataclass(frozen=True)
class ReserveList:
    """The reserve in order, and those who have nobody to stand in for them.

    ``damage`` is the people missing or too many on an average day, beside what it would be if
    nobody were called in.
    """

    lines: list[AlternateLine]
    impossible: list[Numbered]
    uncovered: list[Numbered]
    covered: int
    is_proven: bool
    damage: float
    damage_without: float


def asked(session: Session, congress_id: int) -> Asked | None:
    """Give the reserve that was asked for; none before."""
    query = (
        select(Reserve, Job.percent)
        .join(Job, col(Job.id) == Reserve.job_id, isouter=True)
        .where(Reserve.congress_id == congress_id)
    )
    found = session.exec(query).first()
    if found is None:
        return None
    reserve, percent = found
    return Asked(
        reserve.state, reserve.size, reserve.dropout_percent, reserve.asked_at, percent or 0
    )


def order(session: Session, congress_id: int) -> list[int]:
    """Give the nominees of the reserve in order; none before it stands."""
    query = (
        select(Alternate.nominee_id)
        .where(Alternate.congress_id == congress_id)
        .order_by(col(Alternate.place))
    )
    return list(session.exec(query))


def reserve_list(session: Session, congress_id: int) -> ReserveList:
    """Give the reserve that stands, delegates by the numbers they were approved with."""
    answer = session.exec(select(Reserve.answer).where(Reserve.congress_id == congress_id)).one()
    held = delegates.numbers_ever(session, congress_id)
    in_order = order(session, congress_id)
    alone = [*answer["impossible"], *answer["uncovered"]]
    known = portraits(session, {*in_order, *alone})
    numbers = delegates.numbers(session, congress_id)
    former = delegates.former(session, congress_id)

    def numbered(nominees: Iterable[int]) -> list[Numbered]:
        found = [Numbered(held[each], known[each]) for each in nominees]
        return sorted(found, key=lambda one: one.number)

    return ReserveList(
        lines=[
            AlternateLine(
                place=place,
                person=known[nominee],
                covers=tuple(sorted(held[each] for each in answer["covers"][str(nominee)])),
                number=numbers.get(nominee),
                has_left=nominee in former,
            )
            for place, nominee in enumerate(in_order, 1)
        ],
        impossible=numbered(answer["impossible"]),
        uncovered=numbered(answer["uncovered"]),
        covered=len({each for covered in answer["covers"].values() for each in covered}),
        is_proven=answer["is_proven"],
        damage=answer["damage"],
        damage_without=answer["damage_without"],
    )
