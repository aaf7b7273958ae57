"""Tables of what was decided about two profiles that may be one person."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Column, Index, LargeBinary, text
from sqlmodel import Field, SQLModel

from congress.nominations.models import Review
from congress.schema import Instant, stored


class DistinctPair(SQLModel, table=True):
    """Two profiles that somebody found to be two people; nobody is asked about them again."""

    __tablename__ = "distinct_pair"
    __table_args__ = (CheckConstraint("first_id < second_id", name="in_order"),)

    first_id: int = Field(foreign_key="nominee.id", primary_key=True, ondelete="CASCADE")
    second_id: int = Field(
        foreign_key="nominee.id", primary_key=True, index=True, ondelete="CASCADE"
    )
    congress_id: int = Field(foreign_key="congress.id", index=True)
    decided_by: int
    decided_at: datetime = Field(sa_type=Instant)


class NomineeMerge(SQLModel, table=True):
    """That a profile goes on in another of the same person; of one profile one merge stands.

    Once parted, a profile may be withdrawn; while merged, ``Nominee.merged_into_id`` holds both.
    """

    __tablename__ = "nominee_merge"
    __table_args__ = (
        Index(
            "uq_nominee_merge_standing",
            "merged_id",
            unique=True,
            sqlite_where=text("undone_at IS NULL"),
            postgresql_where=text("undone_at IS NULL"),
        ),
        CheckConstraint("kept_id <> merged_id", name="of_two"),
        CheckConstraint("(undone_at IS NULL) = (undone_by IS NULL)", name="undone_by_one"),
    )

    id: int | None = Field(default=None, primary_key=True)
    congress_id: int = Field(foreign_key="congress.id", index=True)
    kept_id: int = Field(foreign_key="nominee.id", index=True, ondelete="CASCADE")
    merged_id: int = Field(foreign_key="nominee.id", index=True, ondelete="CASCADE")
    review_before: Review = Field(sa_type=stored(Review, "review_before"))
    """How far the merged profile was."""
    taken: list[Any] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    """Codes of the fields whose values came from the merged profile."""
    before: bytes | None = Field(default=None, sa_type=LargeBinary)
    """What stood in those fields, sealed."""
    merged_by: int
    merged_at: datetime = Field(sa_type=Instant)
    undone_by: int | None = None
    undone_at: datetime | None = Field(default=None, sa_type=Instant)
