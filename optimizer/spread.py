"""How a list spreads over the units: the fewer pairs of delegates from one unit, the better."""

from dataclasses import dataclass

import numpy as np

from optimizer import coded
from optimizer.problem import Index, Pool, Whole
from optimizer.program import Program

UNIT = "unit"

NONE = -1
"""The unit of those who have none: they make no pair."""


def units(pool: Pool) -> Whole | None:
    """Give the number of everybody's unit; None where the pool tells no units."""
    if UNIT not in pool.columns:
        return None
    column = coded.column(pool, UNIT)
    return np.where(column.holds(""), NONE, column.codes).astype(np.int64)


def pairs(pool: Pool, chosen: Index) -> int | None:
    """Count the pairs of chosen people (rows of the pool) who come from the same unit."""
    numbers = units(pool)
    return None if numbers is None else pairs_of(numbers[chosen])


def pairs_of(numbers: Whole) -> int:
    """Count the pairs of the same number.

    >>> pairs_of(np.array([4, 4, 4, 2, NONE, NONE]))
    3
    """
    counts = np.bincount(numbers[numbers != NONE])
    return int((counts * (counts - 1) // 2).sum())


@dataclass(frozen=True)
class Spreading:
    """A program in which the open people pay for every pair that they make.

    The first columns are those of the program without; the others count, unit by unit, the
    first, the second, the third of those chosen, each paying for all before it.
    """

    program: Program
    cost: Whole

    def widened(self, values: Whole) -> Whole:
        """Give the x of this program that belongs to an x of the program without."""
        width = len(values)
        wide = np.append(values, np.zeros(self.program.width - width, dtype=np.int64))
        spent = self.program.activity(wide)
        owners = self.program.rows[self.program.starts[width:-1]]
        # Those of a unit stand side by side, the cheapest first.
        wide[width:] = np.arange(len(owners)) - np.searchsorted(owners, owners) < spent[owners]
        return wide


def spreading(program: Program, numbers: Whole, settled: Whole, most: int) -> Spreading:
    """Price pairs; ``numbers`` are the units of the first columns, which are people.

    ``settled`` are the units of those chosen already, who are not in the program; at ``most`` so
    many of one unit are chosen from the program.
    """
    known = np.concatenate((numbers, settled))
    length = 1 + int(known.max(initial=0))
    before = np.bincount(settled[settled != NONE], minlength=length)
    open_of = np.bincount(numbers[numbers != NONE], minlength=length)
    shared = np.flatnonzero(open_of > 1)
    steps = np.minimum(open_of[shared], most)
    owners = np.repeat(np.arange(len(shared)), steps)
    paid = before[shared][owners] + np.arange(len(owners)) - np.searchsorted(owners, owners)
    alone = np.where((numbers != NONE) & (open_of[numbers] == 1), before[numbers], 0)
    others = np.zeros(program.width - len(numbers), dtype=np.int64)
    row_of = np.full(length + 1, NONE)
    row_of[shared] = np.arange(len(shared))
    people = np.flatnonzero(row_of[numbers] != NONE)
    columns = np.concatenate((people, program.width + np.arange(len(owners))))
    counted = np.concatenate((row_of[numbers[people]], owners))
    weights = np.repeat(np.array([1, -1], dtype=np.int64), (len(people), len(owners)))
    zeros = np.zeros(len(shared), dtype=np.int64)
    wide = program.with_columns(len(owners), 1).with_rows(columns, counted, weights, zeros, zeros)
    return Spreading(wide, -np.concatenate((alone, others, paid)))
