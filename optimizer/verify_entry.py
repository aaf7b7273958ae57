"""Checks what each nominee is told of the score to be on the list.

The certificate's reduced costs bound that score from one side, swaps that keep every quota from
the other. What neither settles is solved again, for a few people.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from optimizer.findings import Malformed, units
from optimizer.pool import HIGHEST_SCORE
from optimizer.problem import Index, Standing, Whole
from optimizer.program import Program
from optimizer.verify_prices import PricedAim
from optimizer.verify_proof import Core
from optimizer.verify_ties import Equals

FEW = 20
"""Scores that are solved again; of more, these many, spread over the list."""

NOBODY = -1
_FAR = int(np.iinfo(np.int64).max)
_CHUNK = 5_000

Marks = NDArray[np.float32]


@dataclass(frozen=True)
class Told:
    """What one person is told, in units; None where nothing is known."""

    least: int
    most: int | None
    exact: int | None

    @property
    def is_consistent(self) -> bool:
        """Tell whether the three agree with one another."""
        if self.exact is not None:
            return self.least == self.exact == self.most
        return self.least >= 0 and (self.most is None or self.least <= self.most)


class Entry:
    """A list whose proof of merit holds, ready to be asked who gets on it at which score."""

    def __init__(self, proof: PricedAim) -> None:
        self.proof = proof
        self.pool, self.rules, self.claim = proof.pool, proof.rules, proof.claim
        self.highest = HIGHEST_SCORE * 10**self.pool.decimals
        self.open: list[tuple[int, int]] = []
        """Rows and scores that only solving again can settle."""

    def wrong(self, people: Sequence[Mapping[str, Any] | None]) -> Iterator[int]:
        """Give the rows of those who are told what does not hold."""
        for row, entry in enumerate(people):
            told = entry and Told(
                _known(units(self.pool, entry["least"])),
                units(self.pool, entry["most"]),
                units(self.pool, entry["exact"]),
            )
            if not self.is_right(row, told or None):
                yield row
        for row, score in self.solvable():
            if not self.is_exact(row, score):
                yield row

    def solvable(self) -> list[tuple[int, int]]:
        """Give a few of the scores left open, spread evenly."""
        step = max(1, -(-len(self.open) // FEW))
        return self.open[::step]

    @property
    def is_whole(self) -> bool:
        """Tell whether every score was checked."""
        return len(self.open) <= FEW

    def is_right(self, row: int, told: Told | None) -> bool:
        """Check one person by the prices and by swaps; what these leave open is noted."""
        if self.pool.standing[row] == Standing.REQUIRED:
            return told == Told(0, 0, 0)
        if self.pool.standing[row] == Standing.EXCLUDED:
            return told is None
        if told is None:
            return self.is_without_score(row)
        if not told.is_consistent or told.least > self.highest:
            return False
        return self.is_kept(row, told) if self.claim.is_chosen[row] else self.is_entered(row, told)

    def is_without_score(self, row: int) -> bool:
        """Check that no score would do, for somebody left out."""
        if self.claim.is_chosen[row] or self.rivals[row] + 1 in range(1, self.highest + 1):
            return False
        if self.proven[row] <= self.highest:
            self.open.append((row, self.highest + 1))
        return True

    def is_entered(self, row: int, told: Told) -> bool:
        """Check the score at which somebody left out would enter."""
        proven, rival = int(self.proven[row]), int(self.rivals[row])
        is_enough = told.most is None or (rival != NOBODY and rival < told.most)
        if told.most is not None and told.most < proven:
            return False
        if told.exact is None:
            return is_enough and told.least <= proven
        if rival != NOBODY and told.exact > rival + 1:
            return False
        if not (is_enough and told.exact == proven):
            self.open.append((row, told.exact))
        return True

    def is_kept(self, row: int, told: Told) -> bool:
        """Check the score at which somebody chosen would stay."""
        proven, rival = int(self.proven[row]), int(self.rivals[row])
        is_needed = told.least == 0 or rival >= told.least
        if told.least > proven or told.most is None:
            return False
        if told.exact is None:
            return is_needed and told.most >= proven
        if told.exact < rival:
            return False
        if not (is_needed and told.exact == proven):
            self.open.append((row, told.exact))
        return True

    @cached_property
    def proven(self) -> Whole:
        """Bound the score by the prices: needed at least, or for the chosen enough, in units."""
        is_chosen, scores = self.claim.is_chosen, self.pool.scores
        against = np.maximum(np.where(is_chosen, self.proof.margins, -self.proof.margins), 0)
        loss = np.maximum(0, -((self.proof.gap - against) // self.proof.scale))
        kept = np.clip(scores - loss + 1, 0, scores)
        return np.asarray(np.where(is_chosen, kept, scores + np.maximum(loss, 1)), dtype=np.int64)

    @cached_property
    def rivals(self) -> Whole:
        """Give whose place one could take, or who could take one's own, with every quota kept.

        Of the former the least score, of the latter the greatest; ``NOBODY`` without any.
        """
        full, scarce = self.tight()
        scores, proposed = self.pool.scores, self.pool.standing == Standing.PROPOSED
        leaving = np.flatnonzero(proposed & self.claim.is_chosen)
        entering = np.flatnonzero(proposed & ~self.claim.is_chosen)
        rivals = np.full(len(self.pool), NOBODY, dtype=np.int64)
        for start in range(0, len(entering), _CHUNK):
            part = entering[start : start + _CHUNK]
            clashes = full[part] @ (1 - full[leaving]).T + (1 - scarce[part]) @ scarce[leaving].T
            fits = clashes == 0
            lowest = np.where(fits, scores[leaving], _FAR).min(axis=1, initial=_FAR)
            rivals[part] = np.where(lowest < _FAR, lowest, NOBODY)
            offered = np.where(fits, scores[part][:, None], NOBODY).max(axis=0, initial=NOBODY)
            rivals[leaving] = np.maximum(rivals[leaving], offered)
        return rivals

    def tight(self) -> tuple[Marks, Marks]:
        """Mark members of quotas that admit nobody more, and of those that spare nobody."""
        size = len(self.claim.chosen)
        full: list[Index] = []
        scarce: list[Index] = []
        for quota in self.rules.quotas:
            count = int(self.claim.is_chosen[quota.members].sum())
            if quota.has_most and count >= quota.ceiling(size):
                full.append(quota.members)
            if quota.has_least and count and count <= quota.floor(size):
                scarce.append(quota.members)
        return self.marks(full), self.marks(scarce)

    def marks(self, groups: Sequence[Index]) -> Marks:
        """Mark the members of some groups, a column each."""
        marks = np.zeros((len(self.pool), len(groups)), dtype=np.float32)
        for number, rows in enumerate(groups):
            marks[rows, number] = 1
        return marks

    def is_exact(self, row: int, score: int) -> bool:
        """Solve again: the list with the person, or for the chosen without, just fails to win."""
        is_chosen = bool(self.claim.is_chosen[row])
        distance = abs(score - int(self.pool.scores[row]))
        total, comes_first = self.other(row, distance + 1, side=0 if is_chosen else 1)
        if total is None:
            return score == 0 if is_chosen else score > self.highest
        lost = self.proof.value - total
        if is_chosen:
            spare = lost - 1 if comes_first else lost
            return spare >= distance if score == 0 else spare == distance
        needed = lost if comes_first else lost + 1
        return needed >= distance if score > self.highest else needed == distance

    def other(self, row: int, distance: int, *, side: int) -> tuple[int | None, bool]:
        """Give the best total on the other side, and whether it precedes the list at a tie."""
        is_open = self.proof.opened(distance)
        is_open[row] = True
        found: list[tuple[int, bool]] = []
        for size in self.proof.sizes(distance):
            core = Core(self.proof, is_open, size)
            program = core.program()
            program = program.with_bounds(int(core.place[row]), side, side)
            best = self.solved(core, program)
            if best is not None:
                found.append(best)
        return max(found, default=(None, False))

    def solved(self, core: Core, program: Program) -> tuple[int, bool] | None:
        """Solve one size: the best total, and whether such a list comes before the claimed one."""
        merit = np.zeros(program.width, dtype=np.int64)
        merit[: len(core.people)] = self.pool.scores[core.people]
        found = core.best(program, merit)
        if found is None or not len(found):
            return None
        value = int(merit @ found)
        paid = np.flatnonzero(merit)
        if len(paid):
            program = program.with_row(paid, merit[paid], value, value)
        equals = Equals(self.claim.ties, core.people, core.taken, core.best)
        total = value + sum(self.pool.scores[core.taken].tolist())
        return total, bool(equals.precede(program, self.claim.chosen))


def _known(least: int | None) -> int:
    if least is None:
        raise Malformed
    return least
