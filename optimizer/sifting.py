"""Solves a program exactly: the relaxation first, then whole numbers over a growing core."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from optimizer.problem import Mask, Whole
from optimizer.program import DUAL_SCALE, OPEN, Program
from optimizer.relaxation import Relaxation, relaxed
from optimizer.slices import depths, is_tight
from optimizer.solver import Means, Outcome

FIRST_CORE = 100
"""Columns that the first core holds at the least; two for each that the duals leave free."""


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


def best(program: Program, cost: Whole, means: Means, relaxation: Relaxation | None = None) -> Best:
    """Maximise cost·x exactly, or tell that it is impossible or that time ran out.

    ``relaxation`` is that of the same program and cost, where it is known already.
    """
    relaxation = relaxation or relaxed(program, cost, means)
    if relaxation.outcome is not Outcome.BEST:
        return _unsolved(relaxation)
    return _Search(program, cost, relaxation, means).best()


def some(program: Program, cost: Whole, means: Means) -> Best:
    """Give a good x, taken from the first core that has one; nothing is proven of it."""
    relaxation = relaxed(program, cost, means)
    if relaxation.outcome is not Outcome.BEST:
        return _unsolved(relaxation)
    return _Search(program, cost, relaxation, means).some()


def _unsolved(relaxation: Relaxation) -> Best:
    return Best(relaxation.outcome, _NOTHING, 0, OPEN, relaxation.duals, _NOTHING, _NOTHING)


def best_above(
    program: Program, cost: Whole, relaxation: Relaxation, value: int, means: Means
) -> Best:
    """Maximise cost·x over the x that are worth more than a value; IMPOSSIBLE where none is.

    ``relaxation`` is that of the same program and cost, and solved.
    """
    return _Search(program, cost, relaxation, means).best_above(value)


def first_best(program: Program, cost: Whole, apart: Mask, means: Means) -> tuple[Best, bool]:
    """Maximise cost·x, and tell whether no other x is as good.

    Only columns ``apart``, which are 0 or 1, make another x.
    """
    relaxation = relaxed(program, cost, means)
    if relaxation.outcome is not Outcome.BEST:
        return _unsolved(relaxation), False
    return _Search(program, cost, relaxation, replace(means, looks_ahead=2)).first_best(apart)


def is_alone(program: Program, cost: Whole, found: Best, apart: Mask, means: Means) -> bool:
    """Tell whether no other x is as good as the one found, which is proven the best."""
    unused = np.zeros(program.width, dtype=np.bool_)
    relaxation = Relaxation(Outcome.BEST, found.duals, unused, found.values, found.reduced)
    outcome, value = _Search(program, cost, relaxation, means).rival(apart)
    return outcome is Outcome.BEST and value < found.value


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
        self.means = replace(means, looks_ahead=5) if is_tight(self.duals) else means
        known = relaxation.reduced
        self.reduced = program.reduced(cost, self.duals) if known is None else known
        self.ceiling = program.bound(cost, self.duals, self.reduced)
        self.fixed = np.where(self.reduced > 0, program.upper, program.lower)
        # Counts (the size, misses) first, for people hang on them; then the nearest, and among
        # equals those that the relaxation leans on.
        self.distance = np.abs(self.reduced)
        is_count = program.upper - program.lower > 1
        self.counts = int(is_count.sum())
        self.order = np.where(is_count, -1, 2 * self.distance + ~relaxation.used)
        self.values = _NOTHING
        self.value = -OPEN
        if len(relaxation.whole):
            self.keep(np.arange(program.width), relaxation.whole)

    def best(self) -> Best:
        if not len(self.values) and is_tight(self.duals) and self.descended():
            return self.answer(Outcome.BEST, np.flatnonzero(self.distance <= self.gap))
        return self.grown(self.is_proven)

    def descended(self) -> bool:
        """Look below the bound, ever deeper, until there is an x; tell whether it is the best."""
        means = self.means.halved()
        for depth in depths(self.distance, self.duals):
            core = np.flatnonzero(self.distance <= depth)
            outcome = self.solve_above(core, -((depth - self.ceiling) // DUAL_SCALE) - 1, means)
            if outcome is Outcome.STOPPED or len(self.values):
                return outcome is Outcome.BEST and self.gap <= depth
        return False

    def some(self) -> Best:
        return self.grown(lambda _core: len(self.values) > 0)

    def grown(self, is_enough: Callable[[Whole], bool]) -> Best:
        """Widen the core until it is enough, or holds every column."""
        if len(self.values) and self.gap < DUAL_SCALE:
            return self.answer(Outcome.BEST, np.flatnonzero(self.distance <= self.gap))
        free = int((self.distance == 0).sum())
        wanted = self.counts + max(FIRST_CORE, min(2 * free, 3 * self.program.height))
        while True:
            core = self.nearest(wanted)
            outcome = self.solve(core)
            if outcome is Outcome.STOPPED:
                return self.answer(outcome, core)
            if wanted >= self.program.width or is_enough(core):
                found = Outcome.BEST if self.value > -OPEN else Outcome.IMPOSSIBLE
                return self.answer(found, core)
            wanted = self.wider(wanted)

    def first_best(self, apart: Mask) -> tuple[Best, bool]:
        """Take an x and ask for the best other one: if that is worse, ours is best and alone."""
        found = self.some()
        if found.outcome is Outcome.BEST and self.gap >= 2 * DUAL_SCALE:
            # The best lies mostly in the upper half of what the first x leaves open.
            self.best_above(self.value + self.gap // (2 * DUAL_SCALE))
        while found.outcome is Outcome.BEST:
            before = self.value
            outcome, value = self.rival(apart)
            core = np.flatnonzero(self.distance <= self.gap)
            found = self.answer(outcome, core)
            if outcome is Outcome.BEST and value <= before:
                return found, value < before
        return found, False

    def best_above(self, value: int) -> Best:
        """Solve at once over all columns that can matter, if they are not too many."""
        slack = self.ceiling - (value + 1) * DUAL_SCALE
        core = np.flatnonzero(self.distance <= slack)
        if slack >= 0 and len(core) > 3 * self.program.height:
            found = self.best()
            if found.outcome is not Outcome.BEST or found.value > value:
                return found
            slack = -1
        if slack < 0:
            return self.answer(Outcome.IMPOSSIBLE, core)
        outcome = self.solve_above(core, value, self.means)
        if outcome is Outcome.BEST and self.value <= value:
            outcome = Outcome.IMPOSSIBLE
        return self.answer(outcome, core)

    def solve_above(self, core: Whole, value: int, means: Means) -> Outcome:
        """Solve a core for what is worth more than a value; keep its answer."""
        slack = self.ceiling - (value + 1) * DUAL_SCALE
        narrow = self.program.narrowed(core, self.fixed).pressed(self.duals, slack).bared()
        told = replace(means, above=value - self.spent(core))
        answer = told.maximize(narrow, self.cost[core], first=self.means.for_cores)
        if len(answer.values):
            self.keep(core, answer.whole)
        return answer.outcome

    def spent(self, core: Whole) -> int:
        """Give the value of what stands fixed outside a core."""
        return int(self.cost @ self.fixed) - int(self.cost[core] @ self.fixed[core])

    def rival(self, apart: Mask) -> tuple[Outcome, int]:
        """Solve for the best x but this one, where it may be as good; keep it if it is better."""
        core = np.flatnonzero(self.distance <= self.gap)
        ours = self.values[core]
        told = np.flatnonzero(apart[core])
        signs = np.where(ours[told] > 0, 1, -1)
        narrow = self.program.narrowed(core, self.fixed).pressed(self.duals, self.gap)
        narrow = narrow.with_row(told, signs, -OPEN, int(ours[told].sum()) - 1)
        means = replace(self.means, above=self.value - 1 - self.spent(core))
        answer = means.maximize(narrow, self.cost[core], first=self.means.for_cores)
        if answer.outcome is Outcome.IMPOSSIBLE:
            return Outcome.BEST, -OPEN
        value = self.keep(core, answer.whole) if len(answer.values) else -OPEN
        return answer.outcome, value

    def wider(self, wanted: int) -> int:
        """Take in what the gap leaves open, but at most four times as many at once."""
        if not len(self.values):
            return 4 * wanted
        return max(wanted + 1, min(4 * wanted, int((self.distance <= self.gap).sum())))

    def nearest(self, wanted: int) -> Whole:
        """Give the columns to be taken in first; of equals those of the lower numbers."""
        if wanted >= self.program.width:
            return np.arange(self.program.width)
        last = int(np.partition(self.order, wanted - 1)[wanted - 1])
        taken = self.order < last
        equals = np.flatnonzero(self.order == last)
        taken[equals[: wanted - int(taken.sum())]] = True
        return np.flatnonzero(taken)

    def is_proven(self, core: Whole) -> bool:
        """Tell whether a change outside the core costs too much; values are whole."""
        outside = np.ones(self.program.width, dtype=np.bool_)
        outside[core] = False
        nearest_outside = int(self.distance[outside].min())
        return bool(len(self.values)) and self.gap - nearest_outside < DUAL_SCALE

    @property
    def gap(self) -> int:
        return self.ceiling - self.value * DUAL_SCALE

    def solve(self, core: Whole) -> Outcome:
        """Solve the core and keep its answer."""
        if len(self.values):
            outcome = self.solve_above(core, self.value - 1, self.means)
            if outcome is not Outcome.IMPOSSIBLE:
                return outcome
            # A solver that does not even find what is known, and in the core, is not believed.
            moved = np.flatnonzero(self.values != self.fixed)
            return Outcome.STOPPED if np.isin(moved, core).all() else Outcome.BEST
        narrow = self.program.narrowed(core, self.fixed).bared()
        is_all = len(core) == self.program.width
        maximize = self.means.maximize_surely if is_all else self.means.maximize
        answer = maximize(narrow, self.cost[core], first=self.means.for_cores)
        if len(answer.values) == len(core):
            self.keep(core, answer.whole)
        return answer.outcome

    def keep(self, core: Whole, found: Whole) -> int:
        """Keep an x where it is exactly right and better; give its value."""
        values = self.fixed.copy()
        values[core] = found
        value = int(self.cost @ values)
        if value > self.value and self.program.holds(values):
            self.values, self.value = values, value
        return value

    def answer(self, outcome: Outcome, core: Whole) -> Best:
        return Best(outcome, self.values, self.value, self.ceiling, self.duals, self.reduced, core)
