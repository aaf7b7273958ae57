"""Who did what, when: one hash-chained row per write, added as the transaction ends."""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column, insert, text
from sqlmodel import Field, Session, SQLModel, select

from congress.core.roles import Viewer
from congress.schema import Instant

_CHAIN_LOCK = 4_201_815


class AuditEntry(SQLModel, table=True):
    """One write. ``actor_id`` is a plain account number, empty for the program itself."""

    __tablename__ = "audit_entry"

    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(sa_type=Instant)
    actor_id: int | None = Field(default=None, index=True)
    action: str = Field(index=True)
    subject: str = Field(index=True)
    facts: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    previous: str = Field(unique=True)
    digest: str = Field(unique=True)


def record(
    session: Session,
    action: str,
    subject: str,
    *,
    by: Viewer | None,
    at: datetime,
    **facts: Any,
) -> None:
    """Note a write: a verb (``nominee.added``), its subject (``nominee:12``), what changed.

    The facts name no person: ids, counts, and the names of the fields that changed.
    """
    entry = AuditEntry(
        at=at,
        actor_id=by.account_id if by else None,
        action=action,
        subject=subject,
        facts=facts,
        previous="",
        digest="",
    )
    session.info.setdefault("audit", []).append(entry)


def chain(session: Session) -> None:
    """Link the noted writes to the chain; the last step of every transaction."""
    noted: list[AuditEntry] = session.info.pop("audit", [])
    if not noted:
        return
    if session.get_bind().dialect.name == "postgresql":
        # Two transactions may not read the same end of the chain; SQLite has one writer anyway.
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _CHAIN_LOCK})
    session.flush()
    newest = select(AuditEntry.digest).order_by(AuditEntry.id.desc()).limit(1)  # type: ignore[union-attr]
    previous = session.exec(newest).first() or ""
    for entry in noted:
        entry.previous = previous
        entry.digest = previous = digest_of(entry)
    # One statement for all, which stores them in this order.
    session.execute(insert(AuditEntry), [entry.model_dump(exclude={"id"}) for entry in noted])


def digest_of(entry: AuditEntry) -> str:
    """Hash an entry together with the digest of the one before it."""
    said: Mapping[str, Any] = {
        "at": entry.at.isoformat(),
        "actor": entry.actor_id,
        "action": entry.action,
        "subject": entry.subject,
        "facts": entry.facts,
        "previous": entry.previous,
    }
    canonical = json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def first_broken(session: Session) -> AuditEntry | None:
    """Give the first entry that was altered, or whose predecessor is gone; none if whole."""
    previous = ""
    for entry in session.exec(select(AuditEntry).order_by(AuditEntry.id)):  # type: ignore[arg-type]
        if entry.previous != previous or entry.digest != digest_of(entry):
            return entry
        previous = entry.digest
    return None
