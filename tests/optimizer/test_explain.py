from dataclasses import replace
from decimal import Decimal

from hypothesis import HealthCheck, Phase, assume, given, settings

from optimizer import explain
from optimizer.exact import Again
from optimizer.problem import Faulty, Pool, Result, Rules, Status
from optimizer.selection import choose
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
def test_a_price_is_what_solving_again_gives(instance: Instance):
    assume("seats" in instance.panel)
    pool, rules, result = solved(instance)
    for place, price in Again(pool, rules, result).prices().items():
        count = result.counts[place]
        quota = count.quota
        low = max(0, count.least - 1) if count.count == count.least else count.least
        high = count.most + 1 if count.count == count.most else count.most
        bounds = {
            "least": low if quota.has_least else None,
            "most": high if quota.has_most else None,
        }
        loose = replace(quota, least_share=None, most_share=None, **bounds)
        quotas = [loose if k == place else other for k, other in enumerate(rules.quotas)]
        again = choose(pool, replace(rules, quotas=tuple(quotas)))
        if price["looser"] is not None:
            assert again.misses == result.misses or again.misses < result.misses
            if again.misses == result.misses and not _binds_twice(count):
                assert price["looser"] == again.score - result.score


def _binds_twice(count) -> bool:
    return count.quota.has_least and count.quota.has_most and count.least == count.most
