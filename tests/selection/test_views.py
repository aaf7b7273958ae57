"""The pages of the selection, and of the list that it leads to."""

import pytest
from flask import Flask
from sqlmodel import select

from congress import jobs
from congress.app import TASKS
from congress.database import Database
from congress.jobs import Job
from congress.selection.models import Selection
from tests import factories
from tests.conftest import SignIn
from tests.factories import RULES, Small


@pytest.fixture
def pool(database: Database, small: Small) -> None:
    with database.transaction() as session:
        for n in range(6):
            factories.nominee(session, small, f"Lành Thị {n}", small.nhan_ly, score=70 + n)


@pytest.fixture
def url(small: Small) -> str:
    return f"/congresses/{small.code}/selection/"


def _work(database: Database) -> None:
    """Do what the worker would do."""
    with database.reading() as session:
        waiting = session.exec(select(Job.id).where(Job.state == "waiting")).all()
    for job_id in waiting:
        jobs.run(database, job_id, TASKS)


def test_before_the_first_run_the_page_says_what_to_do(sign_in: SignIn, small: Small, url: str):
    assert "Chưa chọn lần nào" in sign_in("organizer").get(url).text


def test_from_asking_to_the_approved_list(
    database: Database, sign_in: SignIn, small: Small, url: str, pool: None
):
    browser = sign_in("organizer")
    asked = browser.post(url, data={"rules": RULES})
    assert asked.status_code == 302
    assert "Đang chọn" in browser.get(asked.location).text
    _work(database)
    draft = browser.get(asked.location)
    assert "Tối ưu, đã chứng minh" in draft.text
    assert "Lành Thị 5" in draft.text
    approved = browser.post(f"/congresses/{small.code}/delegates/approve/1")
    assert "004" in browser.get(approved.location).text


def test_progress_is_shown_until_the_answer_is_there(
    database: Database, sign_in: SignIn, url: str, pool: None
):
    browser = sign_in("organizer")
    browser.post(url, data={"rules": RULES})
    assert "<progress" in browser.get(f"{url}1/progress").text
    _work(database)
    assert browser.get(f"{url}1/progress").headers["HX-Redirect"] == f"{url}1"


def test_faulty_rules_are_told_with_their_line_and_kept_in_the_form(
    database: Database, sign_in: SignIn, url: str, pool: None
):
    faulty = RULES.replace("min_share = 0.70", "min_share = 1.70")
    answer = sign_in("organizer").post(url, data={"rules": faulty})
    assert answer.status_code == 422
    assert "1.70" in answer.text
    assert "9:1" in answer.text
    with database.reading() as session:
        assert session.exec(select(Selection)).all() == []


def test_a_conflict_is_shown_with_ways_out(
    database: Database, sign_in: SignIn, url: str, pool: None
):
    women = '\n[[quota]]\nname = "Nam giới"\nwhere = { gender = "female" }\nmax = 1\n'
    browser = sign_in("organizer")
    browser.post(url, data={"rules": RULES + women})
    _work(database)
    page = browser.get(f"{url}1").text
    assert "Các tiêu chí mâu thuẫn nhau" in page
    assert "Nam giới" in page
    assert "Phê duyệt danh sách này" not in page


@pytest.mark.parametrize("role", ["commune", "gate"])
def test_communes_and_gate_staff_see_no_selection(sign_in: SignIn, url: str, role: str):
    assert sign_in(role).get(url).status_code == 403


def test_a_leader_reads_and_changes_nothing(sign_in: SignIn, url: str, pool: None):
    browser = sign_in("leader")
    assert browser.get(url).status_code == 200
    assert browser.post(url, data={"rules": RULES}).status_code == 403


def test_the_wrong_method_is_refused(app: Flask, sign_in: SignIn, url: str):
    assert sign_in("organizer").post(f"{url}1").status_code == 405


def test_a_run_that_is_not_there_is_not_found(sign_in: SignIn, url: str):
    assert sign_in("organizer").get(f"{url}99").status_code == 404
