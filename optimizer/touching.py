"""The fewest rules that have to give way: a least set of rules that meets every conflict."""

from collections.abc import Collection, Sequence

import numpy as np

from optimizer.problem import Whole
from optimizer.program import OPEN, Program, Rows
from optimizer.solver import Means
from optimizer.witness import Excerpt, Question

_ROUNDS = 20


def fewest_touched(question: Question, conflict: Sequence[int], duals: Whole) -> list[int] | None:
    """Give the fewest rules without which fractions can hold all others; None if not found.

    Every set of rules that helps meets every conflict, so a least set that meets those found so
    far helps, or shows one more (implicit hitting sets). ``duals`` are of the least change.
    """
    conflicts = [list(conflict)]
    for _ in range(_ROUNDS):
        touched = _meeting(conflicts, question.means)
        if touched is None or question.means.clock.is_over:
            return None
        suspects = question.suspects(duals, touched)
        if suspects is None:
            suspects = question.suspects(question.strained(touched).duals, touched)
        if suspects is None:
            return touched
        conflicts.append(Excerpt(question, suspects).irreducible_rules(suspects))
    return None


def _meeting(conflicts: Sequence[Collection[int]], means: Means) -> list[int] | None:
    """Give the fewest rules that meet every conflict; None if time ran out."""
    rules = sorted({rule for conflict in conflicts for rule in conflict})
    place = {rule: column for column, rule in enumerate(rules)}
    ones = np.ones(len(rules), dtype=np.int64)
    entries = [
        (np.array([place[rule] for rule in conflict], dtype=np.int32), 1, 1, OPEN)
        for conflict in conflicts
    ]
    answer = means.maximize(Program.build(0 * ones, ones, Rows.of(entries)), -ones)
    return [rules[k] for k in np.flatnonzero(answer.whole)] if len(answer.values) else None
