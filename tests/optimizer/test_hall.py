"""Who sits beside or behind whom, from positions alone."""

from optimizer.hall import Hall, Seat


def seat(row: int, x: float, y: float, block: str = "b") -> Seat:
    return Seat(f"{row}:{x}", str(row), str(x), x, y, block=block)


def touching(hall: Hall) -> set[frozenset[str]]:
    return {
        frozenset((hall.seats[at].guid, hall.seats[other].guid))
        for at, others in enumerate(hall.neighbours)
        for other in others
    }


def grid(xs: list[float], ys: list[float]) -> Hall:
    return Hall(tuple(seat(row, x, y) for row, y in enumerate(ys) for x in xs))


def test_seats_side_by_side_and_behind_one_another_touch():
    hall = grid([0, 30], [0, 40])
    assert touching(hall) == {
        frozenset(("0:0", "0:30")),
        frozenset(("1:0", "1:30")),
        frozenset(("0:0", "1:0")),
        frozenset(("0:30", "1:30")),
    }


def test_a_gap_of_over_one_and_a_half_spacings_parts():
    at_the_limit = grid([0, 30, 60, 105, 135, 165], [0])
    assert len(at_the_limit.pieces(range(6))) == 1
    over_it = grid([0, 30, 60, 106, 136, 166], [0])
    assert len(over_it.pieces(range(6))) == 2


def test_a_cross_aisle_parts_rows():
    hall = grid([0, 30, 60], [0, 40, 80, 160, 200])
    assert [len(block) for block in hall.blocks(range(15))] == [3, 2]


def test_blocks_of_two_names_never_touch():
    hall = Hall((seat(0, 0, 0, "a"), seat(1, 0, 1, "b")))
    assert touching(hall) == set()


def test_the_halves_of_a_row_are_one_row():
    hall = Hall((seat(0, 0, 0), seat(1, 30, 0), seat(2, 60, 0)))
    assert hall.depth == (0, 0, 0)
    assert len(hall.pieces(range(3))) == 1


def test_rows_shifted_by_half_a_seat_touch_both_behind():
    hall = Hall(
        tuple(seat(row, x + 15 * (row % 2), 40 * row) for row in range(3) for x in (0, 30, 60))
    )
    assert len(hall.pieces(range(9))) == 1
    assert frozenset(("0:30", "1:45")) in touching(hall)


def test_depth_counts_from_the_least_y():
    hall = grid([0, 30], [200, 0, 100])
    assert [hall.depth[at] for at in (0, 2, 4)] == [2, 0, 1]
