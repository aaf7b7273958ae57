"""Tables of gates, devices, scans and admissions."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from congress.schema import Instant, stored


class Direction(StrEnum):
    """Into the hall or out of it."""

    IN = "in"
    OUT = "out"


class Outcome(StrEnum):
    """What a scan is answered; fixed when first given."""

    ADMITTED = "admitted"
    ALREADY = "already"
    LEFT = "left"
    REFUSED = "refused"
    INCIDENT = "incident"


class Gate(SQLModel, table=True):
    """A door of a congress."""

    __tablename__ = "gate"
    __table_args__ = (UniqueConstraint("congress_id", "name"),)

    id: int | None = Field(default=None, primary_key=True)
    congress_id: int = Field(foreign_key="congress.id", index=True)
    name: str


class Device(SQLModel, table=True):
    """A scanner enrolled at a gate; only the digest of its bearer token is kept."""

    __tablename__ = "device"

    id: int | None = Field(default=None, primary_key=True)
    gate_id: int = Field(foreign_key="gate.id", index=True)
    token_digest: str = Field(unique=True)
    enrolled_at: datetime = Field(sa_type=Instant)
    revoked_at: datetime | None = Field(default=None, sa_type=Instant)


class Scan(SQLModel, table=True):
    """A scan as it happened (``at``) and as it was answered; a row is never changed."""

    __tablename__ = "scan"
    __table_args__ = (Index("ix_scan_delegate_sitting", "delegate_id", "sitting_id"),)

    id: str = Field(primary_key=True)
    congress_id: int = Field(foreign_key="congress.id", index=True)
    sitting_id: int | None = Field(default=None, foreign_key="sitting.id")
    delegate_id: int | None = Field(default=None, foreign_key="delegate.id")
    device_id: int | None = Field(default=None, foreign_key="device.id")
    account_id: int | None = None
    direction: Direction = Field(sa_type=stored(Direction))
    at: datetime = Field(sa_type=Instant)
    received_at: datetime = Field(sa_type=Instant)
    shown: Outcome | None = Field(default=None, sa_type=stored(Outcome))
    outcome: Outcome = Field(sa_type=stored(Outcome))
    reason: str = ""


class Admission(SQLModel, table=True):
    """That a delegate was let into a sitting, once per entry; the constraint settles the race."""

    __tablename__ = "admission"
    __table_args__ = (UniqueConstraint("delegate_id", "sitting_id", "entry"),)

    id: int | None = Field(default=None, primary_key=True)
    delegate_id: int = Field(foreign_key="delegate.id")
    sitting_id: int = Field(foreign_key="sitting.id", index=True)
    entry: int
    scan_id: str = Field(unique=True)
