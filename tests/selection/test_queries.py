"""Runs as a list shows them, without their answers being read."""

from typing import Any

import pytest

from congress.database import Database
from congress.selection import queries
from congress.selection.models import Selection, State
from tests.factories import AT, RULES, Small


@pytest.mark.parametrize(
    ("told", "seats", "score"),
    [
        ({"seats": 300, "score": 18639.2, "people": [{"id": "1"}]}, 300, "18639.2"),
        ({"seats": 4, "score": "274.123456789012345"}, 4, "274.123456789012345"),
        ({"seats": None, "score": None}, 0, ""),
        ({}, 0, ""),
    ],
    ids=["number", "exact", "none", "waiting"],
)
def test_a_run_is_listed_as_it_is_read_alone(
    database: Database, small: Small, told: dict[str, Any], seats: int, score: str
):
    with database.transaction() as session:
        session.add(
            Selection(
                congress_id=small.congress_id,
                state=State.DRAFT,
                rules=RULES,
                result=told,
                asked_at=AT,
            )
        )
    with database.reading() as session:
        (listed,) = queries.runs(session, small.congress_id)
        alone, _, rules = queries.run(session, small.congress_id, listed.id)
        assert queries.rules_of(session, small.congress_id, listed.id) == rules
    assert listed == alone
    assert (listed.seats, listed.score) == (seats, score)
