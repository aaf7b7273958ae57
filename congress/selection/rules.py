"""From stored nominees to the optimizer's columns of text, and whom each quota finds there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np

from congress.congresses.rules import DIRECT_LEAST
from optimizer import condition
from optimizer.problem import Mask, Pool, Standing


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
    cells = (
        pool.columns[column][holds] if str(column) in pool.columns else np.array([], dtype=object)
    )
    _, sizes = np.unique(cells[cells != ""].astype(str), return_counts=True)
    if not len(sizes):
        return Counted(0, 0, is_parted=True)
    return Counted(int(sizes.min()), int(sizes.max()), is_parted=True)


def _members(entry: Mapping[str, Any], pool: Pool, day: date | None) -> Mask:
    def overlook(*_: object, **__: object) -> None:
        """Let the reader of the rules tell the faults."""

    holds = condition.members(entry.get("where", {}), pool, day, overlook)
    if "unless" in entry:
        holds &= ~condition.members(entry["unless"], pool, day, overlook)
    return holds


def texts_of(columns: Mapping[str, Sequence[object]]) -> dict[str, list[str]]:
    """Write stored values the way a nominee file holds them; an empty text is an empty cell.

    >>> texts_of({"score": [Decimal("80.5000"), None], "birth_date": [date(1980, 1, 2), None]})
    {'score': ['80.5', ''], 'birth_date': ['02/01/1980', '']}
    """
    return {code: [_text(value) for value in values] for code, values in columns.items()}


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else ""
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, date):
        return value.strftime("%d/%m/%Y")
    return str(value)
