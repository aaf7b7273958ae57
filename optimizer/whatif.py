"""What a list would be under other bounds, answered at once from a program kept hot."""

from dataclasses import dataclass

import numpy as np

from optimizer import model
from optimizer.hot import Found, Hot
from optimizer.problem import Count, Index, Pool, Rules, Status, Whole
from optimizer.program import DUAL_SCALE, OPEN
from optimizer.selection import counted, score_of
from optimizer.solver import Clock, Means, Outcome, Solver

_NOBODY = np.zeros(0, dtype=np.int32)
_STATUS = {
    Outcome.BEST: Status.OPTIMAL,
    Outcome.IMPOSSIBLE: Status.INFEASIBLE,
    Outcome.STOPPED: Status.TIME_LIMIT,
}


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
    """A pool under rules whose bounds are moved again and again.

    Questions are asked one after another, not at once from several threads.
    """

    def __init__(self, pool: Pool, rules: Rules, *, solver: Solver | None = None) -> None:
        self.pool = pool
        self.solver = solver
        self._settle(rules, model.frame(pool, rules))

    def _settle(self, rules: Rules, frame: model.Frame) -> None:
        self.rules = rules
        self.frame = frame
        self.model = model.build(self.pool, rules, every_row=True)
        self.program = self.model.program
        # One row for each priority holds what is missed at the most, once that is known.
        for _, columns in self.model.misses:
            ones = np.ones(len(columns), dtype=np.int64)
            self.program = self.program.with_row(columns, ones, -OPEN, OPEN)
        means = Means(only=self.solver)
        self.aims = [Hot(self.program, cost, means) for cost in self._costs()]

    def _costs(self) -> list[Whole]:
        costs = [np.zeros(self.program.width, dtype=np.int64) for _ in self.model.misses]
        for cost, (_, columns) in zip(costs, self.model.misses, strict=True):
            cost[columns] = -1
        return [*costs, self.model.merit]

    def ask(self, rules: Rules, *, time_limit_s: float = 5) -> Outlook:
        """Choose the best list under rules that differ from the first in their bounds.

        Other rules are answered too, only not as fast.
        """
        means = Means(Clock(time_limit_s), self.solver)
        frame = model.frame(self.pool, rules)
        if not (frame.has_numbers_of(self.frame) and self._counts_same_people(rules)):
            self._settle(rules, frame)
        program = frame.bounding(self.program)
        height = program.height - len(self.model.misses)
        *misses, merit = self.aims
        for row, aim in enumerate(misses, height):
            found = aim.best(program, means)
            if found.outcome is not Outcome.BEST:
                return self._outlook(rules, found, means, bound=None)
            program = program.with_row_bounds(row, -OPEN, -found.value)
        found = merit.best(program, means)
        bound = None if found.ceiling >= OPEN else found.ceiling // DUAL_SCALE
        return self._outlook(rules, found, means, bound=bound)

    def _counts_same_people(self, rules: Rules) -> bool:
        pairs = zip(rules.quotas, self.rules.quotas, strict=False)
        return len(rules.quotas) == len(self.rules.quotas) and all(
            one.members is other.members or np.array_equal(one.members, other.members)
            for one, other in pairs
        )

    def _outlook(self, rules: Rules, found: Found, means: Means, bound: int | None) -> Outlook:
        status = _STATUS[found.outcome]
        if not len(found.values):
            return Outlook(status, _NOBODY, 0, None, (), (), means.clock.elapsed_s)
        chosen = self.model.chosen(found.values)
        score = score_of(self.pool, chosen)
        misses = tuple((p, int(found.values[columns].sum())) for p, columns in self.model.misses)
        counts = counted(rules, chosen)
        bound = score if status is Status.OPTIMAL else bound
        return Outlook(status, chosen, score, bound, misses, counts, means.clock.elapsed_s)
