"""A locked list and its hard quotas as tables: who counts where, and how much room is left."""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from optimizer.problem import Index, Mask, Pool, Quota, Rules, Standing, Whole

Table = NDArray[np.float32]
"""Ones and zeros, people by quotas; small whole numbers are exact in it, and fast to multiply."""


@dataclass(frozen=True)
class Panel:
    """The list's people (``chosen``, rows of the pool) under the quotas that a change may break.

    Bounds are those of the list's own size, which a replacement keeps.
    """

    pool: Pool
    chosen: Index
    quotas: tuple[Quota, ...]

    @classmethod
    def of(cls, pool: Pool, rules: Rules, chosen: Index) -> "Panel":
        """Keep the hard quotas that can be broken at all."""
        size = len(chosen)
        quotas = tuple(
            quota
            for quota in rules.quotas
            if not quota.is_soft
            and (quota.floor(size) > 0 or quota.ceiling(size) < min(size, len(quota.members)))
        )
        return cls(pool, np.sort(chosen), quotas)

    @cached_property
    def least(self) -> Whole:
        """Give the lower bounds."""
        return np.array([q.floor(len(self.chosen)) for q in self.quotas], dtype=np.int64)

    @cached_property
    def most(self) -> Whole:
        """Give the upper bounds."""
        return np.array([q.ceiling(len(self.chosen)) for q in self.quotas], dtype=np.int64)

    @cached_property
    def seated(self) -> Table:
        """Tell for the people on the list which quotas count them."""
        return self.members(self.chosen)

    @cached_property
    def counts(self) -> Whole:
        """Count the list by quota."""
        return self._counted(self.chosen)

    @cached_property
    def outside(self) -> Index:
        """Give those who may be called in: neither chosen nor excluded."""
        is_open = self.pool.standing != Standing.EXCLUDED
        is_open[self.chosen] = False
        return np.flatnonzero(is_open).astype(np.int32)

    def _counted(self, people: Index) -> Whole:
        is_in = np.zeros(len(self.pool), dtype=np.bool_)
        is_in[people] = True
        counts = [np.count_nonzero(is_in[quota.members]) for quota in self.quotas]
        return np.array(counts, dtype=np.int64)

    def among(self, people: Index) -> "Panel":
        """Keep the quotas that can be broken while only these people are called in.

        Of the thousands of a rule for each household, few count two of them.
        """
        at_hand = self._counted(np.concatenate((self.chosen, people)))
        can_break = (self.least > 0) | (at_hand > self.most)
        return replace(self, quotas=tuple(self.quotas[n] for n in np.flatnonzero(can_break)))

    def members(self, people: Index, of: Mask | None = None) -> Table:
        """Tell for people (distinct rows of the pool) which quotas, of these, count them."""
        place = np.full(len(self.pool), -1, dtype=np.int32)
        place[people] = np.arange(len(people), dtype=np.int32)
        quotas = self.quotas if of is None else [self.quotas[n] for n in np.flatnonzero(of)]
        table = np.zeros((len(people), len(quotas)), dtype=np.float32)
        for number, quota in enumerate(quotas):
            rows = place[quota.members]
            table[rows[rows >= 0], number] = 1
        return table

    def fits(self, people: Index, delegates: Index | slice = slice(None)) -> Mask:
        """Tell for delegates (rows: these places on the list) who of people can take their place.

        A swap of one for one moves a count by one at most, so only quotas at a bound can break.
        """
        # Where nobody is counted nobody can leave; of small quotas that is most of them.
        at_least = (self.counts <= self.least) & (self.counts > 0)
        at_most = self.counts >= self.most
        leaving = self.chosen[delegates]
        missed = self.members(leaving, at_least) @ (1 - self.members(people, at_least)).T
        crowded = (1 - self.members(leaving, at_most)) @ self.members(people, at_most).T
        return np.asarray(missed + crowded == 0, dtype=np.bool_)
