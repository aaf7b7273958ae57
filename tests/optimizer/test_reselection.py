import json
from collections.abc import Collection
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings, strategies as st

from optimizer import explain, pool as pools, rules_file, verify
from optimizer.exact import Again
from optimizer.findings import Unchecked
from optimizer.problem import Faulty, Pool, Result, Rules, Status
from optimizer.result_file import written
from optimizer.selection import choose
from optimizer.solver import Solver
from tests.optimizer.instances import Instance, best_by_trying, instances, judge, ranks_of

small = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.filter_too_much]
)
former_lists = st.sets(st.sampled_from([*(f"p{number}" for number in range(9)), "gone"]))


def chosen_again(
    instance: Instance, last: Collection[str], solver: Solver | None = None
) -> tuple[Pool, Rules, Result]:
    try:
        pool, rules = instance.read()
    except Faulty:
        assume(False)
    return pool, rules, choose(pool, rules, last=last, solver=solver)


@pytest.mark.parametrize("solver", Solver)
@given(instance=instances(), last=former_lists)
@small
def test_the_new_list_drops_the_fewest_then_is_the_best(
    solver: Solver, instance: Instance, last: set[str]
):
    pool, _, result = chosen_again(instance, last, solver)
    best = best_by_trying(instance, last=last)
    if best is None:
        assert result.status is Status.INFEASIBLE
        return
    assert result.status is Status.OPTIMAL
    chosen = pool.ids[result.chosen].tolist()
    assert judge(instance, chosen, ranks_of(instance), last) == best


@given(instance=instances(), last=former_lists)
@small
def test_the_changes_are_told_and_checked(instance: Instance, last: set[str]):
    pool, rules, result = chosen_again(instance, last)
    assume(result.has_list)
    told = json.loads(json.dumps(written(pool, rules, result)))
    chosen = set(told["selected"])
    assert told["changes"] == {
        "left": sorted(last - chosen),
        "joined": sorted(chosen - last),
        "from": len(last),
    }
    assert verify.examine(pool, rules, told, last=last).findings == ()
    assert Unchecked.LAST not in verify.examine(pool, rules, told, last=last).unchecked
    assert Unchecked.LAST in verify.examine(pool, rules, told).unchecked


@given(instance=instances(), last=former_lists)
@small
def test_the_scores_to_enter_hold_under_the_former_list(instance: Instance, last: set[str]):
    pool, rules, result = chosen_again(instance, last)
    assume(result.has_list)
    bounds = explain.thresholds(pool, rules, result)
    exact = Again(pool, rules, result).thresholds(bounds)
    told = written(pool, rules, result, thresholds=exact)
    assert verify.check(pool, rules, json.loads(json.dumps(told))) == []


def _pool() -> tuple[Pool, Rules]:
    pool = pools.read(
        {"id": list("abcd"), "score": ["9", "8", "7", "6"], "status": ["", "", "", "excluded"]}
    )
    return pool, rules_file.read("[panel]\nseats = 2\n", pool)


def test_a_list_that_may_stay_stays():
    pool, rules = _pool()
    assert choose(pool, rules).chosen.tolist() == [0, 1]
    assert choose(pool, rules, last=["b", "c"]).chosen.tolist() == [1, 2]


def test_who_is_excluded_now_is_replaced_by_merit():
    pool, rules = _pool()
    result = choose(pool, rules, last=["d", "c", "moved away"])
    assert result.chosen.tolist() == [0, 2]
    told = written(pool, rules, result)
    assert told["changes"] == {"left": ["d", "moved away"], "joined": ["a"], "from": 3}
    assert (told["misses"], told["quotas"]) == ([], [])


def test_without_a_former_list_nothing_is_told_of_changes():
    pool, rules = _pool()
    assert written(pool, rules, choose(pool, rules))["changes"] is None
    emptied = choose(pool, rules, last=[])
    assert written(pool, rules, emptied)["changes"] == {"left": [], "joined": ["a", "b"], "from": 0}


def test_another_former_list_is_found_out():
    pool, rules = _pool()
    told = json.loads(json.dumps(written(pool, rules, choose(pool, rules, last=["b", "c"]))))
    codes = [f.code for f in verify.examine(pool, rules, told, last=["a", "c"]).findings]
    assert codes == ["changes_differ"]


@pytest.mark.parametrize(
    "changes",
    [None, {"left": [], "joined": [], "from": 3}, {"left": ["b"], "joined": ["c"], "from": 2}],
)
def test_changes_that_do_not_fit_the_list_are_found_out(changes):
    pool, rules = _pool()
    told = json.loads(json.dumps(written(pool, rules, choose(pool, rules, last=["b", "c"]))))
    told["changes"] = changes
    assert not holds(pool, rules, told)


def holds(pool: Pool, rules: Rules, told: dict[str, Any]) -> bool:
    try:
        return not verify.check(pool, rules, told)
    except verify.Malformed:
        # Prices of a former list mean nothing without it.
        return False


def test_a_big_former_list_is_kept_as_far_as_the_rules_allow():
    rng = np.random.default_rng(5)
    count = 3_000
    columns = {
        "id": [f"p{number}" for number in range(count)],
        "score": [f"{score:.2f}" for score in rng.uniform(0, 100, count)],
        "kind": [f"k{kind}" for kind in rng.integers(0, 6, count)],
    }
    pool = pools.read(columns)
    text = '[panel]\nseats = 60\n[[quota]]\nname = "kinds"\neach = "kind"\nmin = 8\nmax = 12\n'
    rules = rules_file.read(text, pool)
    first = choose(pool, rules)
    tighter = rules_file.read(text.replace("min = 8\nmax = 12", "min = 10\nmax = 10"), pool)
    last = pool.ids[first.chosen].tolist()
    again = choose(pool, tighter, last=last)
    over = sum(max(0, count.count - 10) for count in first.counts)
    told = written(pool, tighter, again)
    assert len(told["changes"]["left"]) == over
    verify.require(pool, tighter, again)
