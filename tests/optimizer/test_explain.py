from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import combinations

import numpy as np
from hypothesis import HealthCheck, Phase, assume, given, settings

from optimizer import explain
from optimizer.exact import Again
from optimizer.problem import Faulty, Pool, Result, Rules, Standing, Status
from optimizer.selection import choose, counted
from tests.optimizer.instances import Instance, instances

few = settings(
    phases=[Phase.generate],
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow],
)
HIGHEST = 100


def solved(instance: Instance) -> tuple[Pool, Rules, Result]:
    try:
        pool, rules = instance.read()
    except Faulty:
        assume(False)
    result = choose(pool, rules)
    assume(result.status is Status.OPTIMAL and len(result.chosen))
    return pool, rules, result


def is_in_with(instance: Instance, row: int, score: Decimal) -> bool:
    scores = list(instance.columns["score"])
    scores[row] = str(score)
    changed = replace(instance, columns={**instance.columns, "score": scores})
    pool, rules = changed.read()
    return row in choose(pool, rules).chosen


@given(instance=instances(most=7))
@few
def test_whoever_reaches_the_exact_score_is_in_and_nobody_below(instance: Instance):
    pool, rules, result = solved(instance)
    bounds = explain.thresholds(pool, rules, result)
    exact = Again(pool, rules, result).thresholds(bounds)
    unit = pool.points(1)
    for row, status in enumerate(instance.columns["status"]):
        if status:
            continue
        least, most = pool.points(int(bounds.least[row])), pool.points(int(bounds.most[row]))
        if exact.least[row] > HIGHEST * 10**pool.decimals:
            assert not is_in_with(instance, row, Decimal(HIGHEST))
            continue
        score = pool.points(int(exact.exact[row]))
        assert least <= score <= most or most > HIGHEST
        assert is_in_with(instance, row, score)
        if score > 0:
            assert not is_in_with(instance, row, score - unit)


@given(instance=instances(most=7))
@few
def test_a_price_is_what_the_best_of_all_lists_gains_or_loses(instance: Instance):
    assume("seats" in instance.panel)
    pool, rules, result = solved(instance)
    for place, price in Again(pool, rules, result).prices().items():
        count = result.counts[place]
        low, high = count.least, count.most
        at_least = count.quota.has_least and count.count == low
        at_most = count.quota.has_most and count.count == high
        sides = [(-1, 0)] * at_least + [(0, 1)] * at_most
        looser = [best_within(instance, result, place, low + a, high + b) for a, b in sides]
        tighter = [best_within(instance, result, place, low - a, high - b) for a, b in sides]
        told = {
            side: None if units is None else pool.points(result.score + units)
            for side, units in price.items()
        }
        assert told["looser"] == max(looser)
        assert told["tighter"] == (None if None in tighter else min(tighter))


def best_within(instance: Instance, result: Result, place: int, low: int, high: int):
    """Try every list with one quota's count within these bounds, missing soft ones no more."""
    people = [person["id"] for person in instance.people]
    pool, rules = instance.read()
    quota = rules.quotas[place]
    free = replace(
        quota,
        least=0 if quota.has_least else None,
        most=len(pool) if quota.has_most else None,
        least_share=None,
        most_share=None,
    )
    quotas = [free if k == place else other for k, other in enumerate(rules.quotas)]
    totals = [
        pool.scores[list(rows)].sum()
        for rows in combinations(range(len(people)), len(result.chosen))
        if low <= len(set(rows) & set(quota.members.tolist())) <= high
        and keeps(pool, replace(rules, quotas=tuple(quotas)), rows, dict(result.misses))
    ]
    return pool.points(int(max(totals))) if totals else None


def keeps(pool: Pool, rules: Rules, rows: Sequence[int], allowed: Mapping[int, int]) -> bool:
    """Tell whether a list keeps standings and hard quotas, and misses soft ones no more."""
    chosen = np.array(rows, dtype=np.int32)
    required = np.flatnonzero(pool.standing == Standing.REQUIRED)
    if not set(required) <= set(rows) or (pool.standing[chosen] == Standing.EXCLUDED).any():
        return False
    missed: dict[int, int] = {}
    for count in counted(rules, chosen):
        off = max(0, count.least - count.count) + max(0, count.count - count.most)
        if off and not count.quota.is_soft:
            return False
        missed[count.quota.priority] = missed.get(count.quota.priority, 0) + off
    return all(missed.get(priority, 0) <= people for priority, people in allowed.items())
