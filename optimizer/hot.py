"""A program kept hot: it is solved again under other bounds, with all that is known of it."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import numpy as np

from optimizer.problem import Whole
from optimizer.program import DUAL_SCALE, OPEN, Program
from optimizer.relaxation import HotRelaxation
from optimizer.sifting import Best, best, best_above
from optimizer.solver import Means, Outcome

REMEMBERED = 64
"""Answers that are kept at the most: the first, and the latest."""

_REMEMBERED_COLUMNS = 4_000_000

_PIECES = 2
_GUESSES = (1, 2, 4)
_GAPS = 5


@dataclass(frozen=True)
class Found:
    """The best x under some bounds, with its worth and a bound of it in parts of ``DUAL_SCALE``.

    BEST and IMPOSSIBLE are proven. ``values`` is empty where no x was found.
    """

    outcome: Outcome
    values: Whole = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    value: int = 0
    ceiling: int = OPEN


_IMPOSSIBLE = Found(Outcome.IMPOSSIBLE)


@dataclass(frozen=True)
class _Known:
    """What was proven of a program, and what its best x comes to in every row."""

    program: Program
    found: Found
    activity: Whole

    @classmethod
    def of(cls, program: Program, found: Found) -> "_Known":
        activity = program.activity(found.values) if len(found.values) else found.values
        return cls(program, found, activity)

    def is_in(self, program: Program) -> bool:
        """Tell whether the best x keeps the bounds of a program."""
        values = self.found.values
        return (
            len(values) > 0
            and bool((self.activity >= program.row_lower).all())
            and bool((self.activity <= program.row_upper).all())
            and bool((values >= program.lower).all() and (values <= program.upper).all())
        )

    def loosened(self, program: Program) -> Iterator[Program]:
        """Give the parts of a program that lie outside of the one known, which may overlap.

        Each leaves one row of that one on one side.
        """
        for row in np.flatnonzero(program.row_lower < self.program.row_lower).tolist():
            most = int(self.program.row_lower[row]) - 1
            yield program.with_row_bounds(row, int(program.row_lower[row]), most)
        for row in np.flatnonzero(program.row_upper > self.program.row_upper).tolist():
            least = int(self.program.row_upper[row]) + 1
            yield program.with_row_bounds(row, least, int(program.row_upper[row]))

    def sides_loosened(self, program: Program) -> int:
        """Count the parts outside; many where a column is looser."""
        ours = self.program
        if (program.lower < ours.lower).any() or (program.upper > ours.upper).any():
            return _PIECES + 1
        below = np.count_nonzero(program.row_lower < ours.row_lower)
        return int(below + np.count_nonzero(program.row_upper > ours.row_upper))


class Hot:
    """A program and a cost whose bounds are moved again and again, its numbers never."""

    def __init__(self, program: Program, cost: Whole, means: Means) -> None:
        self.cost = cost
        self.relaxation = HotRelaxation(program, cost, means)
        self.known: list[_Known] = []
        self.gaps: list[int] = []
        self.duals = np.zeros(program.height, dtype=np.int64)
        fitting = _REMEMBERED_COLUMNS // max(1, program.width)
        self.most_known = min(REMEMBERED, max(3, fitting))

    def best(self, program: Program, means: Means) -> Found:
        """Maximise cost·x under the bounds of a program with the same numbers; remember it."""
        found = self.solved(program, means)
        if found.outcome is not Outcome.STOPPED and not self.remembers(found):
            known = _Known.of(program, found)
            self.known = [*self.known[:1], *self.known[1:][2 - self.most_known :], known]
        return found

    def solved(self, program: Program, means: Means, start: Whole | None = None) -> Found:
        """Maximise cost·x, and forget it; ``start`` is an x to beat, if it keeps the bounds."""
        if (program.row_lower > program.row_upper).any():
            return _IMPOSSIBLE
        if means.clock.is_over:
            return Found(Outcome.STOPPED)
        found = self.remembered(program) or self.beyond(program, means)
        return found or self.anew(program, means, start)

    def remembers(self, found: Found) -> bool:
        """Tell whether an answer came from what is known."""
        return any(known.found is found for known in self.known)

    def remembered(self, program: Program) -> Found | None:
        """Give the answer of looser bounds where it keeps these: what is best there is so here."""
        for known in reversed(self.known):
            if known.sides_loosened(program) == 0 and (
                known.found.outcome is Outcome.IMPOSSIBLE or known.is_in(program)
            ):
                return known.found
        return None

    def beyond(self, program: Program, means: Means) -> Found | None:
        """Start from an answer of tighter bounds: only what lies beyond them can be better."""
        inside = [known for known in self.known if known.is_in(program)]
        known = min(inside, key=lambda known: known.sides_loosened(program), default=None)
        if known is None or known.sides_loosened(program) > _PIECES:
            return None
        found = known.found
        for part in known.loosened(program):
            better = self.above(part, found.value, means)
            if better.outcome is Outcome.STOPPED:
                return None
            if better.outcome is Outcome.BEST:
                found = better
        return found

    def anew(self, program: Program, means: Means, start_at: Whole | None) -> Found:
        """Solve for what beats the best x known that keeps the bounds."""
        inside = [known.found for known in self.known if known.is_in(program)]
        if start_at is not None and program.holds(start_at):
            inside.append(Found(Outcome.STOPPED, start_at, int(self.cost @ start_at)))
        start = max(inside, key=lambda found: found.value, default=None)
        found = self.above(program, None if start is None else start.value, means)
        if start is not None and found.outcome is not Outcome.BEST:
            is_best = found.outcome is Outcome.IMPOSSIBLE
            outcome = Outcome.BEST if is_best else Outcome.STOPPED
            return replace(start, outcome=outcome, ceiling=found.ceiling)
        return found

    def above(self, program: Program, value: int | None, means: Means) -> Found:
        """Find the best x, worth more than a value if one is given; IMPOSSIBLE where none is.

        The search begins with what lies as near to the relaxation as other answers did.
        """
        relaxation = self.relaxation.relaxed(program, means)
        if relaxation.outcome is not Outcome.BEST:
            return Found(relaxation.outcome)
        self.duals = relaxation.duals
        ceiling = program.bound(self.cost, relaxation.duals, relaxation.reduced)
        for least in self.guesses(ceiling // DUAL_SCALE, value):
            found = best_above(program, self.cost, relaxation, least, means)
            if found.outcome is not Outcome.IMPOSSIBLE or least == value:
                return self.told(found)
        return self.told(best(program, self.cost, means, relaxation))

    def bounded(self, program: Program, found: Found) -> Best:
        """Give an answer with a bound and reduced costs, by the last duals: any are valid."""
        duals = program.safe(self.duals)
        reduced = program.reduced(self.cost, duals)
        ceiling = program.bound(self.cost, duals, reduced)
        core = np.arange(program.width)
        return Best(found.outcome, found.values, found.value, ceiling, duals, reduced, core)

    def guesses(self, highest: int, value: int | None) -> Iterator[int]:
        """Give values that the best may exceed, falling, down to the one that is known."""
        near = max(self.gaps, default=0) * 5 // 4 if len(self.gaps) > 1 else 2 * sum(self.gaps)
        for times in _GUESSES if near else ():
            guess = highest - times * near
            if value is not None and guess <= value:
                break
            yield guess
        if value is not None:
            yield value

    def told(self, found: Best) -> Found:
        """Remember how far the best lay from the relaxation."""
        if found.outcome is Outcome.BEST:
            self.gaps = [*self.gaps[1 - _GAPS :], found.slack // DUAL_SCALE]
        return Found(found.outcome, found.values, found.value, found.ceiling)
