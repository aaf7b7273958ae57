"""Tables of the approved list."""

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from congress.schema import Instant


class Approval(SQLModel, table=True):
    """The approval of one selection: at most one per congress."""

    __tablename__ = "approval"

    id: int | None = Field(default=None, primary_key=True)
    congress_id: int = Field(foreign_key="congress.id", unique=True)
    selection_id: int = Field(foreign_key="selection.id", unique=True)
    approved_by: int | None = None
    approved_at: datetime = Field(sa_type=Instant)


class Delegate(SQLModel, table=True):
    """An approved nominee with a number; ``number`` runs from 1 in the order of the list."""

    __tablename__ = "delegate"
    __table_args__ = (UniqueConstraint("congress_id", "number"),)

    id: int | None = Field(default=None, primary_key=True)
    congress_id: int = Field(foreign_key="congress.id", index=True)
    nominee_id: int = Field(foreign_key="nominee.id", unique=True)
    unit_id: int = Field(foreign_key="unit.id", index=True)
    number: int
