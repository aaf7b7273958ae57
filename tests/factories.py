"""Small, real things for tests to work with."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import count
from typing import Any

from sqlmodel import Session, select

from congress.accounts.models import Account
from congress.congresses.models import CompositionGroup, Congress, Participation, Sitting
from congress.congresses.rules import Side
from congress.core.period import Birth
from congress.core.roles import Role, Viewer
from congress.delegates import service as delegates
from congress.delegates.models import Delegate
from congress.nominations.models import Gender, Nominee, Review
from congress.nominations.people import born_sound, searched
from congress.selection import service as selections
from congress.selection.models import Selection, State
from congress.units.models import Unit, UnitKind

AT = datetime(2025, 4, 1, 2, 0, tzinfo=UTC)

RULES = """
[panel]
seats = 4
day = 2025-04-15

[[quota]]
name = "Nhóm 70 %"
where = { composition_group = ["direct", "science", "women", "ethnic", "economic"] }
min_share = 0.70
"""

_serial = count(1)


@dataclass(frozen=True)
class Small:
    """A small congress by its numbers; ``accounts`` maps a username to the account's id."""

    congress_id: int
    code: str
    nhan_ly: int
    van_linh: int
    agency: int
    sitting_id: int
    rehearsal_id: int
    accounts: dict[str, int] = field(default_factory=dict)
    viewers: dict[str, Viewer] = field(default_factory=dict)


def small_congress(session: Session) -> Small:
    """Make a congress of two communes (Nhân Lý, Vạn Linh) and an agency.

    Accounts are named after their role; ``commune`` is Nhân Lý's clerk, ``neighbour`` Vạn Linh's,
    ``agency`` the clerk of the agency.
    """
    host = _unit(session, "187", "Huyện Chi Lăng", UnitKind.DISTRICT, None)
    nhan_ly = _unit(session, "06496", "Xã Nhân Lý", UnitKind.COMMUNE, host)
    van_linh = _unit(session, "06505", "Xã Vạn Linh", UnitKind.COMMUNE, host)
    agency = _unit(session, "CL-03", "Phòng Nội vụ", UnitKind.AGENCY, host)
    congress = Congress(
        code="thu-nghiem",
        name="Hội nghị điển hình tiên tiến thử nghiệm",
        form="Hội nghị điển hình tiên tiến",
        level="district",
        host_id=host,
        held_on=date(2025, 4, 15),
        place="Nhà văn hóa huyện",
        seats=4,
        seats_limit=300,
        rules=RULES,
        preset="",
    )
    session.add(congress)
    session.flush()
    congress_id = congress.id or 0
    session.add_all(
        Participation(congress_id=congress_id, unit_id=unit, position=position)
        for position, unit in enumerate((nhan_ly, van_linh, agency), 1)
    )
    session.add_all(
        CompositionGroup(
            congress_id=congress_id, code=code, label=label, side=side, position=position
        )
        for position, (code, label, side) in enumerate(GROUPS, 1)
    )
    sitting = _sitting(session, congress_id, "sang", 1, is_rehearsal=False)
    rehearsal = _sitting(session, congress_id, "tong-duyet", 2, is_rehearsal=True)
    small = Small(congress_id, congress.code, nhan_ly, van_linh, agency, sitting, rehearsal)
    for role in Role:
        _account(session, small, role.value, role, nhan_ly if role is Role.COMMUNE else None)
    _account(session, small, "neighbour", Role.COMMUNE, van_linh)
    _account(session, small, "agency", Role.COMMUNE, agency)
    return small


GROUPS = (
    ("direct", "Người trực tiếp lao động, sản xuất", Side.DIRECT),
    ("science", "Nghiên cứu khoa học", Side.DIRECT),
    ("women", "Đại biểu nữ", Side.DIRECT),
    ("ethnic", "Đại biểu dân tộc", Side.DIRECT),
    ("economic", "Đại diện thành phần kinh tế", Side.DIRECT),
    ("guest", "Khách mời", Side.INVITED),
    ("leader", "Lãnh đạo", Side.INVITED),
)


def nominee(session: Session, small: Small, name: str, unit_id: int, **facts: Any) -> Nominee:
    """Store one nominee; facts beyond the name have plain defaults."""
    serial = next(_serial)
    person = Nominee(
        **{
            "congress_id": small.congress_id,
            "unit_id": unit_id,
            "person_key": f"{name}:{serial}",
            "name": name,
            "name_key": name,
            "name_fold": searched(name),
            "born_sound": born_sound(name, Birth(facts.get("birth_year", 1980))),
            "gender": Gender.FEMALE,
            "birth_date": date(1980, 1, 1),
            "birth_year": 1980,
            "ethnic_group": "Tày",
            "ethnic_scheme": "QD121-1979",
            "ethnic_code": "02",
            "composition_group": "direct",
            "score": Decimal("80.5"),
            "review": Review.ACCEPTED,
            "created_at": AT,
            "changed_at": AT,
            **facts,
        }
    )
    session.add(person)
    session.flush()
    return person


def approved(session: Session, small: Small, people: Sequence[Nominee]) -> list[Delegate]:
    """Approve these nominees as the list; numbers go by unit, then by name."""
    selection = Selection(
        congress_id=small.congress_id,
        state=State.DRAFT,
        rules=RULES,
        input_digest=selections.pool_digest(session, small.congress_id),
        result={"selected": [str(person.id) for person in people]},
        asked_at=AT,
    )
    session.add(selection)
    session.flush()
    delegates.approve(
        session, small.congress_id, selection.id or 0, by=small.viewers["organizer"], at=AT
    )
    session.flush()
    return list(session.exec(select(Delegate).order_by(Delegate.number)))


def _unit(session: Session, code: str, name: str, kind: UnitKind, parent: int | None) -> int:
    unit = Unit(
        code=code,
        vintage=2024,
        name=name,
        kind=kind,
        parent_id=parent,
        valid_from=date(2024, 1, 1),
        valid_to=date(2025, 6, 30),
    )
    session.add(unit)
    session.flush()
    return unit.id or 0


def _sitting(
    session: Session, congress_id: int, code: str, position: int, *, is_rehearsal: bool
) -> int:
    sitting = Sitting(
        congress_id=congress_id,
        code=code,
        name="Tổng duyệt" if is_rehearsal else "Phiên chính thức",
        starts_at=datetime(2025, 4, 15, 0, 0, tzinfo=UTC),
        ends_at=datetime(2025, 4, 15, 4, 30, tzinfo=UTC),
        is_rehearsal=is_rehearsal,
        position=position,
    )
    session.add(sitting)
    session.flush()
    return sitting.id or 0


def _account(
    session: Session, small: Small, username: str, role: Role, unit_id: int | None
) -> None:
    account = Account(
        username=username,
        name=f"Tài khoản {username}",
        password_hash="",
        role=role,
        unit_id=unit_id,
        created_at=AT,
    )
    session.add(account)
    session.flush()
    small.accounts[username] = account.id or 0
    assigned: frozenset[int] | None = frozenset() if role is Role.COUNCIL else None
    small.viewers[username] = Viewer(account.id or 0, account.name, role, unit_id, assigned)
