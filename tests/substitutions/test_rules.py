"""Which numbers are meant, which quotas move, and who else would do."""

import numpy as np
import pytest
from hypothesis import given, strategies as st

from congress.core.errors import Rejected
from congress.substitutions import rules
from optimizer import pool as pools, rules_file
from optimizer.problem import Pool, Rules

TEXTS = {
    "id": ["a", "b", "c", "d", "e"],
    "name": ["A", "B", "C", "D", "E"],
    "unit": ["x"] * 5,
    "gender": ["female", "male", "male", "female", "male"],
    "score": ["90", "80", "70", "60", "99"],
}
RULES = """
[panel]
seats = 2
day = 2025-04-15

[[quota]]
name = "Nữ"
where = { gender = "female" }
min = 1

[[quota]]
name = "Nam"
where = { gender = "male" }
max_share = 0.5
soft = true
priority = 1
"""


@pytest.fixture
def problem() -> tuple[Pool, Rules]:
    pool = pools.read(TEXTS)
    return pool, rules_file.read(RULES, pool)


def rows(*places: int) -> np.ndarray:
    return np.array(places, dtype=np.int32)


@given(st.lists(st.integers(0, 999_999), min_size=1), st.sampled_from([",", " ", "; ", ", "]))
def test_numbers_are_read_in_their_order_each_once(numbers: list[int], between: str):
    written = between.join(f"{number:03d}" for number in numbers)
    assert rules.numbers(written) == list(dict.fromkeys(numbers))


@pytest.mark.parametrize("text", ["", " , ", "12a", "-3", "1.5", "²", "1234567", "số 12"])
def test_what_is_no_number_is_refused(text: str):
    with pytest.raises(Rejected) as refused:
        rules.numbers(text)
    assert [(fault.code, fault.field) for fault in refused.value.faults] == [
        ("leavers_unreadable", "numbers")
    ]


def test_only_quotas_whose_count_changes_are_told(problem: tuple[Pool, Rules]):
    assert rules.shifts(*problem, rows(0, 1), rows(0, 2)) == []
    women, men = rules.shifts(*problem, rows(0, 1), rows(1, 2))
    assert (women.label, women.before, women.after, women.least, women.most) == (
        "Nữ",
        1,
        0,
        1,
        None,
    )
    assert (men.before, men.after, men.least, men.most, men.is_soft) == (1, 2, None, 1, True)
    assert not women.is_met
    assert not men.is_met


def test_the_others_who_would_do_come_by_score(problem: tuple[Pool, Rules]):
    pool, known = problem
    assert rules.others(pool, known, rows(0, 1), 1) == [4, 2, 3]
    assert rules.others(pool, known, rows(0, 1), 0) == [3]


@given(st.lists(st.text(min_size=1), max_size=9))
def test_many_quotas_are_cut_short(quotas: list[str]):
    assert rules.released_because(quotas).count(";") <= 3 + "".join(quotas).count(";")
