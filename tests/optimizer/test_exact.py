"""The exact score at ties, which the seeded order decides: asked alone, after others, at once."""

import pytest

from optimizer import explain, pool as pools, rules_file
from optimizer.exact import Again
from optimizer.selection import choose
from optimizer.solver import Clock, Means, Solver

ONE_OF_TWO = """
[panel]
min = 0
max = 1
"""
FIVE_OF_SIX = """
[panel]
seats = 5
"""
TIES = [
    (["A1", "b2"], ["2", "4"], ["X", "Y"], ONE_OF_TWO, [4, 3]),
    (
        ["1", "Đ2", "A3", "A4", "b5", "6"],
        ["2", "4", "1", "0", "3", "4"],
        ["X", "Y", "Z", "", "Y", "X"],
        FIVE_OF_SIX,
        [1, 1, 1, 1, 1, 1],
    ),
]


def asked(ids: list[str], scores: list[str], units: list[str], text: str) -> Again:
    pool = pools.read({"id": ids, "score": scores, "unit": units})
    rules = rules_file.read(text, pool)
    return Again(pool, rules, choose(pool, rules))


@pytest.mark.parametrize(("ids", "scores", "units", "text", "exact"), TIES)
def test_nobody_is_told_another_score_for_what_was_asked_before(
    ids: list[str], scores: list[str], units: list[str], text: str, exact: list[int]
):
    again = asked(ids, scores, units, text)
    rows = range(len(ids))
    for order in (rows, reversed(rows), rows):
        assert {row: again.score_to_enter(row) for row in order} == dict(enumerate(exact))
    bounds = explain.thresholds(again.pool, again.rules, again.result)
    assert again.thresholds(bounds).exact.tolist() == exact


@pytest.mark.parametrize(("ids", "scores", "units", "text", "exact"), TIES)
def test_a_score_is_the_least_with_which_choosing_anew_takes_the_person(
    ids: list[str], scores: list[str], units: list[str], text: str, exact: list[int]
):
    for row, needed in enumerate(exact):
        for score in (needed - 1, needed):
            changed = [*scores[:row], str(score), *scores[row + 1 :]]
            is_in = row in asked(ids, changed, units, text).result.chosen
            assert is_in == (score == needed)


def test_a_tie_that_is_not_decided_in_time_is_left_open():
    again = asked(*TIES[0][:4])
    hot = again.hot()
    program = again.program.with_bounds(int(again.place[0]), 1, 1)
    found = hot.bounded(program, hot.solved(program, again.means))
    again.means = Means(Clock(0), Solver.CBC)
    assert again.comes_first(program, found) is None
