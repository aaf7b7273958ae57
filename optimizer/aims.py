"""Pursues aims one after another, each exactly, until one answer is left."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np

from optimizer.face import Face
from optimizer.problem import Whole
from optimizer.program import Program
from optimizer.sifting import best
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


class _Pursuit:
    def __init__(self, program: Program, means: Means) -> None:
        self.means = means
        self.width = program.width
        self.face = Face(program, np.arange(program.width))
        self.totals: list[int] = []

    def reached(self, aims: Iterable[Whole], order: Callable[[int], Whole]) -> Reached:
        nothing = np.zeros(self.width, dtype=np.int64)
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
        return Reached(outcome, self.face.values, tuple(self.totals))

    def reach(self, aim: Whole) -> Outcome:
        face = self.face
        if len(face.values) and not len(face.columns):
            self.totals.append(int(aim @ face.values))
            return Outcome.BEST
        narrow = aim[face.columns]
        found = best(face.program, narrow, self.means)
        face.keep(found)
        if found.outcome is Outcome.BEST:
            face.narrow(found, narrow)
            self.totals.append(int(aim @ face.values))
        return found.outcome

    def is_alone(self, cost: Whole) -> bool | None:
        """Tell whether no other answer is as good; None if that cannot be told in time.

        Else the answer that differs most in the columns (all 0 or 1) that cost anything is not
        this one.
        """
        face = self.face
        columns = np.flatnonzero(cost[face.columns])
        if not len(columns):
            return True
        values = face.values[face.columns[columns]]
        signs = np.zeros(len(face.columns), dtype=np.int64)
        signs[columns] = np.where(values > 0, -1, 1)
        answer = self.means.maximize(face.program, signs, first=Solver.CBC)
        if len(answer.values) and int(signs @ answer.whole) > -int(values.sum()):
            return False
        return True if answer.outcome is Outcome.BEST else None
