"""A small congress on its morning: four delegates, of whom three came."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlmodel import Session

from congress.checkin.models import Scan
from congress.checkin.rules import Direction, Outcome
from congress.delegates.models import Delegate
from congress.nominations.models import Gender, Status
from tests import factories

OPENING = datetime(2025, 4, 15, 0, 0, tzinfo=UTC)
"""07:00 in Vietnam."""

HOA, TO, DUC, AN = "Nông Thị Hòa", "Hoàng Văn Tơ", "Vi Văn Đức", "Lộc Thị An"


def morning(session: Session, small: factories.Small) -> dict[str, Delegate]:
    """Approve four delegates, given by name.

    Hòa comes at 06:41, Tơ at 06:50, Đức, the youngest, at 07:20; An does not come.
    """
    people = [
        person(session, small, HOA, small.nhan_ly, is_party_member=True),
        person(
            session,
            small,
            TO,
            small.van_linh,
            gender=Gender.MALE,
            ethnic_group="Nùng",
            birth_date=None,
            birth_year=1950,
            field="Giáo dục",
        ),
        person(
            session,
            small,
            DUC,
            small.agency,
            gender=Gender.MALE,
            ethnic_group="Kinh",
            composition_group="leader",
            birth_date=date(2000, 4, 16),
            birth_year=2000,
            status=Status.REQUIRED,
            reason="Lãnh đạo cơ quan cử",
            field="",
        ),
        person(session, small, AN, small.van_linh),
    ]
    names = {each.id: each.name for each in people}
    delegates = {
        names[each.nominee_id]: each for each in factories.approved(session, small, people)
    }
    for name, minute in ((HOA, -19), (TO, -10), (DUC, 20)):
        come(session, small, delegates[name], minute)
    return delegates


def person(session: Session, small: factories.Small, name: str, unit_id: int, **facts: Any) -> Any:
    """Store a nominee with the facts that the papers print."""
    known = {"post": "Trưởng thôn", "village": "Lạng Nắc", "field": "Nông nghiệp"}
    return factories.nominee(session, small, name, unit_id, **{**known, **facts})


def come(
    session: Session, small: factories.Small, delegate: Delegate, minute: int, **facts: Any
) -> None:
    """Scan a delegate into the sitting, so many minutes after the opening."""
    at = OPENING + timedelta(minutes=minute)
    scan = {
        "id": f"{delegate.id}:{minute}",
        "congress_id": small.congress_id,
        "sitting_id": small.sitting_id,
        "delegate_id": delegate.id,
        "account_id": small.accounts["gate"],
        "direction": Direction.IN,
        "at": at,
        "received_at": at,
        "outcome": Outcome.ADMITTED,
    }
    session.add(Scan(**{**scan, **facts}))
    session.flush()
