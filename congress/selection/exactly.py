"""The score that one person needs, solved to its end on request; nothing is stored."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from sqlmodel import Session

from congress.selection import reselecting, service
from optimizer.exact import Again
from optimizer.pool import HIGHEST_SCORE
from optimizer.problem import Pool, Rules, Status
from optimizer.selection import choose
from optimizer.solver import Clock, Means

LIMIT_S = 20.0
"""Somebody waits in front of the page."""


@dataclass(frozen=True)
class Question:
    """A run, ready to be solved again."""

    pool: Pool
    rules: Rules
    seed: int
    last: Collection[str] | None


def question(session: Session, congress_id: int, selection_id: int) -> Question:
    """Read what a run was chosen from; ``selection_stale`` once its nominees have changed."""
    selection = service.run(session, congress_id, selection_id)
    pool, rules = service.problem_of(session, selection)
    return Question(pool, rules, selection.seed, reselecting.former_list(session, selection))


def solved(asked: Question, entry: Mapping[str, Any]) -> Mapping[str, Any]:
    """Give an entry of ``people`` with its score exact; as it was where the time did not do."""
    clock = Clock(LIMIT_S)
    result = choose(asked.pool, asked.rules, seed=asked.seed, last=asked.last, time_limit_s=LIMIT_S)
    if result.status is not Status.OPTIMAL:
        return entry
    row = int(np.flatnonzero(asked.pool.ids == entry["id"])[0])
    units = Again(asked.pool, asked.rules, result, Means(clock)).score_to_enter(row)
    if units is None:
        return entry
    score = asked.pool.points(units)
    if score > HIGHEST_SCORE:
        return {**entry, "score_to_enter": None}
    return {**entry, "score_to_enter": {"least": score, "most": score, "exact": score}}
