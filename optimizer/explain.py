"""Why each nominee is on the list or not: bounds for all, from the prices of the proof."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from optimizer.pool import HIGHEST_SCORE
from optimizer.problem import Index, Mask, Pool, Proof, Result, Rules, Standing, Whole
from optimizer.reselection import wishing

_CHUNK = 20_000

Members = NDArray[np.float32]


@dataclass(frozen=True)
class Thresholds:
    """By person, in units: the score to be on the list lies between ``least`` and ``most``.

    At ``exact`` and above they are on it, below they are not, all else unchanged; -1 where it is
    not known. ``most`` is above the highest score where no upper bound is known; ``least`` is
    above it where no score would do.
    """

    least: Whole
    most: Whole
    exact: Whole


def margins(pool: Pool, rules: Rules, proof: Proof) -> Whole:
    """Give each person's score less the prices of size and quotas, in parts of the proof."""
    margin = pool.scores * proof.scale - proof.size_price
    for number, _, price in proof.quota_prices:
        margin[rules.quotas[number].members] -= price
    return margin


def thresholds(pool: Pool, rules: Rules, result: Result) -> Thresholds:
    """Bound the score that each nominee needs, by the prices from one side, swaps from the other.

    Whoever is let in against a negative margin lowers the best total by at least that margin; a
    swap of two people that keeps every quota shows what is enough.
    """
    highest = HIGHEST_SCORE * 10**pool.decimals
    rules = wishing(pool, rules, result.last)
    is_chosen = np.zeros(len(pool), dtype=np.bool_)
    is_chosen[result.chosen] = True
    loss = least_losses(pool, rules, result)
    rival = exchanges(pool, result).scores
    least = np.where(is_chosen, np.where(rival >= 0, rival, 0), pool.scores + np.maximum(loss, 1))
    # At a tie the seeded order decides; one unit more is always enough.
    most = np.where(is_chosen, np.clip(pool.scores - loss + 1, 0, pool.scores), rival + 1)
    most = np.where(~is_chosen & (rival < 0), highest + 1, most)
    least = np.minimum(least, most)
    least[pool.standing == Standing.REQUIRED] = 0
    most[pool.standing == Standing.REQUIRED] = 0
    least[pool.standing == Standing.EXCLUDED] = highest + 1
    most[pool.standing == Standing.EXCLUDED] = highest + 1
    return Thresholds(least, most, np.where(least == most, least, -1))


def least_losses(pool: Pool, rules: Rules, result: Result) -> Whole:
    """Give what the total loses at least, in whole units, when each person changes sides."""
    proof = result.proofs[-1]
    margin = margins(pool, rules, proof)
    margin[result.chosen] *= -1
    slack = proof.ceiling - proof.value * proof.scale
    against = np.minimum(margin, 0)
    return np.asarray(np.maximum(0, -((slack + against) // proof.scale)), dtype=np.int64)


@dataclass(frozen=True)
class Exchanges:
    """The best exchange of one for one that keeps every quota, by person; -1 where there is none.

    For those left out the least score of a chosen person whose place they could take; for the
    chosen the greatest score of someone who could take theirs, and in ``newcomers`` who that is.
    """

    scores: Whole
    newcomers: Whole


def exchanges(pool: Pool, result: Result) -> Exchanges:
    """Try everybody left out in the place of everybody chosen."""
    is_chosen = np.zeros(len(pool), dtype=np.bool_)
    is_chosen[result.chosen] = True
    full, scarce = _tight(result, len(pool))
    rival = np.full(len(pool), -1, dtype=np.int64)
    newcomer = np.full(len(pool), -1, dtype=np.int64)
    movable = np.flatnonzero(is_chosen & (pool.standing == Standing.PROPOSED))
    outside = np.flatnonzero(~is_chosen & (pool.standing == Standing.PROPOSED))
    if not len(movable):
        return Exchanges(rival, newcomer)
    best_outside = np.full(len(movable), -1, dtype=np.int64)
    best_rows = best_outside.copy()
    for start in range(0, len(outside), _CHUNK):
        part = outside[start : start + _CHUNK]
        fits = _fits(full[part], full[movable], scarce[part], scarce[movable])
        given_up = np.where(fits, pool.scores[movable], np.iinfo(np.int64).max).min(axis=1)
        rival[part] = np.where(fits.any(axis=1), given_up, -1)
        offered = np.where(fits, pool.scores[part][:, None], -1)
        first = offered.argmax(axis=0)
        scores = offered[first, np.arange(len(movable))]
        best_rows = np.where(scores > best_outside, part[first], best_rows)
        best_outside = np.maximum(best_outside, scores)
    rival[movable], newcomer[movable] = best_outside, best_rows
    return Exchanges(rival, newcomer)


def _tight(result: Result, length: int) -> tuple[Members, Members]:
    """Give who is in each quota that admits nobody more, and in each that can spare nobody."""
    full = [c.quota.members for c in result.counts if c.quota.has_most and c.count >= c.most]
    # A quota that counts nobody on the list loses nobody.
    scarce = [
        c.quota.members
        for c in result.counts
        if c.quota.has_least and c.count and c.count <= c.least
    ]
    return _marked(full, length), _marked(scarce, length)


def _marked(groups: Sequence[Index], length: int) -> Members:
    marks = np.zeros((length, len(groups)), dtype=np.float32)
    for number, rows in enumerate(groups):
        marks[rows, number] = 1
    return marks


def _fits(
    full_in: Members,
    full_out: Members,
    scarce_in: Members,
    scarce_out: Members,
) -> Mask:
    """Tell for each newcomer (row) and leaver (column) whether the swap keeps every quota."""
    overfills = full_in @ (1 - full_out).T
    empties = (1 - scarce_in) @ scarce_out.T
    return np.asarray((overfills + empties) == 0, dtype=np.bool_)
