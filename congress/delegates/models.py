"""Tables of the approved list."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field, SQLModel

from congress.schema import Instant, stored


class Source(StrEnum):
    """Where a substitute comes from."""

    RESERVE = "reserve"
    OTHER = "other"


class Approval(SQLModel, table=True):
    """The approval of one selection: at most one per congress."""

    __tablename__ = "approval"

    id: int | None = Field(default=None, primary_key=True)
    congress_id: int = Field(foreign_key="congress.id", unique=True)
    selection_id: int = Field(foreign_key="selection.id", unique=True)
    approved_by: int | None = None
    approved_at: datetime = Field(sa_type=Instant)


class Delegate(SQLModel, table=True):
    """An approved nominee with a number; ``number`` runs from 1 in the order of the list.

    The row is never changed: who holds the number today is told by ``queries.holders``.
    """

    __tablename__ = "delegate"
    __table_args__ = (UniqueConstraint("congress_id", "number"),)

    id: int | None = Field(default=None, primary_key=True)
    congress_id: int = Field(foreign_key="congress.id", index=True)
    nominee_id: int = Field(foreign_key="nominee.id", unique=True)
    unit_id: int = Field(foreign_key="unit.id", index=True)
    number: int


class Substitution(SQLModel, table=True):
    """That the holder of a number left, and who took it over; a row is never changed.

    Nobody leaves twice and nobody joins twice, so that of two substitutions of one holder only
    the first is written. ``is_released`` marks a delegate who goes only to keep a quota.
    """

    __tablename__ = "substitution"
    __table_args__ = (
        CheckConstraint("leaves_id <> joins_id", name="two_people"),
        CheckConstraint("reason <> ''", name="has_reason"),
    )

    id: int | None = Field(default=None, primary_key=True)
    congress_id: int = Field(foreign_key="congress.id", index=True)
    delegate_id: int = Field(foreign_key="delegate.id", index=True)
    leaves_id: int = Field(foreign_key="nominee.id", unique=True)
    joins_id: int = Field(foreign_key="nominee.id", unique=True)
    reason: str
    source: Source = Field(sa_type=stored(Source))
    is_released: bool = False
    made_by: int | None = None
    made_at: datetime = Field(sa_type=Instant)
