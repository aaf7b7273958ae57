"""Which of equally good lists comes first: fewest pairs of one unit, then least sum of ranks.

Lists that tie on ranks too are told apart by a second draw, and so on.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property, partial

import numpy as np

from optimizer.problem import Index, Mask, Pool, Whole
from optimizer.program import OPEN, Program
from optimizer.ranks import ranks

LEVELS = 4
"""Draws of ranks; lists that tie on all of them are taken for one."""


@dataclass(frozen=True)
class Ties:
    """A pool and the seed that decides where all else is equal."""

    pool: Pool
    seed: int

    @cached_property
    def ranks(self) -> Whole:
        """Give the seeded ranks."""
        return ranks(self.pool.ids, self.seed)

    @cached_property
    def units(self) -> Whole:
        """Number the units from 1; 0 is none, and everybody's where the pool tells none."""
        if "unit" not in self.pool.columns:
            return np.zeros(len(self.pool), dtype=np.int64)
        cells = self.pool.columns["unit"].astype(str)
        return np.asarray(np.unique(np.append(cells, ""), return_inverse=True)[1][:-1])

    def pairs(self, chosen: Index | Mask) -> int:
        """Count the pairs from one unit on a list."""
        counts = np.bincount(self.units[chosen])[1:]
        return int((counts * (counts - 1) // 2).sum())

    def order(self, level: int) -> Whole:
        """Give the ranks of one draw."""
        return ranks(self.pool.ids, self.seed, level) if level else self.ranks

    @property
    def are_told(self) -> bool:
        """Tell whether the pool tells units."""
        return "unit" in self.pool.columns


Measure = Callable[[Index | Mask], int]
"""Gives of a list what should be least."""

Best = Callable[[Program, Whole], Whole | None]
"""Solves a program: an x, an empty one where there is none, None where neither is found."""


@dataclass(frozen=True)
class Equals:
    """Equally good lists: the x of a program whose first columns are ``people``, and ``taken``."""

    ties: Ties
    people: Whole
    taken: Mask
    best: Best

    def precede(self, program: Program, ours: Index) -> bool | None:
        """Tell whether one of them comes before a list; None where that stays open."""
        width = program.width
        program = self.paired(program)
        for cost, measured in self.aims(width, program.width):
            paid = np.flatnonzero(cost)
            if not len(paid):
                continue
            found = self.best(program, -cost)
            if found is None or not len(found):
                return None if found is None else False
            theirs = measured(self.listed(found))
            if theirs != measured(ours):
                return theirs < measured(ours)
            reached = int(cost @ found)
            program = program.with_row(paid, cost[paid], reached, reached)
        return False

    def aims(self, width: int, paired: int) -> Iterator[tuple[Whole, Measure]]:
        """Give what decides, the first first: what columns cost, and what that is of a list."""
        pairs = np.zeros(paired, dtype=np.int64)
        pairs[width:] = 1
        yield pairs, self.ties.pairs
        for level in range(LEVELS):
            order = self.ties.order(level)
            cost = np.zeros(paired, dtype=np.int64)
            cost[: len(self.people)] = order[self.people]
            yield cost, partial(_sum, order)

    def listed(self, found: Whole) -> Mask:
        """Mark who is on the list of an x."""
        chosen = self.taken.copy()
        chosen[self.people] |= found[: len(self.people)] > 0
        return chosen

    def paired(self, program: Program) -> Program:
        """Add, for each unit with somebody open, a column that is no less than its pairs.

        Of n people make n(n-1)/2 pairs, which is no less than kn - k(k+1)/2 for any k, and just
        that where n is k or k + 1.
        """
        units = self.ties.units[self.people]
        settled = np.bincount(self.ties.units[self.taken], minlength=1 + int(units.max(initial=0)))
        for unit in np.unique(units[units > 0]).tolist():
            members = np.flatnonzero(units == unit)
            before = int(settled[unit])
            if before + len(members) > 1:
                program = _with_pairs(program, members, before)
        return program


def _sum(order: Whole, chosen: Index | Mask) -> int:
    return int(order[chosen].sum())


def _with_pairs(program: Program, members: Whole, before: int) -> Program:
    most = before + len(members)
    column = program.width
    program = program.with_columns(1, most * most)
    columns = np.append(members, column)
    for k in range(max(before, 1), most):
        weights = np.append(np.full(len(members), -k), 1)
        program = program.with_row(columns, weights, k * before - k * (k + 1) // 2, OPEN)
    return program
