from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from optimizer import pool as pools, rules_file, spread, verify
from optimizer.problem import Pool, Status
from optimizer.program import OPEN, Program, Rows
from optimizer.selection import choose
from optimizer.solver import Solver
from tests.benchmarks.selection import problem

few = settings(max_examples=40, deadline=None)
UNITS = st.lists(st.integers(-1, 3), max_size=8)


@given(numbers=UNITS, settled=UNITS, draw=st.randoms(use_true_random=False))
@few
def test_a_list_pays_for_each_pair_it_makes(numbers: list[int], settled: list[int], draw):
    width = len(numbers)
    program = Program.build(
        np.zeros(width, dtype=np.int64),
        np.ones(width, dtype=np.int64),
        Rows.of([(np.arange(width, dtype=np.int32), 1, -OPEN, OPEN)]),
    )
    priced = spread.spreading(program, np.array(numbers, int), np.array(settled, int), width)
    values = np.array([draw.randrange(2) for _ in numbers], dtype=np.int64)
    wide = priced.widened(values)
    assert priced.program.holds(wide)
    chosen = [number for number, value in zip(numbers, values, strict=True) if value]
    pairs = spread.pairs_of(np.array([*chosen, *settled], int))
    assert -int(priced.cost @ wide) == pairs - spread.pairs_of(np.array(settled, int))


def _pool(units: list[str], scores: list[str]) -> Pool:
    ids = [f"p{number}" for number in range(len(units))]
    return pools.read({"id": ids, "score": scores, "unit": units})


@pytest.mark.parametrize("solver", Solver)
@pytest.mark.parametrize("seed", range(4))
def test_of_equals_each_unit_sends_as_many(solver: Solver, seed: int):
    pool = _pool(["X"] * 6 + ["Y"] * 3 + ["Z"] * 3, ["50"] * 12)
    rules = rules_file.read("[panel]\nseats = 6\n", pool)
    result = choose(pool, rules, seed=seed, solver=solver)
    units = pool.columns["unit"][result.chosen].tolist()
    assert [units.count(unit) for unit in "XYZ"] == [2, 2, 2]
    assert result.pairs == 3


def test_merit_comes_before_spread():
    pool = _pool(["X", "X", "Y"], ["50.000000002", "50.000000001", "50"])
    result = choose(pool, rules_file.read("[panel]\nseats = 2\n", pool))
    assert (result.chosen.tolist(), result.pairs) == ([0, 1], 1)


def test_who_has_no_unit_makes_no_pair():
    pool = _pool(["", "", "X", "X"], ["50"] * 4)
    result = choose(pool, rules_file.read("[panel]\nseats = 3\n", pool))
    assert {0, 1} <= set(result.chosen.tolist())
    assert result.pairs == 0


def test_without_units_ranks_decide_at_once():
    pool = pools.read({"id": ["a", "b"], "score": ["1", "1"]})
    result = choose(pool, rules_file.read("[panel]\nseats = 1\n", pool))
    assert result.pairs is None
    assert "spread" not in result.seconds


def test_two_hundred_of_a_thousand_equals_are_spread_and_proven():
    rng = np.random.default_rng(4)
    units = [f"u{number}" for number in rng.integers(0, 40, 1_000)]
    scores = [str(score) for score in rng.integers(95, 98, 1_000)]
    pool = _pool(units, scores)
    text = '[panel]\nseats = 200\n[[quota]]\nname = "unit"\neach = "unit"\nmin = 2\nmax = 9\n'
    rules = rules_file.read(text, pool)
    result = choose(pool, rules)
    verify.require(pool, rules, result)


def test_many_equals_under_many_quotas_are_spread_and_proven():
    pool, rules = problem(10_000)
    units = np.empty(len(pool), dtype=object)
    for quota in rules.quotas:
        if quota.name.startswith("unit "):
            units[quota.members] = quota.name
    whole = replace(pool, scores=pool.scores // 100 * 100, columns={"unit": units})
    result = choose(whole, rules)
    assert (result.status, result.pairs) == (Status.OPTIMAL, 2804)
