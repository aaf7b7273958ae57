"""The pages of units."""

import pytest
from sqlmodel import select

from congress.core.roles import Role
from congress.database import Database
from congress.units import service
from congress.units.models import Unit, UnitKind
from tests.conftest import SignIn
from tests.factories import AT, Small

NEW = {
    "code": "TH-01",
    "name": "Trường THPT Chi Lăng",
    "kind": "agency",
    "valid_from": "2024-09-01",
}


def _id(database: Database, code: str, vintage: int) -> int:
    with database.reading() as session:
        found = session.exec(select(Unit).where(Unit.code == code, Unit.vintage == vintage)).one()
        return found.id or 0


@pytest.fixture
def reference(database: Database, small: Small) -> None:
    """The reference units, beside those of the small congress, which make way for them."""
    with database.transaction() as session:
        for unit in session.exec(select(Unit)):
            unit.code, unit.kind = f"T{unit.id}", UnitKind.AGENCY
        session.flush()
        service.load_reference(session, by=None, at=AT)


@pytest.mark.usefixtures("reference")
def test_units_are_listed_by_day(sign_in: SignIn):
    browser = sign_in("leader")
    before = browser.get("/units/?on=2025-06-30").text
    after = browser.get("/units/?on=2025-07-01").text
    assert "Thị trấn Đồng Mỏ" in before
    assert "Thị trấn Đồng Mỏ" not in after
    assert "Xã Kiên Mộc" in after


@pytest.mark.usefixtures("reference")
def test_a_split_unit_says_that_people_must_be_asked(database: Database, sign_in: SignIn):
    page = sign_in("commune").get(f"/units/{_id(database, '06622', 2024)}").text
    assert "cần hỏi" in page
    assert "Xã Kiên Mộc" in page
    assert "Ghi thêm đơn vị kế tiếp" not in page


@pytest.mark.usefixtures("reference")
def test_a_districts_page_groups_its_units_under_their_successors(
    database: Database, sign_in: SignIn
):
    page = sign_in("organizer").get(f"/units/{_id(database, '187', 2024)}?on=2026-01-01").text
    assert "Thị trấn Đồng Mỏ, Thị trấn Chi Lăng, Xã Chi Lăng" in page


@pytest.mark.parametrize("role", ["organizer", "administrator"])
def test_a_unit_is_entered_closed_and_followed(database: Database, sign_in: SignIn, role: str):
    browser = sign_in(role)
    host = _id(database, "187", 2024)
    answer = browser.post("/units/new", data={**NEW, "parent": host})
    assert answer.status_code == 302
    page = browser.get(answer.location).text
    assert "Trường THPT Chi Lăng" in page
    closed = browser.post(f"{answer.location}/close", data={"on": "2025-06-01"})
    assert closed.status_code == 302
    assert "01/06/2025" in browser.get(answer.location).text
    again = browser.post(f"{answer.location}/close", data={"on": "2025-06-01"})
    assert again.status_code == 422
    assert "đã có ngày cuối" in again.text


def test_what_is_wrong_stands_beside_its_field(sign_in: SignIn):
    answer = sign_in("organizer").post(
        "/units/new", data={**NEW, "kind": "", "valid_from": "hôm nay", "valid_to": "mai"}
    )
    assert answer.status_code == 422
    assert answer.text.count('class="field-fault"') == 3
    assert "Trường THPT Chi Lăng" in answer.text


def test_a_successor_can_be_named_later_and_only_for_a_unit_that_ended(
    database: Database, sign_in: SignIn
):
    browser = sign_in("organizer")
    open_school = browser.post("/units/new", data={**NEW, "parent": _id(database, "187", 2024)})
    answer = browser.post(f"{open_school.location}/successors", data={"successors": "1"})
    assert "còn hoạt động" in answer.text
    assert answer.status_code == 422


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.ORGANIZER, Role.ADMINISTRATOR}))
def test_others_read_only(sign_in: SignIn, role: str):
    browser = sign_in(role)
    assert browser.get("/units/").status_code == 200
    assert browser.post("/units/new", data=NEW).status_code == 403
