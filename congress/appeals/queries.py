"""Appeals as their page shows them."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select

from congress.appeals.models import Appeal, Outcome, Remedy
from congress.core.roles import Viewer
from congress.nominations.portraits import Portrait, portraits
from congress.nominations.values import points


@dataclass(frozen=True)
class AppealLine:
    """An appeal and what was decided; the decision's fields are empty while it is open."""

    id: int
    selection_id: int
    person: Portrait
    said_by: str
    said_on: date
    claim: str
    outcome: Outcome | None
    remedy: Remedy | None
    score: str
    reason: str
    decided_at: datetime | None

    @property
    def is_open(self) -> bool:
        """Tell whether the decision is still awaited."""
        return self.outcome is None

    @property
    def is_upheld(self) -> bool:
        """Tell whether the appeal was found right."""
        return self.outcome is Outcome.UPHELD


def appeals(session: Session, congress_id: int, viewer: Viewer) -> list[AppealLine]:
    """Give the appeals for people whom the viewer may know of: open ones first, then the newest."""
    query = (
        select(Appeal)
        .where(Appeal.congress_id == congress_id)
        .order_by(col(Appeal.decided_at).is_not(None), col(Appeal.id).desc())
    )
    found = list(session.exec(query))
    people = portraits(session, {appeal.nominee_id for appeal in found})
    return [
        _line(appeal, people[appeal.nominee_id])
        for appeal in found
        if viewer.sees_unit(people[appeal.nominee_id].unit_id)
    ]


def _line(appeal: Appeal, person: Portrait) -> AppealLine:
    assert appeal.id is not None
    return AppealLine(
        id=appeal.id,
        selection_id=appeal.selection_id,
        person=person,
        said_by=appeal.said_by,
        said_on=appeal.said_on,
        claim=appeal.claim,
        outcome=appeal.outcome,
        remedy=appeal.remedy,
        score=points(appeal.score),
        reason=appeal.reason,
        decided_at=appeal.decided_at,
    )
