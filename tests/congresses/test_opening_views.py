"""The pages with which congresses are opened, joined and given their day."""

import re

import pytest
from sqlmodel import select

from congress.congresses.models import Congress, Participation
from congress.core.roles import Role
from congress.database import Database
from congress.units.models import Unit, UnitKind
from tests.conftest import SignIn
from tests.factories import Small

NEW = "/congresses/new"
COMMUNE = {
    "level": "commune",
    "held_on": "2025-02-27",
    "form": "Đại hội thi đua yêu nước",
    "place": "Nhà văn hóa xã",
    "seats": "4",
    "own_side": "invited",
}


def _child(database: Database, small: Small) -> Congress:
    with database.reading() as session:
        return session.exec(select(Congress).where(Congress.host_id == small.nhan_ly)).one()


@pytest.fixture
def children(sign_in: SignIn, small: Small) -> None:
    """The congresses of both communes below the small one."""
    answer = sign_in("organizer").post(
        f"/congresses/{small.code}/children/open", data={"seats": "3", "own_side": "invited"}
    )
    assert answer.status_code == 302


def test_the_form_offers_what_the_choices_before_leave(small: Small, sign_in: SignIn):
    browser = sign_in("organizer")
    first = browser.get(f"{NEW}?held_on=2025-02-27").text
    assert "Cấp huyện" in first
    assert "Đơn vị tổ chức" not in first
    assert "Cấp huyện" not in browser.get(f"{NEW}?held_on=2025-07-01").text
    hosts = browser.get(f"{NEW}?held_on=2025-02-27&level=commune").text
    assert "Xã Nhân Lý (06496)" in hosts
    chosen = browser.get(f"{NEW}?held_on=2025-02-27&level=commune&host={small.nhan_ly}").text
    assert chosen.count("Hội nghị biểu dương") == 4  # each as value and as label
    assert "Hội nghị điển hình tiên tiến thử nghiệm" in chosen
    assert f'value="{small.nhan_ly}" checked' in chosen


def test_a_congress_is_opened_and_shown(database: Database, small: Small, sign_in: SignIn):
    browser = sign_in("organizer")
    sent = {**COMMUNE, "host": small.nhan_ly, "senders": small.nhan_ly, "staff": "199"}
    answer = browser.post(NEW, data={**sent, "parent": small.congress_id})
    assert answer.status_code == 302
    page = browser.get(answer.location).text
    assert "Đại hội thi đua yêu nước xã Nhân Lý năm 2025" in page
    assert "Toàn thể" in page
    assert 'href="/congresses/thu-nghiem/"' in page
    assert browser.post(NEW, data=sent).status_code == 422


def test_every_fault_of_the_form_is_told_beside_its_field(small: Small, sign_in: SignIn):
    sent = {**COMMUNE, "host": small.nhan_ly, "parent": small.congress_id}
    answer = sign_in("organizer").post(
        NEW, data={**sent, "seats": "5", "staff": "200", "own_side": ""}
    )
    assert answer.status_code == 422
    assert "5 đại biểu là nhiều hơn cấp trên" in answer.text
    assert answer.text.count('class="field-fault"') == 5
    assert 'value="200"' in answer.text


def test_what_a_new_congress_lacks_is_told_at_once(small: Small, sign_in: SignIn):
    answer = sign_in("organizer").post(NEW)
    assert answer.status_code == 422
    for heading in ("Ngày họp", "Cấp", "Đơn vị tổ chức"):
        assert f"Thiếu “{heading}”" in answer.text


@pytest.mark.parametrize("field", ["seats", "staff"])
def test_a_count_that_is_none_is_told(small: Small, sign_in: SignIn, field: str):
    sent = {**COMMUNE, "host": small.nhan_ly, "senders": small.nhan_ly, field: "nhiều"}
    answer = sign_in("organizer").post(NEW, data=sent)
    assert (answer.status_code, "không phải là số" in answer.text) == (422, True)


def test_a_host_of_another_level_or_no_level_is_not_found(small: Small, sign_in: SignIn):
    browser = sign_in("organizer")
    assert browser.post(NEW, data={**COMMUNE, "host": "999"}).status_code == 404
    assert browser.post(NEW, data={**COMMUNE, "level": "nation", "host": "999"}).status_code == 404


@pytest.mark.usefixtures("children")
def test_those_below_are_opened_once_and_listed_with_their_upper(
    database: Database, small: Small, sign_in: SignIn
):
    browser = sign_in("organizer")
    browser.post(
        f"/congresses/{small.code}/children/open", data={"seats": "3", "own_side": "invited"}
    )
    with database.reading() as session:
        query = select(Congress).where(Congress.parent_id == small.congress_id)
        assert len(session.exec(query).all()) == 2
    listed = browser.get("/congresses/").text
    assert listed.count("gửi danh sách lên") == 2
    assert "Chưa định ngày" in listed
    board = browser.get(f"/congresses/{small.code}/children/").text
    assert board.count("chưa định ngày") == 2
    assert "Mở đại hội cấp dưới cho" not in board


@pytest.mark.usefixtures("children")
def test_the_communes_clerk_sets_the_day_and_is_warned_after_the_uppers(
    database: Database, small: Small, sign_in: SignIn
):
    child, clerk = _child(database, small), sign_in("commune")
    url = f"/congresses/{child.code}/schedule"
    assert "Trước đại hội cấp trên, ngày 15/04/2025" in clerk.get(url).text
    sent = {"form": child.form, "held_on": "2025-04-20", "place": "Nhà văn hóa", "seats": "3"}
    answer = clerk.post(url, data=sent)
    assert answer.status_code == 302
    assert "Đại hội này họp sau đại hội cấp trên" in clerk.get(answer.location).text
    upper = sign_in("organizer").get(f"/congresses/{small.code}/").text
    assert re.search(r"Họp sau đại hội này.*xã Nhân Lý", upper)
    assert clerk.post(url, data={**sent, "held_on": "2025-02-27"}).status_code == 302
    assert "Họp sau" not in sign_in("organizer").get(f"/congresses/{small.code}/").text
    over = clerk.post(url, data={**sent, "seats": "5"})
    assert (over.status_code, "nhiều hơn cấp trên" in over.text) == (422, True)
    assert clerk.post(url, data={**sent, "held_on": ""}).status_code == 422


@pytest.mark.usefixtures("children")
def test_a_neighbour_finds_nothing_of_a_communes_own_congress(
    database: Database, small: Small, sign_in: SignIn
):
    child = _child(database, small)
    neighbour, clerk = sign_in("neighbour"), sign_in("commune")
    for path in ("", "schedule", "nominees/", "delegation/", "children/", "delegates/"):
        assert neighbour.get(f"/congresses/{child.code}/{path}").status_code == 404, path
        assert clerk.get(f"/congresses/{child.code}/{path}").status_code == 200, path
    assert child.name not in neighbour.get("/congresses/").text
    assert child.name in clerk.get("/congresses/").text


@pytest.mark.usefixtures("children")
def test_a_clerk_names_people_for_the_own_congress(
    database: Database, small: Small, sign_in: SignIn
):
    child, clerk = _child(database, small), sign_in("commune")
    form = clerk.get(f"/congresses/{child.code}/nominees/new").text
    assert "Lãnh đạo cấp trên" in form
    assert "Lãnh đạo của xã, thị trấn" in form


def test_a_clerk_sets_no_day_of_a_congress_above_which_nothing_stands(
    small: Small, sign_in: SignIn
):
    assert sign_in("commune").get(f"/congresses/{small.code}/schedule").status_code == 403
    assert sign_in("organizer").get(f"/congresses/{small.code}/schedule").status_code == 200


def test_a_congress_is_joined_to_one_above_once(database: Database, small: Small, sign_in: SignIn):
    browser = sign_in("organizer")
    sent = {**COMMUNE, "host": small.nhan_ly, "senders": small.nhan_ly}
    opened = browser.post(NEW, data=sent).location
    assert "Chọn đại hội cấp trên" in browser.get(opened).text
    for status in (302, 422):
        answer = browser.post(f"{opened}join", data={"parent": small.congress_id})
        assert answer.status_code == status
    assert _child(database, small).parent_id == small.congress_id


def test_a_further_unit_sends_people(database: Database, small: Small, sign_in: SignIn):
    with database.transaction() as session:
        host = session.get_one(Unit, small.nhan_ly)
        school = Unit(
            code="TH-01",
            vintage=2024,
            name="Trường THPT",
            kind=UnitKind.AGENCY,
            parent_id=host.parent_id,
            valid_from=host.valid_from,
        )
        session.add(school)
        session.flush()
        number = school.id or 0
    browser = sign_in("organizer")
    url = f"/congresses/{small.code}/senders"
    assert browser.post(url, data={"unit": number}).status_code == 302
    assert browser.post(url, data={"unit": number}).status_code == 404
    with database.reading() as session:
        assert session.get_one(Participation, (small.congress_id, number)).position == 4


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.ORGANIZER}))
def test_only_the_organizer_opens(small: Small, sign_in: SignIn, role: str):
    browser = sign_in(role)
    assert browser.get(NEW).status_code == 403
    assert browser.post(NEW, data=COMMUNE).status_code == 403
    assert browser.post(f"/congresses/{small.code}/children/open").status_code == 403
