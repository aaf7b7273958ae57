"""Solves the relaxation, where fractions are allowed, over any number of columns by sifting."""

from dataclasses import dataclass, replace

import numpy as np

from optimizer.problem import Mask, Reals, Whole
from optimizer.program import DUAL_SCALE, OPEN, Program
from optimizer.simplex import Simplex
from optimizer.solver import STOPPED, Answer, Means, Outcome, Solver

PLAIN_WIDTH = 2_000
"""Up to this many columns the relaxation is solved at once."""

FIRST_COLUMNS = 1_200
"""Columns that sifting starts from."""

_SLACK_LIMIT = 1 << 40
_WHOLE_WITHIN = 1e-6


@dataclass(frozen=True)
class Relaxation:
    """The best with fractions allowed: exact and safe duals, and the columns it leans on.

    ``whole`` is its x where that has no fractions, else empty; it is not checked. ``reduced`` are
    the exact reduced costs, where they are known.
    """

    outcome: Outcome
    duals: Whole
    used: Mask
    whole: Whole
    reduced: Whole | None = None


def relaxed(program: Program, cost: Whole, means: Means) -> Relaxation:
    """Solve the relaxation over all columns."""
    if program.width > PLAIN_WIDTH:
        return HotRelaxation(program, cost, means).relaxed(program, means)
    answer = _solved(None if _is_cold(program, means) else Simplex(program, cost), means)
    if answer.outcome is Outcome.STOPPED:
        answer = means.relax(program, cost)
    columns = np.arange(program.width)
    return _relaxation(program, answer.outcome, _exact(program, answer), columns, answer.values)


def _is_cold(program: Program, means: Means) -> bool:
    return means.only is Solver.CBC or program.width == 0


def _solved(simplex: Simplex | None, means: Means) -> Answer:
    return STOPPED if simplex is None else simplex.solve(means.clock.left_s)


def _relaxation(
    program: Program, outcome: Outcome, duals: Whole, columns: Whole, values: Reals
) -> Relaxation:
    """Gather what the relaxation says of all columns; those that are not named are zero."""
    used = np.zeros(program.width, dtype=np.bool_)
    whole = np.zeros(0, dtype=np.int64)
    if len(values):
        used[columns] = values > 0
        near = np.rint(values)
        if (np.abs(values - near) < _WHOLE_WITHIN).all():
            whole = np.zeros(program.width, dtype=np.int64)
            whole[columns] = near
    return Relaxation(outcome, duals, used, whole)


def _exact(program: Program, answer: Answer) -> Whole:
    if not len(answer.duals):
        return np.zeros(program.height, dtype=np.int64)
    return program.safe(np.rint(answer.duals * DUAL_SCALE).astype(np.int64))


class HotRelaxation:
    """The relaxation on a growing set of columns, of programs that differ only in bounds.

    Slacks keep it possible at a price, so that each answer is the start of the next.
    """

    def __init__(self, program: Program, cost: Whole, means: Means) -> None:
        self.program = program
        self.cost = cost
        self.means = means
        self.is_active = np.zeros(program.width, dtype=np.bool_)
        self.columns = np.zeros(0, dtype=np.int64)
        self.paid = (cost, 0)
        self.reduced: Whole | None = None
        nothing = np.zeros(program.height, dtype=np.int64)
        empty = program.narrowed(self.columns, np.zeros(program.width, dtype=np.int64))
        self.slacks = slacks(replace(empty, row_lower=nothing, row_upper=nothing))
        self.simplex: Simplex | None = None
        if means.only is not Solver.CBC:
            bounded = replace(self.slacks, row_lower=program.row_lower, row_upper=program.row_upper)
            self.simplex = Simplex(bounded, np.zeros(self.slacks.width, dtype=np.int64))
        self.join(self.first())

    def first(self) -> Whole:
        """Give the columns to start from: those that count or must be taken, and the best paid."""
        if self.program.width <= FIRST_COLUMNS:
            return np.arange(self.program.width)
        # Columns that count (the size, misses) have wide bounds and few rows to be priced by.
        is_first = (self.program.lower > 0) | (self.program.upper > 1)
        is_first[np.argpartition(-self.cost, FIRST_COLUMNS)[:FIRST_COLUMNS]] = True
        return np.flatnonzero(is_first)

    def join(self, columns: Whole) -> None:
        """Take columns in."""
        self.is_active[columns] = True
        self.columns = np.concatenate((self.columns, columns))
        if self.simplex:
            self.simplex.join(self.program, columns, self.paid[0][columns])

    def relaxed(self, program: Program, means: Means) -> Relaxation:
        """Solve the relaxation of a program that differs from the first in its bounds alone."""
        self.means = means
        self.bound(program)
        penalty = 4 * int(np.abs(self.cost).max(initial=1))
        for _ in range(3):
            outcome, duals, values, violation = self.priced(self.cost, penalty)
            if outcome is not Outcome.BEST or violation == 0:
                found = _relaxation(program, outcome, duals, self.columns, values)
                return replace(found, reduced=self.reduced)
            if self.is_contradictory():
                return _relaxation(program, Outcome.IMPOSSIBLE, duals, self.columns, values[:0])
            penalty = min(penalty * 100, OPEN // DUAL_SCALE)
        return _relaxation(program, Outcome.STOPPED, duals, self.columns, values[:0])

    def bound(self, program: Program) -> None:
        """Take the bounds of a program, and the columns whose bounds moved."""
        before, self.program = self.program, program
        if not self.simplex:
            return
        if program.row_lower is not before.row_lower or program.row_upper is not before.row_upper:
            self.simplex.bound_rows(program.row_lower, program.row_upper)
        moved = (program.lower != before.lower) | (program.upper != before.upper)
        self.join(np.flatnonzero(moved & ~self.is_active))
        places = np.flatnonzero(moved[self.columns])
        columns = self.columns[places]
        self.simplex.bound_columns(
            self.slacks.width + places, program.lower[columns], program.upper[columns]
        )

    def is_contradictory(self) -> bool:
        """Prove that rows must be missed: the least total miss has an exact bound above zero."""
        nothing = np.zeros_like(self.cost)
        _, duals, _, _ = self.priced(nothing, 1)
        return self.program.bound(nothing, duals) < 0

    def priced(self, cost: Whole, penalty: int) -> tuple[Outcome, Whole, Reals, int]:
        """Add the columns that would pay, until none does; also tell by how much rows are missed.

        No dual is beyond the penalty, which is the price of missing a row by one.
        """
        limit = penalty * DUAL_SCALE
        while True:
            answer = self.solved(cost, penalty)
            duals = np.clip(_exact(self.program, answer), -limit, limit)
            if answer.outcome is not Outcome.BEST:
                return answer.outcome, duals, answer.values[:0], 0
            self.reduced = self.program.reduced(cost, duals)
            gain = np.where(self.is_active, 0, self.reduced)
            attractive = np.flatnonzero(gain > DUAL_SCALE // 1000)
            if not len(attractive):
                slack, values = np.split(answer.values, [self.slacks.width])
                return Outcome.BEST, duals, values, int(np.rint(slack.sum() * 1e6))
            self.join(_largest(gain, attractive, len(self.columns)))

    def solved(self, cost: Whole, penalty: int) -> Answer:
        """Solve over the columns that have joined, the slacks first."""
        if self.means.clock.is_over:
            return STOPPED
        if self.simplex:
            if self.paid[0] is not cost or self.paid[1] != penalty:
                self.simplex.pay(self.payment(cost, penalty))
            self.paid = cost, penalty
            answer = self.simplex.solve(self.means.clock.left_s)
            if answer.outcome is Outcome.BEST:
                return answer
        narrow = self.program.narrowed(self.columns, self.program.lower).beside(self.slacks)
        width = self.slacks.width
        answer = self.means.relax(narrow, np.roll(self.payment(cost, penalty), -width))
        return replace(answer, values=np.roll(answer.values, width))

    def payment(self, cost: Whole, penalty: int) -> Whole:
        """Give the cost of each column that has joined, the slacks first."""
        return np.concatenate((np.full(self.slacks.width, -penalty), cost[self.columns]))


def _largest(gain: Whole, attractive: Whole, most: int) -> Whole:
    if len(attractive) <= most:
        return attractive
    return attractive[np.argpartition(-gain[attractive], most)[:most]]


def slacks(program: Program) -> Program:
    """Give two columns per row, a shortfall and an excess, beside which every row can hold."""
    below = np.flatnonzero(program.row_lower > -OPEN)
    above = np.flatnonzero(program.row_upper < OPEN)
    signs = np.concatenate((np.ones(len(below)), -np.ones(len(above)))).astype(np.int64)
    return Program(
        np.zeros(len(signs), dtype=np.int64),
        np.full(len(signs), _SLACK_LIMIT),
        program.row_lower,
        program.row_upper,
        np.arange(len(signs) + 1),
        np.concatenate((below, above)).astype(np.int32),
        signs,
    )
