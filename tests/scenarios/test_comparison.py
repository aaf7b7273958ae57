"""Runs side by side: the rules in words, what differs, and what no longer exists."""

import pytest
from flask import Flask

from congress.core.errors import NotFound, Rejected
from congress.database import Database
from congress.scenarios.comparison import Comparison, compare
from congress.selection.models import Selection, State
from tests import factories
from tests.factories import AT, Small

FIRST = """[panel]
seats = 4
day = 2025-04-15
[[quota]]
name = "Nữ"
where = { gender = "female" }
min_share = 0.40
[[quota]]
name = "Tuổi"
where = { age = { max = 30 } }
min = 1
[[quota]]
name = "Như nhau"
where = { gender = "male" }
min = 1
"""
SECOND = """[panel]
min = 3
max = 5
day = 2025-05-01
[[quota]]
name = "Nữ"
where = { gender = "female" }
min_share = 0.405
max = 4
soft = true
priority = 2
[[quota]]
name = "Tuổi"
where = { age = { max = 35 } }
min = 1
[[quota]]
name = "Như nhau"
where = { gender = "male" }
min = 1
[[quota]]
name = "Mỗi xã"
each = "unit"
max = 2
"""


def _quota(name: str, count: int, value: str | None = None) -> dict[str, object]:
    return {"name": name, "count": count, "value": value}


@pytest.fixture
def runs(database: Database, small: Small) -> list[int]:
    """A list, another one, and a run that found none."""
    with database.transaction() as session:
        people = [
            factories.nominee(session, small, f"Lành Thị {n}", small.nhan_ly, score=70 + n)
            for n in range(3)
        ]
        first, second, third = (str(person.id) for person in people)
        told = [
            {
                "selected": [first, second],
                "seats": 2,
                "score": 141,
                "quotas": [
                    _quota("Nữ", 2),
                    _quota("Mỗi xã: A", 1, "A"),
                    _quota("Mỗi xã: B", 1, "B"),
                ],
            },
            {
                "selected": [second, third, "999"],
                "seats": 3,
                "score": 143.5,
                "quotas": [
                    _quota("Nữ", 2),
                    _quota("Mỗi xã: A", 1, "A"),
                    _quota("Mỗi xã: B", 2, "B"),
                ],
            },
            {"selected": [], "quotas": []},
        ]
        states = (State.DRAFT, State.DRAFT, State.INFEASIBLE)
        texts = (FIRST, SECOND, "[panel")
        made = [
            Selection(
                congress_id=small.congress_id, state=state, rules=text, result=answer, asked_at=AT
            )
            for state, text, answer in zip(states, texts, told, strict=True)
        ]
        session.add_all(made)
        session.flush()
        return [run.id or 0 for run in made]


def _compare(app: Flask, database: Database, small: Small, ids: list[int]) -> Comparison:
    with app.test_request_context(), database.reading() as session:
        return compare(session, small.congress_id, ids)


def test_rules_that_differ_are_said_in_words(
    app: Flask, database: Database, small: Small, runs: list[int]
):
    compared = _compare(app, database, small, runs[:2])
    assert {line.name: line.cells for line in compared.rules} == {
        "Cả danh sách": ("đúng 4 người", "từ 3 người đến 5 người"),
        "Ngày tính tuổi": ("15/04/2025", "01/05/2025"),
        "Nữ": ("ít nhất 40 %", "nhiều nhất 4 người; ít nhất 40,5 % (mong muốn, ưu tiên 2)"),
        "Tuổi": ("ít nhất 1 người · tuổi đến 30", "ít nhất 1 người · tuổi đến 35"),
        "Mỗi xã": ("", "nhiều nhất 2 người"),
    }


def test_of_the_values_of_a_rule_only_those_that_differ_are_counted(
    app: Flask, database: Database, small: Small, runs: list[int]
):
    compared = _compare(app, database, small, runs[:2])
    assert [(line.name, line.cells) for line in compared.counts] == [
        ("Nữ", ("2", "2")),
        ("Mỗi xã: B", ("1", "2")),
    ]


def test_people_on_one_list_only_are_named_while_they_exist(
    app: Flask, database: Database, small: Small, runs: list[int]
):
    compared = _compare(app, database, small, runs[:2])
    assert [(each.person.name, each.is_on) for each in compared.people] == [
        ("Lành Thị 0", (True, False)),
        ("Lành Thị 2", (False, True)),
    ]
    assert [column.others for column in compared.columns] == [0, 2]
    assert [str(column.cost) for column in compared.columns] == ["0", "2.5"]


def test_a_run_without_a_list_is_refused_by_its_number(
    app: Flask, database: Database, small: Small, runs: list[int]
):
    with pytest.raises(Rejected, match="comparison_without_list") as refused:
        _compare(app, database, small, runs)
    assert refused.value.faults[0].facts == {"runs": str(runs[2])}


@pytest.mark.parametrize("take", [1, 0])
def test_fewer_than_two_are_refused(
    app: Flask, database: Database, small: Small, runs: list[int], take: int
):
    with pytest.raises(Rejected, match="comparison_size"):
        _compare(app, database, small, runs[:take])


def test_a_run_of_another_congress_is_not_found(
    app: Flask, database: Database, small: Small, runs: list[int]
):
    with (
        app.test_request_context(),
        database.reading() as session,
        pytest.raises(NotFound),
    ):
        compare(session, small.congress_id + 1, runs[:2])
