"""Removing a former demonstration, and nothing else."""

from datetime import datetime

from sqlalchemy import Table, delete, select
from sqlmodel import Session, col

from congress import audit
from congress.accounts.models import Account
from congress.congresses.models import Congress
from congress.core.errors import Rejected
from congress.tables import METADATA


def remove(session: Session, code: str, *, at: datetime) -> None:
    """Delete the demonstration of this code with all that belongs to it, those below it too.

    Raises ``Rejected("congress_not_demonstration")`` where the congress of that code is a real
    one. The audit rows stay.
    """
    found = session.execute(
        select(col(Congress.id), col(Congress.is_demonstration)).where(col(Congress.code) == code)
    ).first()
    if found is None:
        return
    congress_id, is_demonstration = found
    if not is_demonstration:
        raise Rejected("congress_not_demonstration", code=code)
    below = select(col(Congress.code)).where(col(Congress.parent_id) == congress_id)
    for child in session.scalars(below).all():
        remove(session, child, at=at)
    for table in reversed(METADATA.sorted_tables):
        _delete_from(session, table, congress_id)
    session.execute(delete(Congress).where(col(Congress.id) == congress_id))
    session.execute(delete(Account).where(col(Account.is_demonstration)))
    audit.record(session, "demonstration.removed", f"congress:{congress_id}", by=None, at=at)


def _delete_from(session: Session, table: Table, congress_id: int) -> None:
    """Delete a table's rows of the congress, told by its own column or by its parent's."""
    if "congress_id" in table.c:
        session.execute(delete(table).where(table.c.congress_id == congress_id))
        return
    for key in table.foreign_keys:
        parent = key.column.table
        if "congress_id" in parent.c:
            ours = select(key.column).where(parent.c.congress_id == congress_id)
            session.execute(delete(table).where(key.parent.in_(ours)))
            return
