"""Columns as codes and values say what columns of texts say."""

from hypothesis import given, strategies as st

from optimizer import pool as pools
from optimizer.coded import Coded, Coder

TEXTS = st.lists(st.sampled_from(["", "Tày", "Nùng", "tày", "a"]), max_size=30)
KNOWN = "72c566095f54cd5c40b04574073ea7b7e8ac2d621d80b6f0335917bb3b68adb4"


@given(TEXTS, st.integers(1, 7))
def test_rows_come_back_as_they_went_in_whatever_the_pieces(cells: list[str], size: int):
    coder = Coder()
    for start in range(0, len(cells), size):
        coder.add(cells[start : start + size])
    column = coder.column()
    assert column.texts().tolist() == cells
    assert len(set(column.values)) == len(column.values)


@given(TEXTS)
def test_a_change_of_values_is_a_change_of_every_row(cells: list[str]):
    column = Coded.of(cells).mapped(str.lower)
    assert column.texts().tolist() == [cell.lower() for cell in cells]
    assert len(set(column.values)) == len(column.values)


@given(TEXTS, st.sampled_from(["", "Tày", "nobody"]))
def test_a_text_is_found_where_it_stands(cells: list[str], text: str):
    assert Coded.of(cells).holds(text).tolist() == [cell == text for cell in cells]


def test_the_digest_of_a_pool_never_changes_between_versions():
    pool = pools.read(
        {
            "id": ["b", "a", "ă", "10"],
            "score": ["87.30", "100", "", "5.5"],
            "unit": ["X", "", "Đ", "X"],
            "status": ["", "", "required", "excluded"],
            "reason": ["", "", "vì thế", ""],
        }
    )
    assert pools.digest(pool) == KNOWN
    assert pools.digest(pool, purpose="pseudonyms") != KNOWN
