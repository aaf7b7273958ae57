"""Merit against a bound: every point as if chosen anew, the last list found by halving."""

from fractions import Fraction

import pytest
from hypothesis import given, strategies as st

from congress.scenarios import curves, rules
from congress.scenarios.curves import bound_at, scale, spread, trace
from congress.scenarios.programs import Program
from congress.scenarios.rules import Move, moved
from optimizer import pool as pools, rules_file
from optimizer.problem import Status
from optimizer.selection import choose

TEXT = """[panel]
seats = 6

[[quota]]
name = "Nữ"
where = { gender = "female" }
min_share = 0.125
max = 5

[[quota]]
name = "Mỗi xã"
each = "unit"
min = 1
max = 4
"""
PEOPLE = 12
POOL = pools.read(
    {
        "id": [str(n) for n in range(PEOPLE)],
        "score": [str((7 * n) % 23) for n in range(PEOPLE)],
        "gender": ["female" if n % 3 else "male" for n in range(PEOPLE)],
        "unit": ["ABC"[n % 3 if n < 9 else 0] for n in range(PEOPLE)],
    }
)
RULES = rules_file.read(TEXT, POOL)
PROGRAM = Program(POOL, RULES)


def _trace(field: str) -> tuple[Move, list[curves.Point]]:
    move = next(each for each in rules.bounds(RULES) if each.field == field)
    return move, trace(lambda asked: PROGRAM.ask((asked,)), move, scale(move, 6))


@pytest.mark.parametrize(
    "field", ["quota-0-min_share", "quota-0-max", "quota-1-min", "quota-1-max"]
)
def test_every_point_is_the_best_list_of_its_value(field: str):
    move, points = _trace(field)
    for point in points:
        result = choose(POOL, moved(RULES, (bound_at(move, point.value),)))
        assert point.status is result.status
        assert point.score == (result.score if result.has_list else None)


@pytest.mark.parametrize(
    "field", ["quota-0-min_share", "quota-0-max", "quota-1-min", "quota-1-max"]
)
def test_merit_never_rises_as_the_bound_tightens(field: str):
    _, points = _trace(field)
    scores = [point.score for point in points if point.score is not None]
    assert scores == sorted(scores, reverse="-min" in field)


def test_one_value_beyond_the_last_list_is_shown():
    _, points = _trace("quota-1-min")
    assert [point.status for point in points][-2:] == [Status.OPTIMAL, Status.INFEASIBLE]
    assert [int(point.value) for point in points][-2:] == [2, 3]


def test_where_the_bound_stands_is_a_point_though_no_whole_percent():
    _, points = _trace("quota-0-min_share")
    assert Fraction(25, 2) in {point.value for point in points}


def test_a_bound_that_no_value_saves_gives_one_point():
    hopeless = rules_file.read(
        TEXT + '[[quota]]\nname = "A"\nwhere = { unit = "C" }\nmin = 5\n', POOL
    )
    program = Program(POOL, hopeless)
    move = next(each for each in rules.bounds(hopeless) if each.field == "quota-1-min")
    (point,) = trace(lambda asked: program.ask((asked,)), move, scale(move, 6))
    assert (point.status, point.score) == (Status.INFEASIBLE, None)


@given(first=st.integers(0, 100), more=st.integers(0, 200), most=st.integers(2, 30))
def test_steps_are_spread_from_end_to_end(first: int, more: int, most: int):
    steps = list(spread(first, first + more, most))
    assert (steps[0], steps[-1]) == (first, first + more)
    assert len(steps) <= max(most, 1)
    assert steps == sorted(set(steps))
