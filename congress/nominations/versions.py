"""Rows of nominees, written only over the version that was read."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, inspect, update
from sqlmodel import Session, col

from congress.core.errors import Rejected
from congress.nominations.completeness import incomplete_with
from congress.nominations.models import Nominee


def write(
    session: Session, nominee_id: int, version: int, facts: dict[str, Any], at: datetime
) -> None:
    """Change a row, if it is still the version that was read."""
    write_all(session, [(nominee_id, version, facts)], at)


def write_all(
    session: Session, rows: Sequence[tuple[int, int, dict[str, Any]]], at: datetime
) -> None:
    """Change the same columns of rows in one statement; each is id, version, and what is new.

    Raises ``nominee_changed_meanwhile`` where one of them is not that version any more.
    """
    columns = inspect(Nominee).columns
    written = {code: bindparam(f"new_{code}", type_=columns[code].type) for code in rows[0][2]}
    done = session.connection().execute(
        update(Nominee)
        .where(col(Nominee.id) == bindparam("old_id"), col(Nominee.version) == bindparam("read"))
        .values(
            **written,
            is_incomplete=incomplete_with(written),
            version=col(Nominee.version) + 1,
            changed_at=at,
        ),
        [
            {"old_id": nominee_id, "read": version}
            | {f"new_{code}": value for code, value in facts.items()}
            for nominee_id, version, facts in rows
        ],
    )
    if done.rowcount < len(rows):
        raise Rejected("nominee_changed_meanwhile")
