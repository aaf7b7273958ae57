import copy
import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings, strategies as st

from optimizer import alternates, pool as pools, rules_file, verify
from optimizer.findings import Unchecked
from optimizer.problem import Pool, Rules
from optimizer.result_file import written
from optimizer.selection import choose
from tests.optimizer.instances import Instance, instances
from tests.optimizer.swapping import callable_rows, chosen_list

Told = dict[str, Any]
small = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.filter_too_much]
)

TEXT = """
[panel]
seats = 3
[[quota]]
name = "kinds"
each = "kind"
max = 2
[[quota]]
name = "green"
where = { kind = "green" }
min = 1
"""


@given(instance=instances(), size=st.integers(1, 4))
@small
def test_every_reserve_passes_the_recount(instance: Instance, size: int):
    pool, rules, result = chosen_list(instance)
    left = callable_rows(instance, result.chosen)
    assume(left)
    reserve = alternates.choose(pool, rules, result, reserve=min(size, len(left)), days=5)
    told = json.loads(json.dumps(written(pool, rules, result, reserve=reserve)))
    verdict = verify.examine(pool, rules, told)
    assert verdict.findings == ()
    assert Unchecked.RESERVE in verdict.unchecked


@pytest.fixture(scope="module")
def problem() -> tuple[Pool, Rules]:
    pool = pools.read(
        {
            "id": list("abcdefg"),
            "score": ["9", "8", "7", "6", "5", "4", "3"],
            "kind": ["red", "red", "blue", "green", "blue", "red", "blue"],
            "status": ["", "", "", "", "", "", "excluded"],
        }
    )
    return pool, rules_file.read(TEXT, pool)


@pytest.fixture
def told(problem: tuple[Pool, Rules]) -> Told:
    pool, rules = problem
    result = choose(pool, rules)
    reserve = alternates.choose(pool, rules, result, reserve=2)
    return json.loads(json.dumps(written(pool, rules, result, reserve=reserve)))


def test_who_replaces_whom_is_told_before_the_day(told: Told):
    assert told["selected"] == ["a", "b", "d"]
    reserve = told["reserve"]
    assert told["alternates"] == reserve["order"]
    assert reserve["replaces"] == {"a": "c", "b": "c"}
    assert (reserve["covered"], reserve["impossible"]) == (["a", "b"], ["d"])
    assert (reserve["uncovered"], reserve["proven"]) == ([], True)


@pytest.mark.parametrize(
    "tamper",
    [
        lambda told: told["alternates"].reverse(),
        lambda told: told.update(alternates=[]),
        lambda told: told.update(reserve=None),
        lambda told: told["reserve"]["replaces"].update(d="c"),
        lambda told: told["reserve"]["replaces"].update(a="e"),
        lambda told: told["reserve"]["replaces"].pop("a"),
        lambda told: told["reserve"].update(impossible=[], uncovered=["d"]),
        lambda told: told["reserve"].update(covered=["a"]),
        lambda told: told["reserve"].update(proven=False),
        lambda told: told["reserve"].update(days=0),
        lambda told: told["reserve"].update(damage=-1.0),
        lambda told: (told.update(alternates=["a"]), told["reserve"].update(order=["a"])),
        lambda told: (told.update(alternates=["g"]), told["reserve"].update(order=["g"])),
        lambda told: (told.update(alternates=["c", "c"]), told["reserve"].update(order=["c", "c"])),
        lambda told: (told.update(alternates=[]), told["reserve"].update(order=[])),
    ],
)
def test_a_forged_reserve_is_found_out(
    problem: tuple[Pool, Rules], told: Told, tamper: Callable[[Told], object]
):
    assert verify.check(*problem, told) == []
    forged = copy.deepcopy(told)
    tamper(forged)
    assert verify.check(*problem, forged)
