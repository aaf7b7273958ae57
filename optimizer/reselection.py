"""Choosing again: that everybody of a former list stays is one more wish, before all others."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import numpy as np

from optimizer.problem import Pool, Quota, Result, Rules, Standing

BEFORE_ALL = -1
"""The priority of the wish; those of a rules file are never negative."""


@dataclass(frozen=True)
class Changes:
    """Who left and who joined, by id in order, since a former list of ``former`` people."""

    left: tuple[str, ...]
    joined: tuple[str, ...]
    former: int


def wishing(pool: Pool, rules: Rules, last: Collection[str] | None) -> Rules:
    """Add the soft quota, after all others, that everybody of a former list (ids) stays.

    Whoever is excluded now, or no longer in the pool, cannot stay and is no miss.
    """
    if last is None:
        return rules
    former = set(last)
    is_open = pool.standing != Standing.EXCLUDED
    members = [row for row in np.flatnonzero(is_open).tolist() if pool.ids[row] in former]
    wish = Quota(
        "last",
        1 + max((quota.rule for quota in rules.quotas), default=0),
        None,
        np.array(members, dtype=np.int32),
        least=len(members),
        is_soft=True,
        priority=BEFORE_ALL,
    )
    return replace(rules, quotas=(*without_wish(rules).quotas, wish))


def without_wish(rules: Rules) -> Rules:
    """Give the rules as somebody wrote them."""
    return replace(rules, quotas=tuple(q for q in rules.quotas if q.priority != BEFORE_ALL))


def changes(pool: Pool, result: Result) -> Changes | None:
    """Compare a list with the former one; None where there was none, or where there is no list."""
    if result.last is None or not result.has_list:
        return None
    return compared(result.last, pool.ids[result.chosen].tolist())


def compared(former: Collection[str], chosen: Sequence[str]) -> Changes:
    """Compare two lists of ids.

    >>> compared(["a", "b"], ["b", "c"])
    Changes(left=('a',), joined=('c',), former=2)
    """
    left, joined = set(former) - set(chosen), set(chosen) - set(former)
    return Changes(tuple(sorted(left)), tuple(sorted(joined)), len(set(former)))
