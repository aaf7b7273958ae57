from decimal import Decimal

import pytest
from hypothesis import given, strategies as st

from optimizer import pool as pools
from optimizer.problem import Faulty, Standing

GOOD = {"id": ["b", "a"], "score": ["87.30", "100"], "unit": ["X", ""]}


def faults(**columns: list[str]) -> list[tuple[str, int | None, int | str | None]]:
    with pytest.raises(Faulty) as caught:
        pools.read(columns)
    return [(fault.code, fault.line, fault.column) for fault in caught.value.faults]


def test_scores_are_exact_whole_units():
    pool = pools.read(GOOD)
    assert pool.scores.tolist() == [873, 1000]
    assert pool.points(873) == Decimal("87.3")


@pytest.mark.parametrize("score", ["83.1234567891", "0.0000000001", "1e-12"])
def test_finer_digits_that_somebody_wrote_are_refused(score: str):
    assert faults(id=["a"], score=[score]) == [("score_too_fine", 2, "score")]


def test_what_floats_leave_of_an_average_is_rounded_away():
    pool = pools.read({"id": ["a", "b"], "score": ["87.33333333333333", "87.333333333"]})
    assert pool.scores[0] == pool.scores[1]


def test_every_fault_is_told_at_once_by_line_and_column():
    assert faults(
        id=["a", "a", "", "d", "e", "f"],
        score=["NaN", "-1", "101", "", "x", "inf"],
        status=["required", "perhaps", "", "", "", ""],
    ) == [
        ("reason_missing", 2, "reason"),
        ("score_not_number", 2, "score"),
        ("id_taken", 3, "id"),
        ("status_unknown", 3, "status"),
        ("score_out_of_range", 3, "score"),
        ("id_missing", 4, "id"),
        ("score_out_of_range", 4, "score"),
        ("score_missing", 5, "score"),
        ("score_not_number", 6, "score"),
        ("score_not_number", 7, "score"),
    ]


def test_missing_columns_are_told_together():
    assert faults(name=["A"]) == [("column_missing", 1, "id"), ("column_missing", 1, "score")]


def test_an_empty_list_is_refused():
    assert faults(id=[], score=[]) == [("nobody", 1, "id")]


def test_somebody_required_needs_no_score_but_a_reason():
    pool = pools.read(
        {"id": ["a"], "score": [""], "status": ["required"], "reason": ["chairs the session"]}
    )
    assert pool.scores.tolist() == [0]
    assert pool.standing.tolist() == [Standing.REQUIRED]


@given(st.permutations(range(2)), st.permutations(list(GOOD)))
def test_the_digest_does_not_hang_on_order(rows: list[int], codes: list[str]):
    shuffled = {code: [GOOD[code][row] for row in rows] for code in codes}
    assert pools.digest(pools.read(shuffled)) == pools.digest(pools.read(GOOD))


def test_the_digest_sees_every_change():
    changes = [{"score": ["87.31", "100"]}, {"unit": ["", "X"]}, {"extra": ["", ""]}]
    digests = {pools.digest(pools.read({**GOOD, **change})) for change in [{}, *changes]}
    assert len(digests) == 4
