from dataclasses import replace
from fractions import Fraction

import numpy as np
from hypothesis import HealthCheck, assume, given, settings, strategies as st

from optimizer import pool as pools, rules_file
from optimizer.problem import Faulty, Quota, Rules, Status
from optimizer.selection import choose
from optimizer.solver import Solver
from optimizer.whatif import WhatIf
from tests.optimizer.instances import Instance, instances

small = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.filter_too_much]
)


def moved(quota: Quota, by: int) -> Quota:
    """Move the bounds of a quota; counts may then cross."""
    return replace(
        quota,
        least=quota.least and max(0, quota.least + by),
        most=None if quota.most is None else max(0, quota.most - by),
        least_share=quota.least_share and max(Fraction(0), quota.least_share + Fraction(by, 10)),
    )


def edited(rules: Rules, which: int, by: int) -> Rules:
    quotas = list(rules.quotas)
    place = which % len(quotas)
    quotas[place] = moved(quotas[place], by)
    return replace(rules, quotas=tuple(quotas))


edits_of_one = st.tuples(st.integers(0, 9), st.integers(-2, 2))


@given(
    instance=instances(),
    edits=st.lists(edits_of_one, min_size=3, max_size=8),
    solver=st.sampled_from([None, *Solver]),
)
@small
def test_every_answer_is_that_of_choosing_anew(
    instance: Instance, edits: list[tuple[int, int]], solver: Solver | None
):
    try:
        pool, rules = instance.read()
    except Faulty:
        assume(False)
    assume(rules.quotas)
    whatif = WhatIf(pool, rules, solver=solver)
    for which, by in edits:
        changed = edited(rules, which, by)
        outlook, result = whatif.ask(changed), choose(pool, changed)
        assert outlook.status is result.status
        if result.status is Status.OPTIMAL:
            assert outlook.misses == result.misses
            assert outlook.score == outlook.bound == result.score
            assert all(count.is_satisfied or count.quota.is_soft for count in outlook.counts)


def test_thousands_of_nominees_are_answered_as_by_choosing_anew():
    rng = np.random.default_rng(4)
    kinds = {"unit": 12, "field": 9, "gender": 2}
    columns = {
        "id": [f"p{number}" for number in range(2_500)],
        "score": [f"{score:.2f}" for score in rng.uniform(40, 99, 2_500)],
        **{name: [f"{name}{v}" for v in rng.integers(0, k, 2_500)] for name, k in kinds.items()},
    }
    text = "[panel]\nseats = 80\n" + "".join(
        f'[[quota]]\nname = "{name}"\neach = "{name}"\nmin = {72 // k}\nmax = {88 // k + 1}\n'
        for name, k in kinds.items()
    )
    pool = pools.read(columns)
    rules = rules_file.read(text, pool)
    whatif = WhatIf(pool, rules)
    for which in (0, 5, 13, 21):
        for by in (-1, 2):
            changed = edited(rules, which, by)
            outlook = whatif.ask(changed)
            result = choose(pool, changed)
            assert (outlook.status, outlook.score) == (result.status, result.score)


def test_a_list_kept_when_time_runs_out_has_no_bound_of_other_rules():
    pool = pools.read({"id": ["a", "b", "c"], "score": ["3", "2", "1"], "side": ["x", "y", "y"]})
    text = '[panel]\nseats = 1\n[[quota]]\nname = "side"\nwhere = { side = "x" }\nmax = 0\n'
    whatif = WhatIf(pool, rules_file.read(text, pool))
    assert whatif.ask(whatif.rules).score == 2
    loose = whatif.ask(edited(whatif.rules, 0, -1), time_limit_s=0)
    assert loose.status is Status.TIME_LIMIT
    assert loose.bound is None or loose.bound >= 3
