"""Tables of nominees and of the workbooks they came in."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    Index,
    LargeBinary,
    Numeric,
    UniqueConstraint,
    false,
    text,
    true,
)
from sqlmodel import Field, SQLModel

from congress.schema import Instant, stored


class Gender(StrEnum):
    """Sex as the papers count it."""

    MALE = "male"
    FEMALE = "female"


class Status(StrEnum):
    """Where a nominee stands with the selection; a required one has a reason."""

    PROPOSED = "proposed"
    REQUIRED = "required"
    EXCLUDED = "excluded"


class Source(StrEnum):
    """How a nominee came to be named."""

    ELECTED = "elected"
    APPOINTED = "appointed"
    EX_OFFICIO = "ex_officio"
    ACCLAIMED = "acclaimed"


class Review(StrEnum):
    """How far a profile is on its way from the unit to the committee.

    Only accepted profiles compete; a merged one goes on in the profile of the same person.
    """

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    APPRAISED = "appraised"
    ACCEPTED = "accepted"
    MERGED = "merged"


class Workbook(SQLModel, table=True):
    """A workbook that a unit sent; its nominees are stored only once it is confirmed."""

    __tablename__ = "workbook"
    __table_args__ = (UniqueConstraint("congress_id", "unit_id", "digest"),)

    id: int | None = Field(default=None, primary_key=True)
    congress_id: int = Field(foreign_key="congress.id", index=True)
    unit_id: int = Field(foreign_key="unit.id", index=True)
    filename: str
    digest: str
    content: bytes | None = Field(default=None, sa_type=LargeBinary)
    """The file, sealed; none once it is old, or another one took its place."""
    keeps_text: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    """Whether the clerk wants text of old fonts left as it stands."""
    sent_by: int | None = None
    sent_at: datetime = Field(sa_type=Instant)
    confirmed_at: datetime | None = Field(default=None, sa_type=Instant)


_FILTERED = (
    "review",
    "status",
    "composition_group",
    "gender",
    "ethnic_code",
    "is_incomplete",
    "name_fold",
)
TITLED = text("(titles <> '' OR roles <> '')")
"""That a nominee has a title or a role; spelled in one way, so that an index answers."""


def _in_order(name: str, *ordered: str, **where: Any) -> Index:
    """Keep a list in an order, with whatever it is filtered by, so that no row is read for it."""
    return Index(f"ix_nominee_{name}", "congress_id", *ordered, *_FILTERED, **where)


class Nominee(SQLModel, table=True):
    """A proven nominee of a unit. Ethnic group and Party membership are sensitive data."""

    __tablename__ = "nominee"
    __table_args__ = (
        UniqueConstraint("congress_id", "unit_id", "person_key"),
        CheckConstraint("status = 'proposed' OR reason <> ''", name="status_has_reason"),
        CheckConstraint("score IS NULL OR (score >= 0 AND score <= 100)", name="score_range"),
        CheckConstraint(
            "corrected_score IS NULL OR (corrected_score >= 0 AND corrected_score <= 100)",
            name="corrected_score_range",
        ),
        CheckConstraint(
            "votes_for IS NULL OR votes_present IS NULL OR votes_for <= votes_present",
            name="votes_within_present",
        ),
        CheckConstraint(
            "(review = 'merged') = (merged_into_id IS NOT NULL)", name="merged_into_another"
        ),
        _in_order("by_unit", "unit_id", "name_key", "id", "score"),
        _in_order("by_name", "name_key", "id", "unit_id", "score"),
        _in_order("by_score", "score", "name_key", "id", "unit_id"),
        _in_order("by_change", "changed_at", "id", "unit_id", "score"),
        _in_order(
            "titled",
            "unit_id",
            "name_key",
            "id",
            "score",
            "changed_at",
            "titles",
            "roles",
            sqlite_where=TITLED,
            postgresql_where=TITLED,
        ),
        Index("ix_nominee_born_sound", "congress_id", "born_sound"),
    )

    id: int | None = Field(default=None, primary_key=True)
    congress_id: int = Field(foreign_key="congress.id")
    unit_id: int = Field(foreign_key="unit.id", index=True)
    workbook_id: int | None = Field(default=None, foreign_key="workbook.id", index=True)
    person_key: str
    """Name with its marks and birth, however typed: one unit names a person once."""
    name: str
    name_key: str
    """The name's place in Vietnamese order."""
    name_fold: str
    """The name without marks, a blank before each word: to search by."""
    born_sound: str
    """Year of birth and sound of the given name: what two rows of one person share."""
    gender: Gender = Field(sa_type=stored(Gender))
    birth_date: date | None = None
    birth_year: int
    ethnic_group: str
    ethnic_scheme: str
    ethnic_code: str
    composition_group: str
    post: str = ""
    workplace: str = ""
    village: str = ""
    field: str = ""
    is_party_member: bool = False
    score: Decimal | None = Field(default=None, sa_type=Numeric(8, 4))
    corrected_score: Decimal | None = Field(default=None, sa_type=Numeric(8, 4))
    """What a decision on an appeal put in place of any other score."""
    professional_level: str = ""
    political_level: str = ""
    citizen_sealed: bytes | None = Field(default=None, sa_type=LargeBinary)
    citizen_mark: str = Field(default="", index=True)
    """What the rows of one citizen number share; the number itself is sealed."""
    phone: str = ""
    household: str = ""
    achievement: str = ""
    titles: str = ""
    """Listed ones by their names, others as typed, with a semicolon and a blank between."""
    roles: str = ""
    """What somebody is to a village, written as titles are."""
    source: Source | None = Field(default=None, sa_type=stored(Source))
    introduced_by: str = ""
    votes_for: int | None = None
    votes_present: int | None = None
    minutes_id: int | None = Field(default=None, foreign_key="minutes.id", index=True)
    """The minutes that say the votes; figures typed or imported give way to them."""
    status: Status = Field(default=Status.PROPOSED, sa_type=stored(Status))
    reason: str = ""
    review: Review = Field(
        default=Review.DRAFT,
        sa_type=stored(Review),
        sa_column_kwargs={"server_default": Review.DRAFT},
    )
    is_incomplete: bool = Field(default=True, sa_column_kwargs={"server_default": true()})
    """Whether it lacks what a profile is not submitted without; ``completeness`` keeps it."""
    merged_into_id: int | None = Field(default=None, foreign_key="nominee.id", index=True)
    version: int = 1
    created_at: datetime = Field(sa_type=Instant)
    changed_at: datetime = Field(sa_type=Instant)


class NomineePhoto(SQLModel, table=True):
    """A nominee's photo: a JPEG of 3 by 4 without metadata; ``sharpness`` told blur when sent."""

    __tablename__ = "nominee_photo"

    nominee_id: int = Field(foreign_key="nominee.id", primary_key=True, ondelete="CASCADE")
    content: bytes = Field(sa_type=LargeBinary)
    sharpness: int
    version: int = 1
    stored_at: datetime = Field(sa_type=Instant)


class Decline(SQLModel, table=True):
    """That a nominee no longer stands: who said so, on which day, and why; never changed."""

    __tablename__ = "decline"
    __table_args__ = (CheckConstraint("reason <> '' AND said_by <> ''", name="is_said"),)

    id: int | None = Field(default=None, primary_key=True)
    congress_id: int = Field(foreign_key="congress.id", index=True)
    nominee_id: int = Field(foreign_key="nominee.id", index=True)
    said_by: str
    said_on: date
    reason: str
    recorded_by: int | None = None
    recorded_at: datetime = Field(sa_type=Instant)


class TypedDraft(SQLModel, table=True):
    """What an account typed into a nominee's form and has not saved; sealed, as it may hold a CCCD.

    ``form`` is the nominee's number, or 0 for the form of somebody new.
    """

    __tablename__ = "typed_draft"
    __table_args__ = (UniqueConstraint("account_id", "congress_id", "form"),)

    id: int | None = Field(default=None, primary_key=True)
    account_id: int = Field(foreign_key="account.id")
    congress_id: int = Field(foreign_key="congress.id", index=True)
    form: int
    sealed: bytes = Field(sa_type=LargeBinary)
    saved_at: datetime = Field(sa_type=Instant)
