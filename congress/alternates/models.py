"""Tables of the reserve."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Column, UniqueConstraint
from sqlmodel import Field, SQLModel

from congress.schema import Instant, stored


class State(StrEnum):
    """A reserve is being chosen, stands, or was ended by a bug."""

    WAITING = "waiting"
    STANDING = "standing"
    FAILED = "failed"


class Reserve(SQLModel, table=True):
    """The reserve of an approved list; one per congress, and never changed once it stands.

    ``answer`` tells by ids who can replace whom (see ``service.answer_of``).
    """

    __tablename__ = "reserve"
    __table_args__ = (
        CheckConstraint("size > 0", name="size_positive"),
        CheckConstraint("dropout_percent BETWEEN 1 AND 50", name="dropout_range"),
    )

    id: int | None = Field(default=None, primary_key=True)
    congress_id: int = Field(foreign_key="congress.id", unique=True)
    state: State = Field(default=State.WAITING, sa_type=stored(State))
    size: int
    dropout_percent: int
    answer: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    asked_by: int | None = None
    asked_at: datetime = Field(sa_type=Instant)
    ended_at: datetime | None = Field(default=None, sa_type=Instant)
    job_id: str | None = Field(default=None, foreign_key="job.id")


class Alternate(SQLModel, table=True):
    """A nominee who stands by; ``place`` runs from 1 in the order of the reserve."""

    __tablename__ = "alternate"
    __table_args__ = (UniqueConstraint("congress_id", "place"),)

    id: int | None = Field(default=None, primary_key=True)
    congress_id: int = Field(foreign_key="congress.id", index=True)
    nominee_id: int = Field(foreign_key="nominee.id", unique=True)
    place: int
