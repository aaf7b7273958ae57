"""Rules that every list must meet exactly, in so many rows that lists are rare."""

from dataclasses import replace
from time import perf_counter

import numpy as np
import pytest

from optimizer import model, verify
from optimizer.problem import Pool, Quota, Rules, Status, Whole
from optimizer.relaxation import relaxed
from optimizer.selection import choose
from optimizer.sifting import best
from optimizer.slices import TIGHT, depths, is_tight
from optimizer.solver import Means, Outcome, Solver

PAIRS = 240


def paired(draw: int) -> tuple[Pool, Rules, Whole]:
    """Draw pairs of whom one each is chosen, and two groups that are counted exactly too.

    Also gives who is in which group.
    """
    rng = np.random.default_rng(draw)
    groups = rng.integers(0, 2, (2, 2 * PAIRS))
    planted = np.arange(PAIRS) * 2 + rng.integers(0, 2, PAIRS)
    quotas = [_exact(np.array([2 * pair, 2 * pair + 1]), 1) for pair in range(PAIRS)]
    quotas += [_exact(np.flatnonzero(group), int(group[planted].sum())) for group in groups]
    return _pool(rng.integers(0, 100, 2 * PAIRS)), Rules(PAIRS, PAIRS, None, tuple(quotas)), groups


def _exact(members: Whole, count: int) -> Quota:
    return Quota("exact", 0, None, members.astype(np.int32), count, count)


def _pool(scores: Whole) -> Pool:
    people = len(scores)
    ids = np.array([f"p{number:03d}" for number in range(people)], dtype=object)
    empty, standing = np.full(people, "", dtype=object), np.zeros(people, dtype=np.int8)
    return Pool(ids, scores, 0, standing, empty, {}, np.arange(2, people + 2))


def best_by_counting(pool: Pool, rules: Rules, groups: Whole) -> int:
    """Give the best total of all lists: pair by pair, for each number of people in both groups."""
    table = np.full((PAIRS + 1, PAIRS + 1), -(10**9))
    table[0, 0] = 0
    for pair in range(PAIRS):
        ways = []
        for row in (2 * pair, 2 * pair + 1):
            moved = np.roll(table, groups[:, row], axis=(0, 1))
            ways.append(moved + pool.scores[row])
        table = np.maximum(*ways)
    first, second = (quota.least for quota in rules.quotas[PAIRS:])
    return int(table[first, second])


@pytest.mark.parametrize("solver", [None, Solver.HIGHS])
@pytest.mark.parametrize("draw", range(3))
def test_rules_met_exactly_leave_the_best_of_all_lists(draw: int, solver: Solver | None):
    pool, rules, groups = paired(draw)
    result = choose(pool, rules, solver=solver)
    assert result.status is Status.OPTIMAL
    assert result.score == result.bound == best_by_counting(pool, rules, groups)
    assert all(count.is_satisfied for count in result.counts)
    verify.require(pool, rules, result)


def test_such_rules_are_searched_from_the_bound_downwards():
    pool, rules, _ = paired(0)
    built = model.build(pool, rules)
    assert is_tight(relaxed(built.program, built.merit, Means()).duals)


def test_that_only_whole_numbers_have_no_list_is_seen_from_the_bound_too():
    pool, rules, _ = paired(0)
    # Twice three people, of any two of whom one is asked: halves of all of them would do.
    odd = [2 * PAIRS + np.array(two) for two in ((0, 1), (1, 2), (0, 2), (3, 4), (4, 5), (3, 5))]
    quotas = (*rules.quotas, *(_exact(two, 1) for two in odd))
    pool = _pool(np.append(pool.scores, [50] * 6))
    built = model.build(pool, replace(rules, fewest=PAIRS + 3, most=PAIRS + 3, quotas=quotas))
    relaxation = relaxed(built.program, built.merit, Means())
    assert relaxation.outcome is Outcome.BEST
    assert is_tight(relaxation.duals)
    assert best(built.program, built.merit, Means()).outcome is Outcome.IMPOSSIBLE


def test_slices_deepen_by_half_until_every_column_is_open():
    distance, duals = np.arange(1_000) * 10, np.ones(TIGHT, dtype=np.int64)
    told = list(depths(distance, duals))
    assert told[0] == distance[3 * TIGHT]
    assert told[1:] == [depth + depth // 2 + 1 for depth in told[:-1]]
    assert told[-1] < distance.max() <= 3 * told[-1] // 2 + 1


@pytest.mark.parametrize("limit_s", [0.5, 1.5])
def test_the_time_limit_holds_where_nothing_can_be_proven(limit_s: float):
    # 150 of 600 by twelve features of 20 values each, as some list has them: out of all reach.
    rng = np.random.default_rng(1)
    features = rng.integers(0, 20, (12, 600))
    planted = rng.permutation(600)[:150]
    quotas = [
        _exact(np.flatnonzero(feature == value), int((feature[planted] == value).sum()))
        for feature in features
        for value in range(20)
    ]
    started = perf_counter()
    result = choose(
        _pool(rng.integers(0, 9_999, 600)),
        Rules(150, 150, None, tuple(quotas)),
        time_limit_s=limit_s,
    )
    assert perf_counter() - started < limit_s + 5
    assert result.status is Status.TIME_LIMIT
    assert not result.has_list or result.bound > result.score
