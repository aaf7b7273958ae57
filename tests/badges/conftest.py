"""A congress whose list is approved."""

from datetime import UTC, datetime

import pytest

from congress.badges import service
from congress.database import Database
from tests.factories import Small, approved, nominee

AT = datetime(2025, 4, 10, 2, 0, tzinfo=UTC)


@pytest.fixture
def delegates(database: Database, small: Small) -> list[int]:
    """Three delegates without a badge: of each commune, and a leader."""
    with database.transaction() as session:
        people = [
            nominee(session, small, "Hoàng Thị Thuỷ", small.nhan_ly, post="Trưởng thôn"),
            nominee(session, small, "Nông Văn Hòa", small.van_linh),
            nominee(
                session,
                small,
                "Vi Ỷ",
                small.agency,
                composition_group="leader",
                status="required",
                reason="Lãnh đạo huyện",
            ),
        ]
        return [delegate.id or 0 for delegate in approved(session, small, people)]


@pytest.fixture
def issued(database: Database, small: Small, delegates: list[int]) -> list[int]:
    """The same delegates, each with a badge."""
    with database.transaction() as session:
        service.issue_missing(session, small.congress_id, by=None, at=AT)
    return delegates
