"""What scores are made of: the profiles' facts, what officers gave, and the scores as stored."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import lru_cache

from sqlalchemy import select
from sqlmodel import Session, col

from congress.accounts.models import Account
from congress.congresses.models import CompositionGroup
from congress.nominations.models import Nominee, Review, Status
from congress.nominations.portraits import described
from congress.nominations.vocabulary import BETWEEN, titles
from congress.scoring import rules
from congress.scoring.models import Assessment, Rubric, ScoreEntry
from congress.scoring.rules import Criterion, Facts, Given, Mention, Score
from congress.units.models import Unit


@dataclass(frozen=True)
class Scored:
    """A nominee who competes, with the score that a rubric gives and the one that is stored."""

    id: int
    name: str
    unit: str
    score: Score
    stored: Decimal | None

    @property
    def is_stale(self) -> bool:
        """Tell whether the profile changed since its score was written."""
        return self.score.total != self.stored


@lru_cache(maxsize=4_096)
def _mentions(stored: str) -> tuple[Mention, ...]:
    parts = (part.strip() for part in stored.split(BETWEEN.strip()))
    return tuple(
        Mention(part, term.code if (term := titles().term(part)) else "") for part in parts if part
    )


def scored(
    session: Session,
    congress_id: int,
    criteria: Sequence[Criterion],
    *,
    nominees: Collection[int] | None = None,
) -> list[Scored]:
    """Score everybody who competes, or some of them, by unit and name."""
    query = (
        described(
            col(Nominee.id),
            col(Nominee.name),
            col(Unit.name),
            col(Nominee.titles),
            col(Nominee.votes_for),
            col(Nominee.votes_present),
            col(Nominee.field),
            col(CompositionGroup.label),
            col(Nominee.corrected_score),
            col(Nominee.score),
        )
        .where(
            col(Nominee.congress_id) == congress_id,
            col(Nominee.status) == Status.PROPOSED,
            col(Nominee.review) != Review.MERGED,
        )
        .order_by(col(Unit.code), col(Nominee.name_key), col(Nominee.id))
    )
    if nominees is not None:
        query = query.where(col(Nominee.id).in_(nominees))
    given = assessments(session, congress_id)
    return [
        Scored(
            number,
            name,
            unit,
            rules.score(
                criteria,
                Facts(_mentions(named), votes_for, present, field, group),
                given.get(number, {}),
                corrected,
            ),
            stored,
        )
        for number, name, unit, named, votes_for, present, field, group, corrected, stored in (
            session.execute(query)
        )
    ]


def assessments(session: Session, congress_id: int) -> dict[int, dict[int, Given]]:
    """Give what officers gave last, by nominee and criterion."""
    query = (
        select(
            col(Assessment.nominee_id),
            col(Assessment.criterion_key),
            col(Assessment.points),
            col(Assessment.note),
        )
        .where(col(Assessment.congress_id) == congress_id)
        .order_by(col(Assessment.id))
    )
    newest: dict[int, dict[int, Given]] = {}
    for nominee_id, key, points, note in session.execute(query):
        newest.setdefault(nominee_id, {})[key] = Given(points, note)
    return newest


@dataclass(frozen=True)
class PastScore:
    """A score that a nominee had, and the version of the rubric that gave it."""

    number: int
    score: Decimal | None
    is_corrected: bool
    written_at: datetime


def history(session: Session, nominee_id: int) -> list[PastScore]:
    """Give a nominee's scores, the newest first."""
    query = (
        select(
            col(Rubric.number),
            col(ScoreEntry.score),
            col(ScoreEntry.is_corrected),
            col(ScoreEntry.written_at),
        )
        .join(Rubric, col(Rubric.id) == col(ScoreEntry.rubric_id))
        .where(col(ScoreEntry.nominee_id) == nominee_id)
        .order_by(col(ScoreEntry.id).desc())
    )
    return [PastScore(*row) for row in session.execute(query)]


@dataclass(frozen=True)
class PastAssessment:
    """What an officer gave once for a criterion."""

    key: int
    points: Decimal
    note: str
    author: str
    assessed_at: datetime


def past_assessments(session: Session, nominee_id: int) -> list[PastAssessment]:
    """Give what officers gave a nominee, the newest first."""
    query = (
        select(
            col(Assessment.criterion_key),
            col(Assessment.points),
            col(Assessment.note),
            col(Account.name),
            col(Assessment.assessed_at),
        )
        .outerjoin(Account, col(Account.id) == col(Assessment.assessed_by))
        .where(col(Assessment.nominee_id) == nominee_id)
        .order_by(col(Assessment.id).desc())
    )
    return [
        PastAssessment(key, points, note, author or "", at)
        for key, points, note, author, at in session.execute(query)
    ]
