from dataclasses import replace
from fractions import Fraction
from itertools import combinations

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings, strategies as st

from optimizer import alternates, damage, pool as pools, rules_file
from optimizer.covering import cover
from optimizer.panel import Panel
from optimizer.problem import Faulty, Result, Status
from optimizer.ranks import ranks
from optimizer.selection import choose
from optimizer.solver import Means, Outcome, Solver
from tests.optimizer.instances import Instance, instances
from tests.optimizer.swapping import callable_rows, chosen_list, covered, harm, least_harm

plenty = [HealthCheck.filter_too_much]
small = settings(max_examples=40, deadline=None, suppress_health_check=plenty)
few = settings(max_examples=15, deadline=None, suppress_health_check=plenty)


def reserved(instance: Instance, size: int, **kwargs) -> tuple[list[int], alternates.Reserve]:
    """Choose a list and a reserve of at most this size."""
    pool, rules, result = chosen_list(instance)
    left = callable_rows(instance, result.chosen)
    assume(left)
    size = min(size, len(left))
    return result.chosen.tolist(), alternates.choose(pool, rules, result, reserve=size, **kwargs)


@given(instance=instances(), size=st.integers(1, 4))
@small
def test_every_replacement_keeps_every_hard_quota(instance: Instance, size: int):
    chosen, reserve = reserved(instance, size)
    for leaving, joining in reserve.replacement.items():
        assert joining in reserve.order
        assert harm(instance, {*chosen, joining} - {leaving}, len(chosen)) == 0


@given(instance=instances(), size=st.integers(1, 4))
@small
def test_everybody_is_covered_impossible_or_uncovered(instance: Instance, size: int):
    chosen, reserve = reserved(instance, size)
    anybody = covered(instance, chosen, callable_rows(instance, chosen))
    by_reserve = covered(instance, chosen, reserve.order)
    assert set(reserve.replacement) == by_reserve
    assert set(reserve.impossible.tolist()) == set(chosen) - anybody
    assert set(reserve.uncovered.tolist()) == anybody - by_reserve


@given(instance=instances(), size=st.integers(1, 3))
@small
def test_no_reserve_of_this_length_covers_more(instance: Instance, size: int):
    chosen, reserve = reserved(instance, size)
    most = max(
        len(covered(instance, chosen, other))
        for other in combinations(callable_rows(instance, chosen), len(reserve.order))
    )
    assert reserve.coverage is Outcome.BEST
    assert len(reserve.replacement) == most


@given(instance=instances(), size=st.integers(1, 4))
@small
def test_the_replacement_has_the_best_score_then_the_first_rank(instance: Instance, size: int):
    chosen, reserve = reserved(instance, size)
    pool, _ = instance.read()
    drawn = ranks(pool.ids, 1)
    for leaving, joining in reserve.replacement.items():
        able = [
            one
            for one in reserve.order
            if harm(instance, {*chosen, one} - {leaving}, len(chosen)) == 0
        ]
        assert joining == min(able, key=lambda one: (-pool.scores[one], drawn[one]))


@given(instance=instances(most=8), size=st.integers(1, 3), rate=st.sampled_from([0.1, 0.3, 0.6]))
@few
def test_the_damage_told_is_nearly_the_least_of_the_same_days(
    instance: Instance, size: int, rate: float
):
    pool, rules, result = chosen_list(instance)
    left = callable_rows(instance, result.chosen)
    assume(left)
    size = min(size, len(left))
    reserve = alternates.choose(pool, rules, result, reserve=size, dropout=rate)
    panel = Panel.of(pool, rules, result.chosen)
    dropped = damage.drawn(panel, np.full(len(result.chosen), rate), reserve.days, 1)
    harms = {}
    for day in {tuple(day) for day in dropped.tolist()}:
        staying = result.chosen[~np.array(day)].tolist()
        harms[day] = least_harm(instance, staying, reserve.order, len(result.chosen))
    least = Fraction(sum(harms[tuple(day)] for day in dropped.tolist()), reserve.days)
    assert least <= reserve.damage <= min(least + Fraction(1, 10), reserve.damage_without)


@given(instance=instances(), order=st.randoms(use_true_random=False))
@few
def test_the_order_of_the_file_changes_nothing(instance: Instance, order):
    _, first = reserved(instance, 3)
    rows = list(range(len(instance.people)))
    order.shuffle(rows)
    shuffled = {code: [cells[row] for row in rows] for code, cells in instance.columns.items()}
    again = replace(instance, columns=shuffled)
    _, second = reserved(again, 3)
    names = [
        ([i.columns["id"][row] for row in r.order], r.damage)
        for i, r in ((instance, first), (again, second))
    ]
    assert names[0] == names[1]


@pytest.mark.parametrize("solver", Solver)
@given(
    table=st.lists(st.lists(st.booleans(), min_size=6, max_size=6), min_size=1, max_size=7),
    size=st.integers(1, 4),
)
@small
def test_a_cover_is_the_widest_of_its_size_with_either_solver(solver: Solver, table, size: int):
    fits = np.array(table)
    found = cover(fits, size, Means(only=solver))
    most = max(fits[:, list(people)].any(axis=1).sum() for people in combinations(range(6), size))
    assert found.outcome is Outcome.BEST
    assert len(found.people) <= size
    assert fits[:, list(found.people)].any(axis=1).sum() == most


def test_both_solvers_find_the_same_cover():
    rng = np.random.default_rng(2)
    for _ in range(5):
        fits = rng.random((40, 25)) < 0.12
        covers = [cover(fits, 6, Means(only=solver)) for solver in Solver]
        assert covers[0] == covers[1]


def _line() -> tuple[pools.Pool, rules_file.Rules, Result]:
    columns = {
        "id": ["a", "b", "c", "d", "e", "f", "g"],
        "score": ["9", "8", "7", "6", "5", "4", ""],
        "kind": ["red", "red", "blue", "red", "blue", "green", "red"],
        "status": ["", "", "required", "", "", "", "excluded"],
        "reason": ["", "", "chairs the meeting", "", "", "", ""],
    }
    text = '[panel]\nseats = 3\n[[quota]]\nname = "kinds"\neach = "kind"\nmin = 0\nmax = 2\n'
    text += '[[quota]]\nname = "blue"\nwhere = { kind = "blue" }\nmin = 1\n'
    pool = pools.read(columns)
    rules = rules_file.read(text, pool)
    return pool, rules, choose(pool, rules)


def test_ex_officio_people_are_replaced_only_as_the_rules_allow():
    pool, rules, result = _line()
    reserve = alternates.choose(pool, rules, result, reserve=2)
    assert result.chosen.tolist() == [0, 1, 2]
    assert reserve.replacement == {0: 3, 1: 3, 2: 4}


def test_excluded_people_never_stand_by():
    pool, rules, result = _line()
    assert set(alternates.choose(pool, rules, result, reserve=3).order) == {3, 4, 5}


def test_the_delegates_whom_nobody_can_replace_are_told():
    pool, rules, result = _line()
    reserve = alternates.choose(
        replace(pool, standing=pool.standing * 0 + _ONLY_F), rules, result, reserve=1
    )
    assert reserve.impossible.tolist() == [2]
    assert reserve.replacement == {0: 5, 1: 5}


_ONLY_F = np.array([0, 0, 1, 2, 2, 0, 2], dtype=np.int8)


def test_nobody_missing_means_no_damage():
    pool, rules, result = _line()
    reserve = alternates.choose(pool, rules, result, reserve=1, dropout=0)
    assert reserve.damage == reserve.damage_without == 0


def test_rates_of_single_people_count():
    pool, rules, result = _line()
    rates = np.zeros(len(pool))
    rates[2] = 1
    reserve = alternates.choose(pool, rules, result, reserve=1, dropout=rates)
    # An empty seat, and nobody blue.
    assert reserve.damage_without == 2
    assert reserve.damage == 0 or len(reserve.replacement) > 1


@pytest.mark.parametrize(
    ("size", "rate", "codes"),
    [
        (4, 0.1, ["reserve_too_large"]),
        (0, 0.1, ["reserve_too_small"]),
        (1, 1.5, ["dropout_out_of_range"]),
        (9, float("nan"), ["reserve_too_large", "dropout_out_of_range"]),
    ],
)
def test_bad_input_is_told_all_at_once(size: int, rate: float, codes: list[str]):
    with pytest.raises(Faulty) as refused:
        alternates.choose(*_line(), reserve=size, dropout=rate)
    assert sorted(fault.code for fault in refused.value.faults) == sorted(codes)


def test_every_rate_out_of_range_is_told_with_its_line():
    pool, rules, result = _line()
    rates = np.array([0.1, -1, 0.2, 2, 0, 0, 0])
    with pytest.raises(Faulty) as refused:
        alternates.choose(pool, rules, result, reserve=1, dropout=rates)
    assert [fault.line for fault in refused.value.faults] == [3, 5]


def test_of_a_big_pool_those_who_are_needed_are_looked_at(monkeypatch):
    pool, rules, result = _line()
    monkeypatch.setattr(alternates, "_CANDIDATES", 2)
    reserve = alternates.choose(pool, rules, result, reserve=1)
    assert reserve.order == (4,)
    assert reserve.coverage is Outcome.BEST
    assert not len(reserve.impossible)


def test_without_a_list_there_is_no_reserve():
    pool, rules, result = _line()
    nobody = replace(result, status=Status.INFEASIBLE, chosen=result.chosen[:0])
    with pytest.raises(Faulty) as refused:
        alternates.choose(pool, rules, nobody, reserve=1)
    assert [fault.code for fault in refused.value.faults] == ["list_missing"]
