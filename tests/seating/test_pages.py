"""The page of the hall, per viewer and per act."""

import re
from io import BytesIO

import pypdfium2
import pytest
from flask.testing import FlaskClient
from sqlmodel import select

from congress.audit import AuditEntry
from congress.database import Database
from congress.seating import service
from congress.seating.models import Placement
from tests import factories
from tests.conftest import SignIn
from tests.factories import AT, Small
from tests.seating.halls import KEPT_HALL, SMALL_HALL

URL = "/congresses/thu-nghiem/seating"
NAMES = ("Nông Thị Hòa", "Vi Văn Bạ", "Triệu Sinh Đức", "Lý Thị Ước")


@pytest.fixture
def hall(database: Database, small: Small) -> None:
    with database.transaction() as session:
        service.set_hall(session, small.congress_id, SMALL_HALL, by=None, at=AT)


@pytest.fixture
def delegates(database: Database, small: Small) -> list[int]:
    with database.transaction() as session:
        units = (small.nhan_ly, small.nhan_ly, small.van_linh, small.van_linh)
        people = [
            factories.nominee(session, small, name, unit)
            for name, unit in zip(NAMES, units, strict=True)
        ]
        return [delegate.id or 0 for delegate in factories.approved(session, small, people)]


def seats(database: Database) -> dict[int, str]:
    with database.reading() as session:
        rows = session.exec(select(Placement).where(Placement.left_at == None))  # noqa: E711
        return {row.delegate_id: row.seat_label for row in rows}


def placed(browser: FlaskClient) -> None:
    assert browser.post(f"{URL}/place").status_code == 302


def test_without_a_hall_the_page_says_so(sign_in: SignIn):
    page = sign_in("organizer").get(f"{URL}/")
    assert page.status_code == 200
    assert "chưa có hội trường" in page.text


@pytest.mark.usefixtures("hall")
def test_before_approval_the_page_leads_to_the_list(sign_in: SignIn):
    page = sign_in("organizer").get(f"{URL}/").text
    assert "phê duyệt danh sách" in page
    assert "/congresses/thu-nghiem/delegates/" in page


@pytest.mark.usefixtures("hall")
def test_the_organizer_places_everyone(sign_in: SignIn, delegates: list[int], database: Database):
    browser = sign_in("organizer")
    assert "Xếp chỗ cho 4 đại biểu" in browser.get(f"{URL}/").text
    placed(browser)
    assert set(seats(database)) == set(delegates)
    page = browser.get(f"{URL}/").text
    assert "Nông Thị Hòa" in page
    assert "Xã Vạn Linh" in page


@pytest.mark.usefixtures("hall")
def test_placing_twice_changes_nothing(sign_in: SignIn, delegates: list[int], database: Database):
    browser = sign_in("organizer")
    placed(browser)
    before = seats(database)
    placed(browser)
    assert seats(database) == before
    with database.reading() as session:
        assert len(session.exec(select(Placement)).all()) == len(delegates)


@pytest.mark.usefixtures("hall", "delegates")
def test_a_delegate_is_found_without_marks(sign_in: SignIn):
    browser = sign_in("organizer")
    placed(browser)
    page = browser.post(f"{URL}/search", data={"q": "trieu sinh"}).text
    assert 'class="name">Triệu Sinh Đức' in page
    assert 'class="name">Vi Văn Bạ' not in page
    assert "seat-found" in page
    nobody = browser.post(f"{URL}/search", data={"q": "Không Ai"}).text
    assert "Không có đại biểu nào khớp" in nobody


@pytest.mark.usefixtures("hall")
def test_a_move_takes_a_free_seat_and_leaves_a_trace(
    sign_in: SignIn, delegates: list[int], database: Database
):
    browser = sign_in("organizer")
    placed(browser)
    moved = browser.post(f"{URL}/move", data={"delegate_id": delegates[0], "seat_guid": "C-6"})
    assert moved.status_code == 302
    assert seats(database)[delegates[0]] == "C-6"
    with database.reading() as session:
        rows = session.exec(select(Placement).where(Placement.delegate_id == delegates[0])).all()
        assert [row.left_at is None for row in rows] == [False, True]
        actions = session.exec(select(AuditEntry.action).order_by(AuditEntry.id)).all()
    assert actions[-2:] == ["seating.placed", "seat.moved"]


@pytest.mark.usefixtures("delegates")
def test_the_seats_to_move_to_stand_by_zone_and_those_kept_are_marked(
    sign_in: SignIn, database: Database, small: Small
):
    with database.transaction() as session:
        service.set_hall(session, small.congress_id, KEPT_HALL, by=None, at=AT)
    browser = sign_in("organizer")
    placed(browser)
    page = browser.post(f"{URL}/search", data={"q": "trieu sinh"}).text
    zones = re.findall(r'<optgroup label="([^"]*)">(.*?)</optgroup>', page, re.DOTALL)
    assert [label for label, _ in zones] == ["Đại biểu", "Chỉ dành cho: Khách mời"]
    assert re.findall(r'value="([^"]*)"', zones[1][1]) == ["K-1", "K-2"]


@pytest.mark.parametrize("guid", ["Z-9", "W-1", ""], ids=["unknown", "held", "none"])
@pytest.mark.usefixtures("hall")
def test_nobody_moves_to_a_seat_that_is_none(
    guid: str, sign_in: SignIn, delegates: list[int], database: Database
):
    browser = sign_in("organizer")
    placed(browser)
    before = seats(database)
    refused = browser.post(f"{URL}/move", data={"delegate_id": delegates[0], "seat_guid": guid})
    assert refused.status_code == 422
    assert seats(database) == before


@pytest.mark.usefixtures("hall")
def test_nobody_moves_to_a_seat_that_is_taken(
    sign_in: SignIn, delegates: list[int], database: Database
):
    browser = sign_in("organizer")
    placed(browser)
    before = seats(database)
    taken = before[delegates[1]]
    refused = browser.post(f"{URL}/move", data={"delegate_id": delegates[0], "seat_guid": taken})
    assert refused.status_code == 422
    assert f"Ghế {taken}" in refused.text
    assert seats(database) == before


@pytest.mark.usefixtures("hall")
def test_placing_without_delegates_is_refused(sign_in: SignIn):
    refused = sign_in("organizer").post(f"{URL}/place")
    assert refused.status_code == 422
    assert "phê duyệt danh sách" in refused.text


@pytest.mark.usefixtures("hall", "delegates")
def test_the_plan_prints_every_name(sign_in: SignIn):
    browser = sign_in("organizer")
    placed(browser)
    answer = browser.get(f"{URL}/plan.pdf")
    assert answer.mimetype == "application/pdf"
    document = pypdfium2.PdfDocument(BytesIO(answer.data))
    text = "\n".join(page.get_textpage().get_text_range() for page in document)
    assert all(name in text for name in NAMES)
    width, height = document[0].get_size()
    assert (round(width), round(height)) == (842, 595)


@pytest.mark.parametrize("username", ["gate", "officer", "leader", "credentials"])
@pytest.mark.usefixtures("hall")
def test_who_reads_the_list_sees_the_hall_but_changes_nothing(
    username: str, sign_in: SignIn, delegates: list[int]
):
    browser = sign_in(username)
    assert browser.get(f"{URL}/").status_code == 200
    assert browser.post(f"{URL}/place").status_code == 403
    assert browser.post(f"{URL}/move", data={"delegate_id": delegates[0]}).status_code == 403


@pytest.mark.parametrize("username", ["commune", "neighbour", "council"])
@pytest.mark.usefixtures("hall")
def test_a_commune_does_not_see_the_hall(username: str, sign_in: SignIn):
    assert sign_in(username).get(f"{URL}/").status_code == 403
    assert sign_in(username).get(f"{URL}/plan.pdf").status_code == 403


@pytest.mark.usefixtures("delegates")
def test_another_congress_is_not_found(sign_in: SignIn):
    browser = sign_in("organizer")
    assert browser.get("/congresses/khac/seating/").status_code == 404
    assert browser.post(f"{URL}/move", data={"delegate_id": 999_999}).status_code in {404, 422}


def test_placing_is_no_get(sign_in: SignIn):
    assert sign_in("organizer").get(f"{URL}/place").status_code == 405
