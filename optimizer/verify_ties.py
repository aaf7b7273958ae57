"""Which of equally good lists comes first: fewest pairs of one unit, then least sum of ranks."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from optimizer.problem import Index, Mask, Pool, Whole
from optimizer.program import OPEN, Program
from optimizer.ranks import ranks

Place = tuple[int, int]
"""Pairs, and the sum of ranks; less comes first."""


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

    def place(self, chosen: Index | Mask) -> Place:
        """Tell where a list stands among its equals."""
        counts = np.bincount(self.units[chosen])[1:]
        return int((counts * (counts - 1) // 2).sum()), int(self.ranks[chosen].sum())

    @property
    def are_told(self) -> bool:
        """Tell whether the pool tells units."""
        return "unit" in self.pool.columns


Best = Callable[[Program, Whole], Whole | None]
"""Solves a program: an x, an empty one where there is none, None where neither is found."""


@dataclass(frozen=True)
class Equals:
    """Equally good lists: the x of a program whose first columns are ``people``, and ``taken``."""

    ties: Ties
    people: Whole
    taken: Mask
    best: Best

    def first(self, program: Program) -> Place | tuple[()] | None:
        """Give the first one's place; nothing where there is no list, None where it stays open."""
        width = program.width
        program = self.paired(program)
        if program.width > width:
            pairs = np.zeros(program.width, dtype=np.int64)
            pairs[width:] = -1
            found = self.best(program, pairs)
            if found is None or not len(found):
                return None if found is None else ()
            columns = np.arange(width, program.width)
            least = int(found[width:].sum())
            program = program.with_row(columns, np.ones_like(columns), least, least)
        order = np.zeros(program.width, dtype=np.int64)
        order[: len(self.people)] = -self.ties.ranks[self.people]
        found = self.best(program, order)
        if found is None or not len(found):
            return None if found is None else ()
        chosen = self.taken.copy()
        chosen[self.people] |= found[: len(self.people)] > 0
        return self.ties.place(chosen)

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


def _with_pairs(program: Program, members: Whole, before: int) -> Program:
    most = before + len(members)
    column = program.width
    program = program.with_columns(1, most * most)
    columns = np.append(members, column)
    for k in range(max(before, 1), most):
        weights = np.append(np.full(len(members), -k), 1)
        program = program.with_row(columns, weights, k * before - k * (k + 1) // 2, OPEN)
    return program
