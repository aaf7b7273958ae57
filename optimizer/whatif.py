"""What a list would be under other bounds, answered at once from a program kept hot."""

from dataclasses import dataclass

import numpy as np

from optimizer import model
from optimizer.problem import Count, Index, Pool, Rules, Status
from optimizer.program import DUAL_SCALE, OPEN
from optimizer.selection import counted, score_of
from optimizer.sifting import Best, best
from optimizer.solver import Clock, Means, Outcome, Solver

_NOBODY = np.zeros(0, dtype=np.int32)


@dataclass(frozen=True)
class Outlook:
    """The answer to a question: ``score`` and ``bound`` in units of the pool's scores.

    OPTIMAL: misses by priority, then merit, are proven the best; among equally good lists this is
    any one, for the seeded order is not asked. INFEASIBLE is proven. TIME_LIMIT may carry a list
    (``chosen``, rows of the pool) that keeps every hard rule, and a bound that is exact.
    """

    status: Status
    chosen: Index
    score: int
    bound: int | None
    misses: tuple[tuple[int, int], ...]
    counts: tuple[Count, ...]
    seconds: float


class WhatIf:
    """A pool under rules whose bounds are moved again and again."""

    def __init__(self, pool: Pool, rules: Rules, *, solver: Solver | None = None) -> None:
        self.pool = pool
        self.rules = rules
        self.solver = solver

    def ask(self, rules: Rules, *, time_limit_s: float = 5) -> Outlook:
        """Choose the best list under rules that differ from the first in their bounds.

        Other rules are answered too, only not as fast.
        """
        means = Means(Clock(time_limit_s), self.solver)
        built = model.build(self.pool, rules)
        program = built.program
        found: Best | None = None
        for _, columns in built.misses:
            cost = np.zeros(program.width, dtype=np.int64)
            cost[columns] = -1
            found = best(program, cost, means)
            if found.outcome is not Outcome.BEST:
                return self._outlook(rules, built, found, None, means)
            ones = np.ones(len(columns), dtype=np.int64)
            program = program.with_row(columns, ones, -OPEN, -found.value)
        found = best(program, built.merit, means)
        return self._outlook(rules, built, found, found, means)

    def _outlook(
        self, rules: Rules, built: model.Model, found: Best, merit: Best | None, means: Means
    ) -> Outlook:
        status = {
            Outcome.BEST: Status.OPTIMAL,
            Outcome.IMPOSSIBLE: Status.INFEASIBLE,
            Outcome.STOPPED: Status.TIME_LIMIT,
        }[found.outcome]
        if not len(found.values):
            return Outlook(status, _NOBODY, 0, None, (), (), means.clock.elapsed_s)
        chosen = built.chosen(found.values)
        score = score_of(self.pool, chosen)
        bound = None
        if merit is not None:
            bound = score if status is Status.OPTIMAL else merit.ceiling // DUAL_SCALE
        misses = tuple((p, int(found.values[columns].sum())) for p, columns in built.misses)
        counts = counted(rules, chosen)
        return Outlook(status, chosen, score, bound, misses, counts, means.clock.elapsed_s)
