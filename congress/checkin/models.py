"""Tables of gates, devices, scans and admissions."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from congress.checkin.rules import Direction, Outcome
from congress.schema import Instant, stored


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
    """A scan as it happened (``at``) and as it was answered; a row is never changed.

    Where the device's clock told a moment that cannot be, ``at`` is when the scan was received.
    ``device_id`` is set for an enrolled scanner, ``account_id`` for a gate's page.
    """

    __tablename__ = "scan"
    __table_args__ = (
        Index("ix_scan_story", "sitting_id", "delegate_id", "at"),
        CheckConstraint("(outcome = 'refused') = (reason <> '')", name="refused_has_reason"),
        CheckConstraint("(device_id IS NULL) <> (account_id IS NULL)", name="one_source"),
    )

    id: str = Field(primary_key=True)
    congress_id: int = Field(foreign_key="congress.id", index=True)
    sitting_id: int | None = Field(default=None, foreign_key="sitting.id")
    delegate_id: int | None = Field(default=None, foreign_key="delegate.id")
    device_id: int | None = Field(default=None, foreign_key="device.id")
    account_id: int | None = Field(default=None, foreign_key="account.id")
    direction: Direction = Field(sa_type=stored(Direction))
    is_typed: bool = False
    at: datetime = Field(sa_type=Instant)
    received_at: datetime = Field(sa_type=Instant)
    shown: Outcome | None = Field(default=None, sa_type=stored(Outcome, "shown"))
    outcome: Outcome = Field(sa_type=stored(Outcome))
    reason: str = ""
    first_at: datetime | None = Field(default=None, sa_type=Instant)


class Admission(SQLModel, table=True):
    """That a delegate was let into a sitting; the constraint settles who was first.

    ``entry`` counts a delegate's admissions to a sitting in the order they were given.
    """

    __tablename__ = "admission"
    __table_args__ = (UniqueConstraint("delegate_id", "sitting_id", "entry"),)

    id: int | None = Field(default=None, primary_key=True)
    delegate_id: int = Field(foreign_key="delegate.id")
    sitting_id: int = Field(foreign_key="sitting.id", index=True)
    entry: int
    scan_id: str = Field(unique=True)
