"""Choosing the reserve in the background: short read, search, short write."""

from datetime import UTC, datetime

from congress.alternates import answer, service
from congress.alternates.models import Reserve
from congress.database import Database
from congress.delegates.problem import locked_list
from congress.jobs import Progress
from optimizer import alternates

TIME_LIMIT_S = 120.0


def choose(database: Database, reserve_id: int, progress: Progress) -> None:
    """Choose the reserve that was asked for."""
    try:
        _choose(database, reserve_id, progress)
    except Exception:
        with database.transaction() as session:
            service.fail(session, reserve_id, at=datetime.now(UTC))
        raise


def _choose(database: Database, reserve_id: int, progress: Progress) -> None:
    with database.reading() as session:
        asked = session.get_one(Reserve, reserve_id)
        size, dropout = asked.size, asked.dropout_percent / 100
        locked = locked_list(session, asked.congress_id)
    progress(10)
    found = alternates.choose(
        locked.pool,
        locked.rules,
        answer.as_result(locked),
        reserve=size,
        dropout=dropout,
        time_limit_s=TIME_LIMIT_S,
    )
    progress(90)
    with database.transaction() as session:
        order = locked.nominees(found.order)
        service.keep(session, reserve_id, order, answer.of(locked, found), at=datetime.now(UTC))
