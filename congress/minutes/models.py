"""Tables of minutes, of the votes in them, and of the signed papers."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Index, LargeBinary, text
from sqlmodel import Field, SQLModel

from congress.schema import Instant, stored


class VoteForm(StrEnum):
    """How a collective votes."""

    HANDS = "hands"
    SECRET = "secret"  # noqa: S105 - a ballot, not a password


class Minutes(SQLModel, table=True):
    """One version of the minutes of one meeting; once closed it is never changed.

    A correction is another version that names the one it corrects. A unit has one open version.
    """

    __tablename__ = "minutes"
    __table_args__ = (
        Index(
            "uq_minutes_open",
            "congress_id",
            "unit_id",
            unique=True,
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
        CheckConstraint("present > 0 AND present <= summoned", name="present_summoned"),
        CheckConstraint("seats > 0", name="seats_at_stake"),
        CheckConstraint(
            "threshold_numerator >= 0 AND threshold_denominator > 0"
            " AND threshold_numerator <= threshold_denominator",
            name="threshold_is_share",
        ),
        CheckConstraint("(corrects_id IS NULL) = (correction = '')", name="correction_has_reason"),
        CheckConstraint(
            "second_present IS NULL OR (second_present > 0 AND second_present <= summoned)",
            name="second_present_summoned",
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    congress_id: int = Field(foreign_key="congress.id", index=True)
    unit_id: int = Field(foreign_key="unit.id", index=True)
    corrects_id: int | None = Field(default=None, foreign_key="minutes.id", unique=True)
    correction: str = ""
    """Why the version before was corrected."""
    held_on: date
    place: str
    chair: str
    secretary: str
    summoned: int
    present: int
    form: VoteForm = Field(sa_type=stored(VoteForm, "vote_form"))
    seats: int
    threshold_numerator: int
    threshold_denominator: int
    is_threshold_over: bool
    """Whether more than the threshold is needed, rather than at least that."""
    remarks: str = ""
    second_present: int | None = None
    """How many were present when those tied at the last seat were voted on again."""
    tie_reason: str = ""
    """Why the chair took one and not another of those still tied."""
    version: int = 1
    recorded_by: int | None = None
    recorded_at: datetime = Field(sa_type=Instant)
    closed_by: int | None = None
    closed_at: datetime | None = Field(default=None, sa_type=Instant)


class Vote(SQLModel, table=True):
    """What the meeting said of one nominee; ``second_for`` where a second vote broke a tie."""

    __tablename__ = "vote"
    __table_args__ = (
        CheckConstraint("votes_for >= 0", name="counts_votes"),
        CheckConstraint("votes_against IS NULL OR votes_against >= 0", name="counts_against"),
        CheckConstraint("votes_blank IS NULL OR votes_blank >= 0", name="counts_blank"),
        CheckConstraint("second_for IS NULL OR second_for >= 0", name="counts_second"),
    )

    minutes_id: int = Field(foreign_key="minutes.id", primary_key=True)
    nominee_id: int = Field(foreign_key="nominee.id", primary_key=True, index=True)
    votes_for: int
    votes_against: int | None = None
    votes_blank: int | None = None
    second_for: int | None = None
    is_preferred: bool = False
    """Whether the chair took this one of those still tied."""


class SignedPaper(SQLModel, table=True):
    """A scan of the signed minutes; one of each version."""

    __tablename__ = "signed_paper"

    id: int | None = Field(default=None, primary_key=True)
    minutes_id: int = Field(foreign_key="minutes.id", unique=True)
    suffix: str
    """What the content was found to be: .pdf, .jpg or .png."""
    digest: str
    content: bytes = Field(sa_type=LargeBinary)
    sent_by: int | None = None
    sent_at: datetime = Field(sa_type=Instant)
