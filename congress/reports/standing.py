"""How far a congress is, for the front page: every count in one statement."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, Subquery, distinct, select
from sqlmodel import Session, col, func

from congress.badges.models import Badge
from congress.checkin.queries import arrivals
from congress.congresses import queries as congresses
from congress.congresses.models import CompositionGroup, Participation
from congress.congresses.queries import Frame
from congress.congresses.rules import Side
from congress.core.roles import Viewer
from congress.delegates.models import Delegate
from congress.delegates.queries import holders
from congress.nominations.models import Gender, Nominee, Review, Status, Workbook
from congress.nominations.queries import waiting
from congress.reports.queries import notes
from congress.reports.steps import Standing
from congress.seating.models import Placement
from congress.selection.models import Selection, State
from congress.settings import ZONE
from congress.units.models import Unit
from congress.units.queries import seen_by

_LISTS = (State.DRAFT, State.TIME_LIMIT, State.APPROVED)
_STUCK = (State.INFEASIBLE, State.STALE, State.FAILED)

Count = Select[Any]


def standing(session: Session, congress: Frame, viewer: Viewer, at: datetime) -> Standing:
    """Count what the viewer may know of; those who act for a unit are told of that unit."""
    sittings = congresses.sittings(session, congress.id)
    sitting = congresses.sitting_at(sittings, at)
    rehearsals = [each.id for each in sittings if each.is_rehearsal]
    counts = {
        **_of_nominees(congress.id, viewer),
        **_of_delegates(congress.id, viewer),
        **_of_sitting(sitting.id, rehearsals, at),
    }
    found = session.execute(
        select(*(query.scalar_subquery().label(name) for name, query in counts.items()))
    ).one()
    told = dict(found._mapping)  # noqa: SLF001
    return Standing(
        **told | {"is_stuck": told["is_stuck"] in _STUCK},
        is_approved=congress.is_locked,
        has_come=at.astimezone(ZONE).date() >= congress.held_on,
        is_over=at > sitting.ends_at,
    )


def _of_nominees(congress_id: int, viewer: Viewer) -> dict[str, Count]:
    mine = [
        col(Nominee.congress_id) == congress_id,
        col(Nominee.review) != Review.MERGED,
        seen_by(viewer, col(Nominee.unit_id)),
    ]
    sent = [*waiting(congress_id), seen_by(viewer, col(Workbook.unit_id))]
    is_proposed = col(Nominee.status) == Status.PROPOSED
    runs = col(Selection.congress_id) == congress_id
    newest = select(col(Selection.state)).where(runs).order_by(col(Selection.id).desc()).limit(1)
    return {
        "units": _count(col(Participation.congress_id) == congress_id),
        "units_sent": _count_distinct(
            col(Nominee.unit_id), col(Nominee.congress_id) == congress_id
        ),
        "nominees": _count(*mine),
        "workbooks_waiting": _count(*sent),
        "incomplete": _count(*mine, col(Nominee.is_incomplete).is_(True)),
        "with_units": _count(*mine, col(Nominee.review).in_((Review.DRAFT, Review.RETURNED))),
        "submitted": _count(*mine, col(Nominee.review) == Review.SUBMITTED),
        "accepted": _count(*mine, col(Nominee.review) == Review.ACCEPTED),
        "unscored": _count(*mine, is_proposed, col(Nominee.score).is_(None)),
        "drafts": _count(runs, col(Selection.state).in_(_LISTS)),
        "is_stuck": newest,
    }


def _of_delegates(congress_id: int, viewer: Viewer) -> dict[str, Count]:
    mine = holders(func.count()).where(
        col(Delegate.congress_id) == congress_id, seen_by(viewer, col(Unit.id))
    )
    return {
        "delegates": mine,
        "women": mine.where(col(Nominee.gender) == Gender.FEMALE),
        "direct": mine.where(col(CompositionGroup.side) == Side.DIRECT),
        "seated": _count(
            col(Placement.congress_id) == congress_id, col(Placement.left_at).is_(None)
        ),
        "badged": _count_distinct(
            col(Badge.delegate_id),
            col(Badge.congress_id) == congress_id,
            col(Badge.revoked_at).is_(None),
        ),
    }


def _of_sitting(sitting_id: int, rehearsals: list[int], at: datetime) -> dict[str, Count]:
    came, noted = arrivals([sitting_id], at), notes(sitting_id, at)
    is_absent = col(noted.c.delegate_id).not_in(select(came.c.delegate_id))
    return {
        "present": _rows(came),
        "rehearsed": _rows(arrivals(rehearsals, at)),
        "excused": _rows(noted, is_absent, noted.c.reason != ""),
    }


def _count(*where: ColumnElement[bool]) -> Count:
    return select(func.count()).where(*where)


def _count_distinct(column: Any, *where: ColumnElement[bool]) -> Count:
    return select(func.count(distinct(column))).where(*where)


def _rows(found: Subquery, *where: ColumnElement[bool]) -> Count:
    return select(func.count()).select_from(found).where(*where)
