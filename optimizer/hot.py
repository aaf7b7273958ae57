"""A program kept hot: it is solved again under other bounds, with all that is known of it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from optimizer.problem import Whole
from optimizer.program import DUAL_SCALE, OPEN, Program
from optimizer.relaxation import HotRelaxation
from optimizer.sifting import Best, best, best_above
from optimizer.solver import Means, Outcome, Solver

REMEMBERED = 64
"""Answers that are kept; the oldest is forgotten first."""

_PIECES = 2
_GUESSES = (1, 2, 4)
_GAPS = 5
_NOTHING = np.zeros(0, dtype=np.int64)


@dataclass(frozen=True)
class Found:
    """The best x under some bounds, with its worth and a bound of it in parts of ``DUAL_SCALE``.

    BEST and IMPOSSIBLE are proven. ``values`` is empty where no x was found.
    """

    outcome: Outcome
    values: Whole
    value: int
    ceiling: int


_IMPOSSIBLE = Found(Outcome.IMPOSSIBLE, _NOTHING, 0, -OPEN)


@dataclass(frozen=True)
class _Known:
    """What was proven of a program, and what its best x comes to in every row."""

    program: Program
    found: Found
    activity: Whole

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

    def best(self, program: Program, means: Means) -> Found:
        """Maximise cost·x under the bounds of a program with the same numbers."""
        found = self.remembered(program)
        if found is None and (program.row_lower > program.row_upper).any():
            found = _IMPOSSIBLE
        if found is None:
            found = self.beyond(program, means) or self.anew(program, means)
            if found.outcome is not Outcome.STOPPED:
                activity = program.activity(found.values) if len(found.values) else _NOTHING
                self.known = [*self.known[1 - REMEMBERED :], _Known(program, found, activity)]
        return found

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

    def anew(self, program: Program, means: Means) -> Found:
        """Solve for what beats the best list known that keeps the bounds."""
        inside = [known.found for known in self.known if known.is_in(program)]
        start = max(inside, key=lambda found: found.value, default=None)
        found = self.above(program, None if start is None else start.value, means)
        if start is not None and found.outcome is not Outcome.BEST:
            is_best = found.outcome is Outcome.IMPOSSIBLE
            return replace(start, outcome=Outcome.BEST if is_best else Outcome.STOPPED)
        return found

    def above(self, program: Program, value: int | None, means: Means) -> Found:
        """Find the best x, worth more than a value if one is given; IMPOSSIBLE where none is.

        The search begins with what lies as near to the relaxation as other answers did.
        """
        relaxation = self.relaxation.relaxed(program, means)
        if relaxation.outcome is not Outcome.BEST:
            return Found(relaxation.outcome, _NOTHING, 0, OPEN)
        ceiling = program.bound(self.cost, relaxation.duals)
        for least in self.guesses(ceiling // DUAL_SCALE, value):
            found = best_above(program, self.cost, relaxation, least, means)
            if found.outcome is not Outcome.IMPOSSIBLE or least == value:
                return self.told(found)
        found = best(program, self.cost, means, relaxation)
        if found.outcome is Outcome.IMPOSSIBLE:
            return self.twice_impossible(program, means)
        return self.told(found)

    def guesses(self, highest: int, value: int | None) -> Iterator[int]:
        """Give values that the best may exceed, falling, down to the one that is known."""
        near = max(self.gaps, default=0) * 5 // 4
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

    def twice_impossible(self, program: Program, means: Means) -> Found:
        """Ask the other solver too, where only whole numbers see that there is no x."""
        nothing = np.zeros_like(self.cost)
        answer = means.maximize(program, nothing, first=Solver.HIGHS)
        is_agreed = answer.outcome is Outcome.IMPOSSIBLE
        return Found(Outcome.IMPOSSIBLE if is_agreed else Outcome.STOPPED, _NOTHING, 0, OPEN)
