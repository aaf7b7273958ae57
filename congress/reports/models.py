"""The table of reasons for absence."""

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from congress.schema import Instant


class AbsenceNote(SQLModel, table=True):
    """Why a delegate is absent, as it was said; the newest note counts, an empty one withdraws."""

    __tablename__ = "absence_note"
    __table_args__ = (Index("ix_absence_note_delegate_sitting", "delegate_id", "sitting_id"),)

    id: int | None = Field(default=None, primary_key=True)
    delegate_id: int = Field(foreign_key="delegate.id")
    sitting_id: int = Field(foreign_key="sitting.id", index=True)
    reason: str
    noted_at: datetime = Field(sa_type=Instant)
