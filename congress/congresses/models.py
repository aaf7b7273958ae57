"""Tables of a congress and its frame."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, UniqueConstraint, false, true
from sqlmodel import Field, SQLModel

from congress.congresses.rules import Attendance, Side
from congress.schema import Instant, stored


class Congress(SQLModel, table=True):
    """A congress; ``code`` stands in its addresses, ``id`` in its badges' tokens."""

    __tablename__ = "congress"
    __table_args__ = (
        CheckConstraint("seats > 0 AND seats <= seats_limit", name="seats_within_limit"),
        CheckConstraint("parent_id <> id", name="parent_is_another"),
        UniqueConstraint("parent_id", "host_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(unique=True)
    name: str
    form: str
    level: str
    host_id: int = Field(foreign_key="unit.id", index=True)
    parent_id: int | None = Field(default=None, foreign_key="congress.id", index=True)
    """The congress of the level above, to which this one sends its list."""
    held_on: date
    is_scheduled: bool = Field(default=True, sa_column_kwargs={"server_default": true()})
    """Whether the host has set the day; until then ``held_on`` is the last day possible."""
    place: str
    seats: int
    seats_limit: int
    rules: str
    """The rules file (TOML) by which the delegates are chosen."""
    preset: str
    staff: int | None = None
    """The cadres, officials and workers of the host, as far as the level asks for them."""
    attendance: Attendance | None = Field(default=None, sa_type=stored(Attendance))
    attendance_reason: str = Field(default="", sa_column_kwargs={"server_default": ""})
    """Why the host chose so, where the plan leaves it open."""
    is_demonstration: bool = False
    has_rubric: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    """Whether scores come from a rubric; then nobody types or imports them."""
    locked_at: datetime | None = Field(default=None, sa_type=Instant)
    """When the list was approved; from then on no nominee is added or changed."""
    nominations_close_at: datetime | None = Field(default=None, sa_type=Instant)
    """Until when units name people; empty while no deadline is set."""


class CompositionGroup(SQLModel, table=True):
    """A group (nhóm cơ cấu) of the congress's level; every person has exactly one."""

    __tablename__ = "composition_group"
    __table_args__ = (UniqueConstraint("congress_id", "code"),)

    id: int | None = Field(default=None, primary_key=True)
    congress_id: int = Field(foreign_key="congress.id", index=True)
    code: str
    label: str
    side: Side = Field(sa_type=stored(Side))
    position: int


class Sitting(SQLModel, table=True):
    """A sitting (phiên) to which delegates are admitted; a rehearsal is open at any time."""

    __tablename__ = "sitting"
    __table_args__ = (UniqueConstraint("congress_id", "code"),)

    id: int | None = Field(default=None, primary_key=True)
    congress_id: int = Field(foreign_key="congress.id", index=True)
    code: str
    name: str
    starts_at: datetime = Field(sa_type=Instant)
    ends_at: datetime = Field(sa_type=Instant)
    is_rehearsal: bool = False
    position: int


class AgendaItem(SQLModel, table=True):
    """An item of the agenda, in order."""

    __tablename__ = "agenda_item"
    __table_args__ = (UniqueConstraint("congress_id", "position"),)

    id: int | None = Field(default=None, primary_key=True)
    congress_id: int = Field(foreign_key="congress.id", index=True)
    position: int
    title: str


class Assignment(SQLModel, table=True):
    """What a body has to do for the congress, and by which day."""

    __tablename__ = "assignment"

    id: int | None = Field(default=None, primary_key=True)
    congress_id: int = Field(foreign_key="congress.id", index=True)
    body: str
    task: str
    due_on: date | None = None
    position: int


class Participation(SQLModel, table=True):
    """A unit that sends people to the congress."""

    __tablename__ = "participation"

    congress_id: int = Field(foreign_key="congress.id", primary_key=True)
    unit_id: int = Field(foreign_key="unit.id", primary_key=True)
    position: int
    seats: int | None = None


class LateEntry(SQLModel, table=True):
    """That a unit may name people after the deadline: until when and why; never changed."""

    __tablename__ = "late_entry"
    __table_args__ = (CheckConstraint("reason <> ''", name="has_reason"),)

    id: int | None = Field(default=None, primary_key=True)
    congress_id: int = Field(foreign_key="congress.id", index=True)
    unit_id: int = Field(foreign_key="unit.id", index=True)
    until: datetime = Field(sa_type=Instant)
    reason: str
    opened_by: int | None = None
    opened_at: datetime = Field(sa_type=Instant)
