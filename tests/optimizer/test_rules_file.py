from datetime import date
from fractions import Fraction

import pytest

from optimizer import pool as pools, rules_file
from optimizer.problem import Fault, Faulty, Pool, Rules

COLUMNS = {
    "id": ["a", "b", "c", "d"],
    "score": ["1.5", "2", "3.25", "99"],
    "gender": ["female", "female", "male", ""],
    "unit": ["X", "X", "Y", ""],
    "birth_date": ["16/04/1990", "1990", "", "01/01/2000"],
    "people": ["400", "400", "600", ""],
    "status": ["", "", "required", ""],
    "reason": ["", "", "ex officio", ""],
}


@pytest.fixture
def pool() -> Pool:
    return pools.read(COLUMNS)


def faults(text: str, pool: Pool) -> list[tuple[str, int | None]]:
    return [(fault.code, fault.line) for fault in found(text, pool)]


def found(text: str, pool: Pool) -> tuple[Fault, ...]:
    with pytest.raises(Faulty) as caught:
        rules_file.read(text, pool)
    return caught.value.faults


def members(where: str, pool: Pool) -> list[int]:
    day = "day = 2025-04-15"
    text = f'[panel]\nseats = 2\n{day}\n[[quota]]\nname = "q"\n{where}\nmax = 4\n'
    (quota,) = rules_file.read(text, pool).quotas
    return quota.members.tolist()


def test_a_whole_rules_file_is_read(pool: Pool):
    text = """
[panel]
min = 1
max = 3
day = 2025-04-15

[[quota]]
name = "Nữ"
where = { gender = "female" }
min_share = 0.35
soft = true
priority = 2

[[quota]]
name = "Mỗi đơn vị"
each = "unit"
max = 1
"""
    rules: Rules = rules_file.read(text, pool)
    assert (rules.fewest, rules.most, rules.day) == (1, 3, date(2025, 4, 15))
    women, x, y = rules.quotas
    assert (women.least_share, women.is_soft, women.priority) == (Fraction(7, 20), True, 2)
    assert [(q.label, q.members.tolist(), q.most) for q in (x, y)] == [
        ("Mỗi đơn vị: X", [0, 1], 1),
        ("Mỗi đơn vị: Y", [2], 1),
    ]


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        ('where = { gender = "female", unit = "X" }', [0, 1]),
        ('where = { unit = ["X", "Y"] }', [0, 1, 2]),
        ('where = { gender = { not = "female" } }', [2, 3]),
        ('where = { gender = { not = ["female", "male"] } }', [3]),
        ('where = { not = { unit = "X" } }', [2, 3]),
        ('where = { any = [ { unit = "Y" }, { people = { max = 400 } } ] }', [0, 1, 2]),
        ('where = { all = [ { unit = "X" }, { birth_date = "1990" } ] }', [1]),
        ("where = { people = { min = 400, max = 599.5 } }", [0, 1]),
        ("where = { age = { max = 34 } }", [0, 3]),
        ("where = { age = { min = 35 } }", [1]),
        ('where = { gender = "female" }\nunless = { people = { min = 400 } }', []),
        ("", [0, 1, 2, 3]),
    ],
)
def test_where_tells_who_is_counted(where: str, expected: list[int], pool: Pool):
    assert members(where, pool) == expected


def test_a_year_of_birth_counts_by_years_and_a_date_by_the_day(pool: Pool):
    assert 0 in members("where = { age = 34 }", pool)
    assert 1 in members("where = { age = 35 }", pool)


def test_every_fault_is_told_at_once_with_its_line(pool: Pool):
    text = """
[panel]
seats = 5
daj = 2025-04-15

[[quota]]
name = "Nữ"
where = { any = [ { gender = "femal" }, { age = { max = 30 } } ], unti = "X" }
min_share = 1.5
max = -1

[[quota]]
each = "unt"
[quota.where]
gender = ["female",
   "malex"]

[[quota]]
name = "Nam"
where = { gender = "male" }
max = 0

[[quota]]
name = "Nam"
where = { gender = "male" }
min = 2
max = 1
"""
    assert faults(text, pool) == [
        ("seats_over_nominees", 3),
        ("key_unknown", 4),
        ("value_unknown", 8),
        ("day_missing", 8),
        ("column_unknown", 8),
        ("share_over_one", 9),
        ("negative", 10),
        ("key_missing", 12),
        ("bound_missing", 12),
        ("column_unknown", 13),
        ("value_unknown", 16),
        ("required_over_quota", 18),
        ("quota_name_taken", 24),
        ("bounds_cross", 26),
    ]


def test_a_fault_names_its_column_too(pool: Pool):
    text = '[panel]\nseats = 2\n[[quota]]\nname = "q"\nwhere = { gender = "men" }\nmin = 1\n'
    (fault,) = found(text, pool)
    assert (fault.line, fault.column) == (5, 21)
    assert text.splitlines()[4][20:23] == "men"


@pytest.mark.parametrize(
    ("panel", "code"),
    [
        ("seats = 2.5", "not_number"),
        ("seats = true", "not_number"),
        ("seats = -1", "negative"),
        ("seats = 0", "seats_none"),
        ("min = 3\nmax = 2", "bounds_cross"),
        ("min = 3", "seats_missing"),
        ("seats = 3\nmax = 4", "seats_twice"),
        ('seats = 3\nday = "15/04/2025"', "not_date"),
    ],
)
def test_a_wrong_panel_is_refused(panel: str, code: str, pool: Pool):
    told = [code for code, _ in faults(f"[panel]\n{panel}\n", pool)]
    assert told.count(code) == 1


@pytest.mark.parametrize(
    ("quota", "code"),
    [
        ("min = 300\nmax_share = 0.5", "bounds_cross"),
        ("min_share = 0.6\nmax_share = 0.5", "bounds_cross"),
        ("max = 2.0", "not_number"),
        ("min_share = nan", "not_number"),
        ('min_share = "0.5"', "not_number"),
        ("min = 1\nsoft = 1", "not_boolean"),
        ("soft = true", "bound_missing"),
        ("min = 1\nwhere = 5", "condition_not_table"),
        ("min = 1\nwhere = { any = { gender = 'male' } }", "condition_not_list"),
        ("min = 1\nwhere = { gender = [] }", "values_missing"),
        ("min = 1\nwhere = { gender = { min = 1 } }", "column_not_numeric"),
        ("min = 1\nwhere = { people = { min = 5, max = 4 } }", "bounds_cross"),
        ("min = 1\nwhere = { people = { least = 5 } }", "key_unknown"),
        ("min_share = 1\nwhere = { gender = 'female' }", "required_outside_quota"),
    ],
)
def test_a_wrong_quota_is_refused(quota: str, code: str, pool: Pool):
    text = f'[panel]\nseats = 3\n[[quota]]\nname = "q"\n{quota}\n'
    assert code in [code for code, _ in faults(text, pool)]


def test_a_text_that_is_no_toml_is_refused_where_it_breaks(pool: Pool):
    assert faults("[panel]\nseats = = 2\n", pool) == [("not_toml", 2)]


def test_shares_are_exact():
    columns = {"id": [f"p{k}" for k in range(200)], "score": ["1"] * 200}
    pool = pools.read(columns)
    text = '[panel]\nseats = 100\n[[quota]]\nname = "q"\nmin_share = 0.07\nmax_share = 0.29\n'
    (quota,) = rules_file.read(text, pool).quotas
    # In floats 0.07 × 100 is more than 7, and 0.29 × 100 less than 29.
    assert (quota.floor(100), quota.ceiling(100)) == (7, 29)


def test_brackets_nested_beyond_reading_are_a_fault():
    with pytest.raises(Faulty) as refused:
        rules_file.parse("a=" + "[" * 5000)
    assert [fault.code for fault in refused.value.faults] == ["too_deep"]


@pytest.mark.parametrize("depth", [60, 400, 4000])
def test_conditions_too_deep_in_one_another_are_told_at_their_line(depth: int, pool: Pool):
    where = "{ not = " * depth + "{}" + " }" * depth
    text = f'[panel]\nseats = 2\n[[quota]]\nname = "q"\nwhere = {where}\nmin = 1\n'
    assert faults(text, pool) == [("too_deep", 5)]


@pytest.mark.parametrize(
    ("bound", "code"),
    [
        ("min = 4611686018427387904\nsoft = true", "count_too_large"),
        ("min = 99999999999999999999999999\nsoft = true", "count_too_large"),
        (f"max = 0x{'f' * 5000}", "count_too_large"),
        (f"max_share = 0x{'f' * 5000}", "share_over_one"),
        (f"min_share = 0.{'3' * 101}", "share_too_fine"),
        ("min_share = 1e-99999999", "share_too_fine"),
        ("min_share = 1e99999999", "share_over_one"),
        ("min_share = 1e-99999999999999999999", "number_too_long"),
        (f"min = {'9' * 5000}", "number_too_long"),
    ],
)
def test_a_vast_or_fine_number_is_refused_where_it_stands(bound: str, code: str, pool: Pool):
    text = f'[panel]\nmin = 1\nmax = 3\n[[quota]]\nname = "q"\n{bound}\n'
    assert faults(text, pool) == [(code, 6)]


def test_a_share_may_end_in_many_zeros(pool: Pool):
    text = f'[panel]\nseats = 2\n[[quota]]\nname = "q"\nmin_share = 0.5{"0" * 60}\n'
    assert rules_file.read(text, pool).quotas[0].least_share == Fraction(1, 2)


@pytest.mark.parametrize(
    ("bounds", "least", "most"),
    [
        ("min = 2\nmax = 1", "2", "1"),
        ("min_share = 0.60\nmax_share = 0.5", "0.6", "0.5"),
        ("min = 2\nmax_share = 0.5", "2", "0.5 × 3 = 1.5"),
        ("min = 1\nmin_share = 0.9\nmax = 2", "0.9 × 3 = 2.7", "2"),
    ],
)
def test_bounds_that_cross_are_told_as_they_are_written(
    bounds: str, least: str, most: str, pool: Pool
):
    (fault,) = found(f'[panel]\nseats = 3\n[[quota]]\nname = "q"\n{bounds}\n', pool)
    assert (fault.code, fault.facts) == ("bounds_cross", {"least": least, "most": most})
