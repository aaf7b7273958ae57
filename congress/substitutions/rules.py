"""Which numbers a substitution touches, and what it does to the quotas."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from congress.core.errors import Fault, Rejected
from optimizer.panel import Panel
from optimizer.problem import Index, Pool, Quota, Rules

_BETWEEN = re.compile(r"[\s,;]+")
_LONGEST_NUMBER = 6
_NAMED = 3


@dataclass(frozen=True)
class Shift:
    """A quota's count before and after; a bound that nobody set is empty."""

    label: str
    before: int
    after: int
    least: int | None
    most: int | None
    is_soft: bool

    @property
    def is_met(self) -> bool:
        """Tell whether the count lies within the bounds afterwards."""
        return (self.least or 0) <= self.after and (self.most is None or self.after <= self.most)


def numbers(text: str) -> list[int]:
    """Read the numbers of those who leave, each once; ``leavers_unreadable`` for anything else.

    >>> numbers("012, 7;7")
    [12, 7]
    """
    words = [word for word in _BETWEEN.split(text) if word]
    unread = [word for word in words if not _is_number(word)]
    if unread or not words:
        raise Rejected.because([Fault("leavers_unreadable", field="numbers")])
    return list(dict.fromkeys(int(word) for word in words))


def _is_number(word: str) -> bool:
    return word.isascii() and word.isdecimal() and len(word) <= _LONGEST_NUMBER


def shifts(pool: Pool, rules: Rules, before: Index, after: Index) -> list[Shift]:
    """Give the quotas whose count changes, in the order of the rules; both lists are as long."""
    counts = zip(
        rules.quotas, *(_counts(pool, rules, rows) for rows in (before, after)), strict=True
    )
    return [
        _shift(quota, earlier, later, len(before))
        for quota, earlier, later in counts
        if earlier != later
    ]


def _counts(pool: Pool, rules: Rules, rows: Index) -> list[int]:
    table = Panel(pool, rows, rules.quotas).members(rows)
    return [int(count) for count in table.sum(axis=0)]


def _shift(quota: Quota, before: int, after: int, size: int) -> Shift:
    return Shift(
        label=quota.label,
        before=before,
        after=after,
        least=quota.floor(size) if quota.has_least else None,
        most=quota.ceiling(size) if quota.has_most else None,
        is_soft=quota.is_soft,
    )


def others(pool: Pool, rules: Rules, chosen: Index, leaver: int) -> list[int]:
    """Give the rows that could take one leaver's place alone, every hard quota kept, best first."""
    panel = Panel.of(pool, rules, chosen)
    people = panel.outside[np.argsort(-pool.scores[panel.outside], kind="stable")]
    place = int(np.searchsorted(panel.chosen, leaver))
    return [int(row) for row in people[panel.fits(people)[place]]]


def released_because(quotas: Sequence[str]) -> str:
    """Say in the change list why somebody goes who did not ask to.

    >>> released_because(["Nữ", "Dao"])
    'Thôi làm đại biểu để danh sách giữ được tiêu chí: Nữ; Dao'
    """
    return f"Thôi làm đại biểu để danh sách giữ được tiêu chí: {'; '.join(_few(quotas))}"


def _few(quotas: Sequence[str]) -> Iterator[str]:
    yield from quotas[:_NAMED]
    if len(quotas) > _NAMED:
        yield "…"
