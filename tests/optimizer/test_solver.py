"""What solvers claim is not the proof: one that errs is found out."""

import numpy as np
import pytest

from optimizer import model, pool as pools, rules_file, solver as solvers
from optimizer.problem import Pool, Rules, Status, Whole
from optimizer.program import Program, Rows
from optimizer.selection import choose
from optimizer.solver import Means, Outcome, Solver

# There are lists, but with CBC's preprocessing it claims that there is none.
NOMINEES = {
    "id": [f"p{number}" for number in range(10)],
    "score": ["3", "12", "6", "3", "1", "2", "5", "7", "8", "5"],
    "gender": ["m", "f", "m", "f", "f", "m", "f", "f", "m", "f"],
    "field": ["c", "a", "a", "a", "b", "a", "b", "b", "a", "a"],
}
RULES = """
[panel]
min = 9
max = 10
[[quota]]
name = "women of each field"
where = { gender = "f" }
each = "field"
min = 2
min_share = 0.5
soft = true
priority = 2
[[quota]]
name = "women"
where = { gender = "f" }
max = 5
"""

HALF = (np.zeros(1, dtype=np.int32), 2, 1, 1)


def fewest_misses(pool: Pool, rules: Rules) -> tuple[Program, Whole]:
    """Give the program whose answer misses as little as can be."""
    built = model.build(pool, rules)
    cost = np.zeros(built.program.width, dtype=np.int64)
    for _, columns in built.misses:
        cost[columns] = -1
    return built.program, cost


@pytest.fixture
def problem() -> tuple[Pool, Rules]:
    pool = pools.read(NOMINEES)
    return pool, rules_file.read(RULES, pool)


@pytest.mark.parametrize("solver", [None, *Solver])
def test_a_list_that_preprocessing_loses_is_found(
    problem: tuple[Pool, Rules], solver: Solver | None
):
    result = choose(*problem, solver=solver)
    assert result.status is Status.OPTIMAL
    assert (result.misses, result.score) == (((2, 5),), 51)


def test_one_solver_alone_is_not_believed_that_there_is_no_list(
    problem: tuple[Pool, Rules], monkeypatch: pytest.MonkeyPatch
):
    erring = [option for option in solvers._CBC_OPTIONS if not option.startswith("preprocess")]
    monkeypatch.setattr(solvers, "_CBC_OPTIONS", tuple(erring))
    misled = Means(only=Solver.CBC).maximize(*fewest_misses(*problem))
    assert misled.outcome is Outcome.IMPOSSIBLE
    assert choose(*problem).status is Status.OPTIMAL


def test_what_both_solvers_call_impossible_is():
    program = Program.build(np.zeros(1, np.int64), np.ones(1, np.int64), Rows.of([HALF]))
    answer = Means().maximize_surely(program, np.ones(1, np.int64), first=Solver.CBC)
    assert answer.outcome is Outcome.IMPOSSIBLE
