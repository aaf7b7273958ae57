"""Solves a program exactly: a relaxation over all columns, then whole numbers over a core."""

from dataclasses import dataclass

import numpy as np

from optimizer.problem import Mask, Whole
from optimizer.program import DUAL_SCALE, OPEN, Program
from optimizer.solver import Answer, Means, Outcome, Solver

PLAIN_WIDTH = 2_000
"""Up to this many columns the relaxation is solved at once."""

FIRST_COLUMNS = 1_200
"""Columns that sifting starts from."""

FIRST_CORE = 100
"""Columns that the first core holds at the least; two for each that the duals leave free."""

_SLACK_LIMIT = 1 << 40


@dataclass(frozen=True)
class Best:
    """The best x found, and what is proven of it.

    ``outcome`` BEST: no x is better. ``ceiling`` is an exact upper bound in parts of
    ``DUAL_SCALE``, by ``duals``; ``reduced`` are the exact reduced costs. ``core`` are the columns
    that the proof left open. ``values`` is empty where none was found.
    """

    outcome: Outcome
    values: Whole
    value: int
    ceiling: int
    duals: Whole
    reduced: Whole
    core: Whole

    def open_columns(self, margin: int = 0) -> Whole:
        """Give the columns in which an x as good as this, or worse by ``margin``, may differ."""
        return np.flatnonzero(np.abs(self.reduced) <= self.slack + margin * DUAL_SCALE)

    @property
    def slack(self) -> int:
        """Give what lies between the value and the bound, in parts of ``DUAL_SCALE``."""
        return self.ceiling - self.value * DUAL_SCALE


_NOTHING = np.zeros(0, dtype=np.int64)


def best(program: Program, cost: Whole, means: Means) -> Best:
    """Maximise cost·x exactly, or tell that it is impossible or that time ran out."""
    relaxation = relaxed(program, cost, means)
    if relaxation.outcome is not Outcome.BEST:
        duals = relaxation.duals
        return Best(relaxation.outcome, _NOTHING, 0, OPEN, duals, _NOTHING, _NOTHING)
    return _Search(program, cost, relaxation, means).best()


@dataclass(frozen=True)
class Relaxation:
    """The best with fractions allowed: exact and safe duals, and the columns it leans on."""

    outcome: Outcome
    duals: Whole
    used: Mask


def best_again(program: Program, cost: Whole, duals: Whole, means: Means) -> Best:
    """Maximise merit over a program that differs only in bounds from one with these duals.

    Duals of the other program bound this one too, if less tightly, so nothing is relaxed again.
    """
    used = np.zeros(program.width, dtype=np.bool_)
    relaxation = Relaxation(Outcome.BEST, program.safe(duals), used)
    return _Search(program, cost, relaxation, means).best()


class _Search:
    """Whole numbers over a core that widens until nothing outside it can matter."""

    def __init__(
        self,
        program: Program,
        cost: Whole,
        relaxation: Relaxation,
        means: Means,
    ) -> None:
        self.program = program
        self.cost = cost
        self.duals = relaxation.duals
        self.means = means
        self.reduced = program.reduced(cost, self.duals)
        self.ceiling = program.bound(cost, self.duals)
        self.fixed = np.where(self.reduced > 0, program.upper, program.lower)
        self.distance = np.abs(self.reduced)
        # Counts (the size, misses) first, for people hang on them; then the nearest, and among
        # equals those that the relaxation leans on.
        is_count = program.upper - program.lower > 1
        self.counts = int(is_count.sum())
        self.nearest = np.lexsort((~relaxation.used, self.distance, ~is_count))
        self.values = _NOTHING
        self.value = -OPEN

    def best(self) -> Best:
        free = int((self.distance == 0).sum())
        wanted = self.counts + max(FIRST_CORE, min(2 * free, 3 * self.program.height))
        while True:
            core = np.sort(self.nearest[:wanted])
            outcome = self.solve(core)
            if outcome is Outcome.STOPPED:
                return self.answer(outcome, core)
            if wanted >= self.program.width or self.is_proven(wanted):
                found = Outcome.BEST if len(self.values) else Outcome.IMPOSSIBLE
                return self.answer(found, core)
            wanted = self.wider(wanted)

    def wider(self, wanted: int) -> int:
        """Take in what the gap leaves open, but at most four times as many at once."""
        if not len(self.values):
            return 4 * wanted
        return max(wanted + 1, min(4 * wanted, int((self.distance <= self.gap).sum())))

    def is_proven(self, wanted: int) -> bool:
        """Tell whether a change outside the core costs too much; values are whole."""
        nearest_outside = int(self.distance[self.nearest[wanted]])
        return bool(len(self.values)) and self.gap - nearest_outside < DUAL_SCALE

    @property
    def gap(self) -> int:
        return self.ceiling - self.value * DUAL_SCALE

    def solve(self, core: Whole) -> Outcome:
        """Solve the core; keep its answer where it is exactly right and better."""
        narrow = self.program.narrowed(core, self.fixed)
        cost = self.cost[core]
        if len(self.values):
            narrow = narrow.pressed(self.duals, self.gap)
        answer = self.means.maximize(narrow, cost, first=Solver.CBC)
        if answer.outcome is Outcome.IMPOSSIBLE and len(self.values):
            return Outcome.STOPPED
        if len(answer.values):
            self.keep(core, answer.whole)
        return answer.outcome

    def keep(self, core: Whole, found: Whole) -> None:
        values = self.fixed.copy()
        values[core] = found
        value = int(self.cost @ values)
        if value > self.value and self.program.holds(values):
            self.values, self.value = values, value

    def answer(self, outcome: Outcome, core: Whole) -> Best:
        return Best(outcome, self.values, self.value, self.ceiling, self.duals, self.reduced, core)


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
        self.width = program.width
        self.program = elastic(program)
        self.means = means
        self.cost = np.zeros(self.program.width, dtype=np.int64)
        self.cost[: self.width] = cost
        self.active = self.first()
        self.used = np.zeros(self.width, dtype=np.bool_)

    def first(self) -> Mask:
        active = np.zeros(self.program.width, dtype=np.bool_)
        active[self.width :] = True
        active |= self.program.lower > 0
        costs = self.cost[: self.width]
        first = min(FIRST_COLUMNS, self.width - 1)
        active[np.argpartition(-costs, first)[:first]] = True
        # Columns that count (the size, misses) have wide bounds and few rows to be priced by.
        active[: self.width] |= self.program.upper[: self.width] > 1
        return active

    def relaxed(self) -> Relaxation:
        penalty = 4 * int(np.abs(self.cost).max(initial=1))
        for _ in range(3):
            outcome, duals, violation = self.priced(self.cost, penalty)
            if outcome is not Outcome.BEST or violation == 0:
                return self.relaxation(outcome, duals)
            if self.contradiction() is not None:
                return self.relaxation(Outcome.IMPOSSIBLE, duals)
            penalty = min(penalty * 100, OPEN // DUAL_SCALE)
        return self.relaxation(Outcome.STOPPED, duals)

    def relaxation(self, outcome: Outcome, duals: Whole) -> Relaxation:
        return Relaxation(outcome, duals, self.used)

    def contradiction(self) -> Whole | None:
        """Prove that rows must be missed: the least total miss has an exact bound above zero."""
        nothing = np.zeros_like(self.cost)
        _, duals, _ = self.priced(nothing, 1)
        proves = self.program.bound(self.with_penalty(nothing, 1), duals) < 0
        return duals if proves else None

    def with_penalty(self, cost: Whole, penalty: int) -> Whole:
        paid = cost.copy()
        paid[self.width :] = -penalty
        return paid

    def priced(self, cost: Whole, penalty: int) -> tuple[Outcome, Whole, int]:
        """Add the columns that would pay, until none does."""
        paid = self.with_penalty(cost, penalty)
        while True:
            columns = np.flatnonzero(self.active)
            narrow = self.program.narrowed(columns, self.program.lower)
            answer = self.means.relax(narrow, paid[columns])
            limit = penalty * DUAL_SCALE
            duals = np.clip(_exact(self.program, answer), -limit, limit)
            if answer.outcome is not Outcome.BEST:
                return answer.outcome, duals, 0
            gain = np.where(self.active, 0, self.program.reduced(paid, duals))
            attractive = np.flatnonzero(gain > DUAL_SCALE // 1000)
            if not len(attractive):
                self.used = self.leaned_on(columns, answer)
                slack = answer.values[columns >= self.width]
                return Outcome.BEST, duals, int(np.rint(slack.sum() * 1e6))
            self.active[_largest(gain, attractive, len(columns))] = True

    def leaned_on(self, columns: Whole, answer: Answer) -> Mask:
        used = np.zeros(self.program.width, dtype=np.bool_)
        used[columns] = answer.values > 0
        return used[: self.width]


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
