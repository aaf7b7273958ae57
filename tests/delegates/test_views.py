"""The page of the approved list."""

import pytest

from congress.database import Database
from tests import factories
from tests.conftest import SignIn
from tests.factories import Small


@pytest.fixture
def url(database: Database, small: Small) -> str:
    with database.transaction() as session:
        people = [
            factories.nominee(session, small, name, unit)
            for name, unit in (
                ("Đặng Thị Thủy", small.nhan_ly),
                ("Vi Văn Bạ", small.nhan_ly),
                ("Lộc Văn Tơ", small.van_linh),
            )
        ]
        factories.approved(session, small, people)
    return f"/congresses/{small.code}/delegates/"


@pytest.mark.parametrize(
    ("sought", "found"),
    [
        ("", {"Thủy", "Bạ", "Tơ"}),
        ("dang thi thuy", {"Thủy"}),
        ("VẠN LINH", {"Tơ"}),
        ("3", {"Tơ"}),
        ("003", {"Tơ"}),
        ("không ai", set()),
        ("²", set()),
    ],
)
def test_delegates_are_found_by_number_name_or_unit(
    sign_in: SignIn, url: str, sought: str, found: set[str]
):
    page = sign_in("organizer").post(f"{url}search", data={"q": sought}).text
    assert {name for name in ("Thủy", "Bạ", "Tơ") if f"{name}</th>" in page} == found


def test_a_search_tells_how_many_it_found(sign_in: SignIn, url: str):
    page = sign_in("organizer").post(f"{url}search", data={"q": "nhân lý"}).text
    assert "2 đại biểu khớp với “nhân lý”." in page


def test_a_commune_finds_its_own_people_alone(sign_in: SignIn, url: str):
    page = sign_in("commune").post(f"{url}search", data={"q": "vạn linh"}).text
    assert "0 đại biểu khớp" in page
    assert "Bước tiếp theo" not in page
