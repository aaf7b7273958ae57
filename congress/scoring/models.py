"""Tables of rubrics, of what officers assessed, and of the scores that came of it."""

from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Column, Numeric, UniqueConstraint
from sqlmodel import Field, SQLModel

from congress.schema import Instant, stored


class Kind(StrEnum):
    """Where the points of a criterion come from."""

    TITLES = "titles"
    AWARDS = "awards"
    VOTES = "votes"
    APPRAISAL = "appraisal"
    ATTRIBUTE = "attribute"


class Rubric(SQLModel, table=True):
    """A version of a congress's rubric, never changed; the highest number holds."""

    __tablename__ = "rubric"
    __table_args__ = (
        UniqueConstraint("congress_id", "number"),
        CheckConstraint("reason <> ''", name="adopted_with_reason"),
    )

    id: int | None = Field(default=None, primary_key=True)
    congress_id: int = Field(foreign_key="congress.id", index=True)
    number: int
    reason: str
    adopted_by: int | None = None
    adopted_at: datetime = Field(sa_type=Instant)


class Criterion(SQLModel, table=True):
    """A line of a rubric; ``key`` stays the same from version to version."""

    __tablename__ = "criterion"
    __table_args__ = (
        UniqueConstraint("rubric_id", "key"),
        CheckConstraint("maximum > 0 AND maximum <= 100", name="maximum_range"),
    )

    rubric_id: int = Field(foreign_key="rubric.id", primary_key=True)
    position: int = Field(primary_key=True)
    key: int
    name: str
    kind: Kind = Field(sa_type=stored(Kind, "criterion_kind"))
    maximum: Decimal = Field(sa_type=Numeric(5, 2))
    terms: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    """What the kind needs besides: a table of points, a floor, points for each."""


class Assessment(SQLModel, table=True):
    """An officer's points for a nominee and a criterion; only added, the newest counts."""

    __tablename__ = "assessment"
    __table_args__ = (CheckConstraint("points >= 0 AND points <= 100", name="points_range"),)

    id: int | None = Field(default=None, primary_key=True)
    congress_id: int = Field(foreign_key="congress.id", index=True)
    nominee_id: int = Field(foreign_key="nominee.id", index=True)
    criterion_key: int
    points: Decimal = Field(sa_type=Numeric(5, 2))
    note: str = ""
    assessed_by: int | None = None
    assessed_at: datetime = Field(sa_type=Instant)


class ScoreEntry(SQLModel, table=True):
    """That a version of the rubric gave a nominee a score; empty while something is missing.

    It goes with a nominee who is withdrawn, which what an officer assessed does not allow.
    """

    __tablename__ = "score_entry"

    id: int | None = Field(default=None, primary_key=True)
    nominee_id: int = Field(foreign_key="nominee.id", index=True, ondelete="CASCADE")
    rubric_id: int = Field(foreign_key="rubric.id", index=True)
    score: Decimal | None = Field(default=None, sa_type=Numeric(8, 4))
    is_corrected: bool = False
    """Whether a decision on an appeal stands in place of the sum."""
    written_at: datetime = Field(sa_type=Instant)
