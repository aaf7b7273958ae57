"""Which quotas speak for the people on the list, and against those who are not."""

import numpy as np

from optimizer.problem import Count, Mask, Pool, Result, Side, Standing
from optimizer.reselection import BEFORE_ALL

NAMED = 3
"""No more quotas are named for one person."""


def because(pool: Pool, result: Result) -> list[tuple[str, ...]]:
    """Name for each person the quotas that decided, the dearest first; none for points alone.

    For somebody chosen: quotas of theirs with no more people than they need. For somebody left
    out: quotas of theirs that admit nobody more. All of them have a price in the proof of merit;
    without one nothing is named, nor for people who were required or excluded.
    """
    is_chosen = np.zeros(len(pool), dtype=np.bool_)
    is_chosen[result.chosen] = True
    is_open = pool.standing == Standing.PROPOSED
    named: list[tuple[str, ...]] = [()] * len(pool)
    for count, side in _deciding(result):
        told = is_open & (is_chosen if side is Side.MIN else ~is_chosen)
        for row in _among(count, told):
            if len(named[row]) < NAMED:
                named[row] = (*named[row], count.quota.label)
    return named


def _deciding(result: Result) -> list[tuple[Count, Side]]:
    """Give the quotas at a bound that has a price, the dearest first."""
    proof = next((proof for proof in result.proofs if proof.aim == "merit"), None)
    if proof is None:
        return []
    priced = [
        (result.counts[place], side, abs(price))
        for place, side, price in proof.quota_prices
        if price and place < len(result.counts)
    ]
    at_bound = [(count, side, price) for count, side, price in priced if _is_at(count, side)]
    return [(count, side) for count, side, _ in sorted(at_bound, key=lambda each: -each[2])]


def _is_at(count: Count, side: Side) -> bool:
    if count.quota.priority == BEFORE_ALL:
        return False
    return count.count <= count.least if side is Side.MIN else count.count >= count.most


def _among(count: Count, told: Mask) -> list[int]:
    members = count.quota.members
    rows: list[int] = members[told[members]].tolist()
    return rows
