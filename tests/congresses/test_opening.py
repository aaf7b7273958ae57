"""Opening congresses in the product, and those of the level below."""

import tomllib
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from sqlmodel import Session, select

from congress.congresses import levels, opening, opening_page, queries, scheduling
from congress.congresses.models import Congress
from congress.congresses.opening import Opening
from congress.congresses.rules import Attendance, Side
from congress.congresses.scheduling import Schedule
from congress.core.errors import Forbidden, Rejected
from congress.core.roles import Role, Viewer
from congress.database import Database
from congress.selection import service as selections
from congress.units.models import UnitKind
from tests.congresses.conftest import Find
from tests.factories import AT

OFFICE = Viewer(1, "Ban Tổ chức", Role.ORGANIZER)


def _opened(session: Session, wanted: Opening) -> queries.Frame:
    congress = opening.open_congress(session, wanted, by=OFFICE, at=AT)
    return queries.by_code(session, congress.code)


def _faults(session: Session, wanted: Opening) -> dict[str, dict[str, object]]:
    with pytest.raises(Rejected) as refused:
        opening.open_congress(session, wanted, by=OFFICE, at=AT)
    return {fault.code: dict(fault.facts) for fault in refused.value.faults}


def test_a_district_congress_has_what_its_level_says(reference: Session, district: Opening):
    congress = _opened(reference, district)
    assert congress.name == "Hội nghị điển hình tiên tiến huyện Chi Lăng năm 2025"
    assert (congress.code, congress.level) == ("huyen-chi-lang-2025", "district")
    assert (congress.seats, congress.seats_limit) == (280, 300)
    groups = queries.groups(reference, congress.id)
    assert [group.code for group in groups if group.is_invited] == ["guest", "leader"]
    assert len(queries.agenda(reference, congress.id)) == 9
    assert [s.is_rehearsal for s in queries.sittings(reference, congress.id)] == [False, True]
    assert len(queries.senders(reference, congress.id)) == 3


def test_a_communes_groups_are_its_own_and_its_leaders_are_asked_about(
    reference: Session, commune: Callable[..., Opening]
):
    assert list(_faults(reference, commune(own_side=None))) == ["own_side_open"]
    congress = _opened(reference, commune(own_side=Side.DIRECT))
    sides = {group.code: group.side for group in queries.groups(reference, congress.id)}
    assert sides["upper_leader"] is Side.INVITED
    assert sides["own_leader"] is Side.DIRECT
    assert "leader" not in sides


def test_the_rules_of_a_level_are_read_as_any_rules_file(
    reference: Session, commune: Callable[..., Opening]
):
    congress = _opened(reference, commune())
    read = tomllib.loads(congress.rules)
    assert read["panel"] == {"seats": 100, "day": date(2025, 2, 27)}
    direct, invited = read["quota"]
    assert direct["min_share"] == 0.7
    assert direct["where"]["composition_group"] == ["farmer", "direct", "skilled", "good_deeds"]
    assert invited["max_share"] == 0.3
    # Raises every fault of the rules that nominees cannot mend.
    selections.save_rules(reference, congress.id, congress.rules, by=OFFICE, at=AT)


@pytest.mark.parametrize(("seats", "told"), [(300, []), (301, ["seats_over_level"])])
def test_a_district_has_300_seats_at_most(
    reference: Session, district: Opening, seats: int, told: list[str]
):
    wanted = replace(district, seats=seats)
    if told:
        assert _faults(reference, wanted) == {"seats_over_level": {"seats": 301, "limit": 300}}
    else:
        assert _opened(reference, wanted).seats == 300


def test_a_commune_never_has_more_seats_than_its_district(
    reference: Session, district: Opening, commune: Callable[..., Opening]
):
    upper = _opened(reference, district)
    over = _faults(reference, commune(parent_id=upper.id, seats=281))
    assert over["seats_over_upper"]["limit"] == 280
    assert _opened(reference, commune(parent_id=upper.id, seats=280)).parent_id == upper.id


def test_the_four_names_are_a_communes_and_one_is_the_districts(
    reference: Session, district: Opening, commune: Callable[..., Opening]
):
    assert len(levels.level("commune").forms) == 4
    wrong = replace(district, form="Đại hội thi đua yêu nước")
    assert list(_faults(reference, wrong)) == ["form_of_another_level"]
    assert "đại hội thi đua" in _opened(reference, commune()).name.lower()


@pytest.mark.parametrize(
    ("staff", "attendance"),
    [(199, Attendance.WHOLE), (201, Attendance.DELEGATES), (None, None)],
)
def test_fewer_than_200_come_all_and_more_send_delegates(
    reference: Session,
    commune: Callable[..., Opening],
    staff: int | None,
    attendance: Attendance | None,
):
    assert _opened(reference, commune(staff=staff)).attendance is attendance


def test_exactly_200_are_asked_and_the_reason_is_kept(
    reference: Session, commune: Callable[..., Opening]
):
    told = _faults(reference, commune(staff=200))
    assert set(told) == {"attendance_open", "attendance_reason_missing"}
    congress = _opened(
        reference,
        commune(staff=200, attendance=Attendance.DELEGATES, attendance_reason="Hội trường nhỏ"),
    )
    assert congress.attendance is Attendance.DELEGATES
    assert congress.attendance_reason == "Hội trường nhỏ"


def test_there_is_no_district_congress_after_districts_ended(reference: Session, district: Opening):
    told = _faults(reference, replace(district, held_on=date(2025, 7, 1)))
    assert told["level_ended"]["day"] == "30/06/2025"
    assert "senders_not_there" in told


def test_the_host_and_the_senders_stand_on_the_day(
    reference: Session, commune: Callable[..., Opening], unit: Find
):
    told = _faults(reference, commune(host_id=unit("06496", 2025), sender_ids=()))
    assert set(told) == {"host_not_there", "senders_missing"}


def test_a_list_goes_up_and_never_down_or_aside(
    reference: Session, district: Opening, commune: Callable[..., Opening]
):
    lower = _opened(reference, commune())
    told = _faults(reference, replace(district, parent_id=lower.id))
    assert "parent_not_above" in told


def test_a_congress_is_not_opened_twice(reference: Session, district: Opening):
    _opened(reference, district)
    assert list(_faults(reference, district)) == ["congress_opened_already"]


def test_hosts_that_read_alike_without_marks_have_their_own_addresses(
    reference: Session, commune: Callable[..., Opening], unit: Find
):
    hosts = [unit("21484", 2025), unit("21523", 2025)]
    day = date(2026, 3, 1)
    opened = [
        _opened(reference, commune(host_id=host, sender_ids=(host,), held_on=day)) for host in hosts
    ]
    assert {congress.code for congress in opened} == {"xa-ba-to-2026", "xa-ba-to-2026-2"}


def test_one_action_opens_a_congress_for_every_commune(
    reference: Session, district: Opening, unit: Find
):
    upper = _opened(reference, district)

    def open_all() -> int:
        return opening.open_children(
            reference, upper.id, seats=100, own_side=Side.INVITED, by=OFFICE, at=AT
        )

    assert open_all() == 3
    children = queries.children(reference, upper.id)
    assert [child.host_id for child in children] == list(district.sender_ids)
    assert not any(child.is_scheduled for child in children)
    assert {child.held_on for child in children} == {date(2025, 4, 14)}
    own = queries.senders(reference, children[1].id)
    assert [each.id for each in own] == [unit("06496", 2024)]
    assert open_all() == 0


def test_opening_those_below_asks_what_the_plan_leaves_open(reference: Session, district: Opening):
    upper = _opened(reference, district)
    with pytest.raises(Rejected) as refused:
        opening.open_children(reference, upper.id, seats=281, by=OFFICE, at=AT)
    told = {fault.code for fault in refused.value.faults}
    assert told == {"seats_over_upper", "own_side_open"}
    assert queries.children(reference, upper.id) == []


def test_a_host_has_one_congress_below_another(
    database: Database, reference: Session, district: Opening
):
    upper = _opened(reference, district)
    opening.open_children(reference, upper.id, seats=9, own_side=Side.DIRECT, by=OFFICE, at=AT)
    again = Opening(
        level=levels.level("commune"),
        host_id=district.sender_ids[0],
        form=levels.level("commune").forms[3],
        held_on=date(2025, 3, 3),
        place="",
        seats=5,
        sender_ids=district.sender_ids[:1],
        parent_id=upper.id,
        own_side=Side.DIRECT,
    )
    assert list(_faults(reference, again)) == ["congress_opened_already"]


@pytest.fixture
def child(reference: Session, district: Opening) -> queries.Frame:
    """Nhân Lý's congress below the district's, without a day yet."""
    upper = _opened(reference, district)
    opening.open_children(reference, upper.id, seats=100, own_side=Side.INVITED, by=OFFICE, at=AT)
    return queries.children(reference, upper.id)[1]


def _schedule(child: queries.Frame, **said: object) -> Schedule:
    known = {"form": child.form, "held_on": date(2025, 2, 27), "place": "Xã", "seats": 100}
    return Schedule(**{**known, **said})


def test_a_communes_clerk_sets_the_day_and_the_sittings_follow(
    reference: Session, child: queries.Frame
):
    clerk = Viewer(2, "Xã", Role.COMMUNE, child.host_id)
    wanted = _schedule(child, form="Hội nghị biểu dương người tốt, việc tốt", seats=120)
    scheduling.schedule(reference, child, wanted, by=clerk, at=AT)
    found = queries.by_code(reference, child.code)
    assert (found.is_scheduled, found.held_on) == (True, date(2025, 2, 27))
    assert found.name == "Hội nghị biểu dương người tốt, việc tốt xã Nhân Lý năm 2025"
    starts = [sitting.starts_at.date() for sitting in queries.sittings(reference, child.id)]
    assert starts == [date(2025, 2, 27), date(2025, 2, 26)]
    assert tomllib.loads(found.rules)["panel"] == {"seats": 120, "day": date(2025, 2, 27)}


def test_another_communes_clerk_sets_no_day(reference: Session, child: queries.Frame):
    stranger = Viewer(3, "Xã khác", Role.COMMUNE, child.host_id + 1)
    with pytest.raises(Forbidden):
        scheduling.schedule(reference, child, _schedule(child), by=stranger, at=AT)


def test_a_congress_below_keeps_its_last_day_one_before_the_upper(
    reference: Session, child: queries.Frame
):
    upper = queries.parent(reference, child)
    assert upper is not None
    later = _schedule(upper, held_on=date(2025, 4, 25), seats=280)
    scheduling.schedule(reference, upper, later, by=OFFICE, at=AT)
    assert queries.by_code(reference, child.code).held_on == date(2025, 4, 24)


def test_the_upper_never_has_fewer_seats_than_one_below(reference: Session, child: queries.Frame):
    upper = queries.parent(reference, child)
    assert upper is not None
    with pytest.raises(Rejected) as refused:
        scheduling.schedule(reference, upper, _schedule(upper, seats=99), by=OFFICE, at=AT)
    assert refused.value.faults[0].code == "seats_under_lower"
    assert child.name in str(refused.value.faults[0].facts["names"])


def test_after_districts_ended_the_former_districts_communes_may_be_chosen(
    reference: Session, unit: Find
):
    page = opening_page.prepare(
        reference, date(2026, 4, 15), "province", unit("20", 2024), unit("187", 2024)
    )
    chosen = [each.unit for each in page.candidates if each.is_chosen]
    assert len(chosen) == 6
    assert {each.kind for each in chosen} == {UnitKind.COMMUNE}
    assert [code for code, _ in page.levels] == ["province", "commune"]


def test_the_event_of_2024_has_twenty_units(reference: Session, unit: Find):
    page = opening_page.prepare(reference, date(2024, 11, 15), "district", unit("187", 2024), None)
    names = {each.unit.name: each.unit.code for each in page.candidates if each.is_chosen}
    assert len(names) == 20
    assert names["Thị trấn Đồng Mỏ"] == "06463"


def test_the_newest_congress_of_its_own_stands_before_those_below_another(
    reference: Session, child: queries.Frame
):
    assert queries.seen_by(reference, OFFICE)[0].id == child.parent_id


def test_a_clerk_is_told_of_the_own_congress_and_the_one_above(
    reference: Session, child: queries.Frame
):
    clerk = Viewer(2, "Xã", Role.COMMUNE, child.host_id)
    assert [each.id for each in queries.seen_by(reference, clerk)] == [child.parent_id, child.id]
    other = Viewer(3, "Xã khác", Role.COMMUNE, child.host_id + 9)
    assert not queries.is_seen(reference, child.code, other)
    assert queries.is_seen(reference, child.code, clerk)


def test_a_demonstrations_children_are_demonstrations(reference: Session, district: Opening):
    upper = _opened(reference, district)
    reference.get_one(Congress, upper.id).is_demonstration = True
    opening.open_children(reference, upper.id, seats=9, own_side=Side.DIRECT, by=OFFICE, at=AT)
    below = reference.exec(select(Congress).where(Congress.parent_id == upper.id)).all()
    assert all(child.is_demonstration for child in below)
