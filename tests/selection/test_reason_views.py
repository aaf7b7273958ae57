"""The page of the reasons, one person's sheet, and the workbook."""

from copy import deepcopy
from io import BytesIO
from zipfile import ZipFile

import pytest
from flask import Flask
from python_calamine import CalamineWorkbook
from sqlmodel import select

from congress import jobs
from congress.app import TASKS
from congress.audit import AuditEntry
from congress.congresses.models import Congress
from congress.database import Database
from congress.delegates import service as delegates
from congress.nominations.models import Nominee
from congress.selection import service
from congress.selection.models import Selection
from tests import factories
from tests.conftest import SignIn
from tests.factories import AT, RULES, Small

TAY = '\n[[quota]]\nname = "Dân tộc Tày"\nwhere = { ethnic_group = "Tày" }\nmax = 2\n'


@pytest.fixture
def people(database: Database, small: Small) -> dict[str, int]:
    """Eight nominees of two communes; two of Nhân Lý and two of Vạn Linh make the list."""
    with database.transaction() as session:
        added = [
            factories.nominee(session, small, name, unit, score=score, ethnic_group=group)
            for name, unit, score, group in (
                ("Nông Văn Hòa", small.nhan_ly, 90, "Tày"),
                ("Vi Thị Thủy", small.nhan_ly, 88, "Tày"),
                ("Lương Văn Tơ", small.nhan_ly, 85, "Tày"),
                ("=1+1", small.nhan_ly, 60, "Nùng"),
                ("Hoàng Thị Bí", small.van_linh, 89, "Nùng"),
                ("Hoàng Thị Mật", small.van_linh, 79, "Nùng"),
                ("Hoàng Thị Kín", small.van_linh, 69, "Nùng"),
            )
        ]
        return {person.name: person.id or 0 for person in added}


@pytest.fixture
def run(database: Database, small: Small, people: dict[str, int]) -> int:
    with database.transaction() as session:
        asked = service.ask(
            session, small.congress_id, RULES + TAY, by=small.viewers["organizer"], at=AT
        )
    jobs.run(database, asked.job_id or "", TASKS)
    return asked.id or 0


@pytest.fixture
def url(small: Small, run: int) -> str:
    return f"/congresses/{small.code}/selection/{run}/reasons/"


@pytest.fixture
def approved(database: Database, small: Small, run: int) -> None:
    with database.transaction() as session:
        delegates.approve(session, small.congress_id, run, by=small.viewers["organizer"], at=AT)


def test_the_page_says_how_the_list_came_and_why_each_is_in_or_out(sign_in: SignIn, url: str):
    page = sign_in("leader").get(url).text
    assert "lấy danh sách có tổng điểm cao nhất" in page
    assert "Được chọn nhờ điểm: 90 điểm" in page
    assert "(đang có 85). Đã đủ người: tiêu chí “Dân tộc Tày”." in page
    assert "Các tiêu chí đã chạm mức" in page


def test_people_are_filtered_by_unit_and_by_result(sign_in: SignIn, url: str, small: Small):
    browser = sign_in("organizer")
    out = browser.get(url, query_string={"unit": small.nhan_ly, "side": "left_out"}).text
    assert "Lương Văn Tơ" in out
    assert "Vi Thị Thủy" not in out
    assert "Hoàng Thị Kín" not in out


def test_people_are_found_by_name_without_marks_and_without_an_address(sign_in: SignIn, url: str):
    browser = sign_in("organizer")
    found = browser.post(f"{url}search", data={"q": "luong van"}).text
    assert "Lương Văn Tơ" in found
    assert "Vi Thị Thủy" not in found
    assert browser.get(f"{url}search").status_code == 405


def test_a_run_without_a_list_says_so(
    database: Database, sign_in: SignIn, small: Small, people: dict[str, int]
):
    text = RULES + TAY.replace("max = 2", "min = 4")
    with database.transaction() as session:
        asked = service.ask(session, small.congress_id, text, by=small.viewers["organizer"], at=AT)
    jobs.run(database, asked.job_id or "", TASKS)
    page = sign_in("organizer").get(f"/congresses/{small.code}/selection/{asked.id}/reasons/")
    assert "không có danh sách nào để nêu lý do" in page.text


def test_a_commune_knows_of_no_draft(sign_in: SignIn, url: str, people: dict[str, int]):
    browser = sign_in("commune")
    assert browser.get(url).status_code == 404
    assert browser.get(f"{url}{people['Lương Văn Tơ']}").status_code == 404
    assert browser.post(f"{url}search", data={"q": ""}).status_code == 404


def test_after_the_approval_a_commune_reads_of_its_own_people_only(
    sign_in: SignIn, url: str, people: dict[str, int], approved: None
):
    browser = sign_in("commune")
    page = browser.get(url).text
    assert "Lương Văn Tơ" in page
    assert "Hoàng Thị" not in page
    assert "Dân tộc Tày" not in page
    assert browser.get(f"{url}{people['Hoàng Thị Kín']}").status_code == 404
    assert "Hoàng Thị" not in browser.post(f"{url}search", data={"q": "hoang"}).text


def test_a_commune_is_led_from_its_delegates_to_the_reasons(
    sign_in: SignIn, small: Small, url: str, approved: None
):
    assert f'href="{url}"' in sign_in("commune").get(f"/congresses/{small.code}/delegates/").text


def test_the_sheet_holds_a_person_s_own_reason_and_nobody_else(
    sign_in: SignIn, url: str, people: dict[str, int], approved: None
):
    sheet = sign_in("commune").get(f"{url}{people['Lương Văn Tơ']}").text
    assert "Vì sao chưa được chọn" in sheet
    assert "một tiêu chí cơ cấu" in sheet
    for hidden in ("Tày", "Nông Văn Hòa", "Vi Thị Thủy", "Hoàng"):
        assert hidden not in sheet


def test_a_sheet_of_a_draft_says_so(sign_in: SignIn, url: str, people: dict[str, int]):
    assert "Bản thảo" in sign_in("officer").get(f"{url}{people['Lương Văn Tơ']}").text


def test_the_score_needed_is_solved_to_its_end_on_request(
    database: Database, sign_in: SignIn, url: str, run: int, people: dict[str, int]
):
    bounded = "dưới 88 điểm chưa đủ"
    with database.transaction() as session:
        stored = session.get_one(Selection, run)
        told = deepcopy(stored.result)
        for entry in told["people"]:
            if entry["id"] == str(people["Lương Văn Tơ"]):
                entry["score_to_enter"] = {"least": 88, "most": 99, "exact": None}
        stored.result = told
    sheet = f"{url}{people['Lương Văn Tơ']}"
    browser = sign_in("officer")
    assert bounded in browser.get(sheet).text
    solved = browser.post(sheet).text
    assert "cần ít nhất 88" in solved
    assert "chính xác" in solved
    assert bounded in browser.get(sheet).text, "nothing was stored"
    assert "Tính mức điểm chính xác" not in sign_in("leader").get(sheet).text


def test_nothing_is_solved_again_once_the_nominees_changed(
    database: Database, sign_in: SignIn, url: str, people: dict[str, int]
):
    with database.transaction() as session:
        session.get_one(Nominee, people["Hoàng Thị Bí"]).score = 10
    answer = sign_in("officer").post(f"{url}{people['Lương Văn Tơ']}")
    assert answer.status_code == 422


@pytest.mark.parametrize("role", ["leader", "commune", "gate"])
def test_only_the_office_has_it_solved(
    sign_in: SignIn, url: str, people: dict[str, int], role: str
):
    assert sign_in(role).post(f"{url}{people['Lương Văn Tơ']}").status_code == 403


@pytest.mark.parametrize("role", ["gate", "council", "administrator"])
def test_other_roles_read_no_reasons(sign_in: SignIn, url: str, role: str):
    assert sign_in(role).get(url).status_code == 403


def test_the_reasons_of_another_congress_are_not_found(
    database: Database, sign_in: SignIn, small: Small, run: int
):
    with database.transaction() as session:
        fields = session.get_one(Congress, small.congress_id).model_dump(exclude={"id", "code"})
        session.add(Congress(code="khac", **fields))
    answer = sign_in("organizer").get(f"/congresses/khac/selection/{run}/reasons/")
    assert answer.status_code == 404


def _taken(sign_in: SignIn, url: str, purpose: str, role: str = "organizer") -> bytes:
    answer = sign_in(role).post(f"{url}reasons.xlsx", data={"purpose": purpose})
    assert answer.status_code == 200
    return answer.data


def _rows(content: bytes, sheet: str) -> list[list[object]]:
    rows = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_name(sheet).to_python()
    return rows[1:]


def _said(content: bytes) -> str:
    return " ".join(str(cell) for row in _rows(content, "Chưa được chọn") for cell in row)


def test_the_workbook_has_four_sheets_of_people_and_quotas(sign_in: SignIn, url: str):
    taken = _taken(sign_in, url, "submission")
    names = CalamineWorkbook.from_filelike(BytesIO(taken)).sheet_names
    assert names == ["Đại biểu", "Chưa được chọn", "Tiêu chí", "Cách chọn"]
    assert [row[1] for row in _rows(taken, "Đại biểu")] == [
        "Nông Văn Hòa",
        "Vi Thị Thủy",
        "Hoàng Thị Bí",
        "Hoàng Thị Mật",
    ]
    assert [row[0] for row in _rows(taken, "Tiêu chí")] == ["Dân tộc Tày", "Nhóm 70 %"]
    assert "Dân tộc Tày" in _said(taken)


def test_the_workbook_holds_no_formula_and_a_header_that_stays(sign_in: SignIn, url: str):
    taken = _taken(sign_in, url, "submission")
    assert "=1+1" in _said(taken)
    with ZipFile(BytesIO(taken)) as parts:
        sheets = [parts.read(f"xl/worksheets/sheet{n}.xml") for n in range(1, 5)]
    assert not any(b"<f>" in sheet for sheet in sheets)
    assert all(b'state="frozen"' in sheet for sheet in sheets)


def test_the_taking_is_noted_with_its_purpose_and_no_name(
    database: Database, sign_in: SignIn, url: str, run: int
):
    assert "Tày" not in _said(_taken(sign_in, url, "organizing"))
    with database.reading() as session:
        noted = session.exec(select(AuditEntry).where(AuditEntry.action == "reasons.taken")).one()
    assert noted.subject == f"selection:{run}"
    assert noted.facts == {"purpose": "organizing", "with_sensitive": False}


def test_a_leader_s_workbook_names_no_sensitive_quota(sign_in: SignIn, url: str):
    assert "Tày" not in _said(_taken(sign_in, url, "submission", role="leader"))


def test_a_workbook_without_a_purpose_is_refused(app: Flask, sign_in: SignIn, url: str):
    answer = sign_in("organizer").post(f"{url}reasons.xlsx", data={"purpose": ""})
    assert answer.status_code == 422
    assert sign_in("commune").post(f"{url}reasons.xlsx").status_code == 403
