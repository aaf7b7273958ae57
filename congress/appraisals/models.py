"""Tables of what is done with profiles on their way, and of what units have handed in."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Column, UniqueConstraint
from sqlmodel import Field, SQLModel

from congress.appraisals.rules import MOVES
from congress.nominations.models import Review
from congress.schema import Instant, stored

_WAYS = ", ".join(f"'{came_from}>{went_to}'" for came_from, went_to in MOVES)


class ReviewStep(SQLModel, table=True):
    """A profile's move from one state to the next; never changed, and none is skipped."""

    __tablename__ = "review_step"
    __table_args__ = (
        CheckConstraint(f"came_from || '>' || went_to IN ({_WAYS})", name="is_a_move"),
        CheckConstraint("went_to <> 'returned' OR remark <> ''", name="return_has_reason"),
    )

    id: int | None = Field(default=None, primary_key=True)
    congress_id: int = Field(foreign_key="congress.id", index=True)
    nominee_id: int = Field(foreign_key="nominee.id", index=True)
    came_from: Review = Field(sa_type=stored(Review, "came_from"))
    went_to: Review = Field(sa_type=stored(Review, "went_to"))
    remark: str = ""
    made_by: int | None = None
    made_at: datetime = Field(sa_type=Instant)


class Remark(SQLModel, table=True):
    """What somebody says of a heading of a profile (none: of the whole); answered, never removed.

    An answer without words is that the profile was mended and submitted again.
    """

    __tablename__ = "remark"
    __table_args__ = (CheckConstraint("words <> ''", name="has_words"),)

    id: int | None = Field(default=None, primary_key=True)
    congress_id: int = Field(foreign_key="congress.id", index=True)
    nominee_id: int = Field(foreign_key="nominee.id", index=True)
    heading: str = ""
    words: str
    made_by: int | None = None
    made_at: datetime = Field(sa_type=Instant)
    answer: str = ""
    answered_by: int | None = None
    answered_at: datetime | None = Field(default=None, sa_type=Instant)


class Receipt(SQLModel, table=True):
    """That a unit handed in profiles: what it says was so at that moment, and is never changed."""

    __tablename__ = "receipt"
    __table_args__ = (UniqueConstraint("congress_id", "number"),)

    id: int | None = Field(default=None, primary_key=True)
    congress_id: int = Field(foreign_key="congress.id", index=True)
    unit_id: int = Field(foreign_key="unit.id", index=True)
    number: int
    people: list[dict[str, Any]] = Field(sa_column=Column(JSON, nullable=False))
    """Those handed in: number, name, birth, composition group, how often handed in before."""
    standing: list[dict[str, Any]] = Field(sa_column=Column(JSON, nullable=False))
    """The unit's other people, each with their state at that moment."""
    digest: str
    sent_by: int | None = None
    sender: str
    sent_at: datetime = Field(sa_type=Instant)
