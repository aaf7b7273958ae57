from itertools import product

import numpy as np
from hypothesis import given, strategies as st

from optimizer.merging import merged
from optimizer.program import DUAL_SCALE, OPEN, Program, Rows
from optimizer.relaxation import slacks

WIDTH = 5


@st.composite
def programs(draw: st.DrawFn) -> Program:
    """Draw a program of five columns that are 0 or 1 and up to four rows, with big weights too."""
    weights = st.sampled_from([-3, -1, 1, 1, 1, 200, 70_000, 5 * 10**9])
    entries = []
    for _ in range(draw(st.integers(1, 4))):
        columns = sorted(draw(st.sets(st.integers(0, WIDTH - 1), min_size=1)))
        row = np.array([draw(weights) for _ in columns], dtype=np.int64)
        low = draw(st.sampled_from([-OPEN, -2, 0, 1]))
        high = draw(st.sampled_from([OPEN, 1, 2, 10**10]))
        entries.append((np.array(columns, dtype=np.int32), row, low, high))
    lower = np.zeros(WIDTH, dtype=np.int64)
    return Program.build(lower, lower + 1, Rows.of(entries))


def points(program: Program) -> list[np.ndarray]:
    every = (np.array(x, dtype=np.int64) for x in product((0, 1), repeat=program.width))
    return [x for x in every if program.holds(x)]


prices = st.lists(st.integers(-3 * DUAL_SCALE, 3 * DUAL_SCALE), min_size=4, max_size=4)
costs = st.lists(st.integers(-9, 9), min_size=WIDTH, max_size=WIDTH)


@given(program=programs(), prices=prices, cost=costs)
def test_any_prices_bound_every_point(program: Program, prices: list[int], cost: list[int]):
    paid = np.array(cost, dtype=np.int64)
    duals = program.safe(np.array(prices[: program.height], dtype=np.int64))
    bound = program.bound(paid, duals)
    assert all(int(paid @ x) * DUAL_SCALE <= bound for x in points(program))


@given(program=programs(), prices=prices, cost=costs, slack=st.integers(0, 9 * DUAL_SCALE))
def test_rows_pressed_by_prices_keep_every_point_within_the_slack(
    program: Program, prices: list[int], cost: list[int], slack: int
):
    paid = np.array(cost, dtype=np.int64)
    duals = program.safe(np.array(prices[: program.height], dtype=np.int64))
    bound = program.bound(paid, duals)
    pressed = program.pressed(duals, slack)
    for x in points(program):
        if bound - int(paid @ x) * DUAL_SCALE <= slack:
            assert pressed.holds(x)


def test_rows_of_many_columns_are_priced_as_they_were_written():
    rng = np.random.default_rng(6)
    width, height = 150_000, 7
    dense = rng.choice([0, 0, 1, -2, 300], (height, width))
    entries = [
        (np.flatnonzero(row).astype(np.int32), row[np.flatnonzero(row)], 0, 1) for row in dense
    ]
    ones = np.ones(width, dtype=np.int64)
    program = Program.build(0 * ones, ones, Rows.of(entries))
    duals = rng.integers(-(10**8), 10**8, height)
    cost = rng.integers(-100, 100, width)
    assert (program.reduced(cost, duals) == cost * DUAL_SCALE - duals @ dense).all()
    assert (program.activity(ones) == dense.sum(axis=1)).all()


@given(program=programs())
def test_slacks_keep_the_points_of_the_plain_program(program: Program):
    loose = program.beside(slacks(program))
    rest = np.zeros(loose.width - program.width, dtype=np.int64)
    assert all(loose.holds(np.concatenate((x, rest))) for x in points(program))


@given(program=programs())
def test_merging_keeps_whether_there_is_a_point(program: Program):
    small = merged(program)
    ranges = [range(low, high + 1) for low, high in zip(small.lower, small.upper, strict=True)]
    assert any(small.holds(np.array(x, dtype=np.int64)) for x in product(*ranges)) == bool(
        points(program)
    )


@given(program=programs())
def test_rows_that_cannot_be_left_need_no_bounds(program: Program):
    assert len(points(program.bared())) == len(points(program))
