"""The table of appeals."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import CheckConstraint, Index, Numeric, text
from sqlmodel import Field, SQLModel

from congress.schema import Instant, stored


class Outcome(StrEnum):
    """What was decided on an appeal."""

    UPHELD = "upheld"
    REJECTED = "rejected"


class Remedy(StrEnum):
    """What follows from an appeal that was upheld."""

    SCORE = "score"
    REQUIRED = "required"
    NOTHING = "nothing"


class Appeal(SQLModel, table=True):
    """What somebody objects for a nominee to a run, and the decision; decided once, never deleted.

    Of one nominee and one run at most one appeal is open at a time.
    """

    __tablename__ = "appeal"
    __table_args__ = (
        Index(
            "uq_appeal_open",
            "selection_id",
            "nominee_id",
            unique=True,
            sqlite_where=text("decided_at IS NULL"),
            postgresql_where=text("decided_at IS NULL"),
        ),
        CheckConstraint("claim <> '' AND said_by <> ''", name="is_said"),
        CheckConstraint("(decided_at IS NULL) = (outcome IS NULL)", name="decided_with_outcome"),
        CheckConstraint("outcome IS NULL OR reason <> ''", name="decided_with_reason"),
        CheckConstraint(
            "(remedy IS NULL) = (outcome IS NULL OR outcome = 'rejected')",
            name="upheld_with_remedy",
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    congress_id: int = Field(foreign_key="congress.id", index=True)
    selection_id: int = Field(foreign_key="selection.id", index=True)
    nominee_id: int = Field(foreign_key="nominee.id", index=True)
    said_by: str
    said_on: date
    claim: str
    lodged_by: int | None = None
    lodged_at: datetime = Field(sa_type=Instant)
    outcome: Outcome | None = Field(default=None, sa_type=stored(Outcome))
    remedy: Remedy | None = Field(default=None, sa_type=stored(Remedy))
    score: Decimal | None = Field(default=None, sa_type=Numeric(8, 4))
    """The corrected score, where that is the remedy."""
    reason: str = ""
    decided_by: int | None = None
    decided_at: datetime | None = Field(default=None, sa_type=Instant)
