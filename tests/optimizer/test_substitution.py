from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings, strategies as st

from optimizer import pool as pools, rules_file, substitution
from optimizer.problem import Faulty, Pool, Rules, Status
from optimizer.ranks import ranks
from optimizer.selection import choose
from optimizer.solver import Solver
from optimizer.substitution import Substitution
from tests.optimizer.instances import Instance, instances
from tests.optimizer.swapping import callable_rows, chosen_list, harm, misses

small = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.filter_too_much]
)


@st.composite
def changes(draw: st.DrawFn) -> tuple[Instance, int, list[int]]:
    """Draw an instance, how many leave (the draw decides who), and an order of all as a reserve."""
    instance = draw(instances(most=8))
    order = draw(st.permutations(range(len(instance.people))))
    return instance, draw(st.integers(1, 3)), order


def repaired(
    change: tuple[Instance, int, list[int]], solver: Solver | None = None
) -> tuple[list[int], list[int], list[int], Substitution]:
    """Give the list, the leavers, the reserve and the answer."""
    instance, leavers, order = change
    pool, rules, result = chosen_list(instance)
    chosen = result.chosen.tolist()
    leaving = [row for row in order if row in chosen][:leavers]
    reserve = [row for row in order if row in callable_rows(instance, chosen)][:2]
    answer = substitution.repair(
        pool, rules, result.chosen, leaving, reserve=reserve, solver=solver
    )
    return chosen, leaving, reserve, answer


def possible(
    instance: Instance, chosen: Sequence[int], leaving: Sequence[int]
) -> Iterator[set[int]]:
    """Give every list of the same length without the leavers."""
    status = instance.columns["status"]
    must = {row for row in chosen if status[row] == "required"} - set(leaving)
    anybody = [row for row in {*chosen, *callable_rows(instance, chosen)} if row not in leaving]
    for people in combinations(anybody, len(chosen)):
        if must <= set(people) and harm(instance, people, len(chosen)) == 0:
            yield set(people)


@given(change=changes())
@small
def test_the_new_list_is_the_best_of_those_that_change_fewest(change):
    instance, *_ = change
    chosen, leaving, reserve, answer = repaired(change)
    lists = list(possible(instance, chosen, leaving))
    if not lists:
        assert answer.status is Status.INFEASIBLE
        assert answer.conflict
        assert not len(answer.chosen)
        return
    assert answer.status is Status.OPTIMAL
    pool, _ = instance.read()
    drawn = ranks(pool.ids, 1)

    def preference(people: set[int]):
        called = [place for place, row in enumerate(reserve) if row in people]
        inside = {instance.columns["id"][row] for row in people}
        missed: dict[int, int] = {}
        for quota in instance.quotas:
            if quota.get("soft"):
                alone = replace(instance, quotas=[quota])
                total = sum(misses(alone, inside, len(chosen), soft=True))
                missed[quota["priority"]] = missed.get(quota["priority"], 0) + total
        return (
            len(people - set(chosen)),
            -len(called),
            sum(called),
            [missed[priority] for priority in sorted(missed)],
            -sum(pool.scores[row] for row in people),
            sum(drawn[row] for row in people),
        )

    assert preference(set(answer.chosen.tolist())) == min(map(preference, lists))


@given(change=changes())
@small
def test_every_place_goes_to_one_newcomer(change):
    chosen, leaving, _, answer = repaired(change)
    assume(answer.status is Status.OPTIMAL)
    assert set(answer.replaced) == {*leaving, *answer.released.tolist()}
    assert sorted(answer.replaced.values()) == answer.joining.tolist()
    assert set(answer.chosen.tolist()) == set(chosen) - set(answer.replaced) | set(answer.joining)


@given(change=changes())
@small
def test_others_are_released_only_where_the_leavers_alone_cannot_be_replaced(change):
    instance, *_ = change
    chosen, leaving, _, answer = repaired(change)
    assume(answer.status is Status.OPTIMAL)
    staying = set(chosen) - set(leaving)
    is_enough = any(staying <= people for people in possible(instance, chosen, leaving))
    assert bool(len(answer.released)) == (not is_enough)
    assert bool(answer.against) == (not is_enough)
    assert answer.conflict is None


@given(change=changes())
@small
def test_both_solvers_make_the_same_change(change):
    answers = [repaired(change, solver)[-1] for solver in Solver]
    assert answers[0].status is answers[1].status
    assert answers[0].chosen.tolist() == answers[1].chosen.tolist()
    assert answers[0].replaced == answers[1].replaced


def _locked() -> tuple[Pool, Rules, np.ndarray]:
    columns = {
        "id": ["a", "b", "c", "d", "e", "f"],
        "score": ["9", "8", "7", "6", "5", "4"],
        "kind": ["red", "red", "blue", "red", "green", "blue"],
        "side": ["left", "left", "left", "left", "left", "right"],
    }
    text = "[panel]\nseats = 3\n"
    text += '[[quota]]\nname = "blue"\nwhere = { kind = "blue" }\nmin = 1\n'
    text += '[[quota]]\nname = "red"\nwhere = { kind = "red" }\nmin = 2\n'
    pool = pools.read(columns)
    rules = rules_file.read(text, pool)
    return pool, rules, choose(pool, rules).chosen


def test_the_reserve_comes_before_merit():
    pool, rules, chosen = _locked()
    loose = replace(rules, quotas=rules.quotas[:1])
    assert substitution.repair(pool, loose, chosen, [0]).joining.tolist() == [3]
    assert substitution.repair(pool, loose, chosen, [0], reserve=[4, 3]).joining.tolist() == [4]
    assert substitution.repair(pool, loose, chosen, [0], reserve=[5, 4]).joining.tolist() == [5]


def test_who_left_is_replaced_by_someone_alike():
    pool, rules, chosen = _locked()
    answer = substitution.repair(pool, rules, chosen, [0, 2])
    assert answer.replaced == {0: 3, 2: 5}
    assert not len(answer.released)


def test_the_rules_against_a_substitution_are_named():
    pool, rules, chosen = _locked()
    answer = substitution.repair(pool, rules, chosen, [0, 1])
    assert answer.status is Status.INFEASIBLE
    assert answer.conflict
    assert answer.conflict.rules == ("red",)


def test_a_list_without_leavers_stays():
    pool, rules, chosen = _locked()
    answer = substitution.repair(pool, rules, chosen, [])
    assert answer.chosen.tolist() == chosen.tolist()
    assert not answer.replaced


def test_leavers_who_are_not_on_the_list_are_all_told():
    pool, rules, chosen = _locked()
    with pytest.raises(Faulty) as refused:
        substitution.repair(pool, rules, chosen, [4, 0, 0, 3])
    told = {(fault.code, fault.facts["id"]) for fault in refused.value.faults}
    assert told == {
        ("leaver_not_chosen", "e"),
        ("leaver_repeated", "a"),
        ("leaver_not_chosen", "d"),
    }


def test_a_time_limit_of_nothing_proves_nothing():
    pool, rules, chosen = _locked()
    answer = substitution.repair(pool, rules, chosen, [0], time_limit_s=0)
    assert answer.status is Status.TIME_LIMIT
    assert not len(answer.chosen)
