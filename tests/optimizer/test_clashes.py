"""Sums that show why rules contradict one another."""

from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings

from optimizer import result_file, verify
from optimizer.clashes import Clash, Kind, clashes
from optimizer.problem import Faulty
from optimizer.selection import choose
from tests.optimizer.instances import Instance, best_by_trying, instances

COLUMNS = {
    "id": [f"p{n}" for n in range(8)],
    "score": [str(n) for n in range(8)],
    "kind": ["red"] * 3 + ["green"] * 3 + ["blue"] * 2,
    "side": ["left"] * 4 + ["right"] * 4,
    "status": ["proposed"] * 7 + ["excluded"],
    "reason": [""] * 7 + ["ill"],
}


def _clashes(seats: int, *quotas: Mapping[str, Any]) -> tuple[Clash, ...]:
    pool, rules = Instance(COLUMNS, {"seats": seats}, quotas).read()
    conflict = choose(pool, rules).conflict
    assert conflict is not None
    return clashes(pool, rules, conflict.quotas)


def _told(found: Sequence[Clash]) -> list[tuple[str, tuple[str, ...], int, int]]:
    return [
        (each.kind.value, tuple(q.label for q in each.quotas), each.need, each.have)
        for each in found
    ]


RED = {"name": "Red", "where": {"kind": "red"}}
GREEN = {"name": "Green", "where": {"kind": "green"}}
BLUE = {"name": "Blue", "where": {"kind": "blue"}}
LEFT = {"name": "Left", "where": {"side": "left"}}
EACH = {"name": "Each kind", "each": "kind"}


@pytest.mark.parametrize(
    ("seats", "quotas", "told"),
    [
        # One of the two blue ones is excluded.
        (4, [{**BLUE, "min": 2}], [("short", ("Blue",), 2, 1)]),
        (
            4,
            [{**RED, "min": 3}, {**GREEN, "min": 2}],
            [("least", ("Red", "Green"), 5, 4)],
        ),
        (
            6,
            [{**EACH, "max": 2}],
            [("most", ("Each kind: green", "Each kind: red"), 6, 5)],
        ),
        (
            4,
            [{**LEFT, "min": 3}, {**RED, "max": 1}],
            [("crowded", ("Left", "Red"), 3, 2)],
        ),
        (
            4,
            [{**LEFT, "max": 1}, {**RED, "min": 1}, {**GREEN, "min": 3}],
            [("forced", ("Left", "Red", "Green"), 2, 1)],
        ),
    ],
)
def test_a_conflict_is_shown_by_a_sum(
    seats: int, quotas: list[Mapping[str, Any]], told: list[tuple[str, tuple[str, ...], int, int]]
):
    assert _told(_clashes(seats, *quotas)) == told


def test_a_minimum_beside_required_people_is_shown_by_the_seats_that_they_leave():
    seated = {**COLUMNS, "status": ["required"] * 4 + ["proposed"] * 4, "reason": ["chair"] * 8}
    pool, rules = Instance(seated, {"seats": 5}, [{**BLUE, "min": 2}, {**RED, "min": 1}]).read()
    result = choose(pool, rules)
    assert result.conflict is not None
    assert _told(clashes(pool, rules, result.conflict.quotas)) == [("seated", ("Blue",), 2, 1)]
    told = result_file.written(pool, rules, result)
    assert verify.examine(pool, rules, told).findings == ()
    told["clashes"][0]["have"] = 0
    assert verify.examine(pool, rules, told).findings != ()


def test_every_quota_that_the_pool_is_too_small_for_is_told():
    quotas = [{**BLUE, "min": 3}, {**EACH, "min": 4}, {**RED, "min": 1}]
    told = _told(_clashes(4, *quotas))
    assert [clash[1] for clash in told] == [
        ("Blue",),
        ("Each kind: blue",),
        ("Each kind: green",),
        ("Each kind: red",),
    ]


@given(instance=instances())
@settings(max_examples=80, suppress_health_check=[HealthCheck.filter_too_much])
def test_whatever_is_told_needs_more_than_there_can_be(instance: Instance):
    try:
        pool, rules = instance.read()
    except Faulty:
        assume(False)
    hard = [quota for quota in rules.quotas if not quota.is_soft]
    found = clashes(pool, rules, hard)
    assert all(clash.need > clash.have for clash in found)
    if found:
        assert best_by_trying(instance) is None
    assert Kind.SHORT not in {clash.kind for clash in found if len(clash.quotas) > 1}
