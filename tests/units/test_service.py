"""Units and their vintages."""

from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, select

from congress.core.errors import NotFound, Rejected
from congress.core.roles import Role, Viewer
from congress.database import Database
from congress.units import queries, service
from congress.units.models import Succession, Unit, UnitKind
from tests.factories import AT

BY = Viewer(1, "Ban Tổ chức", Role.ORGANIZER)


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


def _kept(session: Session, code: str, name: str, **facts: object) -> Unit:
    known = {
        "kind": UnitKind.COMMUNE,
        "parent_id": _unit(session, "20", 2024).id,
        "valid_from": date(2026, 1, 1),
    }
    return service.enter(session, code=code, name=name, **{**known, **facts}, by=BY, at=AT)


def test_a_former_districts_area_is_six_communes_under_the_province(session: Session):
    district = _unit(session, "187", 2024)
    found = queries.area(session, district.id, date(2026, 4, 15))
    assert [unit.name for unit in found] == [
        "Xã Chi Lăng",
        "Xã Bằng Mạc",
        "Xã Chiến Thắng",
        "Xã Nhân Lý",
        "Xã Vạn Linh",
        "Xã Quan Sơn",
    ]
    province = _unit(session, "20", 2024)
    assert {session.get_one(Unit, unit.id).parent_id for unit in found} == {province.id}
    assert len(queries.area(session, district.id, date(2025, 4, 15))) == 20


def test_every_former_district_became_as_many_communes_as_the_reference_says(session: Session):
    became = {
        code: len(queries.area(session, _unit(session, code, 2024).id, date(2026, 1, 1)))
        for code in ("187", "189", "535")
    }
    assert became == {"187": 6, "189": 4, "535": 8}


def test_old_units_are_grouped_under_what_followed_them(session: Session):
    district = _unit(session, "187", 2024)
    old = queries.units_on(session, date(2025, 6, 30), parent_id=district.id)
    found = queries.grouped(session, [unit.id for unit in old], date(2026, 1, 1))
    assert (len(found.under), found.asked, found.ended) == (6, [], [])
    first, before = found.under[0]
    assert first.name == "Xã Chi Lăng"
    assert [unit.name for unit in before] == [
        "Thị trấn Đồng Mỏ",
        "Thị trấn Chi Lăng",
        "Xã Chi Lăng",
    ]


def test_a_split_commune_is_asked_about_and_never_computed(session: Session):
    district = _unit(session, "189", 2024)
    old = queries.units_on(session, date(2025, 6, 30), parent_id=district.id)
    found = queries.grouped(session, [unit.id for unit in old], date(2026, 1, 1))
    asked = {unit.name: {each.name for each in into} for unit, into in found.asked}
    assert asked["Xã Bính Xá"] == {"Xã Kiên Mộc", "Xã Đình Lập"}
    assert "Xã Bính Xá" not in [unit.name for _, units in found.under for unit in units]


def test_a_unit_is_its_own_answer_while_it_stands(session: Session):
    town = _unit(session, "06463", 2024)
    found = queries.in_place_of(session, [town.id], date(2025, 6, 30))
    assert [unit.id for unit in found[town.id]] == [town.id]


def test_a_unit_tells_its_vintages_and_what_it_came_of(session: Session):
    found = queries.profile(session, _unit(session, "06463", 2025).id)
    assert [(row.name, row.vintage) for row in found.same_code] == [("Thị trấn Đồng Mỏ", 2024)]
    assert [row.name for row in found.predecessors] == [
        "Thị trấn Đồng Mỏ",
        "Thị trấn Chi Lăng",
        "Xã Chi Lăng",
    ]
    assert found.parent is not None
    assert found.parent.name == "Tỉnh Lạng Sơn"


def test_a_unit_is_listed_on_the_days_it_stood(session: Session):
    before = queries.listing(session, date(2025, 6, 30), "dong mo")
    assert [(row.name, row.parent) for row in before] == [("Thị trấn Đồng Mỏ", "Huyện Chi Lăng")]
    assert queries.listing(session, date(2025, 7, 1), "dong mo") == []


def test_a_unit_is_entered_with_the_year_it_began_in(session: Session):
    school = _kept(session, "TH-01", "Trường THPT", kind=UnitKind.AGENCY)
    assert school.vintage == 2026
    with pytest.raises(Rejected) as refused:
        _kept(session, "TH-01", "Trường khác", kind=UnitKind.AGENCY)
    assert refused.value.faults[0].code == "unit_code_in_use"


def test_a_unit_without_a_name_or_above_its_parent_is_refused_at_once(session: Session):
    with pytest.raises(Rejected) as refused:
        _kept(session, " ", "", kind=UnitKind.PROVINCE)
    assert [fault.field for fault in refused.value.faults] == ["code", "name", "parent"]


def test_a_unit_ends_and_is_followed(session: Session):
    old, last = _unit(session, "06517", 2025), date(2026, 12, 31)
    new = _kept(session, "06599", "Xã Mới", valid_from=date(2027, 1, 1))
    service.close(session, old.id, on=last, successors=[new.id], by=BY, at=AT)
    found = queries.in_place_of(session, [old.id], date(2027, 1, 1))
    assert [unit.name for unit in found[old.id]] == ["Xã Mới"]
    with pytest.raises(Rejected) as refused:
        service.close(session, old.id, on=last, by=BY, at=AT)
    assert refused.value.faults[0].code == "unit_closed_already"


def test_naming_a_successor_twice_changes_nothing(session: Session):
    old, new = _unit(session, "06463", 2024), _unit(session, "06463", 2025)
    service.name_successors(session, old.id, [new.id], by=BY, at=AT)
    assert len(queries.profile(session, old.id).successors) == 1


def test_an_unknown_unit_is_not_found(session: Session):
    with pytest.raises(NotFound):
        queries.profile(session, 99_999)
    with pytest.raises(NotFound):
        service.close(session, 99_999, on=date(2026, 1, 1), by=BY, at=AT)


def test_the_database_lets_no_unit_follow_itself(database: Database):
    with database.transaction() as session:
        service.load_reference(session, by=None, at=AT)
    with pytest.raises(IntegrityError), database.transaction() as session:
        session.add(Succession(predecessor_id=1, successor_id=1))
