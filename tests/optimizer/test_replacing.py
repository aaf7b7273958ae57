from itertools import combinations

from hypothesis import given

from optimizer.exact import Again
from optimizer.problem import Result
from optimizer.replacing import replacements
from optimizer.solver import Clock, Means
from tests.optimizer.instances import Instance, instances, judge, ranks_of
from tests.optimizer.test_explain import few, solved


def best_without(instance: Instance, left: str, result: Result):
    """Try every list without somebody that misses soft quotas no more; give the best total."""
    others = [person["id"] for person in instance.people if person["id"] != left]
    fewest = instance.panel.get("seats", instance.panel.get("min", 0))
    most = instance.panel.get("seats", instance.panel.get("max", 0))
    order, allowed = ranks_of(instance), dict(result.misses)
    verdicts = [
        judge(instance, chosen, order)
        for size in range(fewest, most + 1)
        for chosen in combinations(others, size)
    ]
    return max(
        (
            score
            for _, misses, score, *_ in filter(None, verdicts)
            if all(people <= allowed[priority] for priority, people in misses.items())
        ),
        default=None,
    )


@given(instance=instances(most=7))
@few
def test_a_replacement_makes_the_best_list_without_somebody(instance: Instance):
    pool, rules, result = solved(instance)
    found = replacements(Again(pool, rules, result))
    for row in result.chosen.tolist():
        if instance.columns["status"][row]:
            assert row not in found
            continue
        best = best_without(instance, pool.ids[row], result)
        assert (row in found) == (best is not None)
        if best is not None:
            assert found[row].is_exact
            assert pool.points(result.score - found[row].loss) == best


@given(instance=instances(most=7))
@few
def test_who_leaves_and_who_joins_make_an_allowed_list(instance: Instance):
    pool, rules, result = solved(instance)
    for row, change in replacements(Again(pool, rules, result)).items():
        assert row in change.leaves
        after = (set(result.chosen.tolist()) - set(change.leaves.tolist())) | set(
            change.joins.tolist()
        )
        verdict = judge(instance, [pool.ids[one] for one in after], ranks_of(instance))
        assert verdict is not None
        assert verdict[2] == pool.points(result.score - change.loss)


@given(instance=instances(most=7))
@few
def test_without_time_an_exchange_of_one_for_one_is_told_as_such(instance: Instance):
    pool, rules, result = solved(instance)
    again = Again(pool, rules, result, Means(Clock(0)))
    for row, change in replacements(again).items():
        assert change.leaves.tolist() == [row]
        assert len(change.joins) == 1
        best = best_without(instance, pool.ids[row], result)
        assert pool.points(result.score - change.loss) <= best
        if change.is_exact:
            assert pool.points(result.score - change.loss) == best
