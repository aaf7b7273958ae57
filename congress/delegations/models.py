"""Tables of the list going up: its members and its votes."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, UniqueConstraint, false
from sqlmodel import Field, SQLModel

from congress.schema import Instant


class Delegation(SQLModel, table=True):
    """The list (đoàn đại biểu) that a congress sends to the one above; at most one of each."""

    __tablename__ = "delegation"
    __table_args__ = (
        CheckConstraint("opened_at IS NULL OR closed_at IS NOT NULL", name="closed_before_opened"),
    )

    id: int | None = Field(default=None, primary_key=True)
    congress_id: int = Field(foreign_key="congress.id", unique=True)
    upper_id: int = Field(foreign_key="congress.id", index=True)
    version: int = 1
    closed_at: datetime | None = Field(default=None, sa_type=Instant)
    """When the congress in session approved the list; from then on nobody joins or leaves it."""
    opened_at: datetime | None = Field(default=None, sa_type=Instant)
    """When all of it had opened above."""


class Member(SQLModel, table=True):
    """Somebody on the list, and the profile that was opened for them above."""

    __tablename__ = "delegation_member"
    __table_args__ = (
        CheckConstraint(
            "(opened_id IS NULL) = (carried_version IS NULL)", name="opened_from_a_version"
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    congress_id: int = Field(foreign_key="congress.id", index=True)
    delegation_id: int = Field(foreign_key="delegation.id", index=True)
    nominee_id: int = Field(foreign_key="nominee.id", unique=True)
    position: int
    opened_id: int | None = Field(default=None, foreign_key="nominee.id", index=True)
    carried_version: int | None = None
    """The version of the profile below that was carried up last."""


class ListVote(SQLModel, table=True):
    """A vote of the congress in session on the list as it then stood; never changed."""

    __tablename__ = "delegation_vote"
    __table_args__ = (
        UniqueConstraint("delegation_id", "number"),
        CheckConstraint(
            "votes_for >= 0 AND votes_for <= present AND present <= summoned AND present > 0",
            name="votes_within_present",
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    congress_id: int = Field(foreign_key="congress.id", index=True)
    delegation_id: int = Field(foreign_key="delegation.id", index=True)
    number: int
    members: int
    summoned: int
    present: int
    votes_for: int
    voted_on: date
    is_approval: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    recorded_by: int | None = None
    recorded_at: datetime = Field(sa_type=Instant)
