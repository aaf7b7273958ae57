"""Programs without people or without an aim: told right by every solver, and by sifting."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from optimizer.program import Program, Rows
from optimizer.sifting import best
from optimizer.solver import Means, Outcome, Solver


@st.composite
def programs(draw: st.DrawFn) -> Program:
    """Draw up to six columns of up to two, under up to four narrow rows."""
    width = draw(st.integers(1, 6))
    upper = np.array(draw(st.lists(st.integers(0, 2), min_size=width, max_size=width)))
    entries = []
    for _ in range(draw(st.integers(1, 4))):
        columns = sorted(draw(st.sets(st.integers(0, width - 1), min_size=1)))
        weights = draw(st.lists(st.integers(-3, 3), min_size=len(columns), max_size=len(columns)))
        lower = draw(st.integers(-2, 3))
        bounds = lower, lower + draw(st.integers(0, 1))
        entries.append((np.array(columns, dtype=np.int32), np.array(weights), *bounds))
    return Program.build(np.zeros(width, dtype=np.int64), upper, Rows.of(entries))


@given(programs())
@settings(max_examples=60)
def test_without_an_aim_there_is_a_list_exactly_where_trying_finds_one(program: Program):
    tried = product(*(range(highest + 1) for highest in program.upper.tolist()))
    is_possible = any(program.holds(np.array(values)) for values in tried)
    nothing = np.zeros(program.width, dtype=np.int64)
    outcomes = [Means(only=solver).maximize(program, nothing).outcome for solver in Solver]
    outcomes.append(best(program, nothing, Means()).outcome)
    assert {outcome is Outcome.BEST for outcome in outcomes} == {is_possible}


@pytest.mark.parametrize(
    ("lower", "upper", "outcome"),
    [
        (0, 0, Outcome.BEST),
        (-1, 1, Outcome.BEST),
        (1, 2, Outcome.IMPOSSIBLE),
    ],
)
def test_a_program_without_columns_is_possible_if_its_rows_allow_nothing(
    lower: int, upper: int, outcome: Outcome
):
    nobody = np.zeros(0, dtype=np.int64)
    row = (np.zeros(0, dtype=np.int32), 1, lower, upper)
    program = Program.build(nobody, nobody, Rows.of([row]))
    assert best(program, nobody, Means()).outcome is outcome
