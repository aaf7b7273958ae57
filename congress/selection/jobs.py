"""Choosing in the background: short read, solve outside any transaction, verify, short write."""

from datetime import UTC, datetime
from typing import Any

from congress.core.errors import Rejected
from congress.database import Database
from congress.jobs import Progress
from congress.selection import answer, reselecting, service
from congress.selection.models import Selection, State
from optimizer import verify
from optimizer.problem import Status
from optimizer.selection import choose as choose_list

TIME_LIMIT_S = 60.0

_STATES = {
    Status.OPTIMAL: State.DRAFT,
    Status.INFEASIBLE: State.INFEASIBLE,
    Status.TIME_LIMIT: State.TIME_LIMIT,
}


def choose(database: Database, selection_id: int, progress: Progress) -> None:
    """Choose a list for a selection that was asked for."""
    try:
        _choose(database, selection_id, progress)
    except Exception:
        with database.transaction() as session:
            service.fail(session, selection_id, at=datetime.now(UTC))
        raise


def _choose(database: Database, selection_id: int, progress: Progress) -> None:
    try:
        state, told = _answer(database, selection_id, progress)
    except Rejected:
        # Everything was in order when the list was asked for: a nominee has changed since.
        state, told = State.STALE, {}
    with database.transaction() as session:
        service.keep(session, selection_id, state, told, at=datetime.now(UTC))


def _answer(
    database: Database, selection_id: int, progress: Progress
) -> tuple[State, dict[str, Any]]:
    with database.reading() as session:
        selection = session.get_one(Selection, selection_id)
        seed, last = selection.seed, reselecting.former_list(session, selection)
        pool, rules = service.problem(session, selection.congress_id, selection.rules)
    progress(20)
    result = choose_list(pool, rules, seed=seed, last=last, time_limit_s=TIME_LIMIT_S)
    progress(70)
    verify.require(pool, rules, result)
    told = answer.of(pool, rules, result)
    progress(90)
    return _STATES[result.status], told
