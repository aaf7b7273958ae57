"""Tables of badges and of the keys that sign them."""

from datetime import datetime

from sqlalchemy import CheckConstraint, LargeBinary, UniqueConstraint
from sqlmodel import Field, SQLModel

from congress.schema import Instant


class SigningKey(SQLModel, table=True):
    """The Ed25519 key that signs a congress's badges."""

    __tablename__ = "signing_key"

    congress_id: int = Field(foreign_key="congress.id", primary_key=True)
    private_key: bytes = Field(sa_type=LargeBinary)


class Badge(SQLModel, table=True):
    """One printing of a delegate's badge; a reprint has the next serial and revokes this one.

    ``nominee_id`` is the person whose name it bears: who held the number when it was issued.
    """

    __tablename__ = "badge"
    __table_args__ = (
        UniqueConstraint("delegate_id", "serial"),
        CheckConstraint("revoked_at IS NULL OR revoked_reason <> ''", name="revoked_has_reason"),
    )

    id: int | None = Field(default=None, primary_key=True)
    congress_id: int = Field(foreign_key="congress.id", index=True)
    delegate_id: int = Field(foreign_key="delegate.id", index=True)
    nominee_id: int = Field(foreign_key="nominee.id")
    serial: int
    issued_at: datetime = Field(sa_type=Instant)
    revoked_at: datetime | None = Field(default=None, sa_type=Instant)
    revoked_reason: str = ""
