"""What would change if: the exact score that each nominee needs, and the price of each quota.

Everything here is solved again, by a program kept hot.
"""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property, partial
from typing import TypeVar

import numpy as np

from optimizer import model
from optimizer.explain import Thresholds
from optimizer.face import Face
from optimizer.hot import Hot
from optimizer.pool import HIGHEST_SCORE
from optimizer.problem import Index, Pool, Result, Rules, Standing, Whole
from optimizer.program import OPEN, Program
from optimizer.ranks import ranks
from optimizer.reselection import wishing
from optimizer.sifting import Best, best
from optimizer.solver import Means, Outcome
from optimizer.spread import pairs_of, units

_LEVELS = 4
_THREADS = 2
_CHUNK = 100

Question = TypeVar("Question")
Answer = TypeVar("Answer")


class Again:
    """An answer that is proven the best, ready to be asked what would change."""

    def __init__(
        self, pool: Pool, rules: Rules, result: Result, means: Means | None = None
    ) -> None:
        self.pool = pool
        self.rules = wishing(pool, rules, result.last)
        self.result = result
        self.means = means or Means()
        self._hots: dict[int, Hot] = {}
        self.model = model.build(pool, self.rules, every_row=True)
        self.program = self._settled()
        self.place = np.full(len(pool), -1)
        self.place[self.model.people] = np.arange(len(self.model.people))

    def _settled(self) -> Program:
        """Give the program that allows no more misses than the answer has."""
        program = self.model.program
        for (_, columns), (_, people) in zip(self.model.misses, self.result.misses, strict=True):
            ones = np.ones(len(columns), dtype=np.int64)
            program = program.with_row(columns, ones, -OPEN, people)
        return program

    def hot(self, thread: int = 0) -> Hot:
        """Give a thread's own program of merit, which knows its best."""
        if thread not in self._hots:
            hot = Hot(self.program, self.model.merit, self.means)
            hot.best(self.program, self.means)
            self._hots[thread] = hot
        return self._hots[thread]

    def answers(
        self, questions: Sequence[Question], answer: Callable[[Hot, Question], Answer]
    ) -> list[Answer]:
        """Answer questions in threads, each with every so manieth of them: CBC is a process."""

        def some(place: int) -> list[Answer]:
            return [answer(self.hot(place), question) for question in questions[place::_THREADS]]

        with ThreadPoolExecutor(_THREADS) as threads:
            parts = [iter(part) for part in threads.map(some, range(_THREADS))]
        return [next(parts[number % _THREADS]) for number in range(len(questions))]

    @cached_property
    def ranks(self) -> list[Whole]:
        """Give the seeded ranks, level by level."""
        return [ranks(self.pool.ids, self.result.seed, level) for level in range(_LEVELS)]

    def thresholds(
        self, bounds: Thresholds, progress: Callable[[int], None] = lambda _percent: None
    ) -> Thresholds:
        """Replace bounds of scores by exact scores, as far as the time allows."""
        least, most, exact = bounds.least.copy(), bounds.most.copy(), bounds.exact.copy()
        highest = HIGHEST_SCORE * 10**self.pool.decimals
        unknown = np.flatnonzero((exact < 0) & (self.pool.standing == Standing.PROPOSED)).tolist()
        for start in range(0, len(unknown), _CHUNK):
            rows = unknown[start : start + _CHUNK]
            for row, score in zip(rows, self.answers(rows, self.entry), strict=True):
                if score is not None:
                    least[row] = most[row] = min(score, highest + 1)
                    exact[row] = score if score <= highest else -1
            progress(100 * start // len(unknown))
        return Thresholds(least, most, exact)

    def score_to_enter(self, row: int) -> int | None:
        """Give the least score, in units, at which someone is on the list; None without time.

        Over the highest score where no score would do.
        """
        return self.entry(self.hot(), row)

    def entry(self, hot: Hot, row: int) -> int | None:
        """Put somebody in, or out, and see what the total loses."""
        is_chosen = row in self.result.chosen
        side = 0 if is_chosen else 1
        program = self.program.with_bounds(int(self.place[row]), side, side)
        found = hot.solved(program, self.means)
        if found.outcome is Outcome.STOPPED:
            return None
        if found.outcome is Outcome.IMPOSSIBLE:
            return 0 if is_chosen else (HIGHEST_SCORE + 1) * 10**self.pool.decimals
        score, loss = int(self.pool.scores[row]), self.result.score - found.value
        at_tie = score - loss if is_chosen else score + loss
        # At a tie the seeded order decides between this answer and the changed one.
        changes = self.comes_first(program, hot.bounded(program, found))
        if changes is None:
            return None
        return max(0, at_tie if changes != is_chosen else at_tie + 1)

    def comes_first(self, program: Program, equal: Best) -> bool | None:
        """Tell whether a list as good as the one found spreads better, or as well with less ranks.

        Both are compared with the answer's own. None where that is not proven.
        """
        face = Face(program, np.arange(program.width), equal.values)
        face.narrow(equal, self.model.merit)
        for measured, cost in self.ties(face):
            ours = measured(self.result.chosen)
            if measured(self.model.chosen(face.values)) < ours:
                return True
            found = best(face.program, cost, self.means)
            if found.outcome is not Outcome.BEST:
                return None
            face.keep(found)
            theirs = measured(self.model.chosen(face.values))
            if theirs != ours:
                return theirs < ours
            face.narrow(found, cost)
        return None

    def ties(self, face: Face) -> Iterator[tuple[Callable[[Index], int], Whole]]:
        """Give what decides between equals, the first first, and its cost on what is open."""
        people, numbers = self.model.people, units(self.pool)
        if numbers is not None:
            cost = face.spread(numbers[people], self.rules.most)
            yield partial(_pairs, numbers), cost
        for order in self.ranks:
            cost = np.zeros(len(face.values), dtype=np.int64)
            cost[: len(people)] = -order[people]
            yield partial(_sum, order), cost[face.columns]

    def prices(self) -> dict[int, dict[str, int | None]]:
        """Give, for each binding hard quota, what one seat looser or tighter adds to the total.

        In units, by the quota's place; None where no list is left, where a share of a free size
        leaves no single seat to move, or where there is no time.
        """
        counts = enumerate(self.result.counts)
        places = [place for place, c in counts if c.is_binding and not c.quota.is_soft]
        return dict(zip(places, self.answers(places, self.price), strict=True))

    def price(self, hot: Hot, place: int) -> dict[str, int | None]:
        """Move the bounds of one quota by a seat."""
        count = self.result.counts[place]
        rows = np.flatnonzero(self.model.owners == place)
        has_share = count.quota.least_share is not None or count.quota.most_share is not None
        if not len(rows) or (has_share and self.model.size_column is not None):
            return {"looser": None, "tighter": None}
        at_least = count.quota.has_least and count.count == count.least
        at_most = count.quota.has_most and count.count == count.most
        sides = [rows[np.abs(bounds[rows]) < OPEN] for bounds in self._row_bounds()]
        moves = [(sides[0], -1, 0)] * at_least + [(sides[1], 0, 1)] * at_most
        looser = [self.moved(hot, moved, low, high) for moved, low, high in moves]
        tighter = [self.moved(hot, moved, -low, -high) for moved, low, high in moves]
        return {
            "looser": max((gain for gain in looser if gain is not None), default=None),
            "tighter": min(tighter) if None not in tighter else None,  # type: ignore[type-var]
        }

    def _row_bounds(self) -> tuple[Whole, Whole]:
        return self.program.row_lower, self.program.row_upper

    def moved(self, hot: Hot, rows: Whole, low: int, high: int) -> int | None:
        """Give the change of the total when the bounds of a row move."""
        if not len(rows):
            return None
        row = int(rows[0])
        lower, upper = int(self.program.row_lower[row]), int(self.program.row_upper[row])
        lower, upper = lower + (low if lower > -OPEN else 0), upper + (high if upper < OPEN else 0)
        if lower > upper:
            return None
        program = self.program.with_row_bounds(row, lower, upper)
        found = hot.solved(program, self.means)
        return found.value - self.result.score if found.outcome is Outcome.BEST else None


def _pairs(numbers: Whole, chosen: Index) -> int:
    return pairs_of(numbers[chosen])


def _sum(order: Whole, chosen: Index) -> int:
    return int(order[chosen].sum())
