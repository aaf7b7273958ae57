"""The table of selections."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Column
from sqlmodel import Field, SQLModel

from congress.schema import Instant, stored


class State(StrEnum):
    """A selection waits, runs, ends as a draft or as infeasible, and one draft is approved."""

    WAITING = "waiting"
    DRAFT = "draft"
    INFEASIBLE = "infeasible"
    TIME_LIMIT = "time_limit"
    STALE = "stale"
    FAILED = "failed"
    APPROVED = "approved"


class Selection(SQLModel, table=True):
    """One run of the optimizer: its rules, the digest of its pool, its answer (result.json)."""

    __tablename__ = "selection"

    id: int | None = Field(default=None, primary_key=True)
    congress_id: int = Field(foreign_key="congress.id", index=True)
    state: State = Field(default=State.WAITING, sa_type=stored(State))
    rules: str
    seed: int = 1
    input_digest: str = ""
    result: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    asked_by: int | None = None
    asked_at: datetime = Field(sa_type=Instant)
    ended_at: datetime | None = Field(default=None, sa_type=Instant)
    job_id: str | None = Field(default=None, foreign_key="job.id")
    eases_id: int | None = None
    """The run without a list whose rules these are, eased by one of its ways out."""
    last_id: int | None = Field(default=None, foreign_key="selection.id")
    """The run whose list this one shall change least."""
