"""Tables of units; the key is a code together with its vintage, for codes get reused."""

from datetime import date
from enum import StrEnum

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field, SQLModel

from congress.schema import stored


class UnitKind(StrEnum):
    """What a unit is; agencies and schools name people too."""

    PROVINCE = "province"
    DISTRICT = "district"
    COMMUNE = "commune"
    TOWN = "town"
    AGENCY = "agency"


class Unit(SQLModel, table=True):
    """A unit as it was from ``valid_from`` to ``valid_to`` (its last day; empty: still is)."""

    __tablename__ = "unit"
    __table_args__ = (
        UniqueConstraint("code", "vintage"),
        CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="valid_period"),
    )

    id: int | None = Field(default=None, primary_key=True)
    code: str
    vintage: int
    name: str
    kind: UnitKind = Field(sa_type=stored(UnitKind))
    parent_id: int | None = Field(default=None, foreign_key="unit.id", index=True)
    valid_from: date
    valid_to: date | None = None


class Succession(SQLModel, table=True):
    """A unit and one that followed it; a split unit has several."""

    __tablename__ = "succession"
    __table_args__ = (CheckConstraint("predecessor_id <> successor_id", name="of_another"),)

    predecessor_id: int = Field(foreign_key="unit.id", primary_key=True)
    successor_id: int = Field(foreign_key="unit.id", primary_key=True)
