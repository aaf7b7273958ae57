"""The tables of accounts."""

from datetime import datetime

from sqlalchemy import CheckConstraint
from sqlmodel import Field, SQLModel

from congress.core.roles import Role
from congress.schema import Instant, stored


class Account(SQLModel, table=True):
    """One person's way in; a commune's clerk always belongs to a unit.

    A cookie holds good while its session is of the account's ``session_number``.
    """

    __tablename__ = "account"
    __table_args__ = (
        CheckConstraint("role <> 'commune' OR unit_id IS NOT NULL", name="clerk_has_unit"),
    )

    id: int | None = Field(default=None, primary_key=True)
    username: str = Field(unique=True)
    name: str
    password_hash: str
    role: Role = Field(sa_type=stored(Role))
    unit_id: int | None = Field(default=None, foreign_key="unit.id", index=True)
    is_active: bool = True
    session_number: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    is_demonstration: bool = False
    created_at: datetime = Field(sa_type=Instant)


class AssignedUnit(SQLModel, table=True):
    """A unit whose filings and people a member of the Council may know of."""

    __tablename__ = "assigned_unit"

    account_id: int = Field(foreign_key="account.id", primary_key=True, ondelete="CASCADE")
    unit_id: int = Field(foreign_key="unit.id", primary_key=True, index=True)
