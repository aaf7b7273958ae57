"""Why rules contradict one another and the ways out, in words; ways applied to the file."""

import tomllib
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, assume, given, settings

from congress.selection import contradictions, ways
from congress.selection.ways import BoundChange
from optimizer import pool as pools, result_file, rules_file
from optimizer.problem import Faulty, Status
from optimizer.selection import choose
from tests.optimizer.instances import Instance, instances

TEXT = """# The plan.
[panel]
seats = 4 # the hall's
day = 2025-04-15

[[quota]]
name = "Nữ người Dao"
where = { gender = "female", ethnic_group = "Dao" }
min = 3 # by the plan

[[quota]]
name = "Mỗi đơn vị"
each = "unit"
min = 2

[[quota]]
name = "Trực tiếp"
where = { composition_group = "direct" }
min_share = 0.70
"""
COLUMNS = {
    "id": list("123456"),
    "score": ["5"] * 6,
    "gender": ["female"] * 4 + ["male"] * 2,
    "ethnic_group": ["Dao"] * 2 + ["Tày"] * 4,
    "unit": ["Xã A"] * 3 + ["Xã B"] * 2 + ["Xã C"],
    "composition_group": ["direct"] * 6,
}
LABELS = {"direct": "Người trực tiếp"}


def _told(text: str) -> dict[str, Any]:
    pool = pools.read(COLUMNS)
    rules = rules_file.read(text, pool)
    return result_file.written(pool, rules, choose(pool, rules))


def test_what_the_pool_lacks_is_said_by_number_and_kind(app: Flask):
    with app.test_request_context():
        told = _told(TEXT)
        said = contradictions.reasons(told, ways.quotas(TEXT), LABELS)
        assert said == [
            (
                "“Nữ người Dao” cần ít nhất 3 người (nữ · dân tộc Dao), mới có 2 người "
                "được giới thiệu: còn thiếu 1."
            ),
            "“Mỗi đơn vị” thiếu người được giới thiệu: Xã C 1 người.",
        ]
        first = ways.ways(told, TEXT, LABELS)[0]
        assert first.sentences == (
            (
                "Cần giới thiệu thêm ít nhất 1 người (nữ · dân tộc Dao), hoặc hạ mức ít nhất của "
                "“Nữ người Dao” từ 3 xuống 2."
            ),
            (
                "Cần giới thiệu thêm ít nhất Xã C 1 người, hoặc hạ mức ít nhất của “Mỗi đơn vị” "
                "từ 2 xuống 1."
            ),
        )
        assert (first.moves_least, first.touches_least) == (True, True)


def test_minima_that_come_to_more_than_the_seats_are_added_up(app: Flask):
    text = TEXT.replace("min = 3", "min = 1").replace("min = 2", "min = 1")
    text = text.replace("seats = 4", "seats = 2")
    with app.test_request_context():
        told = _told(text)
        assert contradictions.reasons(told, ways.quotas(text), LABELS) == [
            (
                "Các mức ít nhất của “Mỗi đơn vị: Xã A”, “Mỗi đơn vị: Xã B”, “Mỗi đơn vị: Xã C” "
                "cộng lại là 3 người, nhiều hơn 2 chỗ."
            )
        ]
        said = [way.sentences for way in ways.ways(told, text, LABELS)]
        assert ("Hạ mức ít nhất của “Mỗi đơn vị” từ 1 xuống 0.",) in said
        assert said[-1] == ("Chọn 3 người thay vì 2.",)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("panel", "min", "4", "3"), "cho danh sách từ 3 người, thay vì từ 4"),
        (("panel", "max", "4", "5"), "cho danh sách đến 5 người, thay vì đến 4"),
        (("Nữ", "max", "2", "3"), "nâng mức nhiều nhất của “Nữ” từ 2 lên 3"),
        (("Nữ", "min_share", "0.35", "0.3333"), "hạ mức ít nhất của “Nữ” từ 35 % xuống 33,33 %"),
    ],
)
def test_a_change_is_said(app: Flask, change: tuple[str, str, str, str], said: str):
    quota, bound, before, after = change
    with app.test_request_context():
        assert ways.moved(BoundChange(quota, bound, Decimal(before), Decimal(after))) == said


def test_a_way_changes_its_bounds_and_nothing_else():
    way = [
        BoundChange("panel", "seats", Decimal(4), Decimal(5)),
        BoundChange("Nữ người Dao", "min", Decimal(3), Decimal(2)),
        BoundChange("Trực tiếp", "min_share", Decimal("0.70"), Decimal("0.6667")),
    ]
    expected = TEXT.replace("seats = 4", "seats = 5").replace("min = 3", "min = 2")
    assert ways.applied(TEXT, way) == expected.replace("0.70", "0.6667")


def test_rules_are_compared_bound_by_bound(app: Flask):
    other = TEXT.replace("seats = 4", "seats = 5").replace("min = 3", "min = 2")
    with app.test_request_context():
        assert ways.differences(TEXT, TEXT) == []
        assert ways.differences(TEXT, other) == [
            "hạ mức ít nhất của “Nữ người Dao” từ 3 xuống 2",
            "chọn 5 người thay vì 4",
        ]


def test_an_answer_of_an_earlier_version_shows_no_sums():
    told = {"relaxations": [], "conflict": ["Nữ"]}
    assert contradictions.reasons(told, {}, {}) == []
    assert ways.ways(told, TEXT, {}) == []


@given(instance=instances())
@settings(max_examples=60, suppress_health_check=[HealthCheck.filter_too_much])
def test_every_way_applied_leads_to_a_list(instance: Instance):
    try:
        pool, rules = instance.read()
    except Faulty:
        assume(False)
    result = choose(pool, rules)
    assume(result.status is Status.INFEASIBLE)
    told = result_file.written(pool, rules, result)
    for way in told["relaxations"]:
        text = ways.applied(instance.text, ways.read(way))
        assert tomllib.loads(text) != tomllib.loads(instance.text)
        assert choose(pool, rules_file.read(text, pool)).status is Status.OPTIMAL
