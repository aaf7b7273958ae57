"""Pursues aims one after another, each exactly, until one answer is left."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import numpy as np

from optimizer.problem import Whole
from optimizer.program import Program
from optimizer.sifting import Best, best
from optimizer.solver import Means, Outcome, Solver

_LEVELS = 8
"""Permutations that may be needed before no two answers tie on all of them."""


@dataclass(frozen=True)
class Reached:
    """The x that all aims led to; BEST is proven, and then x is the same with every solver.

    ``values`` is empty where no x was found; ``totals`` are the values of the aims proven.
    """

    outcome: Outcome
    values: Whole
    totals: tuple[int, ...]


def pursue(
    program: Program, aims: Iterable[Whole], order: Callable[[int], Whole], means: Means
) -> Reached:
    """Maximise the first aim, among its best the second, and so on; then ``order`` decides.

    ``order`` gives, level by level, a cost of every column, the least sum of which comes first;
    columns that cost nothing may differ between equal answers.
    """
    return _Pursuit(program, means).reached(aims, order)


@dataclass
class _Pursuit:
    """What the aims so far have left open: a narrow program, and one x of the whole."""

    program: Program
    means: Means
    totals: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.columns = np.arange(self.program.width)
        self.values = np.zeros(0, dtype=np.int64)

    def reached(self, aims: Iterable[Whole], order: Callable[[int], Whole]) -> Reached:
        nothing = np.zeros(self.program.width, dtype=np.int64)
        for aim in list(aims) or [nothing]:
            outcome = self.reach(aim)
            if outcome is not Outcome.BEST:
                return self.answer(outcome)
        for level in range(_LEVELS):
            cost = order(level)
            is_alone = self.is_alone(cost)
            if is_alone is not False:
                return self.answer(Outcome.BEST if is_alone else Outcome.STOPPED)
            if self.reach(-cost) is not Outcome.BEST:
                return self.answer(Outcome.STOPPED)
        return self.answer(Outcome.STOPPED)

    def answer(self, outcome: Outcome) -> Reached:
        return Reached(outcome, self.values, tuple(self.totals))

    def reach(self, aim: Whole) -> Outcome:
        if len(self.values) and not len(self.columns):
            self.totals.append(int(aim @ self.values))
            return Outcome.BEST
        narrow = aim[self.columns]
        found = best(self.program, narrow, self.means)
        if len(found.values):
            self.keep(found.values)
        if found.outcome is Outcome.BEST:
            self.narrow(found, narrow)
            self.totals.append(int(aim @ self.values))
        return found.outcome

    def keep(self, values: Whole) -> None:
        full = self.values.copy() if len(self.values) else np.zeros_like(values)
        full[self.columns] = values
        self.values = full

    def narrow(self, found: Best, aim: Whole) -> None:
        """Keep to the x that reach the value found."""
        free = found.open_columns()
        self.program = self.program.narrowed(free, found.values)
        self.columns = self.columns[free]
        paid = np.flatnonzero(aim[free])
        if len(paid):
            weights = aim[free][paid]
            reached = int(weights @ found.values[free][paid])
            self.program = self.program.with_row(paid, weights, reached, reached)

    def is_alone(self, cost: Whole) -> bool | None:
        """Tell whether no other answer is as good; None if that cannot be told in time.

        Else the answer that differs most in the columns (all 0 or 1) that cost anything is not
        this one.
        """
        columns = np.flatnonzero(cost[self.columns])
        if not len(columns):
            return True
        values = self.values[self.columns[columns]]
        signs = np.zeros(len(self.columns), dtype=np.int64)
        signs[columns] = np.where(values > 0, -1, 1)
        answer = self.means.maximize(self.program, signs, first=Solver.CBC)
        if len(answer.values) and int(signs @ answer.whole) > -int(values.sum()):
            return False
        return True if answer.outcome is Outcome.BEST else None
