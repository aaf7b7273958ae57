"""Finds few people among whom every delegate has a replacement."""

from dataclasses import dataclass

import numpy as np

from optimizer.aims import pursue
from optimizer.problem import Index, Mask, Whole
from optimizer.program import OPEN, Program, Rows
from optimizer.ranks import ranks
from optimizer.solver import Means, Outcome


@dataclass(frozen=True)
class Cover:
    """Columns of the table, in the order found; BEST: no as many people cover more delegates."""

    outcome: Outcome
    people: tuple[int, ...]


def cover(fits: Mask, size: int, means: Means) -> Cover:
    """Choose at most ``size`` columns so that as many rows as can be have one that fits.

    Columns stand in order of preference. Rows that no column fits do not count. Taking the column
    that covers most, again and again, mostly covers all, and that proves itself; else an integer
    program over the distinct rows and columns decides.
    """
    wanted = fits[fits.any(axis=1)]
    taken = _by_most(wanted, size)
    if wanted[:, taken].any(axis=1).all():
        return Cover(Outcome.BEST, tuple(taken))
    found = _Exact(wanted, size).cover(means)
    is_better = _covered(wanted, found.people) >= _covered(wanted, taken)
    return found if is_better else Cover(found.outcome, tuple(taken))


def _covered(wanted: Mask, people: tuple[int, ...] | list[int]) -> int:
    return int(wanted[:, list(people)].any(axis=1).sum())


def _by_most(wanted: Mask, size: int) -> list[int]:
    taken: list[int] = []
    is_open = np.ones(len(wanted), dtype=np.bool_)
    while is_open.any() and len(taken) < size:
        taken.append(int(wanted[is_open].sum(axis=0).argmax()))
        is_open &= ~wanted[:, taken[-1]]
    return taken


class _Exact:
    """The most that can be covered, as an integer program over distinct rows and columns."""

    def __init__(self, wanted: Mask, size: int) -> None:
        self.size = size
        rows, self.weights = np.unique(wanted, axis=0, return_counts=True)
        # The first of equal columns is the preferred one.
        _, first = np.unique(rows, axis=1, return_index=True)
        self.columns: Index = np.sort(first).astype(np.int32)
        self.fits = rows[:, self.columns]

    def cover(self, means: Means) -> Cover:
        width, height = len(self.columns), len(self.fits)
        covered = np.concatenate((np.zeros(width, dtype=np.int64), self.weights))
        reached = pursue(self.program(width, height), [covered], self.order, means)
        people = np.flatnonzero(reached.values[:width])
        return Cover(reached.outcome, tuple(self.columns[people].tolist()))

    def program(self, width: int, height: int) -> Program:
        """Count a row as covered only where somebody taken fits it."""
        entries: list[tuple[Index, Whole | int, int, int]] = [
            (np.arange(width, dtype=np.int32), 1, 0, self.size)
        ]
        for row in range(height):
            who = np.append(np.flatnonzero(self.fits[row]), width + row).astype(np.int32)
            weights = np.append(np.ones(len(who) - 1, dtype=np.int64), -1)
            entries.append((who, weights, 0, OPEN))
        bounds = np.zeros(width + height, dtype=np.int64)
        return Program.build(bounds, bounds + 1, Rows.of(entries))

    def order(self, level: int) -> Whole:
        """Prefer early columns, then by drawn ranks."""
        places = np.arange(1, len(self.columns) + 1)
        drawn = ranks(self.columns.astype(str).astype(object), 1, level) if level else places
        return np.concatenate((drawn, np.zeros(len(self.fits), dtype=np.int64)))
