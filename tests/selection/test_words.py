"""Whom a quota counts, in words."""

from typing import Any

import pytest
from flask import Flask

from congress.selection.words import whom

LABELS = {"guest": "Khách mời", "leader": "Lãnh đạo"}


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ({}, "mọi người được giới thiệu"),
        ({"where": {"gender": "female"}}, "nữ"),
        (
            {
                "where": {
                    "gender": "female",
                    "ethnic_group": {"not": "Kinh"},
                    "age": {"max": 34},
                }
            },
            "nữ · dân tộc khác Kinh · tuổi đến 34",
        ),
        ({"where": {"age": {"min": 18, "max": 34}}}, "tuổi từ 18 đến 34"),
        ({"where": {"composition_group": ["guest", "leader"]}}, "Khách mời; Lãnh đạo"),
        ({"where": {"ethnic_group": ["Tày", "Nùng"]}}, "dân tộc Tày; Nùng"),
        ({"where": {"party": "yes"}}, "đảng viên"),
        ({"where": {"party": False}}, "không phải đảng viên"),
        ({"each": "ethnic_group"}, "từng dân tộc"),
        (
            {"each": "unit", "where": {"composition_group": "guest"}},
            "từng đơn vị, trong số: Khách mời",
        ),
        (
            {"where": {"gender": "male"}, "unless": {"party": "yes"}},
            "nam · trừ đảng viên",
        ),
        (
            {"where": {"any": [{"gender": "female"}, {"age": {"min": 60}}]}},
            "(nữ hoặc tuổi từ 60)",
        ),
        ({"where": {"not": {"gender": "female"}}}, "không phải (nữ)"),
        ({"where": {"hamlet": "Làng Mỏ"}}, "hamlet Làng Mỏ"),
        ({"where": "everyone"}, "mọi người được giới thiệu"),
    ],
)
def test_a_quota_says_whom_it_counts(app: Flask, entry: dict[str, Any], said: str):
    with app.test_request_context():
        assert whom(entry, LABELS) == said
