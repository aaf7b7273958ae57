"""The relaxation on a growing set of columns: it ends, with few columns and without time."""

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from optimizer import explain, pool as pools, rules_file
from optimizer.exact import Again
from optimizer.program import Program, Rows
from optimizer.relaxation import HotRelaxation
from optimizer.selection import choose
from optimizer.solver import Clock, Means, Outcome, Solver


def one_of(width: int) -> Program:
    """Take exactly one of some columns."""
    columns = np.arange(width, dtype=np.int32)
    nobody, everybody = np.zeros(width, dtype=np.int64), np.ones(width, dtype=np.int64)
    return Program.build(nobody, everybody, Rows.of([(columns, 1, 1, 1)]))


@pytest.mark.parametrize("solver", [None, *Solver])
@given(pay=st.lists(st.integers(0, 9), min_size=1, max_size=4))
@settings(max_examples=10, deadline=None)
def test_as_few_columns_as_there_are_suffice(solver: Solver | None, pay: list[int]):
    program, cost, means = one_of(len(pay)), np.array(pay), Means(Clock(20), solver)
    found = HotRelaxation(program, cost, means).relaxed(program, means)
    assert found.outcome is Outcome.BEST
    assert int(cost @ found.whole) == max(pay)


def test_columns_of_which_none_may_be_taken_are_told_impossible():
    program, means = one_of(1).with_bounds(0, 0, 0), Means(Clock(20))
    found = HotRelaxation(program, np.array([5]), means).relaxed(program, means)
    assert found.outcome is Outcome.IMPOSSIBLE


def test_without_time_the_relaxation_stays_open():
    program, cost = one_of(3), np.array([3, 2, 1])
    hot = HotRelaxation(program, cost, Means())
    assert hot.relaxed(program, Means(Clock(0))).outcome is Outcome.STOPPED
    assert hot.relaxed(program, Means()).outcome is Outcome.BEST


def test_the_only_nominee_is_told_what_score_is_needed():
    pool = pools.read({"id": ["a"], "score": ["5"]})
    rules = rules_file.read("[panel]\nseats = 1\n", pool)
    result = choose(pool, rules, time_limit_s=20)
    again = Again(pool, rules, result, Means(Clock(20)))
    assert again.thresholds(explain.thresholds(pool, rules, result)).exact.tolist() == [0]
