"""Opening a congress from the preset of Chi Lăng."""

import tomllib
from collections.abc import Iterator

import pytest
from sqlmodel import Session

from congress.congresses import presets, queries, service
from congress.core.errors import NotFound, Rejected
from congress.database import Database
from tests.factories import AT


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    with database.transaction() as session:
        service.open_preset(session, presets.load("chi-lang-2025"), by=None, at=AT)
        yield session


def test_the_preset_says_what_the_plan_says(session: Session):
    congress = queries.by_code(session, "chi-lang-2025")
    assert (congress.seats, congress.seats_limit, congress.level) == (300, 300, "district")
    assert congress.form == "Hội nghị điển hình tiên tiến"
    assert len(queries.agenda(session, congress.id)) == 9
    assert queries.agenda(session, congress.id)[7].startswith("Thông qua danh sách đại biểu")


def test_the_place_is_the_hall_that_the_preset_brings():
    preset = presets.load("chi-lang-2025")
    hall = tomllib.loads((preset.folder / "hall.toml").read_text("utf-8"))
    assert preset.place == hall["name"]
    assert hall["note"] == "số liệu minh họa"


def test_twenty_communes_and_the_agencies_send_people(session: Session):
    congress = queries.by_code(session, "chi-lang-2025")
    senders = queries.senders(session, congress.id)
    assert sum(unit.code.startswith("06") for unit in senders) == 20
    assert sum(unit.code.startswith("CL-") for unit in senders) == 12


def test_five_groups_are_direct_and_two_invited(session: Session):
    groups = queries.groups(session, queries.by_code(session, "chi-lang-2025").id)
    assert [group.code for group in groups if group.is_invited] == ["guest", "leader"]
    assert len(groups) == 7


def test_the_rehearsal_is_the_last_sitting(session: Session):
    sittings = queries.sittings(session, queries.by_code(session, "chi-lang-2025").id)
    assert [sitting.is_rehearsal for sitting in sittings] == [False, True]


def test_the_tasks_of_november_end_on_its_last_day(session: Session):
    tasks = queries.tasks(session, queries.by_code(session, "chi-lang-2025").id)
    office = next(task for task in tasks if task.body == "Phòng Nội vụ")
    assert office.due_on is not None
    assert office.due_on.isoformat() == "2024-11-30"


def test_the_same_congress_is_not_opened_twice(session: Session):
    with pytest.raises(Rejected) as refused:
        service.open_preset(session, presets.load("chi-lang-2025"), by=None, at=AT)
    assert refused.value.faults[0].code == "congress_exists"


def test_an_unknown_preset_is_told_with_those_there_are():
    with pytest.raises(Rejected) as refused:
        presets.load("../secrets")
    assert "chi-lang-2025" in str(refused.value.faults[0].facts["known"])


def test_an_unknown_congress_is_not_found(session: Session):
    with pytest.raises(NotFound):
        queries.by_code(session, "khong-co")
