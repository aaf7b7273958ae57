"""The tables of accounts."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint
from sqlmodel import Field, SQLModel

from congress.core.roles import Role
from congress.schema import Instant, stored


class Account(SQLModel, table=True):
    """One person's way in; a commune's clerk always belongs to a unit.

    Who was invited and has not chosen a password yet has an empty ``password_hash``.
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
    is_demonstration: bool = False
    created_at: datetime = Field(sa_type=Instant)
    last_signed_in_at: datetime | None = Field(default=None, sa_type=Instant)


class AssignedUnit(SQLModel, table=True):
    """A unit whose filings and people a member of the Council may know of."""

    __tablename__ = "assigned_unit"

    account_id: int = Field(foreign_key="account.id", primary_key=True, ondelete="CASCADE")
    unit_id: int = Field(foreign_key="unit.id", primary_key=True, index=True)


class Invitation(SQLModel, table=True):
    """The one slip by which a password may be chosen; using it deletes the row.

    Its token and its code were shown once, and only what they hash to is kept.
    """

    __tablename__ = "invitation"

    account_id: int = Field(foreign_key="account.id", primary_key=True, ondelete="CASCADE")
    token_hash: str = Field(unique=True)
    code_mark: str
    issued_at: datetime = Field(sa_type=Instant)
    expires_at: datetime = Field(sa_type=Instant)


class AccountSession(SQLModel, table=True):
    """A device on which somebody is signed in; the cookie holds what ``token_hash`` is of."""

    __tablename__ = "account_session"

    id: int | None = Field(default=None, primary_key=True)
    account_id: int = Field(foreign_key="account.id", index=True, ondelete="CASCADE")
    token_hash: str = Field(unique=True)
    device: str
    """Browser and system, as ``Chrome · Windows``."""
    is_shared: bool
    begun_at: datetime = Field(sa_type=Instant)
    seen_at: datetime = Field(sa_type=Instant)


class SecondFactor(SQLModel, table=True):
    """The authenticator of an account; it counts once a code of it has been confirmed."""

    __tablename__ = "second_factor"

    account_id: int = Field(foreign_key="account.id", primary_key=True, ondelete="CASCADE")
    secret: bytes
    """Sealed."""
    confirmed_at: datetime | None = Field(default=None, sa_type=Instant)
    last_step: int = Field(default=0, sa_type=BigInteger)
    """The newest time step a code of which was taken; no code is taken twice."""


class RecoveryCode(SQLModel, table=True):
    """A code that stands in for a lost authenticator; using it deletes the row."""

    __tablename__ = "recovery_code"

    account_id: int = Field(foreign_key="account.id", primary_key=True, ondelete="CASCADE")
    mark: str = Field(primary_key=True)


class Guesses(SQLModel, table=True):
    """How often somebody was wrong of late, under a key that tells neither name nor address."""

    __tablename__ = "guesses"

    key: str = Field(primary_key=True)
    wrong: int
    until_s: int = Field(sa_type=BigInteger, index=True)
    """The second (since 1970) from which the next attempt may come."""
