"""What the offices ask for, rule by rule: each list is counted again from the columns."""

import pytest

from optimizer import pool as pools, rules_file, verify
from optimizer.problem import Faulty, Pool
from optimizer.result_file import written
from optimizer.selection import choose

PANEL = "[panel]\nseats = {seats}\nday = 2025-04-15\n"


def chosen(columns: dict[str, list[str]], seats: int, text: str) -> list[str]:
    pool = read(columns)
    rules = rules_file.read(PANEL.format(seats=seats) + text, pool)
    return pool.ids[choose(pool, rules).chosen].tolist()


def read(columns: dict[str, list[str]]) -> Pool:
    count = len(next(iter(columns.values())))
    scores = [str(count - row) for row in range(count)]
    return pools.read({"id": [f"p{row}" for row in range(count)], "score": scores} | columns)


def faults(columns: dict[str, list[str]], text: str, panel: str = PANEL.format(seats=2)):
    with pytest.raises(Faulty) as refused:
        rules_file.read(panel + text, read(columns))
    return [(fault.code, fault.line, fault.column) for fault in refused.value.faults]


def test_of_a_household_only_one_is_chosen():
    text = '[[quota]]\nname = "Hộ"\neach = "household"\nmax = 1\n'
    columns = {"household": ["H1", "H1", "H2", "H2", "", ""]}
    assert chosen(columns, 4, text) == ["p0", "p2", "p4", "p5"]


def test_a_joint_rule_counts_those_who_are_all_of_it():
    text = '[[quota]]\nname = "Nữ trẻ dân tộc thiểu số"\nmin_share = 0.15\nwhere = { '
    text += 'gender = "female", age = { max = 34 }, ethnic_group = { not = "Kinh" } }\n'
    columns = {
        "gender": ["male"] * 6 + ["female"] * 4,
        "ethnic_group": ["Kinh"] * 6 + ["Kinh", "Tày", "Nùng", "Dao"],
        "birth_date": ["1980"] * 6 + ["2000", "15/04/1990", "16/04/1990", "1995"],
    }
    # 15 % of 5 is one; p6 is Kinh, and p7 has turned 35 on the day.
    assert chosen(columns, 5, text) == ["p0", "p1", "p2", "p3", "p8"]
    # 15 % of 7 is 1.05, which takes two.
    assert chosen(columns, 7, text) == ["p0", "p1", "p2", "p3", "p4", "p8", "p9"]


def test_a_big_village_may_send_more_than_two():
    text = '[[quota]]\nname = "Thôn"\neach = "village"\nmax = 2\n'
    text += "unless = { village_population = { min = 500 } }\n"
    columns = {
        "village": ["Nà Lọa"] * 3 + ["Khòn Nưa"] * 3 + ["Bản Dù"] * 2,
        "village_population": ["500"] * 3 + ["499"] * 3 + [""] * 2,
    }
    assert chosen(columns, 6, text) == ["p0", "p1", "p2", "p3", "p4", "p6"]


def test_who_is_there_by_office_counts_inside_the_quotas():
    text = '[[quota]]\nname = "Lãnh đạo"\nwhere = { composition_group = "leader" }\nmax = 1\n'
    columns = {
        "composition_group": ["leader", "direct", "direct", "leader"],
        "status": ["", "", "", "required"],
        "reason": ["", "", "", "Chủ tịch"],
    }
    assert chosen(columns, 2, text) == ["p1", "p3"]


def test_who_is_settled_before_the_choice_has_a_reason_and_an_author():
    pool = read(
        {
            "status": ["required", "excluded", ""],
            "reason": ["Chủ trì", "", ""],
            "author": ["Ban Thường vụ", "", ""],
        }
    )
    rules = rules_file.read(PANEL.format(seats=2), pool)
    told = written(pool, rules, choose(pool, rules))
    assert [person["settled"] for person in told["people"]] == [
        {"reason": "Chủ trì", "author": "Ban Thường vụ"},
        {"reason": "", "author": ""},
        None,
    ]
    assert verify.check(pool, rules, told) == []
    told["people"][0]["settled"]["author"] = "ai đó"
    assert [finding.code for finding in verify.check(pool, rules, told)] == ["person_differs"]


BIRTHS = ["15/04/1995", "16/04/1995", "1980", "01/01/1965", "15/04/1965", ""]
BANDS = "[bands]\nage = [30, 45, 60]\n"


def test_bands_of_age_are_counted_on_the_day():
    pool = read({"birth_date": BIRTHS})
    text = PANEL.format(seats=2) + BANDS
    text += '[[quota]]\nname = "Tuổi"\neach = "age_band"\nmax = 1\n'
    rules = rules_file.read(text, pool)
    assert {quota.value: quota.members.tolist() for quota in rules.quotas} == {
        "<30": [1],
        "30-44": [0],
        "45-59": [2],
        "60+": [3, 4],
    }


def test_a_band_is_named_like_any_value():
    where = '[[quota]]\nname = "Trẻ"\nwhere = { age_band = ["<30", "30-44"] }\nmin = 2\n'
    assert chosen({"birth_date": BIRTHS}, 3, BANDS + where) == ["p0", "p1", "p2"]


def test_a_band_that_nobody_is_in_may_be_named_another_may_not():
    nobody = '[[quota]]\nname = "Trẻ"\nwhere = { age_band = "<30" }\nmax = 1\n'
    columns = {"birth_year": ["1950", "1960"]}
    rules_file.read(PANEL.format(seats=2) + BANDS + nobody, read(columns))
    other = nobody.replace("<30", "<31")
    assert faults(columns, BANDS + other) == [("value_unknown", 8, 23)]


def test_other_numbers_have_bands_too():
    text = "[bands]\nvillage_population = [500]\n"
    text += '[[quota]]\nname = "Thôn nhỏ"\nwhere = { village_population_band = "<500" }\nmin = 1\n'
    assert chosen({"village_population": ["500", "700", "499"]}, 1, text) == ["p2"]


def test_a_column_of_bands_in_the_file_stands():
    text = BANDS + '[[quota]]\nname = "Trẻ"\nwhere = { age_band = "trẻ" }\nmin = 1\n'
    assert chosen({"birth_year": ["1960", "1950"], "age_band": ["", "trẻ"]}, 1, text) == ["p1"]


@pytest.mark.parametrize(
    ("bands", "code"),
    [
        ("age = [30, 30]", "bands_not_rising"),
        ("age = []", "bands_not_rising"),
        ("age = [30.5]", "bands_not_rising"),
        ("age = 30", "bands_not_rising"),
        ("height = [150]", "column_unknown"),
        ("gender = [1]", "column_not_numeric"),
    ],
)
def test_wrong_bands_are_refused_where_they_stand(bands: str, code: str):
    columns = {"birth_date": ["1990", "1980"], "gender": ["male", "female"]}
    assert faults(columns, f"[bands]\n{bands}\n") == [(code, 5, 1)]


def test_bands_of_age_need_a_day():
    told = faults({"birth_date": ["1990", "1980"]}, BANDS, "[panel]\nseats = 2\n")
    assert told == [("day_missing", 4, 1)]


def test_a_required_person_whom_a_quota_keeps_out_is_told_with_the_other_faults():
    text = '[[quota]]\nname = "Nữ"\nwhere = { gender = "female" }\nmin_share = 1\n'
    text += '[[quota]]\nname = "Nam"\nwhere = { gender = "male" }\nmax = 0\n'
    text += '[[quota]]\nname = "Kinh"\nmin = 3\nmax = 2\nwhere = { nation = "Kinh" }\n'
    columns = {"gender": ["male", "female", "female"], "status": ["required", "", ""]}
    columns["reason"] = ["Chủ trì", "", ""]
    assert faults(columns, text) == [
        ("required_outside_quota", 4, 1),
        ("required_over_quota", 8, 1),
        ("bounds_cross", 14, 1),
        ("column_unknown", 16, 11),
    ]


def test_every_fault_of_the_nominees_is_told_at_once():
    with pytest.raises(Faulty) as refused:
        pools.read(
            {
                "id": ["a", "a", "b", "c", "d"],
                "score": ["NaN", "-1", "100.1", "inf", ""],
                "status": ["", "", "", "perhaps", "required"],
            }
        )
    assert [(fault.code, fault.line, fault.column) for fault in refused.value.faults] == [
        ("score_not_number", 2, "score"),
        ("id_taken", 3, "id"),
        ("score_out_of_range", 3, "score"),
        ("score_out_of_range", 4, "score"),
        ("status_unknown", 5, "status"),
        ("score_not_number", 5, "score"),
        ("reason_missing", 6, "reason"),
    ]


def test_wrong_bands_leave_the_others_to_be_counted():
    text = PANEL.format(seats=2) + "[bands]\nage = [30]\nheight = [2]\n"
    pool = rules_file.with_bands(text, read({"birth_year": ["1990", "2000"]}))
    assert pool.columns["age_band"].tolist() == ["30+", "<30"]
    assert "height_band" not in pool.columns
