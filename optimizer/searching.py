"""Searches a reserve of least damage on sampled days that covers no delegate less."""

from collections.abc import Sequence

import numpy as np

from optimizer.damage import Days, gains
from optimizer.panel import Table
from optimizer.problem import Mask, Whole
from optimizer.solver import Means

_TRIED = 6
"""Newcomers, the most promising first, that are tried for each place in the reserve."""


class Search:
    """Candidates (columns of ``fits``, best first) who may join a reserve for the same days."""

    def __init__(self, days: Days, people: Table, fits: Mask, means: Means) -> None:
        self.days = days
        self.people = people
        self.fits = fits
        self.means = means

    def reserve(self, cover: Sequence[int], size: int, *, is_improved: bool) -> list[int]:
        """Fill up a cover with whoever spares most, then exchange while that helps."""
        reserve: list[int] = []
        days = self.days
        for person in cover:
            reserve, days = [*reserve, person], days.joined(self.people[person])
        while len(reserve) < size:
            person = self.promising(days, self.free(reserve), 1)[0]
            reserve, days = [*reserve, person], days.joined(self.people[person])
        return self.improved(reserve, days) if is_improved else reserve

    def free(self, reserve: Sequence[int]) -> Mask:
        """Tell who is not in the reserve."""
        free = np.ones(len(self.people), dtype=np.bool_)
        free[list(reserve)] = False
        return free

    def promising(self, days: Days, free: Mask, most: int) -> list[int]:
        """Give those who seem to spare most damage, the preferred first among equals."""
        spared = np.where(free, gains(days, self.people), -1)
        order = np.argsort(-spared, kind="stable")[:most]
        return [int(person) for person in order if spared[person] >= 0]

    def improved(self, reserve: list[int], days: Days) -> list[int]:
        """Exchange places, one after the other, until a whole round changes nothing."""
        unchanged, slot = 0, 0
        while unchanged < len(reserve) and not self.means.clock.is_over:
            found = self.exchange(reserve, days, slot)
            unchanged += 1
            if found is not None:
                (reserve, days), unchanged = found, 0
            else:
                slot = (slot + 1) % len(reserve)
        return reserve

    def exchange(
        self, reserve: Sequence[int], days: Days, slot: int
    ) -> tuple[list[int], Days] | None:
        """Put the best newcomer into a place; None where nobody spares more."""
        rest = [person for person in reserve if person != reserve[slot]]
        base = days.without(slot)
        least, found = days.total, None
        for person in self.promising(base, self.free(reserve) & self.able(reserve, rest), _TRIED):
            after = base.joined(self.people[person])
            if after.total < least:
                least, found = after.total, ([*rest, person], after)
        return found

    def able(self, reserve: Sequence[int], rest: Sequence[int]) -> Mask:
        """Tell who covers every delegate whom the rest no longer would."""
        lost = self.fits[:, list(reserve)].any(axis=1) & ~self.fits[:, list(rest)].any(axis=1)
        return np.asarray(self.fits[lost].all(axis=0))

    def ordered(self, reserve: Sequence[int]) -> tuple[list[int], Days]:
        """Order a reserve so that its beginnings are good reserves too; give its days."""
        order: list[int] = []
        days = self.days
        for _ in reserve:
            order.append(self.next_of(sorted(set(reserve) - set(order)), order, days))
            days = days.joined(self.people[order[-1]])
        return order, days

    def next_of(self, left: list[int], order: Sequence[int], days: Days) -> int:
        """Give who covers most that is open, then spares most, then is preferred."""
        is_open = ~self.fits[:, list(order)].any(axis=1)
        covers: Whole = self.fits[is_open][:, left].sum(axis=0)
        spared = gains(days, self.people[left])
        best = max(range(len(left)), key=lambda place: (covers[place], spared[place], -left[place]))
        return left[best]
