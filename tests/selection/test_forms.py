"""The rules as a form: what is shown, what is set, and what stays."""

import tomllib
from decimal import Decimal

import pytest
from flask import Flask
from hypothesis import given, settings, strategies as st

from congress.congresses import presets
from congress.core.errors import Fault
from congress.selection.forms import edited, placed, shown
from optimizer import pool as pools

TEXT = """# The plan: at most 300.
[panel]
seats = 4 # the hall's
day = 2025-04-15

[[quota]]
name = "Nhóm 70 %"
where = { composition_group = ["direct", "women"] }
min_share = 0.70 # by law

# Ours
[[quota]]
name = "Nữ"
where = { gender = "female" }
min = 1
soft = true
priority = 2

[[quota]]
name = "Mỗi xã"
each = "unit"
max = 3
"""
POOL = pools.read(
    {
        "id": ["1", "2", "3", "4"],
        "score": ["1", "2", "3", "4"],
        "gender": ["female", "female", "male", "female"],
        "composition_group": ["direct", "women", "guest", "direct"],
        "unit": ["A", "A", "B", "A"],
        "status": ["proposed", "proposed", "proposed", "excluded"],
        "reason": ["", "", "", "rút"],
    }
)


def test_nothing_typed_changes_nothing():
    assert edited(TEXT, {}) == (TEXT, [])


def test_what_is_typed_as_it_stands_changes_nothing():
    typed = {
        "panel-seats": "4",
        "panel-day": "2025-04-15",
        "quota-0-min_share": "70",
        "quota-0-priority": "",
        "quota-1-min": "1",
        "quota-1-soft": "1",
        "quota-1-priority": "2",
    }
    assert edited(TEXT, typed) == (TEXT, [])


def test_only_the_numbers_change_and_comments_stay():
    typed = {"panel-seats": "5", "quota-0-min_share": "75", "quota-2-max": "2"}
    text, faults = edited(TEXT, typed)
    expected = TEXT.replace("seats = 4", "seats = 5").replace("0.70", "0.75")
    assert (text, faults) == (expected.replace("max = 3", "max = 2"), [])


@pytest.mark.parametrize(
    ("percent", "share"),
    [("70", "0.70"), ("7,5", "0.075"), ("12.25", "0.1225"), ("100 %", "1.00"), ("0", "0.00")],
)
def test_a_percent_is_kept_exact(percent: str, share: str):
    text, _ = edited(TEXT, {"quota-0-min_share": percent})
    assert f"min_share = {share} # by law" in text


def test_an_emptied_bound_goes_and_a_new_one_comes_into_its_quota():
    text, _ = edited(TEXT, {"quota-1-min": "", "quota-1-max": "9", "quota-0-max_share": "90"})
    quotas = tomllib.loads(text, parse_float=Decimal)["quota"]
    assert ("min" in quotas[1], quotas[1]["max"]) == (False, 9)
    assert quotas[0]["max_share"] == Decimal("0.90")
    assert "# Ours\n[[quota]]" in text


def test_a_quota_with_a_table_of_its_own_takes_a_new_bound():
    text = '[panel]\nseats = 4\n\n[[quota]]\nname = "Nữ"\n\n[quota.where]\ngender = "female"\n'
    after, _ = edited(text, {"quota-0-min": "2"})
    where = {"gender": "female"}
    assert tomllib.loads(after)["quota"] == [{"name": "Nữ", "min": 2, "where": where}]


def test_quotas_in_one_line_are_edited_too():
    text = 'quota = [{ name = "Nữ", min = 1 }]\n[panel]\nseats = 4\n'
    after, _ = edited(text, {"quota-0-min": "2", "quota-0-max_share": "50"})
    assert tomllib.loads(after)["quota"] == [{"name": "Nữ", "min": 2, "max_share": 0.5}]


def test_a_wish_is_made_a_demand_and_back():
    hard, _ = edited(TEXT, {"quota-1-priority": "2"})
    assert "soft" not in hard
    wish, _ = edited(hard, {"quota-1-priority": "1", "quota-1-soft": "1"})
    quota = tomllib.loads(wish)["quota"][1]
    assert (quota["soft"], quota["priority"]) == (True, 1)


def test_what_is_no_number_is_told_at_its_row_and_left_as_it_was():
    text, faults = edited(TEXT, {"quota-1-min": "nhiều", "panel-day": "mai", "panel-seats": "6"})
    assert text == TEXT.replace("seats = 4", "seats = 6")
    assert {(fault.code, fault.field) for fault in faults} == {
        ("rules_count_unread", "quota-1"),
        ("rules_not_date", "panel"),
    }


@pytest.mark.parametrize("percent", ["170", "-1", "bảy mươi", "100,01", "²"])
def test_what_is_no_percent_is_told(percent: str):
    text, faults = edited(TEXT, {"quota-0-min_share": percent})
    assert (text, [fault.code for fault in faults]) == (TEXT, ["rules_percent_unread"])


def test_a_text_that_is_no_toml_is_left_to_its_reader():
    assert edited("[panel", {"panel-seats": "5"}) == ("[panel", [])


def test_faults_move_from_their_line_to_their_row():
    faults = [
        Fault("rules_negative", sheet="rules", cell="3:1"),
        Fault("rules_bounds_cross", sheet="rules", cell="9:1"),
        Fault("rules_bound_missing", sheet="rules", cell="19:1"),
        Fault("scores_missing"),
    ]
    assert [(fault.field, fault.sheet) for fault in placed(faults, TEXT)] == [
        ("panel", None),
        ("quota-0", "Nhóm 70 %"),
        ("quota-2", "Mỗi xã"),
        (None, None),
    ]


def test_the_form_shows_numbers_percents_and_live_counts(app: Flask):
    with app.test_request_context():
        form = shown(TEXT, {}, POOL, {"direct": "Trực tiếp", "women": "Đại biểu nữ"})
    assert form is not None
    assert (form.seats, form.day, form.is_ranged) == ("4", "2025-04-15", False)
    first, women, each = form.rows
    assert (first.whom, first.bounds[0].least, first.bounds[0].is_share) == (
        "Trực tiếp; Đại biểu nữ",
        "70",
        True,
    )
    assert (women.counted.largest, women.is_soft, women.priority) == (2, True, "2")
    assert (each.counted.smallest, each.counted.largest) == (1, 2)


def test_the_form_shows_what_was_typed(app: Flask):
    with app.test_request_context():
        form = shown(TEXT, {"quota-1-min": "nhiều", "quota-1-priority": ""}, POOL, {})
    assert form is not None
    assert (form.rows[1].bounds[0].least, form.rows[1].is_soft) == ("nhiều", False)


@pytest.mark.parametrize("text", ["[panel", "", "panel = 3", "quota = 4\n[panel]\nseats = 1"])
def test_rules_of_another_shape_have_no_form(text: str):
    assert shown(text, {}, POOL, {}) is None


@settings(max_examples=40, deadline=None)
@given(
    st.dictionaries(st.sampled_from(range(11)), st.integers(0, 300), max_size=6),
    st.dictionaries(st.sampled_from(range(11)), st.integers(0, 100), max_size=6),
)
def test_the_rules_of_the_preset_keep_all_but_the_numbers(
    counts: dict[int, int], percents: dict[int, int]
):
    before = presets.load("chi-lang-2025").rules
    typed = {f"quota-{n}-min": str(least) for n, least in counts.items()}
    typed |= {f"quota-{n}-max_share": str(most) for n, most in percents.items()}
    after, faults = edited(before, typed)
    expected = tomllib.loads(before, parse_float=Decimal)
    for n, least in counts.items():
        expected["quota"][n]["min"] = least
    for n, most in percents.items():
        expected["quota"][n]["max_share"] = Decimal(most) / 100
    assert (tomllib.loads(after, parse_float=Decimal), faults) == (expected, [])
    kept = [line for line in before.splitlines() if "#" in line or "where" in line]
    assert [line for line in after.splitlines() if "#" in line or "where" in line] == kept
