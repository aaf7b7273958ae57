"""What became of a unit's people: who is a delegate, who is not, and why."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select
from sqlmodel import Session, col

from congress.congresses.models import Participation
from congress.core.errors import NotFound
from congress.core.period import Birth
from congress.core.roles import Viewer
from congress.delegates import queries
from congress.nominations.listing import PAGE_SIZE, Page
from congress.nominations.models import Nominee, Review, Status
from congress.selection import reason_queries
from congress.selection.reason_queries import Explained
from congress.units.models import Unit
from congress.units.queries import seen_by


@dataclass(frozen=True)
class Outcome:
    """A person and what became of them; ``reason`` is empty where the list gives none."""

    id: int
    name: str
    birth: str
    unit: str
    number: int | None
    has_left: bool
    is_accepted: bool
    is_excluded: bool
    note: str
    reasons: tuple[str, ...]

    @property
    def is_delegate(self) -> bool:
        """Tell whether the person is a delegate now."""
        return self.number is not None

    @property
    def has_sheet(self) -> bool:
        """Tell whether there is a sheet of reasons to hand over."""
        return bool(self.reasons) and not self.is_delegate


def outcomes(
    session: Session,
    congress_id: int,
    viewer: Viewer,
    *,
    unit_id: int | None = None,
    page: int = 1,
) -> Page[Outcome]:
    """Give one page of the people whom the viewer may know of; ``NotFound`` before approval."""
    approval = queries.approval(session, congress_id)
    if approval is None:
        raise NotFound
    found = reason_queries.explained(session, congress_id, approval.selection_id, viewer)
    numbers, former = queries.numbers(session, congress_id), queries.former(session, congress_id)
    where = _seen(congress_id, viewer, unit_id)
    total: int = session.execute(select(func.count()).where(*where)).scalar_one()
    page = min(max(page, 1), max(1, -(-total // PAGE_SIZE)))
    query = (
        select(Nominee, col(Unit.name))
        .join(Unit, col(Unit.id) == col(Nominee.unit_id))
        .join(
            Participation,
            (col(Participation.unit_id) == col(Nominee.unit_id))
            & (col(Participation.congress_id) == col(Nominee.congress_id)),
        )
        .where(*where)
        .order_by(col(Participation.position), col(Nominee.name_key), col(Nominee.id))
        .offset((page - 1) * PAGE_SIZE)
        .limit(PAGE_SIZE)
    )
    lines = [
        Outcome(
            id=who.id or 0,
            name=who.name,
            birth=Birth(who.birth_year, who.birth_date).on_paper(),
            unit=unit,
            number=numbers.get(who.id or 0),
            has_left=who.id in former,
            is_accepted=who.review is Review.ACCEPTED,
            is_excluded=who.status is Status.EXCLUDED,
            note=who.reason,
            reasons=_reasons(session, congress_id, found, who.id or 0, viewer),
        )
        for who, unit in session.execute(query)
    ]
    return Page(lines, total, page)


def _seen(congress_id: int, viewer: Viewer, unit_id: int | None) -> list[ColumnElement[bool]]:
    here = [
        col(Nominee.congress_id) == congress_id,
        col(Nominee.review) != Review.MERGED,
        seen_by(viewer, col(Nominee.unit_id)),
    ]
    return here if unit_id is None else [*here, col(Nominee.unit_id) == unit_id]


def _reasons(
    session: Session, congress_id: int, found: Explained, nominee_id: int, viewer: Viewer
) -> tuple[str, ...]:
    """Give why somebody is in or out, as their own sheet says it; nobody else is named."""
    if nominee_id not in found.entries:
        return ()
    line = reason_queries.line(session, congress_id, found, nominee_id, viewer)
    return tuple(reason.sentence for reason in line.reasons)
