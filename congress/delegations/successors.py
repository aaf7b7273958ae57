"""The figures of a congress under the units that stand in place of its own."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, func, select

from congress.delegates.models import Delegate
from congress.delegates.queries import holders
from congress.nominations.models import Nominee, Review
from congress.units import queries as units
from congress.units.queries import UnitName


@dataclass(frozen=True)
class SuccessorLine:
    """Nominees and delegates of the units that are one unit now."""

    names: tuple[str, ...]
    former: tuple[str, ...]
    nominees: int
    delegates: int

    @property
    def is_asked(self) -> bool:
        """Tell whether the unit was split: its people are not given to any of its successors."""
        return len(self.names) > 1

    @property
    def is_ended(self) -> bool:
        """Tell whether nothing is known to stand in its place."""
        return not self.names


def by_successor(session: Session, congress_id: int, day: date) -> list[SuccessorLine]:
    """Group nominees and delegates under the units of a day; a split unit stands by itself."""
    nominees = dict(
        session.exec(
            select(Nominee.unit_id, func.count())
            .where(Nominee.congress_id == congress_id, Nominee.review != Review.MERGED)
            .group_by(col(Nominee.unit_id))
        ).all()
    )
    query = holders(col(Nominee.unit_id), func.count(col(Delegate.id)))
    query = query.where(col(Delegate.congress_id) == congress_id).group_by(col(Nominee.unit_id))
    chosen = {row[0]: row[1] for row in session.execute(query)}

    def line(names: Sequence[UnitName], former: Sequence[UnitName]) -> SuccessorLine:
        return SuccessorLine(
            tuple(unit.name for unit in names),
            tuple(unit.name for unit in former),
            sum(nominees.get(unit.id, 0) for unit in former),
            sum(chosen.get(unit.id, 0) for unit in former),
        )

    found = units.grouped(session, list(nominees), day)
    return [
        *(line([successor], former) for successor, former in found.under),
        *(line(successors, [unit]) for unit, successors in found.asked),
        *(line([], [unit]) for unit in found.ended),
    ]
