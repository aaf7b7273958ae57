"""The approved list as the optimizer sees it: the pool, the rules, and who holds a number."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from sqlmodel import Session

from congress.congresses.models import Congress
from congress.core.errors import Rejected
from congress.delegates import queries
from congress.selection import service as selections
from optimizer.problem import Index, Pool, Rules, Standing


@dataclass(frozen=True)
class LockedList:
    """The nominees and rules of an approved list; ``holders`` are nominees by delegate's id.

    Whoever has left a number is excluded: nobody comes back.
    """

    pool: Pool
    rules: Rules
    holders: dict[int, int]

    @cached_property
    def chosen(self) -> Index:
        """Give the rows of those who hold a number."""
        return self.rows(self.holders.values())

    @cached_property
    def free(self) -> frozenset[int]:
        """Give the nominees who may still join."""
        is_open = self.pool.standing != Standing.EXCLUDED
        is_open[self.chosen] = False
        return frozenset(self.nominees(np.flatnonzero(is_open).tolist()))

    @cached_property
    def _row_of(self) -> dict[int, int]:
        return {int(nominee): row for row, nominee in enumerate(self.pool.ids)}

    def rows(self, nominees: Collection[int]) -> Index:
        """Give rows of the pool, in the order asked for."""
        return np.array([self._row_of[nominee] for nominee in nominees], dtype=np.int32)

    def nominees(self, rows: Collection[int]) -> list[int]:
        """Give the nominees of rows."""
        return [int(self.pool.ids[row]) for row in rows]


def locked_list(session: Session, congress_id: int) -> LockedList:
    """Read the approved list; raises ``no_approved_list`` before there is one."""
    holders = queries.nominees(session, congress_id)
    if not holders:
        raise Rejected("no_approved_list")
    pool, rules = selections.problem(session, congress_id, _rules(session, congress_id))
    found = LockedList(pool, rules, holders)
    former = queries.former(session, congress_id)
    return replace(found, pool=_without(pool, found.rows(former))) if former else found


def _rules(session: Session, congress_id: int) -> str:
    return session.get_one(Congress, congress_id).rules


def _without(pool: Pool, rows: Index) -> Pool:
    standing = pool.standing.copy()
    standing[rows] = Standing.EXCLUDED
    return replace(pool, standing=standing)
