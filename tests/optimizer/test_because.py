"""Which quotas decided about a person."""

from optimizer.because import because
from optimizer.selection import choose
from tests.optimizer.instances import Instance

COLUMNS = {
    "id": ["anh", "binh", "chi", "dao", "em"],
    "score": ["90", "80", "70", "60", "50"],
    "gender": ["male", "male", "male", "female", "female"],
    "status": ["proposed"] * 5,
}


def _because(*quotas: dict[str, object]) -> dict[str, tuple[str, ...]]:
    pool, rules = Instance(COLUMNS, {"seats": 2}, quotas).read()
    return dict(zip(COLUMNS["id"], because(pool, choose(pool, rules)), strict=True))


def test_a_quota_with_no_more_than_it_needs_speaks_for_its_people():
    told = _because({"name": "Women", "where": {"gender": "female"}, "min": 1})
    assert told == {"anh": (), "binh": (), "chi": (), "dao": ("Women",), "em": ()}


def test_a_full_quota_speaks_against_its_people_left_out():
    told = _because({"name": "Men", "where": {"gender": "male"}, "max": 1})
    assert told == {"anh": (), "binh": ("Men",), "chi": ("Men",), "dao": (), "em": ()}


def test_points_alone_name_no_quota():
    told = _because({"name": "Men", "where": {"gender": "male"}, "max": 2})
    assert set(told.values()) == {()}


def test_who_is_required_is_there_for_a_reason_of_its_own():
    columns = COLUMNS | {"status": ["proposed"] * 4 + ["required"], "reason": [""] * 4 + ["chair"]}
    women = {"name": "Women", "where": {"gender": "female"}, "min": 1}
    pool, rules = Instance(columns, {"seats": 2}, [women]).read()
    assert because(pool, choose(pool, rules))[4] == ()
