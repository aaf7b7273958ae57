"""Several congresses: the list of them, and the way there."""

from datetime import UTC, date, datetime, timedelta

import pytest

from congress.congresses.models import Congress, Participation, Sitting
from congress.congresses.rules import Stage, stage
from congress.core.roles import Role
from congress.database import Database
from tests.conftest import SignIn
from tests.factories import RULES, Small

OLD, NEW = "Hội nghị điển hình tiên tiến thử nghiệm", "Đại hội thi đua yêu nước"
DAY = date(2025, 4, 15)
OPENING = datetime(2030, 6, 1, 0, 0, tzinfo=UTC)


@pytest.fixture
def newer(database: Database, small: Small) -> None:
    """A second congress, to which Nhân Lý alone sends people."""
    with database.transaction() as session:
        congress = Congress(
            code="moi",
            name=NEW,
            form="Đại hội",
            level="district",
            host_id=small.agency,
            held_on=date(2030, 6, 1),
            place="Hội trường mới",
            seats=4,
            seats_limit=300,
            rules=RULES,
            preset="",
        )
        session.add(congress)
        session.flush()
        number = congress.id or 0
        session.add(Participation(congress_id=number, unit_id=small.nhan_ly, position=1))
        session.add(
            Sitting(
                congress_id=number,
                code="sang",
                name="Phiên chính thức",
                starts_at=OPENING,
                ends_at=OPENING + timedelta(hours=4),
                position=1,
            )
        )


@pytest.mark.usefixtures("newer")
@pytest.mark.parametrize("role", [role.value for role in Role if role is not Role.COUNCIL])
def test_every_congress_is_listed_with_its_day_place_and_stage(sign_in: SignIn, role: str):
    browser = sign_in(role)
    page = browser.get("/congresses/").text.partition("<main")[2]
    assert page.index(NEW) < page.index(OLD)
    assert "15/04/2025" in page
    assert "Hội trường mới" in page
    assert "Đang chuẩn bị" in page
    assert "Đã diễn ra" in page
    assert 'href="/?congress=thu-nghiem"' in page


@pytest.mark.usefixtures("newer")
def test_a_council_member_is_told_of_the_congresses_of_the_assigned_units(sign_in: SignIn):
    assert OLD not in sign_in("council").get("/congresses/").text


@pytest.mark.usefixtures("newer")
def test_a_clerk_is_told_of_the_congresses_of_the_own_unit_only(sign_in: SignIn):
    neighbour = sign_in("neighbour")
    assert NEW not in neighbour.get("/congresses/").text
    assert OLD in neighbour.get("/").text


@pytest.mark.usefixtures("newer")
def test_the_front_page_shows_the_newest_or_the_one_asked_for(sign_in: SignIn):
    browser = sign_in("organizer")
    assert OLD not in browser.get("/").text
    asked = browser.get("/?congress=thu-nghiem").text
    assert OLD in asked
    assert NEW not in asked
    assert browser.get("/?congress=khong-co").status_code == 404


@pytest.mark.usefixtures("newer")
def test_the_name_in_the_bar_leads_to_the_others_and_home_stays_with_the_congress(
    sign_in: SignIn,
):
    bar = sign_in("organizer").get("/congresses/thu-nghiem/").text.partition("<main")[0]
    assert 'href="/congresses/"' in bar
    assert 'href="/?congress=thu-nghiem"' in bar


def test_one_congress_needs_no_choice(sign_in: SignIn):
    page = sign_in("organizer").get("/").text
    assert 'href="/congresses/"' not in page
    assert "?congress=" not in page


@pytest.mark.parametrize(
    ("today", "is_locked", "told"),
    [
        (date(2025, 4, 14), False, Stage.OPEN),
        (date(2025, 4, 14), True, Stage.APPROVED),
        (DAY, False, Stage.TODAY),
        (DAY, True, Stage.TODAY),
        (date(2025, 4, 16), True, Stage.OVER),
    ],
)
def test_the_day_counts_for_more_than_the_list(today: date, is_locked: bool, told: Stage):
    assert stage(DAY, today, is_locked=is_locked) is told
