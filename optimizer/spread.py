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
    length = 1 + int(np.concatenate((numbers, settled)).max(initial=0))
    before, still = _counts(settled, length), _counts(numbers, length)
    is_alone = (numbers != NONE) & (still[numbers] == 1)
    alone = np.where(is_alone, before[numbers], 0)
    others = np.zeros(program.width - len(numbers), dtype=np.int64)
    shared = np.flatnonzero(still > 1)
    steps = np.repeat(shared, np.minimum(still[shared], most))
    paid = before[steps] + np.arange(len(steps)) - np.searchsorted(steps, steps)
    wide = _with_steps(program, numbers, shared, steps)
    return Spreading(wide, -np.concatenate((alone, others, paid)))


def _counts(numbers: Whole, length: int) -> Whole:
    return np.bincount(numbers[numbers != NONE], minlength=length)


def _with_steps(program: Program, numbers: Whole, shared: Whole, steps: Whole) -> Program:
    """Take as many steps of each shared unit as people of it are chosen."""
    people = np.flatnonzero(np.isin(numbers, shared))
    columns = np.concatenate((people, program.width + np.arange(len(steps))))
    rows = np.searchsorted(shared, np.concatenate((numbers[people], steps)))
    weights = np.repeat(np.array([1, -1], dtype=np.int64), (len(people), len(steps)))
    zeros = np.zeros(len(shared), dtype=np.int64)
    return program.with_columns(len(steps), 1).with_rows(columns, rows, weights, zeros, zeros)
