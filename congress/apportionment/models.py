"""Tables of apportionments: a version for every change, none ever altered but by its approval."""

from datetime import datetime

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field, SQLModel

from congress.schema import Instant, stored
from optimizer.divisors import Method


class Apportionment(SQLModel, table=True):
    """A version of how a congress's seats are shared out among its units."""

    __tablename__ = "apportionment"
    __table_args__ = (
        UniqueConstraint("congress_id", "number"),
        CheckConstraint("seats > 0 AND floor >= 0", name="house_range"),
        CheckConstraint("(approved_at IS NULL) = (approved_by IS NULL)", name="approved_by_one"),
    )

    id: int | None = Field(default=None, primary_key=True)
    congress_id: int = Field(foreign_key="congress.id", index=True)
    number: int
    method: Method = Field(sa_type=stored(Method))
    seats: int
    floor: int
    decision_reason: str = ""
    """Why the tied seats went to the units that have them; empty where none are decided."""
    saved_by: int
    saved_at: datetime = Field(sa_type=Instant)
    approved_by: int | None = None
    approved_at: datetime | None = Field(default=None, sa_type=Instant)


class ApportionedUnit(SQLModel, table=True):
    """A unit in a version: what was asked for it, and the seats that came of it."""

    __tablename__ = "apportioned_unit"
    __table_args__ = (
        CheckConstraint("seats >= 0 AND floor >= 0", name="counts_range"),
        CheckConstraint("fixed IS NOT NULL OR weight <> ''", name="weight_or_fixed"),
    )

    apportionment_id: int = Field(foreign_key="apportionment.id", primary_key=True)
    unit_id: int = Field(foreign_key="unit.id", primary_key=True)
    position: int
    weight: str
    """An exact decimal; SQLite would store a number as a float."""
    floor: int
    cap: int | None = None
    fixed: int | None = None
    is_decided: bool = False
    """Whether the unit has one of the tied seats."""
    seats: int


class SeatTransfer(SQLModel, table=True):
    """Seats that the committee moved from one unit to another, and why; their sum never changes."""

    __tablename__ = "seat_transfer"
    __table_args__ = (
        CheckConstraint("seats > 0 AND giver_id <> taker_id", name="moves_seats"),
        CheckConstraint("reason <> ''", name="has_reason"),
    )

    apportionment_id: int = Field(foreign_key="apportionment.id", primary_key=True)
    position: int = Field(primary_key=True)
    giver_id: int = Field(foreign_key="unit.id")
    taker_id: int = Field(foreign_key="unit.id")
    seats: int
    reason: str
