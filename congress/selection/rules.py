"""Whom each quota finds among the nominees, and how a list weighs against the plan."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np

from congress.congresses.rules import DIRECT_LEAST
from optimizer import coded, condition
from optimizer.problem import Mask, Pool, Standing, Whole


@dataclass(frozen=True)
class Counted:
    """How many a quota counts: of its smallest and its largest group, where it parts them."""

    smallest: int
    largest: int
    is_parted: bool = False


@dataclass(frozen=True)
class Balance:
    """A list's two sides in persons; ``missing`` are the direct ones whom the plan still asks for.

    Percents have one decimal; the direct side's is cut, so that 69.99 never reads as 70.
    """

    direct: int
    invited: int
    direct_percent: Decimal
    invited_percent: Decimal
    missing: int

    @property
    def is_met(self) -> bool:
        """Tell whether the plan's share is reached."""
        return self.missing == 0


def balance(direct: int, total: int) -> Balance:
    """Weigh the direct side of a list of at least one person against the plan.

    >>> balance(210, 300).is_met, balance(209, 300).direct_percent, balance(209, 300).missing
    (True, Decimal('69.6'), 1)
    """
    percent = Decimal(1000 * direct // total) / 10
    needed = -(-DIRECT_LEAST * total // 1)
    return Balance(direct, total - direct, percent, 100 - percent, max(0, int(needed) - direct))


def counted(entry: Mapping[str, Any], pool: Pool, day: date | None) -> Counted:
    """Count those of a quota (a table of the rules file) who can be chosen; faults count none out.

    A quota with ``each`` has a group per value that somebody has.
    """
    holds = (pool.standing != Standing.EXCLUDED) & _members(entry, pool, day)
    column = entry.get("each")
    if column is None:
        total = int(holds.sum())
        return Counted(total, total)
    sizes = _sizes(pool, str(column), holds)
    if not len(sizes):
        return Counted(0, 0, is_parted=True)
    return Counted(int(sizes.min()), int(sizes.max()), is_parted=True)


def _sizes(pool: Pool, column: str, holds: Mask) -> Whole:
    """Count the people of each value that somebody has."""
    if column not in pool.columns:
        return np.zeros(0, dtype=np.int64)
    cells = coded.column(pool, column)
    sizes = np.bincount(cells.codes[holds & ~cells.holds("")])
    return np.asarray(sizes[sizes > 0], dtype=np.int64)


def _members(entry: Mapping[str, Any], pool: Pool, day: date | None) -> Mask:
    def overlook(*_: object, **__: object) -> None:
        """Let the reader of the rules tell the faults."""

    holds = condition.members(entry.get("where", {}), pool, day, overlook)
    if "unless" in entry:
        holds &= ~condition.members(entry["unless"], pool, day, overlook)
    return holds
