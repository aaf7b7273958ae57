"""Tables of halls and seats."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column, Index, text
from sqlmodel import Field, SQLModel

from congress.schema import Instant


class Hall(SQLModel, table=True):
    """The hall of a congress; ``plan`` is a hall in our schema (see seating/hall.py)."""

    __tablename__ = "hall"

    id: int | None = Field(default=None, primary_key=True)
    congress_id: int = Field(foreign_key="congress.id", unique=True)
    name: str
    plan: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))


class Placement(SQLModel, table=True):
    """A delegate's seat from ``placed_at`` until ``left_at``; a moved seat is a new row."""

    __tablename__ = "placement"
    __table_args__ = (
        Index(
            "uq_placement_current_seat",
            "congress_id",
            "seat_guid",
            unique=True,
            sqlite_where=text("left_at IS NULL"),
            postgresql_where=text("left_at IS NULL"),
        ),
        Index(
            "uq_placement_current_delegate",
            "delegate_id",
            unique=True,
            sqlite_where=text("left_at IS NULL"),
            postgresql_where=text("left_at IS NULL"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    congress_id: int = Field(foreign_key="congress.id", index=True)
    delegate_id: int = Field(foreign_key="delegate.id", index=True)
    seat_guid: str
    seat_label: str
    placed_at: datetime = Field(sa_type=Instant)
    left_at: datetime | None = Field(default=None, sa_type=Instant)
