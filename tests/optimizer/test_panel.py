import tracemalloc

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from optimizer import damage, explain, pool as pools, rules_file
from optimizer.damage import Days
from optimizer.panel import Panel
from optimizer.problem import Pool, Result, Rules
from optimizer.selection import choose
from tests.optimizer.instances import Instance, instances
from tests.optimizer.swapping import chosen_list

HOUSEHOLDS = 5_000
ROOM = 60 << 20
"""Bytes; a table of all these people by all these households has 200 million."""


@pytest.fixture(scope="module")
def chosen() -> tuple[Pool, Rules, Result]:
    """Choose ten people of ten thousand, two to a household, no two of one."""
    people = range(2 * HOUSEHOLDS)
    pool = pools.read(
        {
            "id": [f"n{n}" for n in people],
            "score": [str(n % 100) for n in people],
            "household": [f"h{n % HOUSEHOLDS}" for n in people],
        }
    )
    text = '[panel]\nseats = 10\n[[quota]]\nname = "Hộ"\neach = "household"\nmin = 0\nmax = 1\n'
    rules = rules_file.read(text, pool)
    return pool, rules, choose(pool, rules)


def peak(look) -> int:
    tracemalloc.start()
    try:
        look()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_many_small_quotas_make_no_wide_table_of_replacements(chosen):
    pool, rules, result = chosen
    panel = Panel.of(pool, rules, result.chosen)
    assert peak(lambda: panel.fits(panel.outside)) < ROOM


def test_many_small_quotas_make_no_wide_table_of_exchanges(chosen):
    pool, _, result = chosen
    assert peak(lambda: explain.exchanges(pool, result)) < ROOM


def test_the_damage_looks_only_at_quotas_that_the_people_at_hand_can_break(chosen):
    pool, rules, result = chosen
    panel = Panel.of(pool, rules, result.chosen)
    other = (result.chosen[0] + HOUSEHOLDS) % len(pool)
    kept = panel.among(np.array([other], dtype=np.int32)).quotas
    assert [quota.value for quota in kept] == [f"h{other % HOUSEHOLDS}"]


@given(instance=instances(), seed=st.integers(0, 9))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.filter_too_much])
def test_quotas_that_nobody_at_hand_can_break_do_no_damage(instance: Instance, seed: int):
    pool, rules, result = chosen_list(instance)
    panel = Panel.of(pool, rules, result.chosen)
    dropped = damage.drawn(panel, np.full(len(result.chosen), 0.4), 20, seed)
    at_hand = panel.outside[:3]
    assert with_all(panel, at_hand, dropped) == with_all(panel.among(at_hand), at_hand, dropped)


def with_all(panel: Panel, people, dropped) -> int:
    days = Days.without_reserve(panel, dropped)
    for person in damage.with_seat(panel.members(people)):
        days = days.joined(person)
    return days.total
