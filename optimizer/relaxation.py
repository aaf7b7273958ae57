"""Solves the relaxation, where fractions are allowed, over any number of columns by sifting."""

from dataclasses import dataclass

import numpy as np

from optimizer.problem import Mask, Whole
from optimizer.program import DUAL_SCALE, OPEN, Program
from optimizer.solver import Answer, Means, Outcome

PLAIN_WIDTH = 2_000
"""Up to this many columns the relaxation is solved at once."""

FIRST_COLUMNS = 1_200
"""Columns that sifting starts from."""

_SLACK_LIMIT = 1 << 40


@dataclass(frozen=True)
class Relaxation:
    """The best with fractions allowed: exact and safe duals, and the columns it leans on."""

    outcome: Outcome
    duals: Whole
    used: Mask


def relaxed(program: Program, cost: Whole, means: Means) -> Relaxation:
    """Solve the relaxation over all columns."""
    if program.width > PLAIN_WIDTH:
        return _Sifting(program, cost, means).relaxed()
    answer = means.relax(program, cost)
    used = answer.values > 0 if len(answer.values) else np.zeros(program.width, dtype=np.bool_)
    return Relaxation(answer.outcome, _exact(program, answer), used)


def _exact(program: Program, answer: Answer) -> Whole:
    if not len(answer.duals):
        return np.zeros(program.height, dtype=np.int64)
    return program.safe(np.rint(answer.duals * DUAL_SCALE).astype(np.int64))


class _Sifting:
    """The relaxation on a growing set of columns; slacks keep it possible at a price."""

    def __init__(self, program: Program, cost: Whole, means: Means) -> None:
        self.program = program
        self.means = means
        self.cost = cost
        self.active = self.first()
        self.used = np.zeros(program.width, dtype=np.bool_)

    def first(self) -> Mask:
        # Columns that count (the size, misses) have wide bounds and few rows to be priced by.
        active = (self.program.lower > 0) | (self.program.upper > 1)
        first = min(FIRST_COLUMNS, self.program.width - 1)
        active[np.argpartition(-self.cost, first)[:first]] = True
        return active

    def relaxed(self) -> Relaxation:
        penalty = 4 * int(np.abs(self.cost).max(initial=1))
        for _ in range(3):
            outcome, duals, violation = self.priced(self.cost, penalty)
            if outcome is not Outcome.BEST or violation == 0:
                return Relaxation(outcome, duals, self.used)
            if self.is_contradictory():
                return Relaxation(Outcome.IMPOSSIBLE, duals, self.used)
            penalty = min(penalty * 100, OPEN // DUAL_SCALE)
        return Relaxation(Outcome.STOPPED, duals, self.used)

    def is_contradictory(self) -> bool:
        """Prove that rows must be missed: the least total miss has an exact bound above zero."""
        nothing = np.zeros_like(self.cost)
        _, duals, _ = self.priced(nothing, 1)
        return self.program.bound(nothing, duals) < 0

    def priced(self, cost: Whole, penalty: int) -> tuple[Outcome, Whole, int]:
        """Add the columns that would pay, until none does; also tell by how much rows are missed.

        No dual is beyond the penalty, which is the price of missing a row by one.
        """
        limit = penalty * DUAL_SCALE
        while True:
            columns = np.flatnonzero(self.active)
            narrow = elastic(self.program.narrowed(columns, self.program.lower))
            paid = np.full(narrow.width, -penalty)
            paid[: len(columns)] = cost[columns]
            answer = self.means.relax(narrow, paid)
            duals = np.clip(_exact(self.program, answer), -limit, limit)
            if answer.outcome is not Outcome.BEST:
                return answer.outcome, duals, 0
            gain = np.where(self.active, 0, self.program.reduced(cost, duals))
            attractive = np.flatnonzero(gain > DUAL_SCALE // 1000)
            if not len(attractive):
                self.used[columns] = answer.values[: len(columns)] > 0
                slack = answer.values[len(columns) :]
                return Outcome.BEST, duals, int(np.rint(slack.sum() * 1e6))
            self.active[_largest(gain, attractive, narrow.width)] = True


def _largest(gain: Whole, attractive: Whole, most: int) -> Whole:
    if len(attractive) <= most:
        return attractive
    return attractive[np.argpartition(-gain[attractive], most)[:most]]


def elastic(program: Program) -> Program:
    """Append two columns per row, a shortfall and an excess, so that every row can hold."""
    below = np.flatnonzero(program.row_lower > -OPEN)
    above = np.flatnonzero(program.row_upper < OPEN)
    rows = np.concatenate((below, above)).astype(np.int32)
    signs = np.concatenate((np.ones(len(below)), -np.ones(len(above)))).astype(np.int64)
    starts = program.starts[-1] + np.arange(1, len(rows) + 1)
    return Program(
        np.concatenate((program.lower, np.zeros(len(rows), dtype=np.int64))),
        np.concatenate((program.upper, np.full(len(rows), _SLACK_LIMIT))),
        program.row_lower,
        program.row_upper,
        np.concatenate((program.starts, starts)),
        np.concatenate((program.rows, rows)),
        np.concatenate((program.weights, signs)),
    )
