"""Units and their vintages."""

from collections.abc import Iterator
from datetime import date

import pytest
from sqlmodel import Session, select

from congress.database import Database
from congress.units import queries, service
from congress.units.models import Succession, Unit, UnitKind
from tests.factories import AT


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    with database.transaction() as session:
        service.load_reference(session, by=None, at=AT)
        yield session


def _unit(session: Session, code: str, vintage: int) -> Unit:
    return session.exec(select(Unit).where(Unit.code == code, Unit.vintage == vintage)).one()


def test_chi_lang_had_twenty_units_before_july_2025(session: Session):
    district = _unit(session, "187", 2024)
    units = queries.units_on(session, date(2025, 6, 30), parent_id=district.id)
    assert len(units) == 20
    assert [unit.name for unit in units if unit.kind is UnitKind.TOWN] == [
        "Thị trấn Đồng Mỏ",
        "Thị trấn Chi Lăng",
    ]


def test_a_code_used_again_names_another_unit(session: Session):
    assert _unit(session, "06463", 2024).name == "Thị trấn Đồng Mỏ"
    assert _unit(session, "06463", 2025).name == "Xã Chi Lăng"


def test_the_twenty_units_became_six_communes(session: Session):
    district = _unit(session, "187", 2024)
    old = queries.units_on(session, date(2025, 6, 30), parent_id=district.id)
    successors = session.exec(
        select(Succession.successor_id).where(
            Succession.predecessor_id.in_([unit.id for unit in old])
        )
    ).all()
    assert len(set(successors)) == 6
    assert queries.units_on(session, date(2025, 7, 1), parent_id=district.id) == []


def test_a_split_unit_has_two_successors(session: Session):
    split = _unit(session, "06622", 2024)
    followed = session.exec(
        select(Unit.name)
        .join(Succession, Succession.successor_id == Unit.id)
        .where(Succession.predecessor_id == split.id)
    ).all()
    assert set(followed) == {"Xã Kiên Mộc", "Xã Đình Lập"}


def test_loading_twice_adds_nothing(session: Session):
    before = len(session.exec(select(Unit.id)).all())
    service.load_reference(session, by=None, at=AT)
    assert len(session.exec(select(Unit.id)).all()) == before


def test_an_agency_is_opened_once(session: Session):
    host = _unit(session, "187", 2024)
    opened = [
        service.open_agency(
            session, code="CL-03", name="Phòng Nội vụ", host=host, by=None, at=AT
        ).id
        for _ in range(2)
    ]
    assert opened[0] == opened[1]
